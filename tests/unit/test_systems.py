"""Membership in the Correlates of War and Gleditsch-Ward systems: the days, the counts, and where the lists differ."""

from __future__ import annotations

import csv
import datetime
from collections import defaultdict
from itertools import permutations
from pathlib import Path

import pytest

from relazione.model.errors import ImpossibleDate, ReferenceTableError, WrongUse
from relazione.reference import polities as ref
from relazione.reference import systems
from relazione.reference.register import register
from relazione.reference.systems import differences, members, renumberings, spells, state_lists

DATASETS = Path(__file__).resolve().parents[3] / "shared/datasets"
LAST = datetime.date(2016, 12, 31)
GW_DYAD_YEARS = 2_329_182


def in_year(system: str, year: int) -> dict[int, list[tuple[int, int]]]:
    """Members of a year by number, with the days of the year (as ordinals, both included) on which they were it."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    found = defaultdict(list)
    for spell in spells(system):
        start, end = max(spell.start, first), min(spell.end or last, last)
        if start <= end:
            found[spell.number].append((start.toordinal(), end.toordinal()))
    return found


def directed_dyads(system: str, year: int) -> int:
    """Ordered pairs of members that share at least one day of the year."""
    days = list(in_year(system, year).values())
    part = [own for own in days if own != [(datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal())]]
    apart = sum(not any(a <= d and c <= b for a, b in one for c, d in other) for one, other in permutations(part, 2))
    return len(days) * (len(days) - 1) - apart


# --- the lists ----------------------------------------------------------------------------------------------------


def test_the_lists_have_as_many_spells_as_published() -> None:
    assert len(spells("cow")) == 243
    assert len(spells("gw")) == 239
    assert sum(spell.microstate for spell in spells("gw")) == 23
    assert state_lists()["cow"].last == LAST
    assert state_lists()["gw"].last == datetime.date(2017, 12, 31)


@pytest.mark.parametrize(
    ("year", "states", "dyads"),
    [
        (1816, 23, 506),
        (1860, 46, 2064),
        (1861, 42, 1722),
        (1911, 45, 1980),
        (1941, 55, 2966),
        (1960, 107, 11342),
        (2016, 195, 37830),
    ],
)
def test_members_and_dyads_of_a_year(year: int, states: int, dyads: int) -> None:
    assert len(in_year("cow", year)) == states
    assert directed_dyads("cow", year) == dyads


def test_all_directed_dyad_years() -> None:
    assert sum(directed_dyads("cow", year) for year in range(1816, 2017)) == 1_912_290


def test_gleditsch_ward_dyad_years() -> None:
    """To 2017, microstates among them: counted once from the published files by other means (days of a year as bits)."""
    assert sum(directed_dyads("gw", year) for year in range(1816, 2018)) == GW_DYAD_YEARS


@pytest.mark.shared
def test_every_year_is_as_in_the_control_file() -> None:
    path = DATASETS / "cow-members-by-year.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8") as lines:
        control = {
            int(row["year"]): (int(row["members"]), int(row["directed_dyads_sharing_a_day"])) for row in csv.DictReader(lines)
        }
    assert len(control) == 201
    assert {year: (len(in_year("cow", year)), directed_dyads("cow", year)) for year in control} == control


@pytest.mark.shared
def test_gleditsch_ward_is_as_published() -> None:
    folder = DATASETS / "whole/gw_state_system"
    if not folder.exists():
        pytest.skip(f"{folder} is not there")
    published = set()
    for name, micro in (("gw_codes.dat", False), ("microstatessystem.dat", True)):
        for line in (folder / name).read_text(encoding="latin-1").splitlines():
            if line.strip():
                number, abbreviation, _, start, end = line.split("\t")
                days = ["-".join(reversed(day.split(":"))) for day in (start, end)]
                published.add((int(number), abbreviation, days[0], "" if days[1] == "2017-12-31" else days[1], micro))
    ours = {(s.number, s.abbreviation, str(s.start), str(s.end or ""), s.microstate) for s in spells("gw")}
    assert ours == published


@pytest.mark.parametrize(
    ("system", "number", "expected"),
    [
        ("cow", 327, [("1816-01-01", "1860-11-05")]),
        ("gw", 327, [("1816-01-01", "1870-09-22")]),
        ("cow", 329, [("1816-01-01", "1861-02-13")]),
        ("gw", 329, [("1816-01-01", "1861-03-16")]),
        ("cow", 640, [("1816-01-01", "None")]),
        ("cow", 255, [("1816-01-01", "1945-05-08"), ("1990-10-03", "None")]),
        ("cow", 260, [("1955-05-05", "1990-10-02")]),
        ("gw", 260, [("1949-09-21", "None")]),
        ("cow", 366, [("1918-02-24", "1940-06-16"), ("1991-09-06", "None")]),
        ("gw", 678, [("1918-10-30", "None")]),
        ("cow", 679, [("1990-05-22", "None")]),
        ("gw", 341, [("1868-01-01", "1915-07-01"), ("2006-06-03", "None")]),
        ("cow", 999, []),
    ],
)
def test_spells_of_a_state(system: str, number: int, expected: list[tuple[str, str]]) -> None:
    assert [(str(spell.start), str(spell.end)) for spell in spells(system, number)] == expected


# --- questions ----------------------------------------------------------------------------------------------------


def test_members_on_a_day() -> None:
    assert {325, 640} <= {spell.number for spell in members("cow", "1911-09-29")}
    assert 327 in {spell.number for spell in members("cow", "1860-11-05")}
    assert 327 not in {spell.number for spell in members("cow", "1860-11-06")}
    assert members("cow", "1815-12-31") == ()
    assert {spell.number for spell in members("gw", "1900-01-01")} - {
        spell.number for spell in members("gw", "1900-01-01", microstates=False)
    } == {221, 223, 331, 232}


def test_an_end_on_the_last_day_of_a_list_is_open() -> None:
    assert members("cow", "2025-06-01") == members("cow", LAST)


def test_wrong_questions() -> None:
    with pytest.raises(WrongUse, match="cow, gw"):
        spells("iso3")
    with pytest.raises(ImpossibleDate):
        members("cow", "1911-02-30")


# --- where the lists differ ---------------------------------------------------------------------------------------


def number_in_gw(number: int, day: datetime.date) -> int:
    """The number in Gleditsch-Ward of a state of the Correlates of War."""
    moved = [row.gw for row in renumberings() if row.cow == number and row.start <= day <= (row.end or LAST)]
    return moved[0] if moved else number


def bounds() -> list[datetime.date]:
    """The days to the end of 2016 about which anything begins or ends: between them all stays as it is."""
    rows = [*spells("cow"), *spells("gw"), *differences(), *renumberings()]
    ends = {end for row in rows for end in (row.start, row.end or LAST)}
    days = {end + datetime.timedelta(days=shift) for end in ends for shift in (-1, 0, 1)}
    return sorted(day for day in days if day <= LAST)


def test_every_difference_is_in_the_table_and_has_a_reason() -> None:
    for day in bounds():
        cow = {number_in_gw(spell.number, day) for spell in members("cow", day)}
        gw = {spell.number for spell in members("gw", day)}
        told = [row for row in differences() if row.start <= day <= (row.end or LAST)]
        assert cow - gw == {number_in_gw(row.number, day) for row in told if row.only_in == "cow"}, day
        assert gw - cow == {row.number for row in told if row.only_in == "gw"}, day
        assert all(row.text for row in told)


def test_the_papal_states_end_twice() -> None:
    (row,) = differences("gw", 327)
    assert (str(row.start), str(row.end), row.reason) == ("1860-11-06", "1870-09-22", "annexed")
    assert "Marches" in row.text


# --- polities and members -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", systems.SYSTEMS)
def test_on_every_day_one_polity_bears_a_members_number(system: str) -> None:
    wrong = []
    for spell in spells(system):
        bounds = {spell.start, spell.end or LAST}
        for row in register().by_code.get((system, str(spell.number)), ()):
            for part in register().span(row):
                if 1816 <= part[0] <= 2016:
                    bounds |= {datetime.date(*part) + datetime.timedelta(days=shift) for shift in (-1, 0, 1)}
        for day in sorted(bound for bound in bounds if spell.holds(bound)):
            if ref.by_code(system, str(spell.number), day.isoformat()) is None:
                wrong.append(f"{system} {spell.number} {spell.abbreviation} on {day}")
    assert wrong == []


# --- broken tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("40\tCUB\t1902-05-20\t1906-09-25\n40\tCUB\t1905-01-01", "line 3: state 40 is a member already"),
        ("40\tCUB\t1902-05-20\n20\tCAN\t1920-01-10", "line 3: state 20 comes after state 40"),
        ("40\tCUB\t1902-05-32", "line 2: '1902-05-32' is no day"),
        ("40\tCUB\t1909-01-23\t1906-01-01", "line 2: from 1909-01-23 is after to 1906-01-01"),
        ("Cuba\tCUB\t1902-05-20", "line 2: 'Cuba' is no state number"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "cow.tsv"
    path.write_text(f"number\tabbreviation\tfrom\tto\n{row}\n", encoding="utf-8")
    with pytest.raises(ReferenceTableError, match=problem):
        systems.read_spells(path, "cow")
