"""What the importers make of rows: envoys, organisations, alliances, posts, conflicts, borders, independence. The rows are ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relazione.model.errors import WrongUse
from relazione.sources.datasets.imported import Imported, import_file
from relazione.sources.datasets.state_names import number_of


def read(folder: Path, name: str, *lines: str, wanted: str | None = None, release: str = "") -> Imported:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_file(path, wanted, release)


def bodies(imported: Imported) -> list[Any]:
    return [claim.body for claim in imported.claims]


IGO = "ccode,year,state,un,upu,itu,xyz"


def igo_spells(folder: Path, *lines: str) -> set[tuple[str, str, str | None, str | None]]:
    found = read(folder, "state_year_formatv3.csv", IGO, *lines)
    return {
        (body.organisation, body.status, body.since.edtf, body.until.edtf if body.until else None)
        for body in bodies(found)
        if body.member.state == "ITA"
    }


def test_a_gap_of_five_years_is_no_end_and_its_year_is_about(tmp_path: Path) -> None:
    spells = igo_spells(
        tmp_path,
        *(f"325,{year},italy,0,{upu},0,0" for year, upu in ((1900, 0), (1905, 1), (1910, 1), (1915, 0), (1920, 0))),
    )
    assert spells == {("Universal Postal Union", "member", "1905~", "1910~")}


def test_years_beside_each_other_are_exact_and_the_last_year_is_open(tmp_path: Path) -> None:
    spells = igo_spells(
        tmp_path,
        *(f"325,{year},italy,{un},0,0,{xyz}" for year, un, xyz in ((2011, 0, 2), (2012, 1, 2), (2013, 1, 3), (2014, 1, 3))),
    )
    assert spells == {
        ("United Nations", "member", "2012", None),
        ("XYZ", "associate", "2011~", "2012"),
        ("XYZ", "observer", "2013", None),
    }


def test_missing_is_neither_member_nor_not(tmp_path: Path) -> None:
    found = read(
        tmp_path, "state_year_formatv3.csv", IGO,
        "325,1970,italy,1,1,-9,-1", "325,1971,italy,-9,1,-9,-1", "325,1972,italy,1,0,-9,-1", "640,1972,turkey,0,0,0,7",
    )  # fmt: skip
    un = [body for body in bodies(found) if body.organisation_id == "united-nations"]
    assert [(body.since.edtf, body.until) for body in un] == [("1970~", None)]  # 1971 is not known: no end
    assert len(found.claims) == 2
    assert [(row.line, row.kept) for row in found.bad] == [(5, True)]
    assert found.rows == 4


def test_states_by_squeezed_names() -> None:
    assert number_of("trinidadandtobago") == number_of("trinidad") == "52"
    assert number_of("usa") == "2" and number_of("unitedkingdom") == "200" and number_of("turkey") == "640"
    assert number_of("atlantis") is None


def test_a_mission_of_a_pair_told_in_both_directions_is_told_once(tmp_path: Path) -> None:
    found = read(
        tmp_path, "d.csv", "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version",
        "325,640,1909,3,2,1,2006.1", "640,325,1909,2,3,1,2006.1", "325,640,1914,3,2,1,2006.1",
    )  # fmt: skip
    assert {(body.sender.state, body.kind, body.attested.edtf) for body in bodies(found)} == {
        ("TUR", "embassy", "1909/1914"),
        ("ITA", "legation", "1909/1914"),
    }


def test_a_snapshot_without_the_pair_or_with_other_polities_ends_the_run(tmp_path: Path) -> None:
    found = read(
        tmp_path, "d.csv", "ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version",
        "325,640,1904,3,0,1,2006.1", "325,640,1909,0,0,0,2006.1", "325,640,1914,3,0,1,2006.1", "325,640,1925,3,0,1,2006.1",
        "2,200,1930,7,0,1,2006.1",
    )  # fmt: skip
    assert [(body.sender.name, body.attested.edtf) for body in bodies(found)] == [
        ("Ottoman Empire", "1904"),
        ("Ottoman Empire", "1914"),
        ("Türkiye", "1925"),
    ]
    assert [(row.line, row.kept) for row in found.bad] == [(6, True)]


def test_an_alliance_with_a_break_is_two_and_its_promises_have_their_years(tmp_path: Path) -> None:
    header = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"
    found = read(
        tmp_path, "atop.csv", header,
        "200,220,1904,0,0,1,0,1", "220,200,1904,0,0,1,0,1", "200,220,1905,1,0,1,0,0", "220,200,1905,0,0,1,0,0",
        "200,220,1914,1,0,0,0,0", "220,200,1914,1,0,0,0,0",
    )  # fmt: skip
    assert [(body.in_force.edtf, body.ended.edtf, body.provisions) for body in bodies(found)] == [
        ("1904", "1905", ("defence by United Kingdom (1905)", "neutrality", "consultation (1904)")),
        ("1914", "1914", ("defence",)),
    ]


def test_an_alliance_goes_on_while_two_are_in_it(tmp_path: Path) -> None:
    header = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense,offense,neutral,nonagg,consul"
    found = read(
        tmp_path, "atop5_1m.csv", header,
        "9001,200,1904,4,8,0,0,0,1,0,0,0,0", "9001,220,1904,4,8,1940,6,25,1,0,0,0,0", "9001,325,1915,4,-9,0,0,0,1,0,0,0,0",
        "9002,200,1904,4,8,1910,1,1,1,0,0,0,0", "9002,220,1904,4,8,0,0,0,0,0,0,0,1",
    )  # fmt: skip
    one, two = bodies(found)
    assert one.ended is None and len(one.parties) == 3 and one.in_force.edtf == "1904-04-08"
    assert two.ended.edtf == "1910-01-01" and two.provisions == ("defence", "consultation")


LOWY = "COUNTRY,OVERALL RANK,POST CITY,POST COUNTRY,TYPE OF POST,POST TYPE TITLE"


def test_a_list_of_posts_without_a_year_says_what_to_do(tmp_path: Path) -> None:
    rows = (LOWY, "Italy,1,Ankara,Turkey,Embassy / High Commission,Embassy")
    with pytest.raises(WrongUse, match="--release YEAR"):
        read(tmp_path, "posts.csv", *rows)
    found = read(tmp_path, "posts.csv", *rows, release="2016")
    assert found.document.id == "dataset:lowy-diplomacy-index:2016" and found.dataset.covers == ("2016", "2016")
    assert bodies(found)[0].attested.edtf == "2016"


@pytest.mark.parametrize(
    ("type_", "title", "kind"),
    [
        ("Embassy / High Commission", "Embassy", "embassy"),
        ("Embassy / High Commission", "High Commission", "high-commission"),
        ("Consulate / Consulate-General", "Consulate-General", "consulate-general"),
        ("Consulate / Consulate-General", "Consulate", "consulate"),
        ("Permanent Mission / Delegation", "Permanent Mission", "permanent-mission"),
        ("Other", "Representative Office", "other"),
    ],
)
def test_what_a_post_is_its_title_tells(tmp_path: Path, type_: str, title: str, kind: str) -> None:
    (body,) = bodies(read(tmp_path, "2019.csv", LOWY, f"Italy,1,Vienna,Austria,{type_},{title}"))
    assert body.kind == kind
    assert (body.receiver is None) == (kind == "permanent-mission")


UCDP = (
    "conflict_id,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,incompatibility,intensity_level,type_of_conflict,start_date,start_prec,"
    "start_date2,start_prec2,ep_end,ep_end_date"
)


@pytest.mark.parametrize(
    ("precision", "told"),
    [("1", "1990-08-02"), ("2", "1990-08-02~"), ("3", "1990-08"), ("4", "1990"), ("5", "1990"), ("6", "1990~")],
)
def test_a_start_is_no_more_exact_than_its_precision(tmp_path: Path, precision: str, told: str) -> None:
    row = f"9001,1990,645,,690.0,,territory,2,interstate,1990-08-02,1,1990-08-02,{precision},1,1990-12-28"
    (body,) = bodies(read(tmp_path, "acd.csv", UCDP, row))
    assert body.type == "war" and body.when.edtf == f"{told}/1990-12-28"


def test_episodes_are_events_of_their_own_and_the_last_year_is_open(tmp_path: Path) -> None:
    rows = (
        "9001,1988,645,,630.0,,territory,1,interstate,1988-01-05,1,1988-01-05,1,1,1988-03-01",
        "9001,1990,645,,630.0,,territory,1,interstate,1988-01-05,1,1990-08-02,1,0,",
        "9001,1991,645,,630.0,,territory,2,interstate,1988-01-05,1,1990-08-02,1,1,1991-02-28",
        "9003,2024,645,,630.0,,territory,1,interstate,2024-08-02,1,2024-08-02,1,0,",
    )
    assert [(body.type, body.when.edtf) for body in bodies(read(tmp_path, "acd.csv", UCDP, *rows))] == [
        ("militarized-dispute", "1988-01-05/1988-03-01"),
        ("war", "1990-08-02/1991-02-28"),
        ("militarized-dispute", "2024-08-02/.."),
    ]


def test_how_a_second_state_takes_part_in_an_internal_conflict(tmp_path: Path) -> None:
    found = read(
        tmp_path, "acd.csv", UCDP,
        "9002,2013,432,220.0,,,government,1,II,2009-01-01,5,2013-01-11,1,0,",
        "9002,2013,432,,,483.0,government,1,II,2009-01-01,5,2013-01-11,1,0,",
        "9004,2013,230,,,,territory,1,intrastate,1978-01-01,5,1980-01-01,5,0,",
    )  # fmt: skip
    told = {(body.actors[1].state, body.actors[1].side, body.about, body.when.edtf) for body in bodies(found)}
    assert told == {
        ("FRA", "a", "internal conflict of Mali; France takes part for the government", "2013"),
        ("TCD", "b", "internal conflict of Mali; Chad takes part for the other side", "2013"),
    }


def test_a_dependency_is_one_holding_while_owner_and_status_stay(tmp_path: Path) -> None:
    header = "gwcode,country_name,start,end,status,owner,capname,caplong,caplat"
    found = read(
        tmp_path, "cshapes.csv", header,
        "531,Eritrea,1886-01-01,1889-05-01,colony,325,Assab,42.7,12.98", "531,Eritrea,1889-05-02,1941-05-18,colony,325,Asmara,38.9,15.3",
        "531,Eritrea,1941-05-19,1951-12-31,occupied,200,Asmara,38.9,15.3", "531,Eritrea,1993-05-24,2019-12-31,independent,531,Asmara,38,15",
    )  # fmt: skip
    assert [(body.holder.name, body.title, body.since and body.since.edtf, body.until.edtf) for body in bodies(found)] == [
        ("Kingdom of Italy", "possession", None, "1941-05-18"),
        ("United Kingdom", "occupied", "1941-05-19", "1951-12-31"),
    ]


def test_independence_with_a_month_that_is_not_known_and_before_the_list_begins(tmp_path: Path) -> None:
    header = "State,Name,ColRuler,IndFrom,IndDate,IndViol,IndType,SecFrom,SecDate,SecViol,Into,IntoDate,COWsys,GWsys,Notes"
    found = read(
        tmp_path, "coldata110.csv", header,
        "2,United States of America,200,200,178300,1,2,-9,-9,-9,-9,-9,181601,181601,-9",
        "331,San Marino,-9,-9,30100,0,1,-9,-9,-9,-9,-9,-9,-9,-9",
    )  # fmt: skip
    (body,) = bodies(found)
    assert body.when.edtf == "1783" and [actor.state for actor in body.actors] == ["USA", "GBR"]
    assert body.actors[1].role == "recipient" and body.about == "decolonisation"


def test_sanctions_by_names_and_organisations(tmp_path: Path) -> None:
    header = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other"
    found = read(
        tmp_path, "GSDB_V3.csv", header,
        "1,Turkey,EU,2019,2022,0,1,0,0,1,0", '2,Italy,"UN, France, Nowhere Land",1950,1951,1,0,0,0,0,0',
        "3,Nowhere Land,France,1950,1951,1,0,0,0,0,0",
    )  # fmt: skip
    one, two = bodies(found)
    assert one.about == "arms, travel" and one.when.edtf == "2019/.." and one.actors[0].organisation == "european-union"
    assert [(actor.name, actor.role) for actor in two.actors] == [
        ("United Nations", "actor"), ("France", "actor"), ("Nowhere Land", "actor"), ("Italy", "recipient"),
    ]  # fmt: skip
    assert [(row.line, row.kept) for row in found.bad] == [(4, True)]


def test_parties_of_a_treaty_and_what_is_no_agreement(tmp_path: Path) -> None:
    found = read(
        tmp_path, "DESTA.csv", "number;base_treaty;name;entry_type;year;entryforceyear;c1;c2;c3",
        "1;1;A;base_treaty;1958;1959;380;792;500", "1-1;1;A out;withdrawal;1960;1960;792;NA;NA", "1a;1;A;consolidated;1958;1959;380;792;500",
        "2;2;B;negotiation;NA;NA;380;792;NA",
    )  # fmt: skip
    one, two = found.claims
    assert one.body.signed.edtf == "1958" and [party.name for party in one.body.parties] == ["Italy", "Türkiye", "Montserrat"]
    assert two.realis == "planned" and two.body.signed is None
    assert {column.name: len(column.data) // 4 for column in found.columns}["code"] == 9


def test_a_post_that_the_lists_of_several_years_show_is_one_fact(tmp_path: Path) -> None:
    from relazione.cli.commands.datasets import add_to_record
    from relazione.record.store import Record

    with Record.open(tmp_path / "r.db", create=True) as record:
        for year, title in (("2016", "Consulate"), ("2017", "Consulate"), ("2019", "Consulate-General")):
            path = tmp_path / f"{year}.csv"
            path.write_text(f"{LOWY}\nItaly,1,Izmir,Turkey,Consulate / Consulate-General,{title}\n")
            add_to_record(path, import_file(path), record)
        facts = record.facts()
        assert sorted(len(fact.claims) for fact in facts) == [1, 2]  # a consulate, and later a consulate-general
        assert len(record.data_files()) == 3


def test_a_party_before_the_list_begins_is_of_its_lineage_or_a_name() -> None:
    from relazione.sources.datasets.parties import party_named, party_or_name, party_within
    from relazione.sources.datasets.table import BadValue

    assert party_or_name("cow", "640", "1741").polity == "ottoman-empire"
    then_a_colony = party_or_name("isonum", "028", "1968")
    assert (then_a_colony.name, then_a_colony.polity, then_a_colony.state) == ("Antigua and Barbuda", None, "ATG")
    assert party_or_name("cow", "240", "1700").name == "Kingdom of Hanover"
    assert party_within("cow", "305", "1900", "1930").polity == "first-austrian-republic"
    assert party_named("Turkey", "1900").polity == "ottoman-empire" and party_named("EU").organisation == "european-union"
    for call in (lambda: party_or_name("cow", "99999", "1900"), lambda: party_named("Atlantis", "1900")):
        with pytest.raises(BadValue):
            call()
