"""Web: what each page shows. A page is asked of an open record and comes as HTML; its data twin comes as JSON.

The server and the static site share these functions; they differ in their links alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup, escape

from relazione.model.claims import Claim
from relazione.model.dates import bounds, civil, is_edtf, parse_day, sides, sort_key
from relazione.model.errors import SameState, WrongUse
from relazione.model.record import Fact
from relazione.publish.quoting import places, quotation
from relazione.publish.visible import visible
from relazione.publish.words import DATE_FIELDS, MISSIONS, SECTIONS, SUBJECTS, date, name, plural_kind, undated
from relazione.record.reasons import reasons
from relazione.web.datasets import dataset_page
from relazione.web.highlight import Passage, parts
from relazione.web.links import Links
from relazione.web.polity_pages import named_in, sides_then
from relazione.web.rendering import render
from relazione.web.strip import lane_of, mark_of, strip

SEARCH_LIMIT = 50
LONGEST_SEARCH = 200
"""Characters of a search that are looked at."""


@dataclass(frozen=True)
class PairLine:
    """A pair on record, with what the home page says of it."""

    a: str
    b: str
    documents: int
    claims: int


class MissingPage(WrongUse):
    """There is nothing at this address."""


# --- home -----------------------------------------------------------------------------------------------------------------------


def home_page(record: Any, links: Links) -> str:
    """The pairs on record, and the ways to them."""
    return render("home.html", links=links, pairs=pair_lines(record), status=record.status(), states=_all_states())


def pair_lines(record: Any) -> list[PairLine]:
    """Every pair that a document is about, with how many documents and claims there are of it."""
    documents: dict[frozenset[str], list[Any]] = {}
    for line in record.documents():
        if line.pair and not line.withdrawn:
            documents.setdefault(frozenset(line.pair), []).append(line)
    found = []
    for a, b in record.pairs():
        lines = documents.get(frozenset((a, b)), [])
        found.append(PairLine(*_ordered(a, b), len(lines), sum(line.claims for line in lines)))
    return found


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if name(a) <= name(b) else (b, a)


def _all_states() -> list[str]:
    from relazione.reference.polities import states

    return sorted(state.name for state in states().values())


# --- pair -----------------------------------------------------------------------------------------------------------------------


def pair_data(record: Any, a: str, b: str, on: str | None) -> dict[str, Any]:
    """How things stood: the as-of contract as plain data. Raises UnknownState, SameState, ImpossibleDate."""
    from relazione.analysis.as_of import standing

    _check_pair(a, b)
    found: dict[str, Any] = msgspec.to_builtins(standing(record, a, b, on))
    return found


def _check_pair(a: str, b: str) -> None:
    from relazione.model.errors import UnknownState
    from relazione.reference.polities import states

    for code in (a, b):
        if code not in states():
            raise UnknownState(code)
    if a == b:
        raise SameState(name(a))


def pair_page(record: Any, a: str, b: str, on: str | None, links: Links) -> str:
    """The page of a pair on a date (None: at present)."""
    from relazione.analysis.timeline import timeline
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    data = pair_data(record, a, b, on)
    entries: list[dict[str, Any]] = msgspec.to_builtins(timeline(record, a, b, None, None, None))
    day = parse_day(on) if on else None
    told = [entry for entry in entries if entry["realis"] == "fact"]
    return render(
        "pair.html",
        links=links,
        a=a,
        b=b,
        on=on,
        data=data,
        title=f"{name(a)} and {name(b)}",
        sides=sides_then(a, b, on),
        sections=[(key, heading, _grouped(key, data.get(key) or ())) for key, heading in SECTIONS if data.get(key)],
        disputed=[_dispute(record, id) for id in data.get("conflicts") or ()],
        assumes=any(item["certainty"] == "assumed" for key, _ in SECTIONS if key != "measures" for item in data[key]),
        rows=_mission_rows,
        envoys=[item for item in data.get("tenures") or () if "ambassador" in str(item.get("office")).lower()],
        embassies=[item for item in data.get("missions") or () if item.get("kind") in ("embassy", "high-commission", "legation")],
        picture=Markup(locator_svg(a, b, standalone=False)) if known(a) and known(b) else None,
        centuries=_centuries(entries),
        strip=strip([mark_of(entry, f"t-{entry['fact']}") for entry in told], day),
        sources=[line for line in record.documents() if line.pair and set(line.pair) == {a, b}],
    )


def _grouped(key: str, items: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The items of a section under what they have in common (the sender of missions), in the order given."""
    by = SUBJECTS.get(key)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        groups.setdefault(name(item.get(by)) if by else "", []).append(item)
    return list(groups.items())


def _mission_rows(items: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The missions of one sender under their kind in words, in the singular or plural."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        kinds.setdefault(str(item["kind"]), []).append(item)
    return [(MISSIONS.get(kind, "mission") if len(found) == 1 else plural_kind(kind), found) for kind, found in kinds.items()]


def _dispute(record: Any, id: str) -> dict[str, Any]:
    fact = record.fact(id)
    return {
        "fact": fact,
        "fields": [field for field in fact.fields if field.name in fact.conflicts],
        "against": [record.fact(other) for other in fact.against],
    }


def _centuries(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The timeline's entries under their century; each with its lane, and the day on which it can be asked about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        b = bounds(entry["date"])
        first = b.start_earliest if b.start_earliest is not None else b.end_earliest
        heading = _century(civil(first or 0)[0])
        shown = {
            **entry,
            "lane": lane_of(entry),
            "day": _plain_date(entry["date"]),
            "label": undated(entry["label"], entry["date"]),
        }
        groups.setdefault(heading, []).append(shown)
    return list(groups.items())


def _century(year: int) -> str:
    return date(f"{year // 100:02d}XX").removeprefix("the ") if year > 0 else "Before the common era"


def _plain_date(edtf: str | None) -> str | None:
    """The start of a date where it is a day, month or year of the kind that can be asked about, else None."""
    start = sides(edtf)[0] if edtf else None
    return start if start and not set(start) & set("X~?%") else None


# --- fact -----------------------------------------------------------------------------------------------------------------------


def fact_data(record: Any, id: str) -> dict[str, Any]:
    """A fact with the claims behind it and what was decided of them. Raises WrongUse where there is none."""
    fact = record.fact(id)
    claims = [record.claim(claim) for claim in fact.claims]
    return {
        "fact": msgspec.to_builtins(fact),
        "claims": [{"kind": claim.kind, **msgspec.to_builtins(claim)} for claim in claims],
        "decisions": [msgspec.to_builtins(one) for claim in fact.claims for one in record.decisions(claim)],
        "places": {claim.id: places(record.document(claim.document), claim) for claim in claims},
        "withdrawn": [msgspec.to_builtins(claim) for claim in record.withdrawn_claims(fact.id)],
    }


def fact_page(record: Any, id: str, links: Links) -> str:
    """A fact: every field with its values, the claims behind each, and the words that say so."""
    fact = record.fact(id)
    claims: list[Claim] = [record.claim(claim) for claim in fact.claims]
    documents = {claim.document: record.document(claim.document) for claim in claims}
    withdrawn, withdrawals = record.withdrawn_claims(fact.id), record.withdrawn()
    documents |= {claim.document: record.document(claim.document) for claim in withdrawn}
    home: tuple[str, str] | None = next((documents[c.document].pair for c in claims if documents[c.document].pair), None)
    return render(
        "fact.html",
        links=links,
        fact=fact,
        claims=claims,
        documents=documents,
        quotation=quotation,
        withdrawn=[(claim, withdrawals[claim.document]) for claim in withdrawn],
        polities=named_in(claims),
        numbers={claim.id: number for number, claim in enumerate(claims, start=1)},
        decisions={claim.id: record.decisions(claim.id) for claim in claims},
        reasons=reasons(claims, record.links(), record.spells(fact.id)) if len(documents) > 1 else [],
        against=[record.fact(other) for other in fact.against],
        pair=_ordered(*home) if home else None,
        day=_plain_date(fact.start),
        shown_span={"from": fact.start, "to": fact.end},
        date_fields=DATE_FIELDS,
    )


# --- document -------------------------------------------------------------------------------------------------------------------


def document_data(record: Any, id: str) -> dict[str, Any]:
    """A document with its text, blocks, claims and what was not understood. Raises WrongUse where there is none."""
    document = record.document(id)
    withdrawal = record.withdrawn().get(id)
    return {
        "document": msgspec.to_builtins(document),
        "withdrawn": msgspec.to_builtins(withdrawal) if withdrawal else None,
        "claims": [
            {
                "kind": claim.kind,
                "fact": fact.id if (fact := record.fact_of_claim(claim.id)) else None,
                **msgspec.to_builtins(claim),
            }
            for claim in record.claims(id)
        ],
        "unread": [msgspec.to_builtins(one) for one in record.unread(id)],
    }


def document_page(record: Any, id: str, links: Links) -> str:
    """A document's text with the passages behind its claims marked and led to their facts."""
    document = record.document(id)
    if document.format == "dataset":
        return dataset_page(record, document, links)
    claims: list[Claim] = record.claims(id)
    passages = []
    for number, claim in enumerate(claims, start=1):
        fact = record.fact_of_claim(claim.id)
        for index, evidence in enumerate(claim.evidence):
            first = index == 0
            passages.append(
                Passage(
                    start=evidence.start,
                    end=evidence.end,
                    id=f"c-{claim.id}" if first else f"e-{claim.id}-{index + 1}",
                    kind=claim.kind if first else "detail",
                    number=number if first else 0,
                    href=links.fact(fact.id) if first and fact else "",
                    label=fact.label if first and fact else "",
                )
            )
    shown = parts(document, passages)
    # The title stands over the page; the text's own title line is shown where it says more, or has a passage in it.
    again = next((part for part in shown if part.kind == "title" and part.content == escape(visible(document.title))), None)
    text = document.visible
    return render(
        "document.html",
        links=links,
        document=document,
        parts=[part for part in shown if part is not again],
        title_anchor=again.anchor if again else "",
        claims=len(claims),
        withdrawal=record.withdrawn().get(id),
        unread=[(one, text[one.start : one.end]) for one in record.unread(id)],
        pair=_ordered(*document.pair) if document.pair else None,
    )


# --- search ---------------------------------------------------------------------------------------------------------------------


def search_data(record: Any, words: str) -> dict[str, Any]:
    """What has all the words: facts and passages."""
    from relazione.web.rendering import SNIPPET_MARKS

    hits = record.search(words[:LONGEST_SEARCH], SEARCH_LIMIT) if words.strip() else []
    found = [msgspec.to_builtins(hit) for hit in hits]
    for hit in found:
        for mark in SNIPPET_MARKS:
            hit["snippet"] = hit["snippet"].replace(mark, "")
    return {"words": words, "hits": found}


def search_page(record: Any, words: str, links: Links) -> str:
    """Facts and passages that have all the words."""
    hits = record.search(words[:LONGEST_SEARCH], SEARCH_LIMIT) if words.strip() else []
    titles = {line.id: line.title for line in record.documents()} if hits else {}
    return render(
        "search.html",
        links=links,
        words=words[:LONGEST_SEARCH],
        facts=[hit for hit in hits if hit.kind == "fact"],
        passages=[hit for hit in hits if hit.kind == "passage"],
        titles=titles,
        limit=SEARCH_LIMIT,
        listing=[],
    )


def listing_page(record: Any, links: Links) -> str:
    """For files, where nobody answers a search: all facts by kind, to be searched with the browser's own means."""
    kinds: dict[str, list[Fact]] = {}
    for fact in sorted(
        record.facts(), key=lambda one: (one.kind, sort_key(one.start if one.start and is_edtf(one.start) else None))
    ):
        kinds.setdefault(fact.kind, []).append(fact)
    return render("search.html", links=links, words="", facts=[], passages=[], titles={}, limit=0, listing=list(kinds.items()))


def error_page(links: Links, status: int, title: str, message: str) -> str:
    """What went wrong, and the way back."""
    return render("error.html", links=links, status=status, title=title, message=message)
