"""Web: the page of a pair: how two states stood on a date, and what is on record between them, by subject.

The page is light however much is on record: lists are cut, and lead to the pages of their section (`section.py`) and to the timeline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.curve import curve
from relazione.analysis.pair_facts import Row, Teller, pair_rows, tellers, told_by
from relazione.model.dates import civil, parse_day
from relazione.model.errors import SameState
from relazione.publish.curve_svg import curve_svg, description, marks
from relazione.publish.sections import section_of, sections
from relazione.publish.tables import csv_bytes
from relazione.publish.words import SECTIONS, name, told
from relazione.web.asking import TWINS, as_of, csv_answer, json_answer, links_of, opened, pair_asked
from relazione.web.fact_lines import lines_of
from relazione.web.guard import WITH_SCRIPT
from relazione.web.links import Links
from relazione.web.pages.polity import sides_then
from relazione.web.rendering import render
from relazione.web.standing_view import cut, shown

NEWEST = 5
"""Facts of each section that the page lists."""
SOURCES = 8
"""Sources that the page lists."""
DIPLOMATIC = ("embassy", "high-commission", "legation")
COLUMNS = ("fact", "list", "words", "from", "to", "certainty", "claims", "sources", "source_ids")
"""Columns of the CSV of what held: an item a line, its sources beside it."""


def pair_data(record: Any, a: str, b: str, on: str | None) -> dict[str, Any]:
    """How things stood: the as-of contract as plain data. Raises UnknownState, SameState, ImpossibleDate."""
    from relazione.analysis.as_of import standing

    check_pair(a, b)
    found: dict[str, Any] = msgspec.to_builtins(standing(record, a, b, on))
    return found


def pair_table(record: Any, data: Mapping[str, Any]) -> bytes:
    """What held, as `pair_data` gives it, as CSV."""
    items = [(key, item) for key, _ in (*SECTIONS, ("last_before", "")) for item in data[key]]
    sources = told_by(record, dict.fromkeys(item["fact"] for _, item in items))
    return csv_bytes(COLUMNS, (_cells(key, item, sources.get(item["fact"], ())) for key, item in items))


def _cells(key: str, item: Mapping[str, Any], sources: Sequence[tuple[str, str]]) -> tuple[Any, ...]:
    documents = " | ".join(title for _, title in sources), " | ".join(id_ for id_, _ in sources)
    return item["fact"], key, told(key, item), item["from"], item["to"], item["certainty"], item["claims"], *documents


def check_pair(a: str, b: str) -> None:
    """Raises UnknownState where a code is of no state, SameState where both are one."""
    from relazione.model.errors import UnknownState
    from relazione.reference.polities import states

    for code in (a, b):
        if code not in states():
            raise UnknownState(code)
    if a == b:
        raise SameState(name(a))


def pair_page(record: Any, a: str, b: str, on: str | None, links: Links) -> str:
    """The page of a pair on a date (None: at present)."""
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    data = pair_data(record, a, b, on)
    rows = pair_rows(record, a, b)
    told_of = tellers(record, a, b, rows)
    disputes = cut([_dispute(record, id) for id in data["conflicts"][:DISPUTES]], 6)
    return render(
        "pair.html",
        links=links,
        a=a,
        b=b,
        on=on,
        data=data,
        title=f"{name(a)} and {name(b)}",
        sides=sides_then(a, b, on),
        holds=shown(data),
        disputes=disputes,
        assumes=any(item["certainty"] == "assumed" for key, _ in SECTIONS if key != "measures" for item in data[key]),
        envoys=[item for item in data["tenures"] if section_of("tenure", str(item["office"])).id == "missions"],
        embassies=[item for item in data["missions"] if item["kind"] in DIPLOMATIC],
        picture=Markup(locator_svg(a, b, standalone=False)) if known(a) and known(b) else None,
        years=_years(rows, on),
        curve=_curve(record, a, b, on, links),
        subjects=subjects(record, rows, parse_day(on) if on else None),
        on_record=len(rows),
        sources=told_of[:SOURCES],
        more_sources=len(told_of) - SOURCES,
        covered=covered(told_of),
    )


def _curve(record: Any, a: str, b: str, on: str | None, links: Links) -> dict[str, Any] | None:
    """The curve of cooperation and conflict with what it says in words; None where nothing dated moves it."""
    found = curve(record, a, b)
    if not found.points:
        return None
    return {"picture": curve_svg(found, on, links.fact), "about": description(found), "marks": marks(found)}


DISPUTES = 30
"""Disputed facts that the page tells; more than these lead to their facts by the lists above them."""


def _dispute(record: Any, id: str) -> dict[str, Any]:
    fact = record.fact(id)
    return {
        "fact": fact,
        "fields": [field for field in fact.fields if field.name in fact.conflicts],
        "against": [record.fact(other) for other in fact.against[:3]],
    }


def subjects(record: Any, rows: Sequence[Row], day: int | None) -> list[dict[str, Any]]:
    """The sections that hold anything, each with its count, how many of it had begun by the day, and the newest of these."""
    found = []
    for section in sections():
        own = [row for row in rows if section_of(row.kind, row.type) is section]
        then = own if day is None else [row for row in own if row.first is not None and row.first <= day]
        if own:
            found.append({"section": section, "count": len(own), "then": len(then), "newest": lines_of(record, then[:NEWEST])})
    return found


def covered(told_of: Sequence[Teller]) -> tuple[int, int] | None:
    """The first and last year of which any of the sources tells; None where nothing is dated."""
    firsts = [one.first for one in told_of if one.first is not None]
    lasts = [one.last for one in told_of if one.last is not None]
    return (civil(min(firsts))[0], civil(max(lasts))[0]) if firsts and lasts else None


def _years(rows: Sequence[Row], on: str | None) -> dict[str, int] | None:
    """The ends of the slider and where it stands; None where nothing dated is on record. Its last year is the present."""
    now = datetime.now(UTC).year
    firsts = [year for row in rows if row.is_dated and row.first is not None and 0 < (year := civil(row.first)[0]) < now]
    if not firsts:
        return None
    asked = civil(parse_day(on))[0] if on else now
    return {"first": min(firsts), "last": now, "value": min(max(asked, min(firsts)), now)}


def _pair(request: Request) -> Response:
    on, links = as_of(request), links_of(request)
    a, b, form, is_plain = pair_asked(request, *TWINS)
    year = request.query_params.get("year", "").strip()
    if year.isdecimal() and len(year) <= 4:  # the slider without script: to the address with its date
        asked = None if int(year) >= datetime.now(UTC).year else f"{int(year):04d}"
        return RedirectResponse(links.at("pair", a, b, form=form, as_of=asked), status_code=303)
    if not is_plain:
        return RedirectResponse(links.at("pair", a, b, form=form, as_of=on), status_code=303)
    with opened(request) as record:
        if form == ".json":
            return json_answer(pair_data(record, a, b, on))
        if form == ".csv":
            return csv_answer(pair_table(record, pair_data(record, a, b, on)), f"{a}-{b}{f'-{on}' if on else ''}")
        return HTMLResponse(pair_page(record, a, b, on, links), headers=WITH_SCRIPT)


ROUTES = (Route("/pair/{a}/{b}", _pair),)
