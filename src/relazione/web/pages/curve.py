"""Web: the page of a curve: cooperation and conflict of two states over time, by year or month, from and to."""

from __future__ import annotations

from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.curve import HALF_LIFE, SILENCE, By, Curve, curve
from relazione.model.errors import WrongUse
from relazione.publish.curve_svg import curve_svg, description, marks
from relazione.publish.curve_table import Row, curve_csv, rows, year_of
from relazione.publish.words import name
from relazione.web.asking import TWINS, as_of, json_answer, links_of, opened, pair_asked
from relazione.web.links import Links
from relazione.web.rendering import render

CLOSE = 25
"""Years of a part that is shown by month when it is come to by a link."""


class Asked(NamedTuple):
    """What is asked of a curve."""

    by: By = "year"
    start: str | None = None
    end: str | None = None
    half_life: float = HALF_LIFE

    def words(self, on: str | None) -> dict[str, Any]:
        """As it stands in an address; what is usual is left out."""
        return {
            "by": self.by if self.by != "year" else None,
            "from": self.start,
            "to": self.end,
            "half_life": f"{self.half_life:g}" if self.half_life != HALF_LIFE else None,
            "as_of": on,
        }


USUAL = Asked()


def curve_data(record: Any, a: str, b: str, asked: Asked = USUAL) -> Curve:
    """The curve. Raises UnknownState, SameState, ImpossibleDate, WrongUse."""
    return curve(record, a, b, asked.by, asked.start, asked.end, asked.half_life)


def curve_page(found: Curve, links: Links, on: str | None = None, asked: Asked = USUAL) -> str:
    """The curve as a page: the picture, the acts numbered in it, a table in words, and how it is made."""
    a, b = found.pair

    def at(form: str = "", **changed: Any) -> str:
        return links.at("curve", a, b, form=form, **asked._replace(**changed).words(on))

    def close(row: Row) -> str | None:
        """The address of a row's own part of the curve; None where it is the part shown."""
        if not links.is_live or row.state == "gap" or (row.first, row.last) == (found.start, found.end):
            return None
        near = year_of(row.last) - year_of(row.first) < CLOSE
        return at(by="month" if near else "year", start=row.first, end=row.last)

    return render(
        "curve.html",
        links=links,
        a=a,
        b=b,
        on=on,
        asked=asked,
        curve=found,
        picture=curve_svg(found, on, links.fact),
        about=description(found),
        marks=marks(found),
        rows=[(row, close(row)) for row in rows(found)],
        at=at,
        moves=_moves(found, asked) if links.is_live else [],
        pair=f"{name(a)} and {name(b)}",
        silence=SILENCE,
        usual=HALF_LIFE,
    )


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
    try:
        half_life = float(given["half-life"] or HALF_LIFE)
    except ValueError:
        raise WrongUse(f"the half-life is a number of years, and not {given['half-life']!r}") from None
    return Asked("month" if given["by"] == "month" else "year", given["from"] or None, given["to"] or None, half_life)


def _curve(request: Request) -> Response:
    on, asked, links = as_of(request), _asked(request), links_of(request)
    a, b, form, is_plain = pair_asked(request, *TWINS)
    if not is_plain:
        return RedirectResponse(links.at("curve", a, b, form=form, **asked.words(on)), status_code=303)
    with opened(request) as record:
        if form == ".json":
            return json_answer(curve_data(record, a, b, asked))
        if form == ".csv":
            return Response(curve_csv(curve_data(record, a, b, asked)), media_type="text/csv")
        return HTMLResponse(curve_page(curve_data(record, a, b, asked), links, on, asked))


ROUTES = (Route("/curve/{a}/{b}", _curve),)
