"""Web: the map of a pair on a date: missions in both countries, places of events, territories; from near or far, with a list beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.borders import Borders, borders_on
from relazione.analysis.places import Places, Spot, Thing, places
from relazione.model.dates import parse_day
from relazione.model.moments import present_day
from relazione.publish.exports.extract import extract
from relazione.publish.exports.geojson import feature_collection
from relazione.publish.pair_map import VIEWS, View, marks, pair_map_svg, view_of
from relazione.publish.words import name
from relazione.web.asking import TWINS, MissingPage, as_of, json_answer, links_of, opened, pair_asked, table_answer
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.remembered import remembered
from relazione.web.rendering import render

COLUMNS = ("place", "lat", "lon", "kind", "type", "of", "label", "from", "to", "certainty", "fact")
KINDS = {"mission": "Missions", "holding": "Territory", "event": "Events", "agreement": "Agreements"}


def places_on(record: Any, a: str, b: str, on: str | None) -> Places:
    """The places of the pair, remembered. Raises UnknownState, SameState, ImpossibleDate."""
    check_pair(a, b)
    today = present_day()
    return remembered(record, ("places", a, b, on, today), lambda: places(record, a, b, on, today))


def _borders(record: Any, found: Places) -> Borders | None:
    return remembered(record, ("borders", found.as_of), lambda: borders_on(record, parse_day(found.as_of)))


def map_page(
    record: Any, a: str, b: str, on: str | None, view: View, links: Links, others: Sequence[tuple[View, str]] | None = None
) -> str:
    """The map from one of the VIEWS, with its list. `others`: the views that there are (None: all)."""
    found = places_on(record, a, b, on)
    borders = _borders(record, found)
    shown = marks(found.spots, view_of(a, b, view))
    on_map = [number for mark in shown for number in mark.spots]
    off_map = [number for number in range(len(found.spots)) if number not in on_map]
    groups = [(number, found.spots[number], _by_kind(found.spots[number])) for number in (*on_map, *off_map)]
    return render(
        "map.html",
        links=links,
        a=a,
        b=b,
        on=on,
        view=view,
        found=found,
        views=views(a, b) if others is None else others,
        view_at=lambda one: links.at("map", a, b, *(() if one == "both" else (one,)), as_of=on),
        groups=groups,
        seen=len(on_map),
        kinds=KINDS,
        counts={kind: sum(thing.kind == kind for spot in found.spots for thing in spot.things) for kind in KINDS},
        picture=Markup(pair_map_svg(a, b, view, found.spots, borders)),
        borders=borders,
        borders_title=record.titles([borders.document]).get(borders.document, borders.document) if borders else "",
    )


def views(a: str, b: str, wanted: Sequence[View] = VIEWS) -> list[tuple[View, str]]:
    """Those of the wanted views that differ, with their names: two far states have no region of their own."""
    titles: dict[View, str] = {"both": "Both", "a": name(a), "b": name(b), "region": "The region", "world": "The world"}
    return [(view, titles[view]) for view in wanted if view != "region" or view_of(a, b, "both").near]


def _by_kind(spot: Spot) -> list[tuple[str, list[Thing]]]:
    return [(kind, those) for kind in KINDS if (those := [thing for thing in spot.things if thing.kind == kind])]


def map_data(record: Any, a: str, b: str, on: str | None) -> dict[str, Any]:
    """The places as plain data."""
    found: dict[str, Any] = msgspec.to_builtins(places_on(record, a, b, on))
    return found


def map_rows(record: Any, a: str, b: str, on: str | None) -> Iterable[Sequence[Any]]:
    """A row for each thing, in the order of COLUMNS."""
    found = places_on(record, a, b, on)
    for spot in found.spots:
        for one in spot.things:
            yield spot.name, spot.lat, spot.lon, *_row(one)
    for one in found.unplaced:
        yield None, None, None, *_row(one)


def _row(one: Thing) -> Sequence[Any]:
    return one.kind, one.type, one.side, one.label, one.start, one.end, one.certainty, one.fact


def map_geojson(record: Any, a: str, b: str, on: str | None) -> bytes:
    """The same things as GeoJSON, as the export writes it."""
    found = places_on(record, a, b, on)
    wanted = {thing.fact for spot in found.spots for thing in spot.things}
    taken = extract(record, pair=(a, b), about=f"{name(a)} and {name(b)}, {found.as_of}")
    return feature_collection(replace(taken, facts=tuple(fact for fact in taken.facts if fact.id in wanted)))[0]


def _map(request: Request) -> Response:
    on, links, view = as_of(request), links_of(request), request.path_params.get("view", "both")
    a, b, form, is_plain = pair_asked(request, *TWINS, ".geojson")
    if not is_plain:
        rest = () if view == "both" else (view,)
        return RedirectResponse(links.at("map", a, b, *rest, form=form, as_of=on), status_code=303)
    if view not in VIEWS:
        raise MissingPage(f"there is no such view of the map: one of {', '.join(VIEWS)}.")
    with opened(request) as record:
        if form == ".json":
            return json_answer(map_data(record, a, b, on))
        if form == ".csv":
            return table_answer(COLUMNS, map_rows(record, a, b, on), f"map-{a}-{b}")
        if form == ".geojson":
            return Response(map_geojson(record, a, b, on), media_type="application/geo+json")
        return HTMLResponse(map_page(record, a, b, on, view, links))


ROUTES = (Route("/map/{a}/{b}", _map), Route("/map/{a}/{b}/{view}", _map))
