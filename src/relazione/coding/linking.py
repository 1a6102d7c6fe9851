"""The room `coding`: from a name in the text to the polity that existed then, as an Actor of the model.

A name is resolved as of the date of the event: "Turkey" in 1900 is the Ottoman Empire. Where a name may mean several, the lineages of
the document's pair come first.
"""

from __future__ import annotations

from functools import lru_cache

from relazione.coding.gazetteer import Hit
from relazione.coding.pair import Pair, states_of
from relazione.model.claims import Actor
from relazione.model.dates import bounds, civil
from relazione.reference import organisations, polities
from relazione.reference.places import find_place


def year_of(edtf: str | None) -> str | None:
    """The year (ISO) in which a date starts, or ends where the start is open; None without a date."""
    if not edtf:
        return None
    b = bounds(edtf)
    number = b.start_latest if b.start_latest is not None else b.end_earliest
    if number is None:
        return None
    year = civil(number)[0]
    return f"{year:04d}" if 0 <= year <= 9999 else None


def day_of(edtf: str | None) -> str | None:
    """What to ask the register of polities with: the start as a day, month or year."""
    if not edtf:
        return None
    start = edtf.split("/")[0] or edtf.split("/")[-1]
    if start in ("", ".."):
        start = edtf.split("/")[-1]
    bare = start.rstrip("~?%")
    if bare.replace("-", "").isdigit() and (len(bare) < 6 or int(bare[5:7] or 1) <= 12):
        return bare
    return year_of(edtf)


@lru_cache(maxsize=65536)
def polity_of(text: str, on: str | None, pair: tuple[str, str]) -> str | None:
    """Id of the polity that a name, adjective, people, metonym or capital means on a date; the pair's lineages first."""
    matches = polities.resolve_name(text, on)
    if not matches:
        return None
    ranked = sorted(enumerate(matches), key=lambda item: (*_match_rank(item[1], pair, on is None), item[0]))
    best = ranked[0][1]
    if best.in_time or (_outlives(best.polity, pair) and not _is_city(text)):
        return best.polity
    return None


def _match_rank(match: polities.Match, pair: tuple[str, str], undated: bool) -> tuple[int, ...]:
    """In use on the date first, then what is not long gone where there is no date, what is no capital, the pair's lineages, sovereigns before their lands, what still exists."""
    polity = polities.polity(match.polity)
    return (
        not match.in_time,
        undated and polity.end is not None and _ancient(polity.end),
        match.kind == "capital",
        _pair_rank(match.polity, pair),
        match.kind != "name" and polity.kind in ("colony", "mandate", "protectorate", "dependency"),
        not match.in_time and polity.end is not None,
    )


def _is_city(text: str) -> bool:
    """Whether a name out of its time is simply a city of today: Mecca in 2016 is no sharifate."""
    place = find_place(text)
    return place is not None and place.is_city


def _ancient(end: str) -> bool:
    """Whether a polity ended before modern times: undated, "Rome" is no empire of antiquity."""
    return end.startswith("-") or end[:4] < "1500"


def _outlives(polity: str, pair: tuple[str, str]) -> bool:
    """Whether a name used out of its time may still mean the polity: one of the pair's, or one that exists today."""
    return polities.polity(polity).end is None or _pair_rank(polity, pair) < 2


def _pair_rank(polity: str, pair: tuple[str, str]) -> int:
    states = states_of(polity)
    if states and states[0] in pair:
        return 0
    return 1 if any(s in pair for s in states) else 2


@lru_cache(maxsize=65536)
def state_of(polity: str, pair: tuple[str, str]) -> str | None:
    """The present-day state of a polity's lineage: the main heir; another heir only where it is a side of the pair, the main one is not,
    and the polity was not the state of several (the Soviet Union is Russia's past, not a side of Estonia's)."""
    states = states_of(polity)
    if not states:
        return None
    heirs = [r.state for r in polities.lineage_of(polity) if r.how in ("self", "successor", "absorbed")]
    return next((s for s in heirs if s in pair), states[0])


def state_name(code: str) -> str:
    """The short name of a present-day state, the code itself where there is none."""
    state = polities.states().get(code)
    return state.name if state else code


def actor_of_polity(polity: str, pair: Pair, mention: str = "") -> Actor:
    """The Actor of a polity."""
    return Actor(name=polities.polity(polity).name, mention=mention, polity=polity, state=state_of(polity, pair.codes()))


def actor_of_state(code: str, on: str | None, mention: str = "") -> Actor:
    """The Actor of a present-day state's lineage on a date: the polity that stood then, else the present one."""
    found = polities.polities_of(code, on) if on else ()
    present = polities.states().get(code)
    if len(found) > 1:
        # several at once ("the Italian states"): their collective name where the tables have one, else the state's
        collective = next((p for p in found if p.kind == "other" and p.id.endswith("-states")), None)
        if (
            collective is None
            and any(p.start != found[0].start for p in found)
            and found[-1].kind in ("empire", "state", "republic")
        ):
            collective = found[-1]
        if collective is None:
            return Actor(name=state_name(code), mention=mention, state=code)
        return Actor(name=collective.name, mention=mention, polity=collective.id, state=code)
    polity = found[0].id if found else (present.polity if present else None)
    if polity is None:
        return Actor(name=state_name(code), mention=mention, state=code)
    return Actor(name=polities.polity(polity).name, mention=mention, polity=polity, state=code)


def actor_of_hit(hit: Hit, said: str, on: str | None, pair: Pair) -> Actor | None:
    """The Actor that a name in the text means on a date; None where the tables know none."""
    if hit.has("name", "adjective", "people", "metonym", "capital", "prefix"):
        text = next((e.text for e in hit.entries if e.kind == "prefix"), said)
        polity = polity_of(text, on, pair.codes())
        if polity:
            return actor_of_polity(polity, pair, said)
    for entry in hit.entries:
        if entry.kind == "organisation":
            organisation = organisations.organisation(entry.id)
            return Actor(name=organisation.name, mention=said, organisation=organisation.id)
    return None
