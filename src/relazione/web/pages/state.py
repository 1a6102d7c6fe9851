"""Web: a state on a day: all its pairs and how they stand, its missions, memberships, territories and officials, and its lineage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis.one_state import OneState, OtherMission, of_state
from relazione.model.moments import present_day
from relazione.publish.words import MISSIONS, name, plural_kind
from relazione.publish.world import Shade, world_svg
from relazione.record.tables import class_of
from relazione.reference.polities import polities_of, states
from relazione.reference.register import register
from relazione.web.asking import as_of, json_answer, links_of, opened, table_answer
from relazione.web.links import Links
from relazione.web.pages.home import ordered
from relazione.web.pages.world import STANCES
from relazione.web.remembered import remembered
from relazione.web.rendering import render

COLUMNS = ("state", "other", "other_name", "stance", "since", "certainty", "missions_sent", "missions_received", "facts", "fact")


@dataclass(frozen=True)
class Row:
    """A state of today with which this one shares something."""

    code: str
    stance: Any
    sent: int
    received: int


def state_data(record: Any, code: str, on: str | None) -> dict[str, Any]:
    """The state as plain data. Raises UnknownState, ImpossibleDate."""
    found = _on(record, code, on)
    data: dict[str, Any] = msgspec.to_builtins(found)
    data["name"] = name(code)
    data["lineage"] = lineage(code)
    data["polities"] = [polity.id for polity in polities_of(code, found.as_of)]
    return data


def _on(record: Any, code: str, on: str | None) -> OneState:
    """The state on a day, remembered while the record stays as it is."""
    today = present_day()
    return remembered(record, ("state", code, on, today), lambda: of_state(record, code, on, today))


def state_rows(record: Any, code: str, on: str | None) -> Iterable[Sequence[Any]]:
    """A row for each pair of the state, in the order of COLUMNS."""
    for row in _rows(_on(record, code, on)):
        one = row.stance
        yield code, row.code, name(row.code), one.stance, one.since, one.certainty, row.sent, row.received, one.facts, one.fact


def lineage(code: str) -> list[dict[str, Any]]:
    """The polities of a state's lineage by their start: id, name, how they lead to it, from and to."""
    reg = register()
    rows = sorted(reg.lines_of.get(code, ()), key=lambda row: (reg.span(row).first, row.polity))
    found = []
    for row in rows:
        polity = reg.polities[row.polity]
        dates = {"from": row.start or polity.start, "to": row.end or polity.end}
        found.append({"id": polity.id, "name": polity.name, "how": row.how, **dates})
    return found


def state_page(record: Any, code: str, on: str | None, links: Links) -> str:
    """The page of a state on a date (None: at present)."""
    found = _on(record, code, on)
    rows = _rows(found)
    groups = {word: [row for row in rows if row.stance.stance == word] for word in STANCES}
    return render(
        "state.html",
        links=links,
        state=code,
        on=on,
        found=found,
        polities=polities_of(code, found.as_of),
        lineage=lineage(code),
        groups=[(word, those) for word, those in groups.items() if those],
        stances=STANCES,
        abroad=_by_other(found.abroad),
        received=_by_other(found.received),
        counts=_counts(found),
        memberships=[msgspec.to_builtins(item) for item in found.memberships],
        holdings=[msgspec.to_builtins(item) for item in found.holdings],
        tenures=[msgspec.to_builtins(item) for item in found.tenures],
        last=[msgspec.to_builtins(item) for item in found.last_before],
        picture=Markup(_map(found, links)),
        pair=lambda other: links.pair(*ordered(code, other), on),
    )


def _rows(found: OneState) -> list[Row]:
    sent, received = _tally(found.abroad), _tally(found.received)
    return [
        Row(code, one, sent.get(code, 0), received.get(code, 0))
        for code, one in sorted(found.pairs.items(), key=lambda item: name(item[0]))
        if code in states()
    ]


def _tally(missions: Iterable[OtherMission]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in missions:
        counts[one.other] = counts.get(one.other, 0) + 1
    return counts


def _by_other(missions: Iterable[OtherMission]) -> list[tuple[str, list[tuple[str, list[dict[str, Any]]]]]]:
    """Missions under the name of the other state, there under their kind, in the singular or plural."""
    others: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in missions:
        title = name(one.other) if one.other else "Elsewhere, or not told where"
        item: dict[str, Any] = msgspec.to_builtins(one.mission)
        others.setdefault(title, {}).setdefault(item["kind"], []).append(item)
    return [
        (
            title,
            [(MISSIONS.get(kind, "mission") if len(found) == 1 else plural_kind(kind), found) for kind, found in kinds.items()],
        )
        for title, kinds in sorted(others.items())
    ]


def _counts(found: OneState) -> dict[str, int]:
    """How many of its missions abroad, and of those in it, are embassies and the like, or consulates."""
    counts = {}
    for side, missions in (("abroad", found.abroad), ("received", found.received)):
        for class_ in ("diplomatic", "consular"):
            counts[f"{side} {class_}"] = sum(class_of("mission.kind", one.mission.kind) == class_ for one in missions)
    return counts


def _map(found: OneState, links: Links) -> str:
    on = None if not links.is_live else found.as_of
    shades = {
        code: Shade(one.stance, f"{name(code)}: {STANCES[one.stance]}", links.pair(*ordered(found.state, code), on))
        for code, one in found.pairs.items()
        if code in states()
    }
    shades[found.state] = Shade("own", name(found.state))
    return world_svg(shades, chosen=found.state)


def _state(request: Request) -> Response:
    """The page of a state by its code; any name or code of a state leads to it."""
    from relazione.reference.polities import find_state

    text, on, links = request.path_params["state"], as_of(request), links_of(request)
    stem, dot, form = text.rpartition(".")
    asked, form = (stem, form) if dot and form in ("json", "csv") else (text, "")
    code = asked if asked in states() else find_state(asked).code
    if code != asked:
        return RedirectResponse(links.at("state", code, form=f".{form}" if form else "", as_of=on), status_code=303)
    with opened(request) as record:
        if form == "json":
            return json_answer(state_data(record, code, on))
        if form == "csv":
            return table_answer(COLUMNS, state_rows(record, code, on), f"state-{code}")
        return HTMLResponse(state_page(record, code, on, links))


ROUTES = (Route("/state/{state}", _state),)
