"""The panel: which pairs are asked for."""

from __future__ import annotations

from typing import NamedTuple

from relazione.model.errors import UnknownState, WrongUse
from relazione.reference.systems import spells

Numbers = frozenset[int]


class Pairs(NamedTuple):
    """`states`: the numbers that may stand first and second, where one pair is asked for."""

    told: str
    states: tuple[Numbers, Numbers] | None = None
    directed: bool = True
    relevant: bool = False


def read_pairs(text: str, system: str) -> Pairs:
    """What "directed", "undirected", "relevant" or "A:B" means. Raises WrongUse, UnknownState."""
    if text in ("directed", "undirected", "relevant"):
        return Pairs(text, directed=text != "undirected", relevant=text == "relevant")
    first, colon, second = (part.strip() for part in text.partition(":"))
    if not (colon and first and second):
        raise WrongUse(
            f"pairs {text!r}: directed, undirected, relevant, or two states with a colon between them, as Italy:Turkey"
        )
    states = _numbers(first, system), _numbers(second, system)
    if states[0] & states[1]:
        raise WrongUse(f"{first} and {second} are the same state in this system ({', '.join(map(str, states[0] & states[1]))})")
    return Pairs(text, states)


def _numbers(text: str, system: str) -> Numbers:
    """The numbers that a state has had: 255 and 260 for Germany in Gleditsch-Ward's list; a number itself.

    A polity of the past is itself and not what became of it: East Germany is 265, the Papal States 327 and not Italy.
    """
    known = {spell.number for spell in spells(system)}
    if text.isdecimal():
        if int(text) not in known:
            raise UnknownState(text)
        return frozenset((int(text),))
    from relazione.reference.polities import find_state
    from relazione.reference.register import register

    state, reg = find_state(text), register()
    past = _past(text)
    polities = [past] if past else [line.polity for line in reg.lines_of.get(state.code, ()) if line.how in ("self", "successor")]
    found = frozenset(
        int(code.code)
        for polity in polities
        for code in reg.codes.get(polity, ())
        if code.system == system and int(code.code) in known
    )
    if not found:
        later = f"; what became of it is {state.name}" if past else ""
        raise WrongUse(f"{text} is no member of this system of states at any time{later}")
    return found


def _past(text: str) -> str | None:
    """The polity that a name means, if it is there no more; None too where several polities or none are meant."""
    from relazione.reference.lookup import find_polity
    from relazione.reference.register import register

    try:
        polity = find_polity(text).polity
    except WrongUse:
        return None
    return polity if register().polities[polity].end else None
