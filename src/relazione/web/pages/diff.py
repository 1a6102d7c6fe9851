"""Web: the page of what changed between two dates in how two states stood, or of what the record learnt between two moments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.diff import difference
from relazione.analysis.learnt import learnt
from relazione.publish.differences import HEADINGS, Told, difference_csv, shortened, tell, title
from relazione.publish.lessons import CHANGES, Lessons, day, lessons_csv
from relazione.publish.lessons import tell as tell_lessons
from relazione.publish.words import name
from relazione.web.asking import TWINS, csv_answer, json_answer, links_of, opened, pair_asked
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render

YEARS = 10
"""Years that are looked back, where no date is asked about."""
MOST = 150
"""Lines of a section that the page shows; the data beside it have all."""


def diff_told(record: Any, a: str, b: str, start: str, end: str | None) -> Told:
    """What changed between two dates. Raises UnknownState, SameState, ImpossibleDate, WrongUse."""
    check_pair(a, b)
    return tell(record, difference(record, a, b, start, end))


def diff_page(told: Told, start: str, end: str | None, links: Links) -> str:
    """What changed between two dates, as a page."""
    a, b = told.found.pair
    told, left = shortened(told, MOST)
    return render(
        "diff.html",
        links=links,
        a=a,
        b=b,
        pair=f"{name(a)} and {name(b)}",
        when=title(told.found),
        start=start,
        end=end,
        told=told,
        left=left,
        headings=HEADINGS,
    )


def learnt_told(before: Any, now: Any, a: str, b: str) -> Lessons:
    """What the record learnt between two moments. Raises UnknownState, SameState."""
    check_pair(a, b)
    return tell_lessons(before, now, learnt(before, now, a, b))


def learnt_page(told: Lessons, start: str, end: str | None, links: Links) -> str:
    """What the record learnt between two moments, as a page."""
    a, b = told.found.pair
    return render(
        "learnt.html",
        links=links,
        a=a,
        b=b,
        pair=f"{name(a)} and {name(b)}",
        start=start,
        end=end,
        told=told,
        headings=CHANGES,
        day=day,
    )


def _diff(request: Request) -> Response:
    start, end, known_from, known_to = (
        request.query_params.get(key, "").strip() or None for key in ("from", "to", "known-from", "known-to")
    )
    links, (a, b, form, is_plain) = links_of(request), pair_asked(request, *TWINS)
    if start is None and known_from is None:
        now = datetime.now(UTC).date()
        start = f"{now.year - YEARS:04}-01-01"
        return RedirectResponse(links.at("diff", a, b, form=form, to=end, **{"from": start}), status_code=303)
    if not is_plain:
        dates: dict[str, Any] = {"from": start, "to": end}
        there = links.at("diff", a, b, form=form, known_from=known_from, known_to=known_to, **dates)
        return RedirectResponse(there, status_code=303)
    if known_from is not None:
        with opened(request, known_from) as before, opened(request, known_to or "") as now_:
            lessons = learnt_told(before, now_, a, b)
        if form == ".csv":
            return csv_answer(lessons_csv(lessons), f"learnt-{a}-{b}")
        return json_answer(lessons.as_data()) if form else HTMLResponse(learnt_page(lessons, known_from, known_to, links))
    assert start is not None
    with opened(request) as record:
        told = diff_told(record, a, b, start, end)
    if form == ".csv":
        return csv_answer(difference_csv(told), f"diff-{a}-{b}")
    return json_answer(told.as_data()) if form else HTMLResponse(diff_page(told, start, end, links))


ROUTES = (Route("/diff/{a}/{b}", _diff),)
