"""What the field's datasets say of Italy and Türkiye, from the files as they are downloaded, against a table written by hand.

The table is not made from the importers: it is what a person reads in the files, dispute by dispute. Where the sources disagree, they must
disagree here too.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from relazione.model.claims import Agreement, Claim, Event, Holding, Measure
from relazione.model.dates import When
from relazione.record.datasets import DataColumn
from relazione.sources.datasets.columns import NO_NUMBER
from relazione.sources.datasets.imported import Imported, import_file

pytestmark = pytest.mark.shared
DISPUTE, WAR = "militarized-dispute", "war"

# dispute -> (type, first to last day)
DYADIC_MID = [
    (56, DISPUTE, "1897-02-15/1897-08-15"),
    (114, WAR, "1911-09-12/1912-10-18"),
    (128, DISPUTE, "1905-01-11/1905-12-06"),
    (141, DISPUTE, "1880-09-14/1880-11-25"),
    (230, DISPUTE, "1919-04-29/1921-03-13"),
    (257, DISPUTE, "1914-12-11/1915-08-21"),
    (257, WAR, "1916-08-11/1918-10-30"),
    (311, DISPUTE, "1908-04-02/1908-04-20"),
    (312, DISPUTE, "1910-11-01/1910-12-28"),
    (320, DISPUTE, "1915-01-12/1915-05-23"),
    (327, DISPUTE, "1920-03-16/1920-08-23"),
    (328, DISPUTE, "1922-09-16/1922-10-11"),
    (391, DISPUTE, "1898-10-05"),
    (1735, DISPUTE, "1825-09-25/1825-09-26"),
    (1736, DISPUTE, "1924-05-01/1924-11-30"),
    (3851, DISPUTE, "1940-09-22/1940-10-20"),
]
GML_PARTICIPANTS = [
    (56, DISPUTE, "1897-03-02/1897-09-21"),
    (114, WAR, "1911-09/1912-10-18"),
    (128, DISPUTE, "1905-11-15/1905-12-05"),
    (141, DISPUTE, "1880-09-14/1880-11-25"),
    (230, DISPUTE, "1919-04-02/1921-03-13"),
    (257, WAR, "1915-05-23/1918-11-11"),
    (311, DISPUTE, "1908-04-02/1908-04-20"),
    (312, DISPUTE, "1910-10/1910-12-28"),
    (320, DISPUTE, "1915-01-12/1915-05-23"),
    (327, DISPUTE, "1920-03-16/1920-08-23"),
    (328, DISPUTE, "1922-09-16/1922-10-11"),
    (391, DISPUTE, "1898-10-05"),
    (1736, DISPUTE, "1924-06-01/1924-12-01"),
    (3851, DISPUTE, "1940-09-22/1940-10-29"),
]
GML_YEARS = [
    (56, DISPUTE, "1897"),
    (114, WAR, "1911/1912"),
    (128, DISPUTE, "1905"),
    (141, DISPUTE, "1880"),
    (230, DISPUTE, "1919/1921"),
    (257, WAR, "1915/1918"),
    (311, DISPUTE, "1908"),
    (312, DISPUTE, "1910"),
    (320, DISPUTE, "1915"),
    (327, DISPUTE, "1920"),
    (328, DISPUTE, "1922"),
    (391, DISPUTE, "1898"),
    (1736, DISPUTE, "1924"),
    (3851, DISPUTE, "1940"),
]
MIDB = [
    (114, WAR, "1911-09-12/1911-10-18"),
    (230, DISPUTE, "1919-04-29/1921-03-13"),
    (257, WAR, "1915-05-23/1918-11-11"),
    (320, DISPUTE, "1915-01-12/1915-05-23"),
    (327, DISPUTE, "1920-03-16/1920-08-23"),
    (328, DISPUTE, "1922-09-16/1922-10-11"),
]
FILES = {
    "cow-mid-dyadic": ("excerpts/dyadic_mid_4.02.csv", DYADIC_MID),
    "cow-mid-b": ("excerpts/MIDB_4.2.csv", MIDB),
    "gml-mid-participants": ("whole/gml_mids/gml_part.csv", GML_PARTICIPANTS),
    "gml-mid-directed": ("whole/gml_mids/gml_dirdisp.csv", GML_YEARS),
}
# Who took the first action (side A), by dispute, in all of the files of disputes that say so alike.
SIDE_A = {56: "ITA", 114: "ITA", 128: "ITA", 141: "ITA", 257: "TUR", 311: "ITA", 312: "TUR", 327: "ITA", 391: "ITA", 1736: "ITA"}


@cache
def read(path: Path) -> Imported:
    return import_file(path)


def of_pair(imported: Imported) -> list[Claim]:
    """The claims in which both states take part."""
    return [claim for claim in imported.claims if {"ITA", "TUR"} <= states(claim)]


def states(claim: Claim) -> set[str | None]:
    match claim.body:
        case Event(actors=actors):
            return {actor.state for actor in actors}
        case Agreement(parties=actors):
            return {actor.state for actor in actors}
        case Measure(about=actors):
            return {actor.state for actor in actors}
        case Holding(holder=holder, given_by=given_by):
            return {holder.state, given_by.state if given_by else None}
    raise AssertionError(claim.kind)


def edtf(when: When | None) -> str | None:
    return when.edtf if when else None


@pytest.mark.parametrize("id_", FILES)
def test_disputes(id_: str, shared_dir: Path) -> None:
    name, expected = FILES[id_]
    imported = read(shared_dir / "datasets" / name)
    assert (imported.dataset.id, imported.bad_count) == (id_, 0)
    found = []
    for claim in of_pair(imported):
        body = claim.body
        assert isinstance(body, Event)
        number = int(body.words.removeprefix("dispute "))
        found.append((number, body.type, edtf(body.when)))
        if number in SIDE_A:
            assert {actor.side: actor.state for actor in body.actors}["a"] == SIDE_A[number]
        assert f"={number}," in claim.evidence[0].key
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_the_polity_is_that_of_the_day(shared_dir: Path) -> None:
    found = {}
    for claim in of_pair(read(shared_dir / "datasets" / "excerpts" / "dyadic_mid_4.02.csv")):
        assert isinstance(claim.body, Event)
        found[claim.body.words] = {actor.state: actor.polity for actor in claim.body.actors}
    assert found["dispute 1735"] == {"ITA": "kingdom-of-sardinia", "TUR": "ottoman-empire"}
    assert found["dispute 114"] == {"ITA": "kingdom-of-italy", "TUR": "ottoman-empire"}
    assert found["dispute 1736"] == {"ITA": "kingdom-of-italy", "TUR": "republic-of-turkiye"}


def test_dispute_years_are_kept_for_panels(shared_dir: Path) -> None:
    imported = read(shared_dir / "datasets" / "whole" / "gml_mids" / "gml_dirdisp.csv")
    rows = table(imported, "dispute", "a", "b", "year", "onset", "side_a", "originator_a", "hostility_a", "hostility_b",
                 "fatalities_exact_a", "fatalities_exact_b")  # fmt: skip
    ours = {row[0:1] + row[3:4]: row[4:] for row in rows if row[1:3] == (325, 640)}
    assert len(ours) == 20
    assert ours[(114, 1911)] == (1, 1, 1, 5, 5, 6000, 14000)
    assert ours[(114, 1912)] == (0, 1, 1, 5, 5, 6000, 14000)
    assert {key for key in ours if key[1] in (1915, 1920)} == {(257, 1915), (320, 1915), (230, 1920), (327, 1920)}
    assert ours[(312, 1910)] == (1, 0, 1, 3, 4, 0, 0)
    participants = read(shared_dir / "datasets" / "whole" / "gml_mids" / "gml_part.csv")
    dates = {row[:2]: row[2:] for row in table(participants, "dispute", "code", "start_year", "start_month", "start_day")}
    assert dates[(114, 325)] == (1911, 9, None) and dates[(141, 640)] == (1880, 6, 7)


def table(imported: Imported, *names: str) -> list[tuple[int | None, ...]]:
    columns = {column.name: values_of(column) for column in imported.columns}
    return list(zip(*(columns[name] for name in names), strict=True))


def values_of(column: DataColumn) -> list[int | None]:
    from array import array

    return [None if value == NO_NUMBER else value for value in array("i", column.data)] if column.kind == "int" else []


def test_wars(shared_dir: Path) -> None:
    imported = read(shared_dir / "datasets" / "excerpts" / "Inter-StateWarData_v4.0.csv")
    found = [
        (body.type, body.name or body.part_of, edtf(body.when), body.when.how if body.when else "", body.winner)
        for claim in of_pair(imported)
        if isinstance(body := claim.body, Event)
    ]
    assert sorted(found, key=str) == [
        ("alliance", "Crimean War", "1855-01-10/1856-03-01", "implied", None),
        ("alliance", "War for Kosovo", "1999-03-24/1999-06-10", "said", None),
        ("war", "Italian-Turkish War", "1911-09-29/1912-10-18", "said", "ITA"),
        ("war", "World War I", "1915-05-23/1918-10-30", "implied", "ITA"),
    ]
    deaths = {
        (body.about[0].state, edtf(body.when)): body.value
        for claim in imported.claims
        if isinstance(body := claim.body, Measure) and {"ITA", "TUR"} & {actor.state for actor in body.about}
    }
    assert deaths[("ITA", "1911-09-29/1912-10-18")] == 6000 and deaths[("TUR", "1911-09-29/1912-10-18")] == 14000
    assert deaths[("ITA", "1915-05-23/1918-11-11")] == 650000 and deaths[("TUR", "1914-10-28/1918-10-30")] == 325000


def test_alliances(shared_dir: Path) -> None:
    found = [
        (edtf(body.signed), edtf(body.ended), body.provisions)
        for claim in of_pair(read(shared_dir / "datasets" / "excerpts" / "alliance_v4.1_by_member.csv"))
        if isinstance(body := claim.body, Agreement)
    ]
    assert sorted(found, key=str) == [
        ("1855-03-15", "1856-03-30", ("defence (by Italy)", "consultation")),
        ("1928-05-30", "1935-11-18", ("neutrality",)),
        ("1951-10-22", None, ("defence", "non-aggression (by Italy)", "consultation")),
    ]


def test_territory(shared_dir: Path) -> None:
    found = []
    for claim in of_pair(read(shared_dir / "datasets" / "excerpts" / "tc2018.csv")):
        if isinstance(body := claim.body, Holding):
            assert body.given_by is not None
            found.append((body.territory, body.holder.state, body.given_by.name, edtf(body.since), edtf(body.until)))
        elif isinstance(body, Event):
            assert body.about in ("Libya", "Dodecanese") and body.type == "conquest"
    assert sorted(found) == [
        ("Dodecanese", "ITA", "Ottoman Empire", "1912-05", "1947-02"),
        ("Libya", "ITA", "Ottoman Empire", "1912-03", "1947-02"),
    ]


def test_contiguity(shared_dir: Path) -> None:
    imported = read(shared_dir / "datasets" / "excerpts" / "contdir.csv")
    found = [
        (body.what, body.value, body.value_max, edtf(body.when))
        for claim in of_pair(imported)
        if isinstance(body := claim.body, Measure) and {actor.polity for actor in body.about} & {"kingdom-of-sardinia"}
        if {actor.state for actor in body.about} == {"ITA", "TUR"} and len({actor.polity for actor in body.about}) == 2
        if "ottoman-empire" in {actor.polity for actor in body.about}
    ]
    assert found == [("distance", 24.0, 150.0, "1861-02/1912-10")]
    assert (325, 640, 4, 186102, 191210) in table(imported, "a", "b", "type", "begin", "end")


def test_rivalries_and_arms_races(shared_dir: Path) -> None:
    for name in ("td_rivalries.csv", "tss_rivalries.csv"):
        imported = read(shared_dir / "datasets" / "whole" / "rivalries" / name)
        assert imported.bad_count == 0
        found = {
            (tuple(actor.polity for actor in body.actors), edtf(body.when), body.about)
            for claim in of_pair(imported)
            if isinstance(body := claim.body, Event)
        }
        assert found == {
            (("kingdom-of-italy", "ottoman-empire"), "1884/1943", "positional, spatial"),
            (
                ("republic-of-venice", "ottoman-empire"),
                "1494/1717",
                "positional, spatial" if "tss" in name else "spatial, positional",
            ),
        }
    races = of_pair(read(shared_dir / "datasets" / "whole" / "rivalries" / "grh_arms_races.csv"))
    assert [edtf(claim.body.when) for claim in races if isinstance(claim.body, Event)] == ["1934/1936"]


FAMILIES = ("cow-mid", "cow-states", "cow-inter", "cow-terr", "cow-cont", "cow-all", "gml-", "gw-", "grh-", "thompson-")


def test_of_all_the_real_files_one_row_is_bad(shared_dir: Path) -> None:
    folders = [shared_dir / "datasets" / "excerpts"]
    folders += [shared_dir / "datasets" / "whole" / name for name in ("gml_mids", "gw_state_system", "rivalries")]
    paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".dat")]
    seen = 0
    bad = []
    for path in paths:
        if path.name.startswith(("2016_", "2017_", "2019_", "Diplomatic", "GSDB")):
            continue
        imported = read(path)
        assert imported.dataset.id.startswith(FAMILIES)
        seen += imported.rows
        bad += [(imported.dataset.id, row.line, row.why) for row in imported.bad]
    assert seen > 18_000
    assert bad == [("gml-mid-disputes", 402, "stmon is 13")]  # the file has a thirteenth month
