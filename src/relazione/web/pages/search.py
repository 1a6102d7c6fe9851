"""Web: the search over facts and texts, with facets; and the list of all facts for where nobody answers a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.model.claims import KINDS, REALIS
from relazione.model.dates import is_edtf, sort_key
from relazione.model.errors import AmbiguousPolity, NotThen, UnknownPolity, UnknownState
from relazione.model.record import Fact
from relazione.publish.words import century_words, name
from relazione.record.finding import Filters, Finding
from relazione.reference.lookup import find_polity
from relazione.reference.polities import polities, states
from relazione.web.asking import MissingPage, form_of, json_answer, links_of, number_asked, opened, table_answer
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.remembered import remembered
from relazione.web.rendering import SNIPPET_MARKS, render

ON_A_PAGE = 50
SOME_PASSAGES = 10
"""Passages below the facts; all of them have pages of their own."""
LONGEST_SEARCH = 200
"""Characters of a search that are looked at."""
COLUMNS = ("fact", "kind", "label")
_KEYS = ("kind", "state", "pair", "century", "realis", "disputed", "source", "order")


@dataclass(frozen=True)
class Asked:
    """What is asked: the filters, whether facts or texts are paged through, and which page."""

    filters: Filters
    texts: bool = False
    number: int = 1


@dataclass(frozen=True)
class Value:
    """One value of a facet: its words, how many facts there are, the address with it (or without it, where it is chosen)."""

    title: str
    count: int
    href: str
    chosen: bool


def found(record: Any, asked: Asked) -> Finding:
    """What is found, remembered while the record stays as it is."""
    first = (asked.number - 1) * ON_A_PAGE
    facts = (0, 0) if asked.texts else (first, ON_A_PAGE)
    passages = (first, ON_A_PAGE) if asked.texts else (0, SOME_PASSAGES)
    made: Finding = remembered(record, ("found", asked), lambda: record.find(asked.filters, *facts, passages))
    return made


def search_data(record: Any, asked: Asked) -> dict[str, Any]:
    """A page of facts and passages, all counted, with the facets."""
    finding = found(record, asked)
    hits: list[dict[str, Any]] = msgspec.to_builtins([*finding.facts, *finding.passages])
    for hit in hits:
        for mark in SNIPPET_MARKS:
            hit["snippet"] = hit["snippet"].replace(mark, "")
    return {
        "words": asked.filters.words,
        "asked": msgspec.to_builtins(asked.filters),
        "page": asked.number,
        "facts": finding.total,
        "passages": finding.passages_total,
        "hits": hits,
        "facets": msgspec.to_builtins(finding.facets, str_keys=True),
    }


def search_page(record: Any, asked: Asked, links: Links) -> str:
    """What was found, with facets as links; where nothing was, what may have been meant."""
    filters = asked.filters
    finding = found(record, asked) if filters.asks else None
    total = 0 if finding is None else finding.passages_total if asked.texts else finding.total
    nothing = finding is not None and not finding.total and not finding.passages_total
    last = max(1, -(-total // ON_A_PAGE))
    return render(
        "search.html",
        links=links,
        words=filters.words,
        asked=asked,
        finding=finding,
        titles=record.titles(hit.id for hit in finding.passages) if finding else {},
        facets=_facets(record, asked, finding, links) if finding else [],
        chosen=_chosen(record, asked, links),
        number=min(asked.number, last),
        last=last,
        address=lambda number: address(links, asked, page=str(number) if number > 1 else None),
        in_texts=address(links, asked, texts="texts"),
        in_facts=address(links, asked, texts=None),
        orders=[
            (title, address(links, asked, order=key), (filters.order == "date") == (key == "date")) for key, title in _ORDERS
        ],
        hidden=[(key, value) for key, value in _query(filters).items() if value],
        near=record.near_words(filters.words) if nothing else [],
        fewer=record.fewer_words(filters.words) if nothing else "",
        meant=_meant(filters.words) if nothing else [],
        without=address(links, Asked(Filters(filters.words))) if filters != Filters(filters.words) else "",
        to_words=lambda word: links.at("search", q=word),
        kinds=KINDS,
    )


_ORDERS = ((None, "best first"), ("date", "newest first"))


def _query(filters: Filters) -> dict[str, str | None]:
    """The filters as they stand in an address."""
    return {
        "kind": filters.kind,
        "state": filters.state,
        "pair": "-".join(filters.pair) if filters.pair else None,
        "century": str(filters.century) if filters.century is not None else None,
        "realis": filters.realis,
        "disputed": "yes" if filters.disputed else None,
        "source": filters.source,
        "order": "date" if filters.order == "date" else None,
    }


def address(links: Links, asked: Asked, **other: str | None) -> str:
    """The address of the search with something else in it; without a page unless one is given."""
    texts = other.pop("texts", "texts" if asked.texts else None)
    page = other.pop("page", None)
    told = {**_query(asked.filters), **other}
    return links.at("search", q=asked.filters.words or None, **{"in": texts}, page=page, **told)  # type: ignore[arg-type]


def _facets(record: Any, asked: Asked, finding: Finding, links: Links) -> list[tuple[str, list[Value]]]:
    """The facets with more than one value, or a chosen one."""
    filters, facets = asked.filters, finding.facets

    def values(key: str, counts: Iterable[tuple[str, str, int]], now: str | None) -> list[Value]:
        return [
            Value(title, count, address(links, asked, **{key: None if value == now else value}), value == now)
            for value, title, count in counts
        ]

    own = _query(filters)
    titles = record.titles(id for id, _ in facets.sources)
    pairs = ((f"{a}-{b}", " and ".join(map(name, ordered(a, b))), count) for a, b, count in facets.pairs)
    centuries = [(str(one), century_words(one), count) for one, count in facets.centuries.items()]
    told = [
        ("Kind", values("kind", ((kind, f"{kind}s", count) for kind, count in facets.kinds.items()), own["kind"])),
        ("State", values("state", ((code, name(code), count) for code, count in facets.states), own["state"])),
        ("Pair", values("pair", pairs, own["pair"])),
        ("Century", values("century", centuries, own["century"])),
        ("Told as", values("realis", ((how, how, count) for how, count in facets.realis.items()), own["realis"])),
        ("Disputed", values("disputed", [("yes", "disputed", facets.disputed)] if facets.disputed else [], own["disputed"])),
        ("Source", values("source", ((id, titles.get(id, id), count) for id, count in facets.sources), own["source"])),
    ]
    return [
        (title, found)
        for title, found in told
        if len(found) > 1 or any(value.chosen for value in found) or (title == "Disputed" and found)
    ]


def _chosen(record: Any, asked: Asked, links: Links) -> list[tuple[str, str]]:
    """The filters in words, each with the address without it."""
    filters = asked.filters
    told = {
        "kind": f"{filters.kind}s" if filters.kind else "",
        "state": name(filters.state) if filters.state else "",
        "pair": " and ".join(map(name, ordered(*filters.pair))) if filters.pair else "",
        "century": century_words(filters.century) if filters.century is not None else "",
        "realis": f"told as {filters.realis}" if filters.realis else "",
        "disputed": "disputed" if filters.disputed else "",
        "source": record.titles([filters.source]).get(filters.source, filters.source) if filters.source else "",
    }
    return [(words, address(links, asked, **{key: None})) for key, words in told.items() if words]


def _meant(words: str) -> list[tuple[str, str]]:
    """States and other polities that a search which found nothing may mean: (id, name)."""
    try:
        polity = polities()[find_polity(words).polity]
        return [(polity.id, polity.name)]
    except AmbiguousPolity as error:
        return [(id, polities()[id].name) for id in error.candidates[:5] if id in polities()]
    except NotThen as error:
        return [(error.polity, polities()[error.polity].name)]
    except UnknownPolity as error:
        found = []
        for text in error.suggestions:
            try:
                found.append((find_polity(text).polity, text))
            except (AmbiguousPolity, NotThen, UnknownPolity):
                continue
        return found


def listing_page(record: Any, links: Links, shards: Sequence[str] = ()) -> str:
    """For files, where nobody answers a search: a field for the page's script, and all facts by kind for those who run none. `shards`: the
    files in which the script searches."""
    kinds: dict[str, list[Fact]] = {}
    for fact in sorted(
        record.facts(), key=lambda one: (one.kind, sort_key(one.start if one.start and is_edtf(one.start) else None))
    ):
        kinds.setdefault(fact.kind, []).append(fact)
    return render("listing.html", links=links, listing=list(kinds.items()), shards=shards)


# --- requests -------------------------------------------------------------------------------------------------------------------


def asked_of(request: Request) -> Asked:
    """What a request asks. Raises UnknownState; MissingPage for a kind, pair or century that cannot be."""
    told = {key: request.query_params.get(key, "").strip()[:LONGEST_SEARCH] for key in _KEYS}
    state, pair = told["state"], tuple(told["pair"].split("-")) if told["pair"] else ()
    for code in (*((state,) if state else ()), *pair):
        if code not in states():
            raise UnknownState(code)
    if pair and len(pair) != 2:
        raise MissingPage("a pair is two codes: pair=ITA-TUR.")
    if told["kind"] and told["kind"] not in KINDS:
        raise MissingPage(f"there is no kind {told['kind']!r}: one of {', '.join(KINDS)}.")
    if told["realis"] and told["realis"] not in REALIS:
        raise MissingPage(f"nothing is told as {told['realis']!r}: one of {', '.join(REALIS)}.")
    filters = Filters(
        words=" ".join(request.query_params.get("q", "").split())[:LONGEST_SEARCH],
        kind=told["kind"] or None,
        state=state or None,
        pair=tuple(sorted(pair)) if pair else None,  # type: ignore[arg-type]
        century=_century(told["century"]),
        realis=told["realis"] or None,
        disputed=told["disputed"] == "yes",
        source=told["source"] or None,
        order="date" if told["order"] == "date" else "best",
    )
    return Asked(filters, request.query_params.get("in") == "texts", number_asked(request, "page", 1, 100_000, 1))


def _century(text: str) -> int | None:
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4 and int(digits)):
        raise MissingPage("a century is a number: century=20 is 1901 to 2000, century=-1 the last one before the common era.")
    return int(text)


def _rows(finding: Finding) -> Iterable[Sequence[Any]]:
    return ((hit.id, hit.fact_kind, hit.text) for hit in finding.facts)


MOST_ROWS = 10_000
"""Facts that a search gives as CSV."""


def _search(request: Request) -> Response:
    asked = asked_of(request)
    with opened(request) as record:
        if form_of(request) == "json":
            return json_answer(search_data(record, asked))
        if form_of(request) == "csv":
            return table_answer(COLUMNS, _rows(record.find(asked.filters, 0, MOST_ROWS, (0, 0))), "search")
        return HTMLResponse(search_page(record, asked, links_of(request)))


ROUTES = (Route("/search", _search), Route("/search.json", _search), Route("/search.csv", _search))
