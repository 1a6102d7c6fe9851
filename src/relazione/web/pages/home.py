"""Web: the start page: two states to choose, the pairs on record with their counts and last event, and the ways to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.dates import iso_day
from relazione.model.errors import UnknownState
from relazione.publish.words import name, undated
from relazione.publish.world import Shade, world_svg
from relazione.record.pairs import PairLine
from relazione.reference.folding import fold
from relazione.reference.polities import states
from relazione.web.asking import as_of, form_of, json_answer, links_of, number_asked, opened, table_answer
from relazione.web.links import Links
from relazione.web.paging import page_of
from relazione.web.regional import by_region
from relazione.web.remembered import remembered
from relazione.web.rendering import render

ON_A_PAGE = 50
IN_A_FILE = 1000
"""Pairs on the page where it is a file, and nobody answers for a second one; the states' pages lead to the others."""
SORTS = {
    "facts": "most facts",
    "documents": "most documents",
    "last": "latest event",
    "disputed": "most disputed",
    "name": "name",
}
FEW = 12
"""Pairs that stand above the map; of more the map comes first."""
LONGEST_WORDS = 80
COLUMNS = ("a", "a_name", "b", "b_name", "facts", "claims", "documents", "disputed", "last_day", "last_event")
_SHADES = (1, 20, 100, 400, 1500)
"""Facts that two states, or a state and all others, share from which on each of the five shades is given."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the home page: a first state, words by which pairs are picked, their order, and which page of them."""

    first: str | None = None
    words: str = ""
    sort: str = "facts"
    number: int = 1


def lines_of(record: Any) -> list[PairLine]:
    """The pairs of present-day states on record, by name; remembered."""
    return remembered(record, "pairs by name", lambda: _by_name(record.pair_lines()))


def home_page(record: Any, links: Links, asked: Asked = Asked()) -> str:
    """The start page."""
    lines = lines_of(record)
    picked = sorted_lines(picked_lines(lines, asked.words), asked.sort)
    page = page_of(picked, asked.number, ON_A_PAGE if links.is_live else IN_A_FILE)
    last = record.numbered(line.last_event for line in page.lines if line.last_event is not None)
    return render(
        "home.html",
        links=links,
        asked=asked,
        page=page,
        pairs=[_shown(line, last) for line in page.lines],
        total=len(lines),
        sorts=SORTS,
        status=remembered(record, "status", record.status),
        states=sorted(state.name for state in states().values()),
        regions=by_region({code for line in lines for code in (line.a, line.b)}),
        picture=Markup(_map(lines, asked.first, links)),
        address=lambda **other: _address(links, asked, **other),
        on_record=bool(lines),
        few=FEW,
    )


@dataclass(frozen=True)
class Shown:
    """A pair as the page shows it: the two in the order of their names, and its last event."""

    a: str
    b: str
    line: PairLine
    event: Any
    told: str


def _shown(line: PairLine, last: dict[int, Any]) -> Shown:
    event = last.get(line.last_event or 0)
    return Shown(*ordered(line.a, line.b), line, event, undated(event.label, event.start) if event and event.start else "")


def picked_lines(lines: Sequence[PairLine], words: str) -> list[PairLine]:
    """The pairs of which each word is the beginning of a word of a state's name, or its code."""
    wanted = [fold(word) for word in words.replace(",", " ").split() if fold(word) != "and"]
    if not wanted:
        return list(lines)
    known: dict[str, str] = {}

    def fits(line: PairLine) -> bool:
        for code in (line.a, line.b):
            if code not in known:
                known[code] = f" {fold(name(code))} {code.lower()} {fold(code)}"
        told = known[line.a] + known[line.b]
        return all(f" {word}" in told for word in wanted)

    return [line for line in lines if fits(line)]


def sorted_lines(lines: Iterable[PairLine], sort: str) -> list[PairLine]:
    """The pairs, given by name, in one of the SORTS."""
    keys: dict[str, Any] = {
        "facts": lambda line: -line.facts,
        "documents": lambda line: -line.documents,
        "disputed": lambda line: -line.disputed,
        "last": lambda line: -(line.last_day if line.last_day is not None else -(1 << 40)),
    }
    return sorted(lines, key=keys[sort]) if sort in keys else list(lines)


def _by_name(lines: Iterable[PairLine]) -> list[PairLine]:
    known = states()
    return sorted(
        (line for line in lines if line.a in known and line.b in known),
        key=lambda line: tuple(map(name, ordered(line.a, line.b))),
    )


def _address(links: Links, asked: Asked, **other: Any) -> str:
    wanted = replace(asked, **other)
    sort = wanted.sort if wanted.sort != "facts" else None
    number = str(wanted.number) if wanted.number > 1 else None
    return _home_address(links, first=wanted.first, q=wanted.words, sort=sort, page=number)


def _home_address(
    links: Links, first: str | None = None, q: str | None = None, sort: str | None = None, page: str | None = None
) -> str:
    """The home page's address with what is asked of it; files are asked nothing."""
    return links.at("", first=first, q=q, sort=sort, page=page) if links.is_live else links.home()


def _map(lines: Sequence[PairLine], first: str | None, links: Links) -> str:
    """The world: a click chooses the first state, another one the second; of files, a click leads to the state."""
    facts: dict[str, int] = {}
    for line in lines:
        for own, other in ((line.a, line.b), (line.b, line.a)):
            if first in (None, own):
                facts[other] = facts.get(other, 0) + line.facts
    shades = {}
    for code in states():
        count = facts.get(code, 0)
        label, href = f"{name(code)}: {count:,} facts with others", ""
        if first == code:
            label = name(code)
        elif first:
            label, href = f"{name(first)} and {name(code)}: {count:,} facts", links.pair(*ordered(first, code))
        elif links.is_live:
            href = _home_address(links, first=code) + "#map"
        elif links.has("state", code):
            href = links.at("state", code)
        shade = "own" if first == code else f"s{sum(count >= limit for limit in _SHADES)}"
        shades[code] = Shade(shade, label, href)
    return world_svg(shades, chosen=first)


def ordered(a: str, b: str) -> tuple[str, str]:
    """The two in the order of their names: the order of a pair's own page."""
    return (a, b) if name(a) <= name(b) else (b, a)


# --- data -----------------------------------------------------------------------------------------------------------------------


def pairs_data(record: Any) -> dict[str, Any]:
    """Every pair on record with its counts and its last event."""
    keys = COLUMNS
    return {"pairs": [dict(zip(keys, row, strict=True)) for row in pairs_rows(record)]}


def pairs_rows(record: Any) -> Iterable[Sequence[Any]]:
    """A row for each pair, most facts first, in the order of COLUMNS."""
    lines = sorted_lines(lines_of(record), "facts")
    last = record.numbered(line.last_event for line in lines if line.last_event is not None)
    for line in lines:
        a, b = ordered(line.a, line.b)
        day = iso_day(line.last_day) if line.last_day is not None else None
        event = last[line.last_event].id if line.last_event is not None else None
        yield a, name(a), b, name(b), line.facts, line.claims, line.documents, line.disputed, day, event


# --- requests -------------------------------------------------------------------------------------------------------------------


def _home(request: Request) -> Response:
    first = request.query_params.get("first", "").strip()
    if first and first not in states():
        raise UnknownState(first)
    sort = request.query_params.get("sort", "")
    words = " ".join(request.query_params.get("q", "").split())[:LONGEST_WORDS]
    asked = Asked(first or None, words, sort if sort in SORTS else "facts", number_asked(request, "page", 1, 99999, 1))
    with opened(request) as record:
        return HTMLResponse(home_page(record, links_of(request), asked))


def _pairs(request: Request) -> Response:
    with opened(request) as record:
        if form_of(request) == "csv":
            return table_answer(COLUMNS, pairs_rows(record), "pairs")
        return json_answer(pairs_data(record))


def _choose_pair(request: Request) -> Response:
    """The form of the home page: from names as people write them to the page's own address."""
    from relazione.reference.polities import find_state

    a, b = (find_state(request.query_params.get(side, "").strip()).code for side in ("a", "b"))
    return RedirectResponse(links_of(request).pair(a, b, as_of(request)), status_code=303)


ROUTES = (
    Route("/", _home),
    Route("/pair", _choose_pair),
    Route("/pairs.json", _pairs),
    Route("/pairs.csv", _pairs),
)
