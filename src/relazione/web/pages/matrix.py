"""Web: the world as a matrix: how each of some states stands to each other on a day, in a colour and a sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.analysis.stances import Stance
from relazione.analysis.worldwide import Worldwide
from relazione.publish.words import name
from relazione.reference.regions import region_of, regions
from relazione.web.asking import MissingPage, as_of, form_of, json_answer, links_of, number_asked, opened, table_answer
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.pages.world import STANCES, world_on
from relazione.web.paging import page_of
from relazione.web.rendering import render

SIZES = (20, 40, 60)
"""How many states a page may show."""
SIGNS = {"war": "W", "severed": "S", "both": "⇄", "one": "→", "relations": "R", "none": "N", "mentioned": "·"}
BACK = "←"
"""The sign where the state of the column has an embassy in that of the row, and not the other way."""
COLUMNS = ("row", "row_name", "column", "column_name", "stance", "sign", "since", "certainty", "fact")


@dataclass(frozen=True)
class Asked:
    """What is asked of the matrix: the states with most facts, or those of a region; how many on a page, and which page."""

    on: str | None = None
    of: str = "facts"
    size: int = SIZES[0]
    number: int = 1


def sign(one: Stance, row: str) -> str:
    """The sign of a cell in the row of a state."""
    return BACK if one.stance == "one" and one.embassies[0] != row else SIGNS[one.stance]


def chosen(found: Worldwide, of: str) -> list[str]:
    """The states of a choice: those with most facts first; of a region by name."""
    if of == "facts":
        return sorted(found.totals, key=lambda code: (-found.totals[code].facts, name(code)))
    return [code for code in found.totals if (region := region_of(code)) is not None and region.id == of]


def matrix_page(record: Any, asked: Asked, links: Links) -> str:
    """The matrix of one page of states."""
    found = world_on(record, asked.on)
    page = page_of(chosen(found, asked.of), asked.number, asked.size)
    rows = [
        (code, [(one, sign(one, code)) if (one := found.stances.of(code, other)) else None for other in page.lines])
        for code in page.lines
    ]
    seen = {one.stance for _, cells in rows for cell in cells if cell for one in (cell[0],)}
    return render(
        "matrix.html",
        links=links,
        asked=asked,
        on=asked.on,
        as_of=found.as_of,
        page=page,
        rows=rows,
        stances=STANCES,
        signs=SIGNS,
        seen=seen,
        sizes=SIZES,
        choices=[("facts", "most facts"), *((region.id, region.name) for region in regions())],
        pair=lambda a, b: links.pair(*ordered(a, b), asked.on),
        address=lambda **other: _address(links, asked, **other),
    )


def _address(links: Links, asked: Asked, **other: Any) -> str:
    wanted = replace(asked, **other)
    return links.at(
        "world",
        "matrix",
        of=wanted.of if wanted.of != "facts" else None,
        size=str(wanted.size) if wanted.size != SIZES[0] else None,
        page=str(wanted.number) if wanted.number > 1 else None,
        as_of=wanted.on,
    )


def matrix_rows(record: Any, on: str | None) -> Iterable[Sequence[Any]]:
    """All cells that are not empty, each pair both ways, in the order of COLUMNS."""
    found = world_on(record, on)
    for a, b in sorted({way for pair in found.stances.pairs for way in (pair, pair[::-1])}):
        one = found.stances.of(a, b)
        assert one is not None
        yield a, name(a), b, name(b), one.stance, sign(one, a), one.since, one.certainty, one.fact


def matrix_data(record: Any, on: str | None) -> dict[str, Any]:
    """All states and pairs of the day, with the signs."""
    found = world_on(record, on)
    return {
        "as_of": found.as_of,
        "signs": {**SIGNS, "one, the other way": BACK},
        "states": [{"code": code, "name": name(code), "facts": one.facts} for code, one in found.totals.items()],
        "pairs": [{**msgspec.to_builtins(one), "sign": sign(one, one.a)} for one in found.stances.pairs.values()],
    }


def _asked(request: Request) -> Asked:
    of = request.query_params.get("of", "").strip() or "facts"
    if of != "facts" and of not in {region.id for region in regions()}:
        raise MissingPage(f"there is no region {of!r}: one of {', '.join(region.id for region in regions())}.")
    size = number_asked(request, "size", SIZES[0], SIZES[-1], SIZES[0])
    return Asked(as_of(request), of, min(SIZES, key=lambda one: abs(one - size)), number_asked(request, "page", 1, 999, 1))


def _matrix(request: Request) -> Response:
    asked = _asked(request)
    with opened(request) as record:
        if form_of(request) == "json":
            return json_answer(matrix_data(record, asked.on))
        if form_of(request) == "csv":
            return table_answer(COLUMNS, matrix_rows(record, asked.on), "matrix")
        return HTMLResponse(matrix_page(record, asked, links_of(request)))


ROUTES = (Route("/world/matrix", _matrix), Route("/world/matrix.json", _matrix), Route("/world/matrix.csv", _matrix))
