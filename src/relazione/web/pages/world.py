"""Web: the world on a day: all missions, relations, wars, agreements and memberships of the record on one map, and as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.analysis.stances import Stance, stances
from relazione.analysis.worldwide import Totals, Worldwide, worldwide
from relazione.model.errors import UnknownState
from relazione.model.moments import present_day
from relazione.publish.words import name
from relazione.publish.world import Arc, Shade, world_svg
from relazione.reference.polities import states
from relazione.web.asking import MissingPage, as_of, form_of, json_answer, links_of, opened, table_answer
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.remembered import remembered
from relazione.web.rendering import plural, render

LAYERS = {
    "relations": "Relations",
    "missions": "Missions",
    "wars": "Wars",
    "agreements": "Agreements",
    "memberships": "Memberships",
}
STANCES = {
    "war": "at war",
    "severed": "relations severed",
    "both": "embassies both ways",
    "one": "an embassy one way",
    "relations": "relations, no embassy told",
    "none": "told to have no relations",
    "mentioned": "only mentioned together",
}
"""The words of `analysis.stances` for people."""
MOST_ARCS = 150
"""Ties that are drawn where no state is chosen: the strongest ones."""
MOST_BODIES = 24
COLUMNS = ("a", "a_name", "b", "b_name", "stance", "since", "certainty", "missions_of_a", "missions_of_b", "agreements", "fact")


def world_on(record: Any, on: str | None) -> Worldwide:
    """Everything on a day (None: at present), remembered while the record stays as it is. Raises ImpossibleDate."""
    today = present_day()
    return remembered(record, ("world", on, today), lambda: worldwide(record, stances(record, on, today=today), on))


# --- data -----------------------------------------------------------------------------------------------------------------------


def world_data(record: Any, on: str | None) -> dict[str, Any]:
    """The world as plain data: states with their totals, and every pair."""
    found = world_on(record, on)
    return {
        "as_of": found.as_of,
        "states": [{"name": name(code), **msgspec.to_builtins(one)} for code, one in found.totals.items()],
        "pairs": [
            {**msgspec.to_builtins(one), "agreements": found.agreements.get(pair, 0)} for pair, one in found.stances.pairs.items()
        ],
        "organisations": [msgspec.to_builtins(body) for _, body in sorted(found.bodies.items())],
    }


def world_rows(record: Any, on: str | None) -> Iterable[Sequence[Any]]:
    """A row for each pair, in the order of COLUMNS."""
    found = world_on(record, on)
    for pair, one in found.stances.pairs.items():
        agreements = found.agreements.get(pair, 0)
        yield one.a, name(one.a), one.b, name(one.b), one.stance, one.since, one.certainty, *one.missions, agreements, one.fact


# --- the page -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What is asked of the world."""

    layer: str = "relations"
    on: str | None = None
    state: str | None = None
    body: str | None = None


def world_page(record: Any, asked: Asked, links: Links) -> str:
    """The map of a layer with its list; of one state's ties where one is chosen, of one organisation's members likewise."""
    found = world_on(record, asked.on)
    if asked.state:
        picture = _map_of_state(found, asked, links)
    elif asked.body:
        picture = _map_of_body(found, asked, links)
    else:
        picture = _map_of_all(found, asked, links)
    partners = _partners(found, asked.state) if asked.state else []
    by_name = sorted(found.stances.pairs.values(), key=lambda one: [name(code) for code in ordered(one.a, one.b)])
    wars = [one for one in by_name if one.stance == "war"]
    severed = [one for one in by_name if one.stance == "severed"]
    bodies = sorted(found.bodies.values(), key=lambda body: (-len(body.members), body.name))
    return render(
        "world.html",
        links=links,
        asked=asked,
        on=asked.on,
        world=found,
        layers=LAYERS,
        stances=STANCES,
        picture=Markup(picture),
        limits=_limits(found, asked.layer),
        partners=partners,
        wars=wars if asked.layer in ("wars", "relations") else [],
        severed=severed if asked.layer == "relations" else [],
        bodies=bodies[:MOST_BODIES],
        more_bodies=max(0, len(bodies) - MOST_BODIES),
        ties=_strongest(found, asked.layer) if asked.layer in ("missions", "agreements") and not asked.state else [],
        ordered=ordered,
        in_order=lambda codes: sorted(codes, key=name),
        pair=lambda a, b: links.pair(*ordered(a, b), asked.on),
        rows=sorted(found.totals.values(), key=lambda one: (-total(one, asked.layer), name(one.code))),
    )


def total(one: Totals, layer: str) -> int:
    """The number by which a layer shades a state."""
    counts = {"relations": one.relations, "missions": one.sent + one.received, "wars": len(one.wars)}
    return counts.get(layer, one.agreements if layer == "agreements" else one.memberships)


def _limits(found: Worldwide, layer: str) -> list[int]:
    """The least number of each of the five shades, so that each has as many states as the next."""
    counts = sorted(n for one in found.totals.values() if (n := total(one, layer)))
    if not counts:
        return []
    return sorted({counts[len(counts) * step // 5] for step in range(5)})


def _shade(count: int, limits: Sequence[int]) -> str:
    """The class of a number: s0 for none, else s1 to s5; where there are few limits the upper shades."""
    if not count:
        return "s0"
    return f"s{sum(count >= limit for limit in limits) + 5 - len(limits)}"


def _map_of_all(found: Worldwide, asked: Asked, links: Links) -> str:
    limits = _limits(found, asked.layer)
    shades = {
        code: Shade(
            _shade(total(one, asked.layer), limits),
            f"{name(code)}: {told_total(one, asked.layer)}",
            _to_state(code, asked.on, links),
        )
        for code, one in found.totals.items()
    }
    return world_svg(shades, _arcs(found, asked, links))


def _to_state(code: str, on: str | None, links: Links) -> str:
    return links.at("state", code, as_of=on) if links.has("state", code) else ""


def told_total(one: Totals, layer: str) -> str:
    """A state's number of a layer, in words."""
    if layer == "missions":
        return f"{plural(one.sent, 'mission')} abroad, {one.received} in it"
    count = total(one, layer)
    if layer == "wars":
        return f"at war with {', '.join(map(name, one.wars))}" if count else "no war told"
    one_, many = {
        "relations": ("state in relations with it", "states in relations with it"),
        "agreements": ("tie by agreements", "ties by agreements"),
        "memberships": ("membership", "memberships"),
    }[layer]
    return f"{count} {one_ if count == 1 else many}"


def _arcs(found: Worldwide, asked: Asked, links: Links) -> list[Arc]:
    def arc(a: str, b: str, kind: str, width: int, told: str) -> Arc:
        return Arc(a, b, kind, width, f"{name(a)} and {name(b)}: {told}", links.pair(*ordered(a, b), asked.on))

    if asked.layer in ("relations", "wars"):
        kinds = ("severed", "war") if asked.layer == "relations" else ("war",)
        return [
            arc(one.a, one.b, kind, 2, STANCES[kind])
            for kind in kinds
            for one in found.stances.pairs.values()
            if one.stance == kind
        ]
    strongest = _strongest(found, asked.layer)
    most = strongest[0][2] if strongest else 1
    return [
        arc(a, b, "tie", 1 + (count * 8 > most) + (count * 4 > most) + (count * 2 > most), f"{count} {asked.layer}")
        for a, b, count in reversed(strongest)
    ]


def _strongest(found: Worldwide, layer: str) -> list[tuple[str, str, int]]:
    """The pairs with most missions or agreements, those with most first."""
    known = states()
    if layer == "missions":
        counts = {pair: sum(one.missions) for pair, one in found.stances.pairs.items() if any(one.missions)}
    else:
        counts = found.agreements if layer == "agreements" else {}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(*pair, count) for pair, count in ordered if set(pair) <= set(known)][:MOST_ARCS]


def _map_of_state(found: Worldwide, asked: Asked, links: Links) -> str:
    own = str(asked.state)
    shades = {own: Shade("own", name(own), _to_state(own, asked.on, links))}
    for other, one in found.stances.of_state(own).items():
        if other in states():
            shades[other] = Shade(one.stance, f"{name(other)}: {STANCES[one.stance]}", links.pair(*ordered(own, other), asked.on))
    return world_svg(shades, chosen=own)


def _map_of_body(found: Worldwide, asked: Asked, links: Links) -> str:
    members = found.bodies[str(asked.body)].members
    shades = {code: Shade("s4", name(code), _to_state(code, asked.on, links)) for code in members if code in states()}
    return world_svg(shades)


def _partners(found: Worldwide, state: str) -> list[tuple[str, list[tuple[str, Stance]]]]:
    """The others of a state, under how they stand to it."""
    groups: dict[str, list[tuple[str, Stance]]] = {word: [] for word in STANCES}
    for other, one in sorted(found.stances.of_state(state).items(), key=lambda item: name(item[0])):
        groups[one.stance].append((other, one))
    return [(word, those) for word, those in groups.items() if those]


# --- requests -------------------------------------------------------------------------------------------------------------------


def _asked(request: Request, record: Any) -> Asked:
    layer = request.path_params.get("layer", "relations").partition(".")[0]
    if layer not in LAYERS:
        raise MissingPage(f"there is no map of {layer!r}: one of {', '.join(LAYERS)}.")
    state = request.query_params.get("state", "").strip()
    if state and state not in states():
        raise UnknownState(state)
    on = as_of(request)
    body = request.query_params.get("of", "").strip()
    if body and body not in world_on(record, on).bodies:
        raise MissingPage(f"no member of {body!r} is told for this date.")
    return Asked(layer, on, state or None, body or None)


def _answer(request: Request) -> Response:
    with opened(request) as record:
        asked = _asked(request, record)
        if form_of(request) == "json":
            return json_answer(world_data(record, asked.on))
        if form_of(request) == "csv":
            return table_answer(COLUMNS, world_rows(record, asked.on), "world")
        return HTMLResponse(world_page(record, asked, links_of(request)))


ROUTES = (
    Route("/world", _answer),
    Route("/world.json", _answer),
    Route("/world.csv", _answer),
    Route("/world/{layer}", _answer),
)
