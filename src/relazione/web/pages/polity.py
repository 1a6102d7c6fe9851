"""Web: the page of a polity, and which polities the other pages lead to. The data are those of `relazione polity --json`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.reference import systems
from relazione.reference.polities import polities, polities_of, states
from relazione.reference.profile import profile
from relazione.reference.register import Polity
from relazione.web.asking import as_of, json_answer, links_of
from relazione.web.links import Links
from relazione.web.rendering import render

MOST_OF_A_SIDE = 6
"""Polities of one side that a pair's page leads to."""
_HOW = {
    "successor": "succession",
    "absorbed": "absorbed",
    "partial": "in part",
    "seceded": "left it",
}


def polity_data(id: str, on: str | None = None) -> dict[str, Any]:
    """A polity as plain data. Raises KeyError where there is none, ImpossibleDate."""
    return {"polity": msgspec.to_builtins(profile(id, on))}


def polity_page(id: str, on: str | None, links: Links, there: Collection[str] | None = None) -> str:
    """The page of a polity; `there`: the only ones that have a page (None: all)."""
    data = polity_data(id, on)["polity"]
    names = {system: known.name for system, known in systems.state_lists().items()}
    codes = data["codes"]
    titles = (("COW", "cow"), ("Gleditsch-Ward", "gw"), ("ISO 3166-1", "iso3"), ("Wikidata", "wikidata"))
    return render(
        "polity.html",
        links=links,
        polity=data,
        on=on,
        how=_HOW,
        linked=polities() if there is None else there,
        codes=[(title, codes[key]) for title, key in titles if codes[key] is not None],
        lists=[(names[system], data["membership"][system]) for system in systems.SYSTEMS],
        list_names=names,
    )


def sides_then(a: str, b: str, on: str | None) -> list[tuple[Polity, ...]]:
    """The polities of each side that were there on the date (None: those of today), for a pair's page."""
    known = polities()
    if on is None:
        return [(known[states()[state].polity],) for state in (a, b)]
    return [polities_of(state, on)[:MOST_OF_A_SIDE] for state in (a, b)]


def named_in(claims: Iterable[Any]) -> list[Polity]:
    """The polities that claims name, in order."""
    known = polities()
    ids = dict.fromkeys(id for claim in claims for id in _ids(msgspec.to_builtins(claim)))
    return [known[id] for id in ids if id in known]


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("polity"), str):
            yield value["polity"]
        for inner in value.values():
            yield from _ids(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _ids(inner)


def _polity(request: Request) -> Response:
    """The page of a polity by its id; any name or code leads to the page of what it means."""
    from relazione.reference.lookup import find_polity

    text, on, links = request.path_params["id"], as_of(request), links_of(request)
    as_data = text.endswith(".json")
    id = text.removesuffix(".json")
    if id not in polities():
        system = request.query_params.get("system", "").strip() or None
        there = links.polity_data if as_data else links.polity
        return RedirectResponse(there(find_polity(id, system, on).polity, on), status_code=303)
    if as_data:
        return json_answer(polity_data(id, on))
    return HTMLResponse(polity_page(id, on, links))


ROUTES = (Route("/polities/{id:path}", _polity),)
