"""Web: the page of a curve: cooperation and conflict of two states over time, by year or month, from and to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from msgspec import UnsetType
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.curve import HALF_LIFE, SILENCE, By, Curve, curve
from relazione.analysis.curve.together import PROSE
from relazione.model.errors import WrongUse
from relazione.publish.curve_feeds_table import NAMES, cover_words, feeds_rows
from relazione.publish.curve_panels import View, about, panel_marks, panels_svg
from relazione.publish.curve_svg import curve_svg, description, marks
from relazione.publish.curve_table import Row, curve_csv, rows, year_of
from relazione.publish.words import name
from relazione.sources.feeds.columns import FEEDS
from relazione.web.asking import TWINS, as_of, json_answer, links_of, opened, pair_asked
from relazione.web.feeds import reported
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render

if TYPE_CHECKING:
    from relazione.analysis.curve.feed_levels import FeedMonths

VIEWS: tuple[View, ...] = get_args(View)
CLOSE = 25
"""Years of a part that is shown by month when it is come to by a link."""


class Asked(NamedTuple):
    """What is asked of a curve."""

    by: By = "year"
    start: str | None = None
    end: str | None = None
    half_life: float = HALF_LIFE
    show: View = "all"
    weights: tuple[tuple[str, float], ...] = ()
    """By source, those that were asked."""

    def words(self, on: str | None) -> dict[str, Any]:
        """As it stands in an address; what is usual is left out."""
        return {
            "by": self.by if self.by != "year" else None,
            "from": self.start,
            "to": self.end,
            "half_life": f"{self.half_life:g}" if self.half_life != HALF_LIFE else None,
            "show": self.show if self.show != "all" else None,
            **{f"weight_{source}": f"{weight:g}" for source, weight in self.weights},
            "as_of": on,
        }


USUAL = Asked()


def curve_data(record: Any, a: str, b: str, asked: Asked = USUAL, feeds: list[FeedMonths] | None = None) -> Curve:
    """The curve, with what feeds report where that is given. Raises UnknownState, SameState, ImpossibleDate, WrongUse."""
    weights = dict(asked.weights) if feeds is not None else None
    return curve(record, a, b, asked.by, asked.start, asked.end, asked.half_life, feeds=feeds, weights=weights)


def curve_page(found: Curve, links: Links, on: str | None = None, asked: Asked = USUAL, note: str = "") -> str:
    """The curve as a page: the picture, the acts numbered in it, a table in words, and how it is made. `note`: why there are no feeds."""
    a, b = found.pair
    feeds = () if isinstance(found.feeds, UnsetType) else tuple(feed for feed in found.feeds if feed.points)

    def at(form: str = "", **changed: Any) -> str:
        return links.at("curve", a, b, form=form, **asked._replace(**changed).words(on))

    def close(row: Row) -> str | None:
        """The address of a row's own part of the curve; None where it is the part shown."""
        if not links.is_live or row.state == "gap":
            return None
        return _near(row.first, row.last, at, found)

    def reports(feed: str | None, first: str, last: str) -> str:
        """The address of the rows of feeds in a time."""
        asked: dict[str, Any] = {"from": first, "to": last, "feed": feed}
        return links.at("feed", a, b, **asked)

    picture = panels_svg(found, asked.show, on, links.fact, reports) if feeds else curve_svg(found, on, links.fact)
    return render(
        "curve.html",
        links=links,
        a=a,
        b=b,
        on=on,
        asked=asked,
        curve=found,
        picture=picture,
        about=about(found) if feeds else description(found),
        marks=panel_marks(found, asked.show) if feeds else marks(found),
        feeds=feeds,
        feeds_rows=[(row, _near(row.first, row.last, at, found)) for row in feeds_rows(found)] if feeds else [],
        covers=cover_words(found) if feeds else [],
        weights=_weights(found, asked) if feeds else [],
        reports=reports,
        note=note,
        names=NAMES,
        views=VIEWS,
        rows=[(row, close(row)) for row in rows(found)],
        at=at,
        moves=_moves(found, asked) if links.is_live else [],
        pair=f"{name(a)} and {name(b)}",
        silence=SILENCE,
        usual=HALF_LIFE,
    )


def _near(first: str, last: str, at: Callable[..., str], found: Curve) -> str | None:
    """The address of a part of the curve; None where it is the part shown."""
    if (first, last) == (found.start, found.end):
        return None
    near = year_of(last) - year_of(first) < CLOSE
    return at(by="month" if near else "year", start=first, end=last)


def _weights(found: Curve, asked: Asked) -> list[tuple[str, str]]:
    """The sources, each with what it was asked to weigh, as it stands in its field."""
    sources = () if isinstance(found.together, UnsetType) else found.together.sources
    given = dict(asked.weights)
    return [(one.source, f"{given[one.source]:g}" if one.source in given else "") for one in sources]


def _moves(found: Curve, asked: Asked) -> list[tuple[str, dict[str, str | None]]]:
    """Links that move over the curve: earlier, later, wider, whole; each as what it changes."""
    if not (asked.start or asked.end) or found.start is None or found.end is None:
        return []
    first, last = year_of(found.start), year_of(found.end)
    wide = max(1, last - first + 1)
    half = max(1, wide // 2)
    steps = (("Earlier", first - half, last - half), ("Later", first + half, last + half), ("Wider", first - half, last + half))
    moves: list[tuple[str, dict[str, str | None]]] = [
        (words, {"start": _year(low), "end": _year(high), "by": "month" if high - low < CLOSE else "year"})
        for words, low, high in steps
        if low > -9999 and high < 9999
    ]
    return [*moves, ("All years", {"start": None, "end": None, "by": "year"})]


def _year(year: int) -> str:
    return f"{year:04d}" if year >= 0 else f"-{-year:04d}"


def _asked(request: Request) -> Asked:
    given = {key: request.query_params.get(key, "").strip() for key in ("by", "from", "to", "half-life")}
    if given["by"] not in ("", "year", "month"):
        raise WrongUse(f"a curve goes by year or by month, not by {given['by']!r}")
    show = request.query_params.get("show", "").strip() or "all"
    if show not in VIEWS:
        raise WrongUse(f"a curve is shown {', '.join(VIEWS)}, and not {show[:40]!r}")
    half_life = _number(given["half-life"] or f"{HALF_LIFE}", "the half-life is a number of years")
    return Asked(
        "month" if given["by"] == "month" else "year",
        given["from"] or None,
        given["to"] or None,
        half_life,
        show,
        tuple(
            (source, _number(text, f"the weight of {NAMES[source]} is a number"))
            for source in (PROSE, *FEEDS)
            if (text := request.query_params.get(f"weight-{source}", "").strip())
        ),
    )


def _number(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise WrongUse(f"{what}, and not {text[:40]!r}") from None


def _curve(request: Request) -> Response:
    on, asked, links = as_of(request), _asked(request), links_of(request)
    a, b, form, is_plain = pair_asked(request, *TWINS)
    if not is_plain:
        return RedirectResponse(links.at("curve", a, b, form=form, **asked.words(on)), status_code=303)
    check_pair(a, b)
    feeds, why = reported(request, a, b) if not request.query_params.get("known-at") else (None, "")
    with opened(request) as record:
        found = curve_data(record, a, b, asked, feeds)
    if form == ".json":
        return json_answer(found)
    if form == ".csv":
        return Response(curve_csv(found), media_type="text/csv")
    return HTMLResponse(curve_page(found, links, on, asked, why))


ROUTES = (Route("/curve/{a}/{b}", _curve),)
