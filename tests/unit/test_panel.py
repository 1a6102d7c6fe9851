"""Panels: the dyad-years of both systems, every group of columns on small made data, and what is absent."""

from __future__ import annotations

import csv
import datetime
import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from relazione.analysis.panel import build, panel, write_panel
from relazione.analysis.panel.arrow import METADATA_KEY, table
from relazione.analysis.panel.build import ADDITIONS, Panel
from relazione.analysis.panel.capital_distance import capital_distance, great_circles
from relazione.analysis.panel.column import ABSENCES, MEANINGS, Addition, Lists, Source, Texts, with_shared_absences
from relazione.analysis.panel.frame import Frame, day_of
from relazione.analysis.panel.inputs import NO_NUMBER, Dataset, Inputs, translated
from relazione.analysis.panel.pairs import Pairs, read_pairs
from relazione.analysis.panel.relevant import major_powers, relevant
from relazione.cli.door import relazione
from relazione.model.errors import UnknownState, WrongUse
from relazione.model.evidence import Evidence, row_evidence
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record
from relazione.reference import seats, systems

ROOT = Path(__file__).resolve().parents[2]
COUNTS = ROOT.parent / "shared/datasets/cow-members-by-year.csv"
ITALY, TURKEY, FRANCE, GERMANY, SPAIN = 325, 640, 220, 255, 230


# --- rows ---------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cow() -> Frame:
    return Frame.of("cow", (1816, 2016))


@pytest.fixture(scope="module")
def gw() -> Frame:
    return Frame.of("gw", (1816, 2016))


def test_directed_dyad_years_of_the_cow_system(cow: Frame) -> None:
    assert len(cow) == 1_912_290
    assert len(Frame.of("cow", (1816, 2025))) == 2_252_760


def test_directed_dyad_years_of_gleditsch_and_ward(gw: Frame) -> None:
    assert len(gw) == 2_290_570
    assert len(Frame.of("gw", (1816, 2016), microstates=False)) == 1_909_214


@pytest.mark.shared
def test_year_by_year_as_in_the_control_file(cow: Frame) -> None:
    counts = Counter(cow.calendar.tolist())
    with COUNTS.open(encoding="utf-8") as file:
        wanted = {int(row["year"]): int(row["directed_dyads_sharing_a_day"]) for row in csv.DictReader(file)}
    assert counts == wanted


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_first_and_last_common_day_as_counted_by_hand(system: str, request: pytest.FixtureRequest) -> None:
    frame: Frame = request.getfixturevalue(system)
    held: dict[int, list[tuple[datetime.date, datetime.date]]] = {}
    for spell in systems.spells(system):
        held.setdefault(spell.number, []).append((spell.start, spell.end or datetime.date(2016, 12, 31)))
    odd = np.flatnonzero(
        (frame.first_days != frame.new_years[frame.year]) | (frame.last_days != frame.new_years[frame.year + 1] - 1)
    )
    for row in [*odd[:: max(1, len(odd) // 300)].tolist(), *range(0, len(frame), len(frame) // 300)]:
        a, b, year = int(frame.numbers[frame.a[row]]), int(frame.numbers[frame.b[row]]), int(frame.calendar[row])
        common = [
            (max(x, z, datetime.date(year, 1, 1)), min(y, w, datetime.date(year, 12, 31))) for x, y in held[a] for z, w in held[b]
        ]
        common = [(first, last) for first, last in common if first <= last]
        assert day_of(min(common)[0]) == frame.first_days[row]
        assert day_of(max(last for _, last in common)) == frame.last_days[row]


def test_rows_are_in_order_and_no_state_is_paired_with_itself(cow: Frame) -> None:
    keys = (cow.a.astype(np.int64) * 1000 + cow.b) * 1000 + cow.year
    assert (np.diff(keys) > 0).all()
    assert (cow.a != cow.b).all()


def test_undirected_is_half_of_directed_and_a_pair_has_a_row_a_year(cow: Frame) -> None:
    assert 2 * len(Frame.of("cow", (1816, 2016), directed=False)) == len(cow)
    one = Frame.of("cow", (1816, 2016), ({ITALY}, {TURKEY}))
    assert len(one) == 201
    assert set(one.numbers[one.a].tolist()) == {ITALY}


def test_a_state_that_leaves_and_comes_back_within_a_year_has_one_row() -> None:
    spells = [
        systems.Spell("cow", 1, "AAA", datetime.date(1900, 1, 1), datetime.date(1950, 3, 1)),
        systems.Spell("cow", 1, "AAA", datetime.date(1950, 9, 1), None),
        systems.Spell("cow", 2, "BBB", datetime.date(1900, 1, 1), None),
    ]
    from relazione.analysis.panel.frame import _keys, _overlaps

    numbers = np.array([1, 2], np.int32)
    over = _overlaps(spells, numbers, 1949, 1951)
    frame = Frame("cow", (1949, 1951), numbers, over, _keys(over, 2, 3))
    assert len(frame) == 6
    assert frame.first_days[1] == day_of(datetime.date(1950, 1, 1))
    assert frame.last_days[1] == day_of(datetime.date(1950, 12, 31))


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Papal States", {327}),
        ("Two Sicilies", {329}),
        ("East Germany", {265}),
        ("South Vietnam", {817}),
        ("Czechoslovakia", {315}),
        ("Ottoman Empire", {640}),
        ("Zaire", {490}),
    ],
)
def test_a_polity_of_the_past_is_not_what_became_of_it(name: str, numbers: set[int]) -> None:
    assert read_pairs(f"{name}:USA", "cow").states == (numbers, {2})


def test_a_polity_that_no_list_has_is_not_taken_for_another() -> None:
    with pytest.raises(WrongUse, match=r"Venice is no member .*; what became of it is Italy"):
        read_pairs("Venice:Turkey", "cow")


def test_pairs_are_read_by_name_and_number() -> None:
    assert read_pairs("Italy:Turkey", "cow").states == (frozenset({325}), frozenset({640}))
    assert read_pairs("Germany:640", "gw").states == (frozenset({255, 260}), frozenset({640}))
    assert read_pairs("Italy:255", "cow").states == (frozenset({325}), frozenset({255}))
    assert read_pairs("undirected", "cow") == Pairs("undirected", directed=False)
    for wrong in ("Italy", "Italy:", "Italy:325"):
        with pytest.raises(WrongUse):
            read_pairs(wrong, "cow")
    for unknown in ("Italy:Atlantis", "Italy:999"):
        with pytest.raises(UnknownState):
            read_pairs(unknown, "cow")


def test_what_cannot_be_asked_is_said() -> None:
    for wrong in (
        {"years": (1816, 99999)},
        {"add": ["weather"]},
        {"system": "un"},
        {"years": (1950, 1900)},
        {"pairs": "some"},
        {"add": ["gml"]},
    ):
        with pytest.raises(WrongUse):
            build(None, **wrong)  # type: ignore[arg-type]


# --- columns ------------------------------------------------------------------------------------------------------------------


def data(id_: str, system: str = "cow", covers: tuple[str, str] = ("1816-01-01", "2014-12-31"), **columns: Any) -> Inputs:
    """Inputs with one made data file; a column of texts is a list of texts."""
    return more(Inputs(None), id_, system, covers, **columns)


def more(inputs: Inputs, id_: str, system: str, covers: tuple[str, str], **columns: Any) -> Inputs:
    arrays, texts = {}, {}
    for name, values in columns.items():
        if any(isinstance(value, str) for value in values):
            texts[name] = tuple(dict.fromkeys(values))
            arrays[name] = np.array([texts[name].index(value) for value in values], np.int32)
        elif any(isinstance(value, float) for value in values):
            arrays[name] = np.array(values, np.float64)
        else:
            arrays[name] = np.array([NO_NUMBER if value is None else value for value in values], np.int32)
    rows = len(next(iter(arrays.values())))
    inputs._files[id_] = Dataset(Source(id=id_, title=id_, covers=covers, rows=rows), system, arrays, texts)
    return inputs


def rows_of(frame: Frame, addition: Addition) -> dict[tuple[int, int, int], dict[str, Any]]:
    """The table's rows by a, b and year, as plain values."""
    made = Panel(frame, (addition,), Pairs("directed"), True, "")
    return {(row["a"], row["b"], row["year"]): row for row in table(made).to_pylist()}


def made(name: str, frame: Frame, inputs: Inputs) -> Addition:
    from relazione.analysis.panel.build import _maker

    return with_shared_absences(_maker(name)(frame, inputs))


PAIR = ({ITALY, TURKEY}, {ITALY, TURKEY})


def disputes() -> dict[str, list[Any]]:
    """Two disputes of one year, one that goes on, one whose deaths are not known, one of states that are no members then."""
    lines = [
        # dispute, a, b, year, onset, hostility_a, hostility_b, fatalities_a, fatalities_b, side_a
        (320, 325, 640, 1915, 1, 4, 1, 0, 0, 1),
        (320, 640, 325, 1915, 1, 1, 4, 0, 0, 0),
        (257, 325, 640, 1915, 1, 5, 5, 6, 6, 0),
        (257, 640, 325, 1915, 1, 5, 5, 6, 6, 1),
        (257, 325, 640, 1916, 0, 5, 5, 6, 6, 0),
        (328, 325, 640, 1922, 1, 3, None, None, None, 1),
        (999, 325, 339, 1850, 1, 3, 3, 0, 0, 1),
    ]
    names = ("dispute", "a", "b", "year", "onset", "hostility_a", "hostility_b", "fatalities_a", "fatalities_b", "side_a")
    columns: dict[str, list[Any]] = {name: list(values) for name, values in zip(names, zip(*lines, strict=True), strict=True)}
    return columns | {"hostility": columns["hostility_a"], "fatalities": columns["fatalities_a"]}


def test_all_disputes_of_a_dyad_year_are_kept() -> None:
    frame = Frame.of("cow", (1910, 2016), PAIR)
    found = rows_of(frame, made("gml", frame, data("gml-mid-directed", covers=("1816-01-01", "2010-12-31"), **disputes())))
    row = found[325, 640, 1915]
    assert (row["gml_count"], row["gml_onsets"], row["gml_disputes"]) == (2, 2, [257, 320])
    assert (row["gml_first"], row["gml_hostility"], row["gml_war"], row["gml_side_a"]) == (257, 5, 1, 1)
    assert found[640, 325, 1915]["gml_side_a"] == 1
    assert (found[325, 640, 1916]["gml_onsets"], found[325, 640, 1916]["gml_disputes"]) == (0, [257])


def test_no_dispute_is_zero_inside_the_coverage_and_nothing_outside() -> None:
    frame = Frame.of("cow", (1910, 2016), PAIR)
    found = rows_of(frame, made("gml", frame, data("gml-mid-directed", covers=("1816-01-01", "2010-12-31"), **disputes())))
    peace, later = found[325, 640, 2010], found[325, 640, 2011]
    assert (peace["gml_count"], peace["gml_disputes"], peace["gml_absent"]) == (0, [], None)
    assert [later[name] for name in later if name.startswith("gml_") and not name.endswith("absent")] == [None] * 8
    assert later["gml_absent"] == later["gml_fatalities_absent"] == "not covered"


def test_unknown_deaths_are_no_zero() -> None:
    frame = Frame.of("cow", (1910, 2016), PAIR)
    row = rows_of(frame, made("gml", frame, data("gml-mid-directed", **disputes())))[325, 640, 1922]
    assert (row["gml_fatalities"], row["gml_fatalities_absent"], row["gml_absent"]) == (None, "unknown", None)
    assert (row["gml_hostility"], row["gml_count"]) == (3, 1)


def test_rows_of_a_file_that_met_no_dyad_year_are_counted() -> None:
    frame = Frame.of("cow", (1816, 2016), PAIR)
    assert made("gml", frame, data("gml-mid-directed", **disputes())).source.unmatched == 1


def test_a_dispute_in_two_spells_of_one_year_counts_once() -> None:
    frame = Frame.of("cow", (1914, 1918), PAIR)
    inputs = data(
        "cow-mid-dyadic",
        dispute=[257, 257], a=[325, 325], b=[640, 640], year=[1916, 1916], start_year=[1914, 1916], hostility=[4, 5],
        fatalities=[0, 6], war=[0, 1], side_a=[0, 0],
    )  # fmt: skip
    row = rows_of(frame, made("mids", frame, inputs))[325, 640, 1916]
    assert (row["mids_count"], row["mids_disputes"], row["mids_war"], row["mids_onsets"]) == (1, [257], 1, 1)


def test_pledges_are_directed() -> None:
    frame = Frame.of("cow", (1950, 2016), PAIR)
    inputs = data(
        "atop-dyad-year",
        a=[325],
        b=[640],
        year=[1951],
        defense=[1],
        offense=[0],
        neutrality=[None],
        nonaggression=[1],
        consultation=[1],
    )
    found = rows_of(frame, made("atop", frame, inputs))
    row = found[325, 640, 1951]
    assert (row["atop_defense"], row["atop_offense"], row["atop_neutrality"]) == (1, 0, None)
    assert row["atop_neutrality_absent"] == "unknown"
    assert found[640, 325, 1951]["atop_defense"] == found[325, 640, 1952]["atop_defense"] == 0
    assert found[325, 640, 2015]["atop_defense"] is None


def test_where_a_pair_has_one_row_a_pledge_of_either_counts() -> None:
    told = {"year": [1951], "defense": [1], "offense": [0], "neutrality": [0], "nonaggression": [None], "consultation": [0]}
    inputs = data("atop-dyad-year", a=[640], b=[325], **told)
    for frame in (Frame.of("cow", (1950, 1952), PAIR, directed=False), Frame.of("cow", (1950, 1952), ({ITALY}, {TURKEY}))):
        row = rows_of(frame, made("atop", frame, inputs))[325, 640, 1951]
        assert (row["atop_defense"], row["atop_offense"], row["atop_nonaggression"]) == (1, 0, None)
    both = Frame.of("cow", (1950, 1952), PAIR)
    assert rows_of(both, made("atop", both, inputs))[325, 640, 1951]["atop_defense"] == 0


def contiguous() -> Inputs:
    return data(
        "cow-contiguity",
        covers=("1816-01", "2016-12"),
        # Italy-Turkey in the middle of 1861 to October 1912; Greece-Turkey in three spells of two types; France-Italy with a gap
        a=[325, 350, 350, 350, 350, 220, 220],
        b=[640, 640, 640, 640, 640, 325, 325],
        type=[4, 1, 2, 1, 1, 1, 1],
        begin=[186102, 182801, 191308, 191911, 194411, 181601, 194408],
        end=[191210, 191308, 191911, 194104, 201612, 194211, 201612],
    )


def test_contiguity_is_the_closest_type_of_the_years_months() -> None:
    states = {220, ITALY, 350, TURKEY}
    frame = Frame.of("cow", (1816, 2016), (states, states))
    found = rows_of(frame, made("contiguity", frame, contiguous()))
    for a, b in ((ITALY, TURKEY), (TURKEY, ITALY)):
        kinds = {year: found[a, b, year]["contiguity"] for year in range(1816, 2017)}
        assert kinds == {year: 4 if 1861 <= year <= 1912 else 0 for year in range(1816, 2017)}
    assert (found[ITALY, TURKEY, 1861]["contiguity_months"], found[ITALY, TURKEY, 1912]["contiguity_months"]) == (11, 10)
    greek = {year: found[350, TURKEY, year] for year in (1912, 1913, 1914, 1919, 1920)}
    assert {year: row["contiguity"] for year, row in greek.items()} == {1912: 1, 1913: 1, 1914: 2, 1919: 1, 1920: 1}
    assert [found[220, ITALY, year]["contiguity_months"] for year in (1941, 1942, 1944, 1945)] == [12, 11, 5, 12]
    assert [found[350, TURKEY, year]["contiguity_months"] for year in (1913, 1919, 1944)] == [12, 12, 2]


def test_contiguity_after_the_coverage_is_not_covered() -> None:
    frame = Frame.of("cow", (2010, 2020), PAIR)
    row = rows_of(frame, made("contiguity", frame, contiguous()))[ITALY, TURKEY, 2017]
    assert (row["contiguity"], row["contiguity_absent"]) == (None, "not covered")


def test_relevant_are_neighbours_and_major_powers() -> None:
    states = {220, ITALY, 350, TURKEY, 40}
    frame = Frame.of("cow", (1816, 2016), (states, states))
    kept = frame.only(relevant(frame, contiguous()))
    there = set(zip(kept.numbers[kept.a].tolist(), kept.numbers[kept.b].tolist(), kept.calendar.tolist(), strict=True))
    assert (40, 220, 1930) in there  # France is a major power
    assert (40, TURKEY, 1930) not in there
    assert (40, ITALY, 1942) in there and (40, ITALY, 1944) not in there
    assert (350, TURKEY, 1943) not in there and (350, TURKEY, 1944) in there
    assert len({number for number, _, _ in major_powers()}) == 9


def test_shared_organisations_are_those_of_full_members() -> None:
    frame = Frame.of("cow", (1965, 2016), ({ITALY, TURKEY, FRANCE}, {ITALY, TURKEY, FRANCE}))
    inputs = data(
        "cow-igo-state-year",
        code=[325, 640, 325, 640, 220, 640, 220, 325],
        igo=["nato", "nato", "efta", "efta", "nato", "lost", "lost", "nato"],
        status=[1, 1, 1, 3, 1, None, 1, 1],
        year=[1970, 1970, 1970, 1970, 1970, 1970, 1970, 1972],
    )
    found = rows_of(frame, made("igos", frame, inputs))
    assert found[325, 640, 1970]["igos_shared"] == found[640, 325, 1970]["igos_shared"] == 1
    assert (found[220, 640, 1970]["igos_shared"], found[220, 640, 1970]["igos_unknown"]) == (1, 1)
    assert found[325, 640, 1972]["igos_shared"] == 0
    assert (found[325, 640, 1971]["igos_shared"], found[325, 640, 1971]["igos_absent"]) == (None, "not covered")


def test_envoys_are_known_in_the_years_of_snapshots_only() -> None:
    frame = Frame.of("cow", (1909, 1914), PAIR)
    inputs = data(
        "cow-diplomatic-exchange", a=[325, 325, 2], b=[640, 640, 640], year=[1909, 1914, 1912], rank_at_a=[3, None, 0],
        rank_at_b=[2, 3, 0], de=[1, 1, 0],
    )  # fmt: skip
    found = rows_of(frame, made("exchange", frame, inputs))
    assert (found[325, 640, 1909]["exchange_a_at_b"], found[325, 640, 1909]["exchange_b_at_a"]) == (2, 3)
    assert (found[640, 325, 1909]["exchange_a_at_b"], found[640, 325, 1909]["exchange_b_at_a"]) == (3, 2)
    assert (found[325, 640, 1911]["exchange_a_at_b"], found[325, 640, 1911]["exchange_absent"]) == (None, "not covered")
    assert found[325, 640, 1912]["exchange_a_at_b"] == 0
    assert (found[325, 640, 1914]["exchange_b_at_a"], found[325, 640, 1914]["exchange_b_at_a_absent"]) == (None, "unknown")


def test_trade_is_turned_with_the_pair_and_never_filled() -> None:
    frame = Frame.of("cow", (1909, 1914), PAIR)
    inputs = data(
        "cow-trade-dyadic", a=[325, 325], b=[640, 640], year=[1910, 1911], imports_a=[27.0, 33.0], imports_b=[14.0, np.nan]
    )
    found = rows_of(frame, made("trade", frame, inputs))
    assert (found[325, 640, 1910]["trade_imports_a"], found[640, 325, 1910]["trade_imports_a"]) == (27, 14)
    assert (found[325, 640, 1911]["trade_imports_b"], found[325, 640, 1911]["trade_imports_a"]) == (None, 33)
    assert found[325, 640, 1912]["trade_imports_a"] is None


def test_agreement_counts_roll_calls_in_which_both_voted() -> None:
    frame = Frame.of("cow", (1945, 1970), ({ITALY, TURKEY, GERMANY}, {ITALY, TURKEY, GERMANY}))
    inputs = data(
        "un-votes", system="iso2", covers=("1946-01-01", "2020-12-31"),
        rcid=[1, 1, 2, 2, 3, 3], code=["IT", "TR", "IT", "TR", "IT", "TR"], vote=["yes", "yes", "no", "abstain", "yes", "absent"],
    )  # fmt: skip
    more(inputs, "un-roll-calls", "", ("1946-01-01", "2020-12-31"), rcid=[3, 1, 2], year=[1956, 1956, 1956])
    found = rows_of(frame, made("un-votes", frame, inputs))
    row = found[325, 640, 1956]
    assert (row["un_agreement"], row["un_votes"]) == (0.5, 2)
    assert (found[325, 640, 1957]["un_agreement"], found[325, 640, 1957]["un_votes_absent"]) == (None, "not covered")
    assert found[325, 640, 1945]["un_votes_absent"] == "not covered"


def test_a_dataset_of_the_other_system_is_translated_by_the_year() -> None:
    numbers, years = np.array([255, 255, 345, 260], np.int32), np.array([1989, 1990, 1900, 1980], np.int32)
    assert translated(numbers, years, "cow", "gw").tolist() == [255, 260, 340, 260]
    frame = Frame.of("gw", (1989, 1995), ({260, 220, 331}, {260, 220, 331}))
    inputs = data(
        "atop-dyad-year", a=[260, 255], b=[220, 220], year=[1989, 1991], defense=[1, 1], offense=[0, 0], neutrality=[0, 0],
        nonaggression=[0, 0], consultation=[0, 0],
    )  # fmt: skip
    found = rows_of(frame, made("atop", frame, inputs))
    assert [found[260, 220, year]["atop_defense"] for year in (1989, 1990, 1991)] == [1, 0, 1]
    assert (found[331, 220, 1990]["atop_defense"], found[331, 220, 1990]["atop_absent"]) == (None, "not a member")
    assert found[331, 220, 1993]["atop_defense"] == 0


def test_an_entry_of_a_state_that_the_source_does_not_list_is_kept() -> None:
    frame = Frame.of("gw", (1989, 1991), ({331, 220}, {331, 220}))
    inputs = data(
        "atop-dyad-year",
        a=[331],
        b=[220],
        year=[1990],
        defense=[1],
        offense=[0],
        neutrality=[0],
        nonaggression=[0],
        consultation=[0],
    )
    found = rows_of(frame, made("atop", frame, inputs))
    assert [found[331, 220, year]["atop_defense"] for year in (1989, 1990, 1991)] == [None, 1, None]


def test_numbers_that_no_state_has_match_nothing() -> None:
    frame = Frame.of("cow", (1910, 1920), PAIR)
    assert frame.places(np.array([325, 640, 0, -9, NO_NUMBER, 2**31 - 1, 326], np.int32)).tolist() == [0, 1, -1, -1, -1, -1, -1]


# --- capitals -----------------------------------------------------------------------------------------------------------------


def test_istanbul_is_the_capital_to_the_autumn_of_1923() -> None:
    frame = Frame.of("cow", (1816, 2016), ({ITALY}, {TURKEY}))
    found = rows_of(frame, capital_distance(frame, Inputs(None)))
    capitals = {year: found[ITALY, TURKEY, year]["capital_b"] for year in range(1816, 2017)}
    assert capitals == {year: "Istanbul" if year <= 1923 else "Ankara" for year in range(1816, 2017)}
    assert found[ITALY, TURKEY, 1911]["capital_distance"] == pytest.approx(1371, abs=5)
    assert found[ITALY, TURKEY, 1923]["capital_distance"] == pytest.approx(1371, abs=5)
    assert found[ITALY, TURKEY, 1923]["capital_distance_last"] == pytest.approx(1720, abs=5)
    assert {found[ITALY, TURKEY, year]["capital_a"] for year in range(1816, 2017)} == {"Turin", "Florence", "Rome"}


def test_great_circles_of_known_places() -> None:
    quarter = great_circles([(0, 0), (0, 90), (90, 0), (0, 180)])
    assert quarter[0].tolist() == pytest.approx([0, 10007.56, 10007.56, 20015.11], abs=0.1)
    assert (quarter == quarter.T).all()


@pytest.mark.parametrize("system", ["cow", "gw"])
def test_every_member_has_a_seat_on_each_of_its_days(system: str) -> None:
    held: dict[int, list[seats.Seat]] = {}
    for seat in seats.seats(system):
        held.setdefault(seat.number, []).append(seat)
    for spell in systems.spells(system):
        own = [seat for seat in held[spell.number] if spell.holds(seat.start)]
        assert (own[0].start, own[-1].end) == (spell.start, spell.end)
        for one, other in pairwise(own):
            assert one.end is not None and other.start - one.end == datetime.timedelta(days=1)


def test_the_table_of_seats_is_what_the_register_says() -> None:
    script = ROOT / "scripts/build_seats.py"
    assert subprocess.run([sys.executable, str(script), "--check"]).returncode == 0, "run scripts/build_seats.py"


# --- the record ---------------------------------------------------------------------------------------------------------------


def test_missions_and_events_are_what_the_record_tells(seed_record: Record) -> None:
    made_of = build(seed_record, pairs="Italy:Turkey", years=(1900, 2023), add=["events", "missions"])
    found = {row["year"]: row for row in table(made_of).to_pylist()}
    assert found[1911]["events_material_conflict"] >= 1
    assert found[1911]["events_intensity"] < 0
    assert found[1905]["events_material_conflict"] is None
    assert found[1905]["events_absent"] == "not told"
    assert found[1905]["missions_a_in_b"] is None
    assert made_of.record == seed_record.fingerprint()


def test_an_event_counts_once_where_a_pair_has_one_row_and_by_direction_elsewhere(seed: ModuleType, record: Record) -> None:
    document = seed.document("acts")
    acts = [
        seed.event("condemnation", seed.turkey(), seed.italy(role="recipient"), on="1990"),
        seed.event("summit", seed.italy(), seed.turkey(), on="1990"),
    ]
    drafts = [Draft(body, (Evidence(start=0, end=4, exact=document.text[:4]),), confidence=0.9, rule="hand") for body in acts]
    record.add(document, number_claims(document.id, drafts))

    def counts(pairs: str) -> dict[tuple[int, int], int]:
        rows = table(build(record, pairs=pairs, years=(1990, 1990), add=["events"])).to_pylist()
        names = [
            f"events_{one}" for one in ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
        ]
        return {(row["a"], row["b"]): sum(row[name] or 0 for name in names) for row in rows}

    directed = counts("directed")
    assert (directed[ITALY, TURKEY], directed[TURKEY, ITALY]) == (1, 2)
    assert counts("undirected")[ITALY, TURKEY] == counts("Italy:Turkey")[ITALY, TURKEY] == 2


def test_a_mission_seen_in_snapshots_is_counted_in_their_years_alone(seed: ModuleType, record: Record) -> None:
    document = seed.document("snapshots")
    evidence = tuple(row_evidence(line, f"year={year}", f"year={year}, rank=3") for line, year in ((2, 1909), (3, 1914)))
    body = seed.mission(seed.kingdom(), "embassy", seed.ottomans(), "Istanbul", attested=seed.when("1909/1914"))
    record.add(document, number_claims(document.id, [Draft(body=body, evidence=evidence, confidence=0.9, rule="dataset: x")]))
    rows = table(build(record, pairs="Italy:Turkey", years=(1908, 1915), add=["missions"])).to_pylist()
    assert {row["year"] for row in rows if row["missions_a_in_b"]} == {1909, 1914}


def test_what_no_document_covers_is_not_covered(seed_record: Record) -> None:
    rows = table(build(seed_record, pairs="France:Turkey", years=(1900, 1910), add=["events"])).to_pylist()
    assert {row["events_absent"] for row in rows} == {"not covered"}


# --- what comes out -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small() -> Panel:
    frame = Frame.of("cow", (1910, 1930), PAIR)
    inputs = data("gml-mid-directed", covers=("1816-01-01", "1925-12-31"), **disputes())
    return Panel(frame, (made("gml", frame, inputs), capital_distance(frame, inputs)), Pairs("325:640"), True, "")


def test_parquet_and_csv_say_the_same(small: Panel, tmp_path: Path) -> None:
    write_panel(small, tmp_path / "panel.parquet")
    write_panel(small, tmp_path / "panel.csv")
    rows = pyarrow.parquet.read_table(tmp_path / "panel.parquet").to_pylist()
    with (tmp_path / "panel.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    assert len(rows) == len(told) == 42

    def text(value: Any) -> str:
        if isinstance(value, list):
            return " ".join(map(str, value))
        return "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)

    for one, other in zip(rows, told, strict=True):
        shown = {name: f"{float(cell):.6g}" if name.startswith("capital_dist") else cell for name, cell in other.items()}
        assert {name: text(value) for name, value in one.items()} == shown


def test_the_codebook_tells_every_column(small: Panel, tmp_path: Path) -> None:
    path, markdown, data_ = write_panel(small, tmp_path / "panel.parquet")
    names = pyarrow.parquet.read_schema(path).names
    book = json.loads(data_.read_text(encoding="utf-8"))
    assert [column["name"] for column in book["columns"]] == names
    assert all(f"**{name}**" in markdown.read_text(encoding="utf-8") for name in names)
    inside = msgspec.json.decode(pyarrow.parquet.read_schema(path).metadata[METADATA_KEY])
    assert inside == book
    source = {one["id"]: one for one in book["sources"]}["gml-mid-directed"]
    assert source["covers"] == ["1816-01-01", "1925-12-31"]
    counted = next(column for column in book["columns"] if column["name"] == "gml_count")
    assert (counted["absences"], counted["absent_in"]) == (["not covered"], "gml_absent")


def test_every_absence_has_a_meaning_and_every_addition_a_module() -> None:
    assert set(MEANINGS) == set(ABSENCES[1:])
    from relazione.analysis.panel.build import _maker

    assert all(callable(_maker(name)) for name in ADDITIONS)


def test_columns_are_as_long_as_the_frame(small: Panel) -> None:
    for addition in small.additions:
        for column in addition.columns:
            values = column.values
            length = (
                len(values.numbers)
                if isinstance(values, Texts)
                else len(values.offsets) - 1
                if isinstance(values, Lists)
                else len(values)
            )
            assert length == len(small.frame)


def test_a_frame_of_nothing_gives_an_empty_table() -> None:
    assert (
        panel(None, pairs="325:6", add=["capital-distance"]).num_rows == 0
        if 6 in {s.number for s in systems.spells("cow")}
        else True
    )
    assert panel(None, pairs="Italy:Turkey", years=(1700, 1710), add=["capital-distance"]).num_rows == 0


def test_from_the_library() -> None:
    found = panel(pairs="Italy:Turkey", years=(1922, 1924), add=["capital-distance"])
    assert found.column("capital_b").to_pylist() == ["Istanbul", "Istanbul", "Ankara"]
    assert found.column_names[:5] == ["a", "b", "year", "a_name", "b_name"]


def test_the_example_of_the_documentation_is_what_the_command_prints(tmp_path: Path) -> None:
    page = (ROOT / "docs/panel.md").read_text(encoding="utf-8")
    command, *lines = page.partition("```console\n")[2].partition("```")[0].splitlines()
    told = CliRunner().invoke(relazione, [*command.split()[2:], "--db", str(tmp_path / "none.db")])
    assert told.exit_code == 0
    assert told.output.splitlines() == lines


def test_the_command_writes_and_says_what(tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    arguments = ["panel", "--pairs", "Italy:Turkey", "--add", "capital-distance", "--db", str(tmp_path / "none.db")]
    told = CliRunner().invoke(relazione, [*arguments, "-o", str(path), "--json"])
    assert json.loads(told.output)["codebook"]["rows"] == 201
    assert sorted(one.name for one in tmp_path.iterdir()) == ["panel.codebook.json", "panel.codebook.md", "panel.csv"]
    asked = CliRunner().invoke(relazione, [*arguments, "--json"])
    assert len(json.loads(asked.output)["rows"]) == 201
    assert all(len(line) <= 80 for line in CliRunner().invoke(relazione, ["panel", "--list"]).output.splitlines())


def test_the_command_says_what_is_not_there(tmp_path: Path) -> None:
    def told(*arguments: str) -> str:
        return CliRunner().invoke(relazione, ["panel", *arguments, "--db", str(tmp_path / "none.db")]).output

    assert "relazione: no row: no such pair" in told("--pairs", "Two Sicilies:Pakistan")
    assert "ends on 2016-12-31" in told("--pairs", "Italy:Turkey", "--years", "2015-2018")
    assert "relazione:" not in told("--pairs", "Italy:Turkey", "--years", "2015-2016")
    away = tmp_path / "nowhere"
    assert f"relazione: {away}: no such file or directory" in told("--pairs", "Italy:Turkey", "-o", str(away / "x.csv"))


def test_files_are_read_without_importing_them(tmp_path: Path) -> None:
    path = tmp_path / "contdir.csv"
    path.write_text(
        "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version\n"
        '325640,325,"ITA",640,"TUR",4,186102,191210,"Over the sea",3.2\n'
        '220325,220,"FRN",325,"ITA",1,194408,201612,"On land",3.2\n225325,225,"SWZ",325,"ITA",1,181601,201612,"On land",3.2\n',
        encoding="utf-8",
    )
    found = panel(None, pairs="Italy:Turkey", years=(1860, 1913), add=["contiguity"], files=[path])
    assert found.column("contiguity").to_pylist() == [0, *[4] * 52, 0]
    source = next(one for one in json.loads(found.schema.metadata[METADATA_KEY])["sources"] if one["id"] == "cow-contiguity")
    assert (source["version"], source["rows"], source["covers"]) == ("3.2", 3, ["1816-01", "2016-12"])
