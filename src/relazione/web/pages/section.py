"""Web: the pages of a pair's sections: every fact on record of one subject, dated, page by page; and all of the pair's sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.pair_facts import Row, Teller, pair_rows, tellers
from relazione.model.dates import iso_day, parse_day
from relazione.publish.sections import Section, find_section, section_of, sections
from relazione.publish.tables import csv_bytes
from relazione.web.asking import TWINS, MissingPage, as_of, code, csv_answer, json_answer, links_of, number_asked, opened
from relazione.web.fact_lines import data_of, lines_of, table_of
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render

SCHEMA = 1
"""Version of the data of a section."""
A_PAGE = 100
"""Facts on one page."""
SOURCES = "sources"
SOURCE_COLUMNS = ("document", "title", "date", "facts", "about_pair", "withdrawn", "first", "last")


def section_rows(everything: Sequence[Row], section: Section, on: str | None) -> list[Row]:
    """The section's facts among those of a pair, the newest first; with a date, those that had begun by it."""
    day = parse_day(on) if on else None
    own = [row for row in everything if section_of(row.kind, row.type) is section]
    return own if day is None else [row for row in own if row.first is not None and row.first <= day]


def section_data(
    record: Any, a: str, b: str, everything: Sequence[Row], section: Section, on: str | None = None
) -> dict[str, Any]:
    """The section's facts as plain data, all of them. `everything`: the rows of the pair."""
    found = data_of(record, section_rows(everything, section, on))
    return {"schema": SCHEMA, "pair": [a, b], "section": section.id, "as_of": on, "count": len(found), "facts": found}


def section_page(
    record: Any, a: str, b: str, everything: Sequence[Row], section: Section, on: str | None, links: Links, page: int = 1
) -> str:
    """One page of the section (of files there is one, with everything). `everything`: the rows of the pair."""
    rows = section_rows(everything, section, on)
    pages = max(1, -(-len(rows) // A_PAGE)) if links.is_live else 1
    page = min(max(page, 1), pages)
    wanted = rows[(page - 1) * A_PAGE : page * A_PAGE] if links.is_live else rows
    used = {section_of(row.kind, row.type).id for row in everything}
    return render(
        "section.html",
        links=links,
        a=a,
        b=b,
        on=on,
        section=section,
        others=[one for one in sections() if one.id in used],
        count=len(rows),
        page=page,
        pages=pages,
        first=(page - 1) * A_PAGE + 1,
        groups=by_decade(lines_of(record, wanted)),
        held=_held(record, a, b, on),
    )


def _held(record: Any, a: str, b: str, on: str | None) -> dict[str, str]:
    """What held on the day: fact -> how certain that is; empty where no day is asked about."""
    from relazione.analysis.as_of import standing

    if on is None:
        return {}
    found = standing(record, a, b, on)
    lists: tuple[Sequence[Any], ...] = (
        found.missions, found.memberships, found.agreements, found.holdings, found.ongoing, found.tenures,
    )  # fmt: skip
    return {item.fact: item.certainty for items in lists for item in items}


def by_decade(lines: Sequence[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Lines under their decade, in their order: (id of the decade, its heading, lines)."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        groups.setdefault(decade_of(line["date"]), []).append(line)
    return [(key, decade_words(key), found) for key, found in groups.items()]


def decade_of(edtf: str | None) -> str:
    """The first year of a date's decade: "1912-06" -> "1910"; "" for what is not dated."""
    from relazione.model.dates import bounds, civil

    if not edtf:
        return ""
    told = bounds(edtf)
    first = told.start_earliest if told.start_earliest is not None else told.end_earliest
    return "" if first is None else str(civil(first)[0] // 10 * 10)


def decade_words(key: str) -> str:
    """ "1910" -> "The 1910s"."""
    if not key:
        return "Not dated"
    return f"The {key}s" if int(key) > 0 else "The common era's first years" if key == "0" else f"The {-int(key)}s BC"


def sources_page(told_of: Sequence[Teller], a: str, b: str, links: Links) -> str:
    """All documents that tell facts of the pair."""
    return render("sources.html", links=links, a=a, b=b, sources=told_of)


def sources_data(told_of: Sequence[Teller]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [
        {
            "document": one.id,
            "title": one.title,
            "date": one.date,
            "facts": one.facts,
            "about_pair": one.about_pair,
            "withdrawn": one.withdrawn,
            "first": None if one.first is None else iso_day(one.first),
            "last": None if one.last is None else iso_day(one.last),
        }
        for one in told_of
    ]


def sources_table(told_of: Sequence[Teller]) -> bytes:
    """The same as CSV."""
    return csv_bytes(SOURCE_COLUMNS, ([one[key] for key in SOURCE_COLUMNS] for one in sources_data(told_of)))


def _section(request: Request) -> Response:
    a, b, asked = (request.path_params[key] for key in ("a", "b", "section"))
    on, links = as_of(request), links_of(request)
    form = next((form for form in TWINS if asked.endswith(form)), "")
    id_ = asked.removesuffix(form)
    section = find_section(id_)
    if section is None and id_ != SOURCES:
        raise MissingPage(f"a pair has no section {id_!r}: {', '.join(one.id for one in sections())}, {SOURCES}")
    codes = code(a), code(b)
    if codes != (a, b):
        return RedirectResponse(links.at("pair", *codes, id_, form=form, as_of=on), status_code=303)
    check_pair(a, b)
    with opened(request) as record:
        everything = pair_rows(record, a, b)
        if section is None:
            return _sources(tellers(record, a, b, everything), a, b, form, links)
        if form:
            data = section_data(record, a, b, everything, section, on)
            return json_answer(data) if form == ".json" else csv_answer(table_of(data["facts"]), f"{a}-{b}-{id_}")
        page = number_asked(request, "sheet", 1, 999_999, 1)
        return HTMLResponse(section_page(record, a, b, everything, section, on, links, page))


def _sources(told_of: Sequence[Teller], a: str, b: str, form: str, links: Links) -> Response:
    if form == ".json":
        return json_answer({"schema": SCHEMA, "pair": [a, b], "sources": sources_data(told_of)})
    if form == ".csv":
        return csv_answer(sources_table(told_of), f"{a}-{b}-{SOURCES}")
    return HTMLResponse(sources_page(told_of, a, b, links))


ROUTES = (Route("/pair/{a}/{b}/{section}", _section),)
