"""The room `coding`: the terms of an agreement as its sentence tells them: parties, date, place, signatories, what it settled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from relazione.coding.agreement_names import AgreementName, listed
from relazione.coding.event_dates import best_date, when_of
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.participants import Where, choose_actors, participants
from relazione.coding.persons import clean_name
from relazione.coding.syntax import governor, noun_arguments, verb_arguments
from relazione.model.claims import Actor
from relazione.model.dates import When, precision
from relazione.reference import polities
from relazione.reference.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_THROUGH = frozenset({"in", "through", "under", "by", "with", "per", "via"})
_SUBJECTS = ("nsubj", "nsubjpass")
_TERRITORIES = frozenset({"colony", "mandate", "protectorate", "dependency"})
_UNDERTAKES = frozenset({"agree", "consent", "undertake", "promise", "pledge", "accept"})
_LONGEST = 60  # words of a provision


def signed_when(chunk: ParsedChunk, sentence: Span, token: Token, name: AgreementName, act: Token | None) -> When | None:
    """When it was signed: the year in or right behind its name, else the date of the act that concludes it."""
    start, end = chunk.doc[name.first].idx, chunk.doc[name.last].idx + len(chunk.doc[name.last])
    for date in chunk.dates_in(sentence.start_char, sentence.end_char):
        if not date.edtf or precision(date.edtf) == "interval":
            continue
        before = chunk.text[date.end : start] if date.end <= start else "x"
        after = chunk.text[end : date.start] if date.start >= end else "x"
        if before in (" ", "  ") or re.fullmatch(r"\s?(?:of|in|on|from|,|\()\s?(?:the )?", after):
            return date.when(chunk.text)
    if act is None or (act.pos_ in ("VERB", "AUX") and act.lemma_ not in listed("sign") and act.lemma_ != "negotiate"):
        return None
    found, crossed, _ = best_date(chunk, act, sentence, act.pos_ not in ("VERB", "AUX"))
    return when_of(found, chunk.text, False) if found and crossed <= 3 else None


def parties_of(
    parsed: ParsedDocument,
    chunk: ParsedChunk,
    sentence: Span,
    token: Token,
    name: AgreementName,
    act: Token | None,
    on: str | None,
) -> tuple[Actor, ...]:
    """Who is party: those in the name, else those who conclude it; where one side of the pair alone is named, the other as
    well."""
    named = _named_parties(parsed, chunk, token, name, on)
    if len(named) >= 2:
        return tuple(named)
    verb = act if act is not None and act.pos_ in ("VERB", "AUX") else None
    if verb is not None and (firms := _firms(parsed, chunk, verb, on)):
        return firms
    trigger = verb or act or governor(token) or token
    arguments = verb_arguments(trigger) if trigger.pos_ in ("VERB", "AUX") else noun_arguments(trigger)
    found = participants(parsed, chunk, arguments, on)
    own = participants(parsed, chunk, noun_arguments(token), on)
    itself = range(name.first, name.last + 1)
    found = [f for f in found if not (f.actor.organisation and f.mention.first in itself)]
    own = [f for f in own if not (f.actor.organisation and f.mention.first in itself)]
    known = {f.actor.name for f in found}
    found += [f for f in own if f.slot in ("by", "between", "among", "with", "to", "subject") and f.actor.name not in known]
    with_another = any(actor.state not in parsed.pair for actor in named)
    where = Where(sentence.start, sentence.end - 1, trigger.i)
    actors = choose_actors(parsed, chunk, found, on, "pair", where, partner=not with_another)
    actors = tuple(dict.fromkeys([*named, *(a for a in actors if a.role != "about")]))
    return _one_a_state(tuple(a for a in actors if a.state or a.organisation)[:4])


def _one_a_state(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """One actor a state; a territory that the agreement is about is no party beside two states."""
    states = [a for a in actors if a.polity is None or polities.polity(a.polity).kind not in _TERRITORIES]
    kept: dict[str, Actor] = {}
    for actor in states if len(states) > 1 else actors:
        kept.setdefault(actor.state or actor.organisation or actor.name, _as_party(actor))
    return tuple(kept.values())


def _as_party(actor: Actor) -> Actor:
    """The state itself, without the person who acted for it."""
    return Actor(actor.name, actor.mention, actor.polity, actor.state, actor.organisation)


def _named_parties(parsed: ParsedDocument, chunk: ParsedChunk, token: Token, name: AgreementName, on: str | None) -> list[Actor]:
    """States whose adjectives or names stand in the name or behind "between" and "with"."""
    last = max(
        [
            name.last,
            *(t.i for c in token.children if c.lower_ in ("between", "with", "among") for t in c.subtree if t.i - token.i < 14),
        ]
    )
    found: dict[str, Actor] = {}
    for mention in chunk.mentions_in(name.first, last):
        if mention.kind not in ("polity", "both", "organisation") or (
            mention.kind == "organisation" and mention.first <= name.last
        ):
            continue
        if mention.hit is not None and mention.hit.has("capital") and not mention.hit.has("name"):
            continue
        if (
            mention.first > 0
            and chunk.doc[mention.first - 1].lower_ in ("of", "the", "in")
            and mention.first <= name.last
            and _of_form(chunk, mention.first, token)
        ):
            continue  # "Treaty of Lausanne"
        for actor in parsed.actor(chunk, mention, on):
            found.setdefault(actor.state or actor.name, actor)
    return list(found.values())


def _of_form(chunk: ParsedChunk, at: int, token: Token) -> bool:
    return chunk.doc[token.i + 1 : at].text.lower() in ("of", "of the", "in")


def _firms(parsed: ParsedDocument, chunk: ParsedChunk, verb: Token, on: str | None) -> tuple[Actor, ...]:
    """Two or more firms or bodies as subjects, none of which speaks for a state."""
    arguments = verb_arguments(verb)
    between = [t for p, t in arguments.oblique if p in ("between", "by")]
    between += [t for o in arguments.objects for p, t in noun_arguments(o).oblique if p == "between"]
    subjects = [t for t in (between if arguments.passive else arguments.subjects) if t.pos_ == "PROPN"]
    actors: list[Actor] = []
    for token in subjects:
        mentions = [m for m in chunk.mentions if m.first <= token.i <= m.last]
        if any(parsed.actor(chunk, m, on) for m in mentions):
            return ()
        if any(m.kind == "person" and m.last > m.first for m in mentions):
            return ()
        entity = next(
            (e for e in chunk.doc.ents if e.start <= token.i < e.end and e.label_ in ("ORG", "PERSON", "PRODUCT", "GPE", "NORP")),
            None,
        )
        words = (
            entity.text
            if entity is not None
            else " ".join(t.text for t in [*(c for c in token.children if c.dep_ == "compound"), token])
        )
        actors.append(Actor(re.sub(r"^(?:the|The) ", "", words), mention=words))
    return tuple(actors) if len(actors) > 1 and len({a.name for a in actors}) > 1 else ()


def place_of(chunk: ParsedChunk, token: Token, act: Token | None) -> str | None:
    """Where it was signed: "signed in Ankara", "a treaty signed at Kanagawa"."""
    for head in (act, token):
        if head is None:
            continue
        for child in head.children:
            if child.dep_ != "prep" or child.lower_ not in ("in", "at"):
                continue
            for inner in child.children:
                if inner.dep_ != "pobj" or inner.pos_ != "PROPN":
                    continue
                entity = next((e for e in chunk.doc.ents if e.start <= inner.i < e.end), None)
                said = entity.text if entity is not None else inner.text
                place = find_place(said)
                if place is not None and place.kind not in ("country", "sea"):
                    return said if place.is_city is False and not place.territory else place.name
                if (
                    entity is not None
                    and entity.label_ in ("GPE", "FAC", "LOC")
                    and place is None
                    and not _is_state(chunk, inner)
                ):
                    return said
    return None


def _is_state(chunk: ParsedChunk, token: Token) -> bool:
    return any(m.hit is not None and m.hit.has("name") and m.first <= token.i <= m.last for m in chunk.mentions)


def signatories_of(
    parsed: ParsedDocument, chunk: ParsedChunk, token: Token, act: Token | None, on: str | None
) -> tuple[Actor, ...]:
    """The persons who signed, each with the state acted for and the office where told."""
    if act is None or (act.pos_ in ("VERB", "AUX") and act.lemma_ not in listed("sign")):
        return ()
    by = next((c.i for c in act.children if c.lower_ == "by"), None)
    inside = {t.i for c in act.children if c.dep_ in _SUBJECTS for t in c.subtree}
    inside |= {t.i for t in act.subtree if by is not None and t.i > by}
    if act.pos_ in ("VERB", "AUX") and _firms(parsed, chunk, act, on):
        return ()
    found: dict[str, Actor] = {}
    for mention in chunk.mentions:
        if mention.kind != "person" or mention.first not in inside:
            continue
        known = parsed.actor(chunk, mention, on)
        actor = known[0] if known else Actor(clean_name(mention.text), mention=mention.text, person=clean_name(mention.text))
        found.setdefault(actor.person or actor.name, actor)
    return tuple(found.values())


def provisions_of(chunk: ParsedChunk, token: Token, act: Token | None) -> list[tuple[int, int]]:
    """Stretches of the text that tell what it settled, one provision each."""
    found: list[tuple[int, int]] = []
    for child in token.children:
        if child.dep_ == "relcl" and child.lemma_ in listed("bear"):
            found += _clauses(child, skip=("which", "that"))
        elif child.dep_ in ("acl", "relcl", "xcomp") and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            found += _clauses(child, skip=())
    verb = governor(token)
    if verb is None:
        return found
    if token.dep_ in _SUBJECTS and verb.lemma_ in listed("bear"):
        complements = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX")]
        if complements and verb.lemma_ in (
            "stipulate",
            "provide",
            "specify",
            "require",
            "establish",
            "recognize",
            "recognise",
            "confirm",
        ):
            for complement in complements:
                found += _clauses(complement, skip=("that",))
        else:
            found += _clauses(verb, skip=(), without=token)
    elif act is None and (preposition := _through(token)) is not None:
        top = preposition.head if preposition.head.pos_ in ("VERB", "AUX") else governor(preposition)
        if top is not None and (top.lemma_ in listed("bear") or top.lemma_ in listed("give")):
            infinitive = next((c for c in top.children if c.dep_ == "xcomp" and c.pos_ in ("VERB", "AUX")), None)
            bearer = infinitive if infinitive is not None and top.lemma_ in _UNDERTAKES else top
            found += _clauses(bearer, skip=(), without=preposition)
            for clause in top.children:
                if clause.dep_ == "advcl" and any(c.lower_ == "while" for c in clause.children):
                    found += _clauses(clause, skip=("while",))
    return found


def _through(token: Token) -> Token | None:
    """The preposition over "the convention" in "through the convention", "in Article 15 of the Treaty": the outermost one."""
    current = token
    for _ in range(6):
        head = current.head
        if head is current:
            break
        if head.pos_ == "ADP" and current.dep_ in ("pobj", "pcomp"):
            if head.lower_ in _THROUGH:
                return head
            if head.lower_ != "of":
                return None
        elif head.pos_ in ("VERB", "AUX") or (
            head.lower_ not in ("article", "articles", "terms", "clause", "clauses", "provisions", "section", "annex")
            and current.pos_ == "ADP"
        ):
            return None
        current = head
    return None


def _clauses(verb: Token, skip: tuple[str, ...], without: Token | None = None) -> list[tuple[int, int]]:
    """Characters of the clause of a verb, and of those joined to it by "and", each by itself."""
    parts = [verb] + [c for c in verb.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX") and _has_subject(c)]
    found = []
    for part in parts:
        others = {t.i for other in parts if other is not part for t in other.subtree} if part is verb else set()
        hidden = {t.i for t in without.subtree} if without is not None else set()
        hidden |= (
            {t.i for c in verb.children if c.dep_ == "advcl" and any(x.lower_ == "while" for x in c.children) for t in c.subtree}
            if part is verb
            else set()
        )
        kept = sorted(t.i for t in part.subtree if t.i not in others and t.i not in hidden)
        if (span := _trim(part, kept, skip)) is not None:
            found.append(span)
    return found


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)


def _trim(verb: Token, kept: list[int], skip: tuple[str, ...]) -> tuple[int, int] | None:
    """The stretch around the verb that hangs together, without linking words and commas at its ends."""
    doc = verb.doc
    if verb.i not in kept:
        return None
    at = kept.index(verb.i)
    first = last = at
    while first > 0 and kept[first - 1] == kept[first] - 1:
        first -= 1
    while last + 1 < len(kept) and kept[last + 1] == kept[last] + 1:
        last += 1
    a, b = kept[first], kept[last]
    while a < b and (doc[a].is_punct or doc[a].lower_ in (*skip, "and", "but", "that", "however", "while")):
        a += 1
    while b > a and (doc[b].is_punct or doc[b].dep_ == "cc"):
        b -= 1
    if b - a < 1 or b - a > _LONGEST:
        return None
    return doc[a].idx, doc[b].idx + len(doc[b])


__all__ = ["parties_of", "place_of", "provisions_of", "signatories_of", "signed_when"]
