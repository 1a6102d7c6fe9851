"""Web: the page of a pair: how two states stood on a date, and all that is dated between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.dates import bounds, civil, parse_day
from relazione.model.errors import SameState
from relazione.publish.words import MISSIONS, SECTIONS, SUBJECTS, date, name, plural_kind, undated
from relazione.web.asking import as_of, json_answer, links_of, opened
from relazione.web.days import plain_date
from relazione.web.links import Links
from relazione.web.pages.polity import sides_then
from relazione.web.rendering import render
from relazione.web.strip import lane_of, mark_of, strip


def pair_data(record: Any, a: str, b: str, on: str | None) -> dict[str, Any]:
    """How things stood: the as-of contract as plain data. Raises UnknownState, SameState, ImpossibleDate."""
    from relazione.analysis.as_of import standing

    check_pair(a, b)
    found: dict[str, Any] = msgspec.to_builtins(standing(record, a, b, on))
    return found


def check_pair(a: str, b: str) -> None:
    """Raises UnknownState, SameState where the two codes are not those of two states."""
    from relazione.model.errors import UnknownState
    from relazione.reference.polities import states

    for code in (a, b):
        if code not in states():
            raise UnknownState(code)
    if a == b:
        raise SameState(name(a))


def pair_page(record: Any, a: str, b: str, on: str | None, links: Links) -> str:
    """The page of a pair on a date (None: at present)."""
    from relazione.analysis.timeline import timeline
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    data = pair_data(record, a, b, on)
    entries: list[dict[str, Any]] = msgspec.to_builtins(timeline(record, a, b, None, None, None))
    day = parse_day(on) if on else None
    told = [entry for entry in entries if entry["realis"] == "fact"]
    return render(
        "pair.html",
        links=links,
        a=a,
        b=b,
        on=on,
        data=data,
        title=f"{name(a)} and {name(b)}",
        sides=sides_then(a, b, on),
        sections=[(key, heading, _grouped(key, data.get(key) or ())) for key, heading in SECTIONS if data.get(key)],
        disputed=[_dispute(record, id) for id in data.get("conflicts") or ()],
        assumes=any(item["certainty"] == "assumed" for key, _ in SECTIONS if key != "measures" for item in data[key]),
        rows=_mission_rows,
        envoys=[item for item in data.get("tenures") or () if "ambassador" in str(item.get("office")).lower()],
        embassies=[item for item in data.get("missions") or () if item.get("kind") in ("embassy", "high-commission", "legation")],
        picture=Markup(locator_svg(a, b, standalone=False)) if known(a) and known(b) else None,
        centuries=_centuries(entries),
        strip=strip([mark_of(entry, f"t-{entry['fact']}") for entry in told], day),
        sources=[line for line in record.documents() if line.pair and set(line.pair) == {a, b}],
    )


def _grouped(key: str, items: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The items of a section under what they have in common (the sender of missions), in the order given."""
    by = SUBJECTS.get(key)
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        groups.setdefault(name(item.get(by)) if by else "", []).append(item)
    return list(groups.items())


def _mission_rows(items: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The missions of one sender under their kind in words, in the singular or plural."""
    kinds: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        kinds.setdefault(str(item["kind"]), []).append(item)
    return [(MISSIONS.get(kind, "mission") if len(found) == 1 else plural_kind(kind), found) for kind, found in kinds.items()]


def _dispute(record: Any, id: str) -> dict[str, Any]:
    fact = record.fact(id)
    return {
        "fact": fact,
        "fields": [field for field in fact.fields if field.name in fact.conflicts],
        "against": [record.fact(other) for other in fact.against],
    }


def _centuries(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The timeline's entries under their century; each with its lane, and the day on which it can be asked about."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        b = bounds(entry["date"])
        first = b.start_earliest if b.start_earliest is not None else b.end_earliest
        heading = _century(civil(first or 0)[0])
        shown = {
            **entry,
            "lane": lane_of(entry),
            "day": plain_date(entry["date"]),
            "label": undated(entry["label"], entry["date"]),
        }
        groups.setdefault(heading, []).append(shown)
    return list(groups.items())


def _century(year: int) -> str:
    return date(f"{year // 100:02d}XX").removeprefix("the ") if year > 0 else "Before the common era"


def _pair(request: Request) -> Response:
    a, b = request.path_params["a"], request.path_params["b"]
    on, links = as_of(request), links_of(request)
    as_data = b.endswith(".json")
    b = b.removesuffix(".json")
    codes = _code(a), _code(b)
    if codes != (a, b):
        return RedirectResponse((links.pair_data if as_data else links.pair)(*codes, on), status_code=303)
    with opened(request) as record:
        if as_data:
            return json_answer(pair_data(record, a, b, on))
        return HTMLResponse(pair_page(record, a, b, on, links))


def _code(text: str) -> str:
    from relazione.reference.polities import find_state, states

    return text if text in states() else find_state(text).code


ROUTES = (Route("/pair/{a}/{b}", _pair),)
