"""The room `sources`: armed conflicts (UCDP/PRIO: one row a conflict and year; several where an extract has cut lists into pairs).

A conflict between states is an event of each pair and episode: a war where any of its years had 1,000 deaths in battle, else a
`militarized-dispute`, the type for force short of war. In an internal conflict a second state is told with how it takes part: for
the government, or for the other side; a conflict without one makes no claim, its columns are kept.
Dates are no more exact than their precision code says (1 the day, 2 about the day, 3 the month, 4 and 5 the year, 6 and 7 about).
Source: Gleditsch et al. (2002), Davies, Pettersson and Öberg, and the codebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from relazione.model.claims import Actor, Event
from relazione.model.identity import Draft
from relazione.sources.datasets.cells import Cells
from relazione.sources.datasets.columns import Column, Columns, kinds_of
from relazione.sources.datasets.importers import MEANT, SURE, ends, runs
from relazione.sources.datasets.parties import party_within
from relazione.sources.datasets.table import BadValue, Row, Table

_STATES = "interstate"
_TYPES = {"1": "extrasystemic", "2": _STATES, "3": "intrastate", "4": "II"}
"""The numbers of the native file and the words of extracts."""
_WAR = "2"
_GOVERNMENT, _OTHER_SIDE = "for the government", "for the other side"
_Key = tuple[str, str, str, str]
"""Conflict, two states, and "" or how the second takes part in an internal conflict of the first."""


def columns(table: Table) -> tuple[list[Column], int]:
    """One row for each conflict, year and combination of its states, so that a pair is found by `a` and `b`."""
    cells = Cells(table.dataset)
    found, keep = Columns(kinds_of(table)), []
    for row in table.rows:
        try:
            numbers = [cells.number(row, name) for name in ("conflict_id", "year", "intensity_level")]
            start = _parts(cells.iso(row, "start_date2"))
            lists: list[list[str] | list[None]] = [
                _codes(row[name]) or [None] for name in ("gwno_a", "gwno_b", "gwno_a_2nd", "gwno_b_2nd")
            ]
        except BadValue as error:
            table.reject(row, str(error))
            continue
        keep.append(row)
        for states in product(*lists):
            codes = [None if code is None else int(code) for code in states]
            found.add((*numbers, _type(row), *codes, *start, cells.number(row, "start_prec2")))
    table.keep(keep)
    return found.done(), len(keep)


def drafts(table: Table) -> Iterator[Draft]:
    """An event for each pair of states and episode."""
    cells = Cells(table.dataset)
    told: dict[_Key, dict[int, Row]] = defaultdict(dict)
    for row in table.rows:
        for key in _pairs(row):
            told[key].setdefault(int(row["year"]), row)
    for key, years in told.items():
        for run in runs((years[year] for year in sorted(years)), _goes_on):
            try:
                yield _event(key, run, cells, table)
            except BadValue as error:
                table.reject(run[0], str(error), kept=True)


def _parts(edtf: str | None) -> list[int | None]:
    """Year, month and day of a date, as far as it tells them."""
    told: list[int | None] = [int(part) for part in edtf.split("-")] if edtf else []
    return [*told, None, None, None][:3]


def _type(row: Row) -> str:
    return _TYPES.get(row["type_of_conflict"], row["type_of_conflict"])


def _codes(cell: str) -> list[str]:
    """The numbers of a list; "325.0" is 325."""
    numbers = [part.strip().removesuffix(".0") for part in cell.split(",") if part.strip() not in ("", "-9", "NA")]
    if wrong := next((number for number in numbers if not number.isdecimal()), None):
        raise BadValue(f"{wrong[:40]!r} is no number of a state")
    return numbers


def _pairs(row: Row) -> Iterator[_Key]:
    conflict = row["conflict_id"]
    governments, others = _codes(row["gwno_a"]), _codes(row["gwno_b"])
    if _type(row) == _STATES:
        yield from ((conflict, a, b, "") for a, b in product(governments, others))
        return
    for name, how in (("gwno_a_2nd", _GOVERNMENT), ("gwno_b_2nd", _OTHER_SIDE)):
        yield from ((conflict, a, second, how) for a, second in product(governments, _codes(row[name])) if a != second)


def _goes_on(before: Row, row: Row) -> bool:
    """The next year of the same episode."""
    return int(row["year"]) == int(before["year"]) + 1 and row["start_date2"] == before["start_date2"]


def _event(key: _Key, run: list[Row], cells: Cells, table: Table) -> Draft:
    conflict, a, b, how = key
    start, end = _dates(run, how, cells)
    on = (start, run[0]["year"], run[-1]["year"])
    first, second = (_state(code, on, table) for code in (a, b))
    if how:
        type_, about = "civil-war", f"internal conflict of {first.name}; {second.name} takes part {how}"
        sides = ("a", "a") if how == _GOVERNMENT else ("a", "b")
    else:
        type_ = "war" if any(row["intensity_level"] == _WAR for row in run) else "militarized-dispute"
        about, sides = next((row["territory_name"] for row in run if row["territory_name"]), ""), ("a", "b")
    names = ("type_of_conflict", "intensity_level", "start_date2", "start_prec2", "ep_end_date")
    return Draft(
        body=Event(
            type=type_,
            actors=tuple(
                Actor(one.name, "", one.polity, one.state, side=side)  # type: ignore[arg-type]
                for one, side in zip((first, second), sides, strict=True)
            ),
            when=cells.when(start, end),
            about=about or None,
            words=f"conflict {conflict}",
        ),
        evidence=tuple(table.evidence(row, "conflict_id", "year", *names) for row in ends(run)),
        confidence=MEANT if how else SURE,
        rule=table.rule,
    )


def _state(code: str, on: tuple[str, ...], table: Table) -> Actor:
    """The state; under the number that the list itself uses, where UCDP goes on with an older one."""
    try:
        return party_within("gw", code, *on)
    except BadValue:
        other: dict[str, str] = table.dataset.options["codes"]
        if code not in other:
            raise
        return party_within("gw", other[code], *on)


def _dates(run: list[Row], how: str, cells: Cells) -> tuple[str, str | None]:
    """Start and end of an episode, or of the years in which a second state took part: whose days are not told."""
    first, last = run[0], run[-1]
    start = _as_exact(cells.iso(first, "start_date2"), first["start_prec2"])
    if start is None or how or start[:4] != first["year"]:
        start = first["year"]
    end = last["year"] if how or last["ep_end"] != "1" else _as_exact(cells.iso(last, "ep_end_date"), last["ep_end_prec"] or "1")
    return start, end


def _as_exact(edtf: str | None, precision: str) -> str | None:
    """A date cut down to what its precision code says."""
    if edtf is None:
        return None
    if precision == "1":
        return edtf
    if precision == "2":
        return f"{edtf}~"
    if precision == "3":
        return edtf[:7]
    return edtf[:4] if precision in ("4", "5") else f"{edtf[:4]}~"
