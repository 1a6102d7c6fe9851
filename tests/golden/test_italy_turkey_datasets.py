"""Italy and Turkey in the real data files: what each says of the pair comes out, and nothing that it does not say.

The files lie beside the checkout (marker `shared`); the values below are facts that were looked up in them by hand.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from relazione.model.claims import Agreement, Event, Holding, Mission, Tenure
from relazione.record.blocks import states_of
from relazione.sources.datasets.columns import NO_NUMBER
from relazione.sources.datasets.imported import Imported, import_file

pytestmark = pytest.mark.shared

FILES = {
    "envoys": "excerpts/Diplomatic_Exchange_2006v1_dyad_325_640.csv",
    "lowy 2016": "excerpts/2016_LowyInstituteGlobalDiplomacyIndex-FullDataset.csv",
    "lowy 2017": "excerpts/2017_LowyInstituteGlobalDiplomacyIndex-FullDataset.csv",
    "lowy 2019": "excerpts/2019_LowyInstituteGlobalDiplomacyIndex_FullDataset.csv",
    "sanctions": "excerpts/GSDB_V3.csv",
    "atop": "whole/atop/atop_alliance.parquet",
    "ucdp": "whole/ucdp/ucdp_acd.csv",
    "desta": "whole/desta/DESTA.csv",
    "leaders": "whole/archigos/archigos.csv",
    "borders": "whole/cshapes/cshapes_2_gw.topojson.xz",
    "independence": "whole/icow_colonial/coldata110.csv",
    "votes": "whole/un_votes/un_votes.parquet",
    "roll calls": "whole/un_votes/un_roll_calls.parquet",
    "capitals": "whole/capitals/cow_capitals.csv",
}
WHOLE = {"atop": 273_296, "ucdp": 5_652, "desta": 1_217, "leaders": 3_409, "borders": 710, "independence": 217, "votes": 870_109,
         "roll calls": 6_203, "capitals": 242}  # fmt: skip
"""Rows of the files that are whole."""

# sender, kind, first and last year seen
ENVOYS = {
    ("ITA", "legation", "1824"),
    ("ITA", "legation", "1827/1832"),
    ("ITA", "legation", "1836/1840"),
    ("ITA", "legation", "1844"),
    ("ITA", "legation", "1849"),
    ("ITA", "legation", "1854/1859"),
    ("ITA", "legation", "1864/1879"),
    ("ITA", "embassy", "1884/1914"),
    ("ITA", "embassy", "1925/1940"),
    ("ITA", "other", "1950/1965"),
    ("ITA", "embassy", "1970/2005"),
    ("TUR", "embassy", "1859"),
    ("TUR", "legation", "1864/1879"),
    ("TUR", "embassy", "1884/1914"),
    ("TUR", "embassy", "1925/1940"),
    ("TUR", "other", "1950/1965"),
    ("TUR", "embassy", "1970/2005"),
}
POSTS = {
    ("ITA", "embassy", "Ankara"),
    ("ITA", "consulate-general", "Istanbul"),
    ("ITA", "consulate", "Izmir"),
    ("TUR", "embassy", "Rome"),
    ("TUR", "consulate-general", "Milan"),
}
# from, to, promises
ALLIANCES = {
    ("1855", "1856", ("defence by Kingdom of Sardinia", "consultation")),
    ("1928", "1935", ("neutrality",)),
    ("1951", None, ("defence", "non-aggression", "consultation")),
}
TRADE_AGREEMENTS = ["1963", "1970", "1973", "1995"]
# territory, title, from, to
HOLDINGS_OF_ITALY = {
    ("Eritrea", "possession", None, "1941-05-18"),
    ("Libya", "possession", "1912-10-18", "1943-05-12"),
    ("Italian Somaliland", "possession", "1889-11-19", "1941-03-19"),
    ("Italian Somaliland", "administered", "1950-04-01", "1960-06-30"),
}
# share of roll calls with the same vote, and how many both voted in
VOTES = {1956: (0.86, 49), 1967: (0.51, 55), 1988: (0.63, 136), 2005: (0.92, 92), 2019: (0.80, 89)}


@pytest.fixture(scope="module")
def read(shared_dir_of_module: Path) -> Any:
    known: dict[str, Imported] = {}

    def read(name: str) -> Imported:
        if name not in known:
            known[name] = import_file(shared_dir_of_module / "datasets" / FILES[name])
        return known[name]

    return read


@pytest.fixture(scope="module")
def shared_dir_of_module() -> Path:
    folder = Path(__file__).parents[2].parent / "shared"
    if not (folder / "datasets").is_dir():
        pytest.skip("the data files beside the checkout are missing (../shared/datasets)")
    return folder


def between(imported: Imported) -> Iterator[Any]:
    """What is claimed of both."""
    yield from (claim.body for claim in imported.claims if {"ITA", "TUR"} <= set(states_of(claim.body, None)))


def numbers(imported: Imported, name: str) -> array[int]:
    return array("i", next(column.data for column in imported.columns if column.name == name))


@pytest.mark.parametrize("name", FILES)
def test_no_row_of_a_real_file_is_bad(read: Any, name: str) -> None:
    found = read(name)
    assert found.bad == []
    assert name not in WHOLE or found.rows == WHOLE[name]


def test_envoys_are_seen_in_snapshots_and_never_opened_or_closed(read: Any) -> None:
    bodies = list(between(read("envoys")))
    assert all(isinstance(body, Mission) and body.opened is None and body.closed is None for body in bodies)
    assert {(body.sender.state, body.kind, body.attested.edtf) for body in bodies} == ENVOYS
    names = {(body.sender.name, body.receiver.name) for body in bodies if body.attested.edtf in ("1854/1859", "1884/1914")}
    assert ("Kingdom of Sardinia", "Ottoman Empire") in names and ("Ottoman Empire", "Kingdom of Italy") in names


def test_the_war_years_are_not_among_the_snapshots(read: Any) -> None:
    run = next(
        claim for claim in read("envoys").claims if claim.body.attested.edtf == "1884/1914" and claim.body.sender.state == "ITA"
    )
    years = [passage.key.rpartition("year=")[2] for passage in run.evidence]
    assert years == ["1884", "1889", "1894", "1899", "1904", "1909", "1914"]
    assert not any("1920" in claim.body.attested.edtf for claim in read("envoys").claims)


@pytest.mark.parametrize("year", ["2016", "2017", "2019"])
def test_posts_of_each_year(read: Any, year: str) -> None:
    found = read(f"lowy {year}")
    assert found.version == year and found.document.id.endswith(f":{year}") and found.dataset.covers == (year, year)
    assert {(body.sender.state, body.kind, body.city) for body in between(found)} == POSTS
    assert {body.attested.edtf for body in between(found)} == {year}


def test_alliances_with_their_promises(read: Any) -> None:
    bodies = list(between(read("atop")))
    assert all(isinstance(body, Agreement) and body.signed is None for body in bodies)
    assert {(body.in_force.edtf, body.ended and body.ended.edtf, body.provisions) for body in bodies} == ALLIANCES


def test_the_columns_of_alliances_hold_both_directions(read: Any) -> None:
    found = read("atop")
    rows = zip(*(numbers(found, name) for name in ("a", "b", "year", "defense")), strict=True)
    kept = {(a, year) for a, b, year, defense in rows if {a, b} == {325, 640} and defense == 1}
    assert {year for a, year in kept if a == 325} == {1855, 1856, *range(1951, 2019)}
    assert {year for a, year in kept if a == 640} == {*range(1951, 2019)}


def test_no_armed_conflict_and_no_sanction_between_them_by_name(read: Any) -> None:
    assert [body for body in between(read("ucdp")) if isinstance(body, Event)] == []
    assert [body for body in between(read("sanctions")) if isinstance(body, Event)] == []
    of_the_eu = [
        claim.body
        for claim in read("sanctions").claims
        if claim.body.words == "case 1134" and claim.body.actors[-1].state == "TUR"
    ]
    assert [(body.actors[0].organisation, body.when.edtf) for body in of_the_eu] == [("european-union", "2019/..")]


def test_trade_agreements_are_those_of_the_community(read: Any) -> None:
    bodies = list(between(read("desta")))
    assert sorted(body.signed.edtf for body in bodies) == TRADE_AGREEMENTS
    assert all(body.name.startswith("EC Turkey") and len(body.parties) > 6 for body in bodies)


def test_dependencies_of_italy(read: Any) -> None:
    held = [claim.body for claim in read("borders").claims if claim.body.holder.state == "ITA"]
    assert all(isinstance(body, Holding) for body in held)
    assert {
        (body.territory, body.title, body.since and body.since.edtf, body.until and body.until.edtf) for body in held
    } == HOLDINGS_OF_ITALY
    assert [claim.body.territory for claim in read("borders").claims if claim.body.holder.state == "TUR"] == []


def test_the_capital_moved_in_1923_and_the_list_that_has_it_wrong_makes_no_claim(read: Any) -> None:
    found = read("borders")
    capitals = next(column for column in found.columns if column.name == "capital")
    cities = [capitals.texts[at] if at >= 0 else "" for at in array("i", capitals.data)]
    ends = zip(*(numbers(found, name) for name in ("code", "end_year", "end_month", "end_day")), cities, strict=True)
    assert max(row[1:4] for row in ends if row[0] == 640 and row[4] == "Istanbul") == (1923, 10, 13)
    assert read("capitals").claims == []


def test_who_governed_when_the_war_of_1911_broke_out(read: Any) -> None:
    leaders = [claim.body for claim in read("leaders").claims]
    assert all(isinstance(body, Tenure) for body in leaders)
    on = [
        (body.of.state, body.person)
        for body in leaders
        if body.of.state in ("ITA", "TUR")
        and body.since.edtf <= "1911-09-29"
        and (not body.until or body.until.edtf >= "1911-09-29")
    ]
    assert sorted(on) == [("ITA", "Giolitti"), ("TUR", "Mahmud Sefket Pasha")]
    assert {body.person for body in leaders if body.of.state in ("ITA", "TUR") and body.until is None} == {"Renzi", "Erdogan"}


def test_votes_agree_as_computed_by_hand(read: Any) -> None:
    votes, calls = read("votes"), read("roll calls")
    year_of = dict(zip(numbers(calls, "rcid"), numbers(calls, "year"), strict=True))
    told = {column.name: column for column in votes.columns}
    codes, words = (array("i", told[name].data) for name in ("code", "vote"))
    italy, turkey = (told["code"].texts.index(code) for code in ("IT", "TR"))
    of: dict[int, dict[int, int]] = {italy: {}, turkey: {}}
    for rcid, code, vote in zip(numbers(votes, "rcid"), codes, words, strict=True):
        if code in of:
            of[code][rcid] = vote
    same, both = Counter[int](), Counter[int]()
    for rcid in of[italy].keys() & of[turkey].keys():
        both[year_of[rcid]] += 1
        same[year_of[rcid]] += of[italy][rcid] == of[turkey][rcid]
    assert {year: (round(same[year] / both[year], 2), both[year]) for year in VOTES} == VOTES
    assert "NA" in told["code"].texts  # Namibia


def test_nothing_unknown_became_a_number(read: Any) -> None:
    for name in FILES:
        found = read(name)
        text = msgspec.json.encode([claim.body for claim in found.claims]).decode()
        assert not any(sign in text for sign in ('"-9', ":-9", ":-8", ":-7"))
        for column in found.columns:
            if column.kind == "int":
                assert not {-7, -8, -9} & set(array("i", column.data)) - {NO_NUMBER}, (name, column.name)
