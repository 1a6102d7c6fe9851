"""Web: the timeline of a pair: everything dated between two states, in lanes by subject, from the first contact to today.

    /timeline/ITA/TUR?from=1910&to=1919&lane=conflict&realis=fact

One zooms by links (century, decade, year, month) or by the form; the list below the picture tells the same in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.pair_facts import Row, facts_of, pair_rows
from relazione.model.claims import REALIS
from relazione.model.dates import bounds, civil, humanize, iso_day, parse_day, precision, sides
from relazione.model.errors import WrongUse
from relazione.publish.lanes_svg import LEFT, RIGHT, WIDTH, Lane, Mark, lanes_svg
from relazione.publish.sections import find_section, section_of, sections
from relazione.publish.timescale import Bin, Scale, Unit, unit_of, year_words
from relazione.publish.words import date, name
from relazione.web.asking import TWINS, as_of, csv_answer, json_answer, links_of, opened, pair_asked
from relazione.web.fact_lines import data_of, line_of, table_of
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render
from relazione.web.stretches import Stretch, beside, closer_of, groups_of, level_of, stretches_below, way_up

SCHEMA = 1
"""Version of the data of a timeline."""
LISTED = 300
"""Lines of the list, over all its groups, where more can be shown closer."""
LEAST = 4
"""Lines of each group, at least."""


@dataclass(frozen=True)
class Asked:
    """What of the timeline is wanted. `lanes`, `realis`: those that are shown; empty for all. `start`, `end`: as in the address."""

    start: str | None = None
    end: str | None = None
    lanes: tuple[str, ...] = ()
    realis: tuple[str, ...] = ()

    @property
    def first(self) -> int | None:
        """The first day wanted."""
        return parse_day(self.start) if self.start else None

    @property
    def last(self) -> int | None:
        """The last day wanted."""
        return bounds(self.end).end_latest if self.end else None

    def query(self, start: str | None, end: str | None) -> str:
        """The question about the days from one to another as the query of an address."""
        pairs = [("from", start), ("to", end)]
        pairs += [("lane", lane) for lane in self.lanes] + [("realis", realis) for realis in self.realis]
        return urlencode([(key, value) for key, value in pairs if value])


def wanted_rows(rows: Iterable[Row], asked: Asked) -> list[Row]:
    """The dated rows that are asked for, the oldest first. What is open counts where it begins."""
    first, last = asked.first, asked.last
    found = []
    for row in rows:
        if not row.is_dated or row.first is None or (asked.realis and row.realis not in asked.realis):
            continue
        if asked.lanes and section_of(row.kind, row.type).id not in asked.lanes:
            continue
        ends = row.last if row.last is not None else row.first
        if (last is None or row.first <= last) and (first is None or ends >= first):
            found.append(row)
    return sorted(found, key=lambda row: (row.first or 0, -(row.last if row.last is not None else row.first or 0), row.number))


def timeline_data(record: Any, a: str, b: str, everything: Sequence[Row], asked: Asked) -> dict[str, Any]:
    """The dated facts that are asked for as plain data, the oldest first. `everything`: the rows of the pair."""
    found = data_of(record, wanted_rows(everything, asked))
    return {
        "schema": SCHEMA,
        "pair": [a, b],
        "from": asked.start,
        "to": asked.end,
        "sections": list(asked.lanes) or [section.id for section in sections()],
        "realis": list(asked.realis) or list(REALIS),
        "count": len(found),
        "facts": found,
    }


def timeline_page(record: Any, a: str, b: str, everything: Sequence[Row], asked: Asked, on: str | None, links: Links) -> str:
    """The page of the timeline. `on`: a day that is marked on it; `everything`: the rows of the pair."""
    rows = wanted_rows(everything, asked)
    shown = _span(rows, asked)
    context: dict[str, Any] = {
        "links": links,
        "a": a,
        "b": b,
        "on": on,
        "asked": asked,
        "title": f"Timeline: {name(a)} and {name(b)}",
        "lanes": _lanes(everything, asked),
        "realis": _realis(everything, asked),
        "undated": sum(not row.is_dated for row in everything),
        "count": len(rows),
        "address": _address(links, a, b, asked),
        "shown": shown,
        "colours": {one.id: one.colour for one in sections()},
        "before": None,
        "after": None,
    }
    if shown is None:
        return render("timeline.html", **context, picture="", groups=[], below=[], up=[], breaks=[], level="")
    if links.is_live:
        context["before"], context["after"] = beside(shown, wanted_rows(everything, replace(asked, start=None, end=None)))
    lines = [line_of(fact, section_of(row.kind, row.type).id) for fact, row in zip(facts_of(record, rows), rows, strict=True)]
    level = level_of(shown)
    groups = groups_of(lines, level)
    limit = (
        max(LEAST, LISTED // max(1, len(groups))) if links.is_live and len(lines) > LISTED and level != "month" else len(lines)
    )
    listed = {line["fact"] for _, found in groups for line in found[:limit]}
    scale = _scale(lines, shown)
    marks = [_mark(line, links, line["fact"] in listed) for line in lines]
    closer = closer_of(shown, context["address"], {stretch.anchor for stretch, _ in groups} if not links.is_live else None)
    return render(
        "timeline.html",
        **context,
        picture=lanes_svg(
            scale, [Lane(one.id, one.title, one.colour) for one in sections()], marks, closer, parse_day(on) if on else None
        ),
        groups=[{"stretch": stretch, "lines": found[:limit], "count": len(found)} for stretch, found in groups],
        below=stretches_below(lines, shown) if links.is_live else [],
        up=way_up(shown) if links.is_live and asked.start else [],
        breaks=[break_words(one, scale.unit) for one in scale.breaks],
        level=level,
    )


def _span(rows: Sequence[Row], asked: Asked) -> Stretch | None:
    """The days that are shown: those asked for, else those of what is dated."""
    if not rows:
        return None
    first = asked.first if asked.first is not None else min(row.first or 0 for row in rows)
    ends = [row.last if row.last is not None else row.first or 0 for row in rows]
    last = asked.last if asked.last is not None else max(ends)
    return Stretch(first, max(last, first))


_VAGUE = {"decade": ("century",), "year": ("century", "decade"), "month": ("century", "decade", "year", "season")}
"""What is too vague for the bins of a scale."""


def _scale(lines: Iterable[Mapping[str, Any]], shown: Stretch) -> Scale:
    """The scale on which what begins or ends within what is shown has room."""
    vague = _VAGUE[unit_of(shown.first, shown.last)]
    days: list[int] = []
    spans: list[tuple[int, int]] = []
    for line in lines:
        for side in set(sides(line["date"])):
            told = bounds(side) if side else None
            if side is None or told is None or told.start_earliest is None or told.end_latest is None:
                continue
            if told.end_latest < shown.first or told.start_earliest > shown.last:
                continue
            if precision(side) in vague:
                spans.append((told.start_earliest, told.end_latest))
            elif told.start_earliest >= shown.first:
                days.append(told.start_earliest)
    return Scale.of(days, shown.first, shown.last, WIDTH - LEFT - RIGHT, spans)


def break_words(one: Bin, unit: Unit) -> str:
    """What a break leaves out: "1500 to 1699", "February to August 1911"."""
    if unit != "month":
        first, last = year_words(civil(one.first)[0]), year_words(civil(one.after - 1)[0])
        return first if first == last else f"{first} to {last}"
    first, last = (humanize(iso_day(day)[:-3]) for day in (one.first, one.after - 1))
    month, _, year = first.rpartition(" ")
    return f"{month if last.endswith(year) else first} to {last}"


def _mark(line: Mapping[str, Any], links: Links, is_listed: bool) -> Mark:
    target = f"#t-{line['fact']}" if is_listed else links.fact(line["fact"])
    return Mark(line["section"], bounds(line["date"]), line["label"], line["words"], target, line["realis"] == "fact")


def _lanes(rows: Sequence[Row], asked: Asked) -> list[dict[str, Any]]:
    """The lanes of which anything is dated, with how much, and whether they are shown."""
    ids = [section_of(row.kind, row.type).id for row in rows if row.is_dated]
    return [
        {"id": one.id, "title": one.title, "count": ids.count(one.id), "on": not asked.lanes or one.id in asked.lanes}
        for one in sections()
        if one.id in ids
    ]


def _realis(rows: Sequence[Row], asked: Asked) -> list[dict[str, Any]]:
    ids = [row.realis for row in rows if row.is_dated]
    return [
        {"id": one, "title": _REALIS[one], "count": ids.count(one), "on": not asked.realis or one in asked.realis}
        for one in REALIS
        if one in ids
    ]


_REALIS = {
    "fact": "told as fact",
    "planned": "planned",
    "claimed": "claimed by someone",
    "denied": "denied",
    "hypothetical": "hypothetical",
}


def _address(links: Links, a: str, b: str, asked: Asked) -> Any:
    """The address of the same question about other days."""

    def address(start: str | None, end: str | None, form: str = "") -> str:
        query = asked.query(start, end)
        base = links.at("timeline", a, b, form=form)
        return f"{base}{'&' if '?' in base else '?'}{query}" if query and links.is_live else base

    return address


def asked_of(request: Request) -> Asked:
    """What a request asks for. Raises ImpossibleDate, WrongUse for an unknown lane or realis."""
    start, end = (request.query_params.get(key, "").strip() or None for key in ("from", "to"))
    for text in (start, end):
        if text:
            parse_day(text)
    if start and end and parse_day(start) > (bounds(end).end_latest or 0):
        raise WrongUse(f"the timeline would end before it begins: from {date(start)} to {date(end)}.")
    lanes, realis = (tuple(dict.fromkeys(filter(None, request.query_params.getlist(key)))) for key in ("lane", "realis"))
    for lane in lanes:
        if find_section(lane) is None:
            raise WrongUse(f"there is no lane {lane!r}: {', '.join(one.id for one in sections())}")
    for one in realis:
        if one not in REALIS:
            raise WrongUse(f"there is no realis {one!r}: {', '.join(REALIS)}")
    return Asked(start, end, lanes, realis)


def _timeline(request: Request) -> Response:
    a, b, form, is_plain = pair_asked(request, *TWINS)
    asked, links = asked_of(request), links_of(request)
    check_pair(a, b)
    if not is_plain:
        return RedirectResponse(_address(links, a, b, asked)(asked.start, asked.end, form), status_code=303)
    with opened(request) as record:
        everything = pair_rows(record, a, b)
        if form:
            data = timeline_data(record, a, b, everything, asked)
            return json_answer(data) if form == ".json" else csv_answer(table_of(data["facts"]), f"timeline-{a}-{b}")
        return HTMLResponse(timeline_page(record, a, b, everything, asked, as_of(request), links))


ROUTES = (Route("/timeline/{a}/{b}", _timeline),)
