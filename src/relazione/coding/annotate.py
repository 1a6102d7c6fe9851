"""The room `coding`: claims in the annotation scheme of the evaluation set (one JSON object a document), for `annotate` and scoring.

Events, missions, memberships, quantities as the scheme names them; further claims (agreements, holdings, tenures) stand under
their own keys. Every evidence is an exact quote of the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from relazione.coding.called import called, is_name_of
from relazione.coding.coder import Coded
from relazione.coding.gazetteer import find_names
from relazione.coding.linking import state_name
from relazione.model.claims import Actor, Agreement, Claim, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.reference import organisations, polities
from relazione.reference.ontology import event_type

_SCHEME_KINDS = {
    "high-commission": "high-commission",
    "vice-consulate": "other",
    "consular-correspondent": "other",
    "school": "school",
}


def annotation(coded: Coded) -> dict[str, Any]:
    """The annotation of a document, ready for JSON."""
    claims = coded.claims
    return {
        "doc": coded.document.id,
        "title": coded.document.title,
        "parties": [state_name(code) for code in coded.pair.codes()],
        "predecessors": _predecessors(coded),
        "infobox": {b.key: coded.document.shown_words(b.start, b.end) for b in coded.document.blocks if b.kind == "infobox"},
        "missions": [_mission(c, c.body, coded) for c in claims if isinstance(c.body, Mission)],
        "memberships": [_membership(c, c.body, coded) for c in claims if isinstance(c.body, Membership)],
        "events": [_event(c, c.body, coded) for c in claims if isinstance(c.body, Event) and c.realis != "hypothetical"],
        "quantities": [_measure(c, c.body) for c in claims if isinstance(c.body, Measure)],
        "agreements": [_agreement(c, c.body, coded) for c in claims if isinstance(c.body, Agreement)],
        "holdings": [_holding(c, c.body, coded) for c in claims if isinstance(c.body, Holding)],
        "tenures": [_tenure(c, c.body, coded) for c in claims if isinstance(c.body, Tenure)],
    }


def _actor(actor: Actor, coded: Coded) -> dict[str, Any]:
    """An actor: its name as of the date, the present state, and the words used; where these are no name of its own ("its", "Ruritanian", "both"),
    the name by which the text calls it elsewhere."""
    said: dict[str, Any] = {"name": actor.name}
    if actor.state:
        said["lineage"] = state_name(actor.state)
    if mention := _mention(actor, coded):
        said["mention"] = mention
    if actor.person:
        said["person"] = actor.person
    return said


def _mention(actor: Actor, coded: Coded) -> str:
    if actor.polity is None:
        return actor.mention
    known = (actor.name, state_name(actor.state)) if actor.state else (actor.name,)
    if actor.mention and actor.mention not in known and is_name_of(actor.polity, actor.mention):
        return actor.mention
    return called(coded.document.text, actor.polity, known) or actor.mention


def _date(when: When | None) -> str | None:
    return when.edtf if when else None


def _base(claim: Claim) -> dict[str, Any]:
    return {
        "evidence": claim.evidence[0].exact,
        "claim": claim.id,
        "realis": claim.realis,
        "rule": claim.rule,
        "confidence": round(claim.confidence, 3),
    }


def _is_from_before(claim: Claim, when: When | None) -> bool:
    """Whether a date was carried over from another sentence: the scheme leaves such an event undated or coarser, as careful annotators do."""
    return when is not None and when.how == "carried" and when.wording not in claim.evidence[0].exact


def _event(claim: Claim, body: Event, coded: Coded) -> dict[str, Any]:
    return {
        "type": event_type(body.type).type,
        "subtype": body.type,
        "date": None if _is_from_before(claim, body.when) else _date(body.when),
        "date_how": body.when.how if body.when else None,
        "date_carried": _date(body.when) if _is_from_before(claim, body.when) else None,
        "actors": [_actor(a, coded) for a in body.actors if a.role != "about"],
        "third_parties": [_actor(a, coded) for a in body.actors if a.role == "about"],
        **_base(claim),
    }


def _mission(claim: Claim, body: Mission, coded: Coded) -> dict[str, Any]:
    return {
        "sender": _actor(body.sender, coded),
        "receiver_country": _actor(body.receiver, coded)["name"] if body.receiver else None,
        "city": body.city,
        "kind": _SCHEME_KINDS.get(body.kind, body.kind),
        "status": body.status,
        "opened": _date(body.opened),
        "closed": _date(body.closed),
        "resident_in": body.resident_in,
        **_base(claim),
    }


@lru_cache(maxsize=1)
def _full_names() -> dict[str, tuple[str, ...]]:
    """The names of each organisation beside its usual one that are no abbreviations and do not begin with a people's ("British
    Commonwealth"), longest first."""
    found: dict[str, list[str]] = {}
    for text, id_ in organisations.names():
        words = [word for word in text.split() if word[:1].isupper()]
        if words and all(any(letter.islower() for letter in word) for word in words):
            first = find_names(text.split()[0])
            part = re.search(rf"\b{re.escape(text)}\b", organisations.organisation(id_).name)
            if not part and not (first and first[0].has("adjective") and " " in text):
                found.setdefault(id_, []).append(text)
    return {id_: tuple(sorted(texts, key=len, reverse=True)) for id_, texts in found.items()}


def _as_named(body: Membership, said: str) -> str:
    """An organisation as annotators write it: by the full name that the text gives ("League of Arab States"), else by its usual one."""
    names = _full_names().get(body.organisation_id or "", ())
    return next((name for name in names if re.search(rf"\b{re.escape(name)}\b", said)), body.organisation)


def _membership(claim: Claim, body: Membership, coded: Coded) -> dict[str, Any]:
    return {
        "states": [_actor(body.member, coded)],
        "organisation": _as_named(body, claim.evidence[0].exact),
        "status": body.status,
        "since": _date(body.since),
        **_base(claim),
    }


def _measure(claim: Claim, body: Measure) -> dict[str, Any]:
    at_most = body.qualifier == "at most" and body.value_max is None
    return {
        "what": body.what,
        "value": None if at_most else body.value,
        "value_max": body.value if at_most else body.value_max,
        "unit": body.unit,
        "date": _date(body.when),
        **_base(claim),
    }


def _agreement(claim: Claim, body: Agreement, coded: Coded) -> dict[str, Any]:
    return {
        "name": body.name,
        "form": body.form,
        "parties": [_actor(a, coded) for a in body.parties],
        "signed": _date(body.signed),
        "place": body.place,
        "signatories": [_actor(a, coded) for a in body.signatories],
        "provisions": list(body.provisions),
        **_base(claim),
    }


def _holding(claim: Claim, body: Holding, coded: Coded) -> dict[str, Any]:
    return {
        "territory": body.territory,
        "holder": _actor(body.holder, coded),
        "title": body.title,
        "since": _date(body.since),
        "until": _date(body.until),
        **_base(claim),
    }


def _tenure(claim: Claim, body: Tenure, coded: Coded) -> dict[str, Any]:
    return {
        "person": body.person,
        "office": body.office,
        "of": _actor(body.of, coded) if body.of else None,
        "to": _actor(body.to, coded) if body.to else None,
        "since": _date(body.since),
        "until": _date(body.until),
        **_base(claim),
    }


def _predecessors(coded: Coded) -> list[dict[str, str]]:
    """Historical polities of a party's lineage among the actors."""
    present = {polities.states()[code].polity for code in coded.pair.codes() if code in polities.states()}
    found: dict[str, str] = {}
    for claim in coded.claims:
        for actor in _actors_of(claim):
            if actor.polity and actor.polity not in present and actor.state in coded.pair:
                found[actor.name] = state_name(actor.state or "")
    return [{"name": name, "of": of} for name, of in found.items()]


def _actors_of(claim: Claim) -> tuple[Actor, ...]:
    body = claim.body
    match body:
        case Event():
            return body.actors
        case Agreement():
            return body.parties
        case Mission():
            return (body.sender,)
        case Membership():
            return (body.member,)
        case Holding():
            return (body.holder,)
        case _:
            return ()
