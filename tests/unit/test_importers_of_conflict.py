"""What the importers work out from rows: common time, names of wars, polities of codes, columns, and which dataset a file is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from relazione.model.claims import Agreement, Event, Holding
from relazione.sources.datasets.imported import Imported, import_file
from relazione.sources.datasets.importers.interstate_wars import war_name
from relazione.sources.datasets.importers.stays import MOST, Stay, common, opposed, together
from relazione.sources.datasets.parties import ancestor, party
from relazione.sources.datasets.recognise import recognise
from relazione.sources.datasets.table import BadValue, Row


def stay(code: str, start: str, end: str, line: int = 2) -> Stay:
    return Stay(Row(line, [], {}), code, start, end)


@pytest.mark.parametrize(
    ("a", "b", "expected", "implied"),
    [
        (("1911-09-29", "1912-10-18"), ("1911-09-29", "1912-10-18"), "1911-09-29/1912-10-18", False),
        (("1914-10-28", "1918-10-30"), ("1915-05-23", "1918-11-11"), "1915-05-23/1918-10-30", True),
        (("1911-09", "1912-10-18"), ("1911-09-12", "1912-10-18"), "1911-09/1912-10-18", True),  # not more exact than its sources
        (("1898-10-05", "1898-10-05"), ("1898-09-06", "1898-10-05"), "1898-10-05", True),
        (("1951-10-22", ".."), ("1949-04-04", ".."), "1951-10-22/..", True),
        (("1900", ""), ("1901", ""), "1901/", True),
    ],
)
def test_common_time(a: tuple[str, str], b: tuple[str, str], expected: str, implied: bool) -> None:
    for pair in (a, b), (b, a):
        found = common([stay("1", *pair[0]), stay("2", *pair[1])])
        assert found is not None and (found.when().edtf, found.implied) == (expected, implied)


def test_no_common_time() -> None:
    assert common([stay("1", "1900", "1901-03"), stay("2", "1901-04-01", "..")]) is None
    assert list(opposed([stay("1", "1900", "1905")], [stay("2", "1906", "1907"), stay("1", "1900", "1905")])) == []


def test_members_are_told_with_the_time_that_they_shared() -> None:
    founders = [stay("200", "1854-03-12", "1856-03-30", 2), stay("640", "1854-03-12", "1856-03-30", 3)]
    late = stay("325", "1855-03-15", "1856-03-30", 4)
    found = [([one.code for one in inside], time.start, time.end) for inside, time in together([*founders, late])]
    assert found == [
        (["200", "640"], "1854-03-12", "1856-03-30"),
        (["200", "640", "325"], "1855-03-15", "1856-03-30"),
    ]


def test_a_dispute_of_thousands_is_refused() -> None:
    crowd = [stay(str(number), "1900", "1901") for number in range(MOST + 1)]
    for tried in (opposed(crowd, crowd), together(crowd)):
        with pytest.raises(BadValue, match="participants"):
            next(iter(tried))


def test_names_of_wars() -> None:
    named = {"Italian-Turkish": "Italian-Turkish War", "World War I": "World War I", "Boxer Rebellion": "Boxer Rebellion", "": ""}
    assert {name: war_name(name) for name in named} == named


def test_a_code_means_the_polity_of_the_day() -> None:
    assert party("cow", "325", "1825-09-25").polity == "kingdom-of-sardinia"
    assert party("cow", "325", "1861").polity == "kingdom-of-italy"
    assert party("cow", "40", "1902-05").polity == party("cow", "40", "1902-05-20").polity
    assert party("cow", "540", "1975-08-22").state == "AGO"  # in a dispute three months before its independence
    with pytest.raises(BadValue, match="is no state on 1850"):
        party("cow", "540", "1850")
    with pytest.raises(BadValue, match="knows no state"):
        party("cow", "9876", "1950")


def test_lists_that_use_codes_before_their_system() -> None:
    assert ancestor("cow", "220", "1494").polity == "kingdom-of-france"
    assert ancestor("cow", "255", "1740").state == "DEU" and "Prussia" in ancestor("cow", "255", "1740").name
    assert ancestor("cow", "300", "1494").polity == "archduchy-of-austria"
    with pytest.raises(BadValue):
        ancestor("cow", "9876", "1494")


def imported(tmp_path: Path, name: str, *lines: str) -> Imported:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n")
    return import_file(path)


def test_territory_is_held_until_it_is_lost_and_parts_have_no_holder(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        "tc2018.csv",
        "year,month,gainer,gaintype,procedur,entity,area,pop,portion,loser,losetype,number,conflict",
        "1912,3,325,0,1,620,100,1,1,640,0,1,1",
        "1947,2,1,0,3,620,100,1,1,325,0,2,0",
        "1939,6,640,1,3,652,100,.,0,220,0,3,0",
        "1920,4,200,0,6,666,100,.,1,640,0,4,0",
    )
    held = [body for claim in found.claims if isinstance(body := claim.body, Holding)]
    told = [(one.territory, one.holder.name, one.title, one.until.edtf if one.until else None) for one in held]
    assert told == [
        ("Libya", "Kingdom of Italy", "possession", "1947-02"),
        ("Libya", "international organisation", "possession", None),
        ("Palestine", "United Kingdom", "administered", None),
    ]
    assert [line.line for line in found.claims[1].evidence] == [2, 3]
    about = [body.about for claim in found.claims if isinstance(body := claim.body, Event)]
    assert about == ["Libya", "Libya", "part of Syria", "Palestine"]


def test_the_directed_edition_of_contiguity_makes_the_same_claims(tmp_path: Path) -> None:
    row = "ITA,640,TUR,4,186102,191210,over the sea,3.2"
    plain = imported(
        tmp_path, "contdir.csv", "dyad,statelno,statelab,statehno,statehab,conttype,begin,end,notes,version", f"325640,325,{row}"
    )
    directed = imported(
        tmp_path,
        "contdird.csv",
        "dyad,state1no,state1ab,state2no,state2ab,conttype,begin,end,notes,version",
        f"325640,325,{row}",
        "640325,640,TUR,325,ITA,4,186102,191210,over the sea,3.2",
    )
    assert [claim.body for claim in plain.claims] == [claim.body for claim in directed.claims]
    assert (plain.rows, directed.rows) == (1, 2)


def test_an_alliance_from_before_the_list_is_dated_by_its_own_start(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        "alliance_v4.1_by_member.csv",
        "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,"
        "mem_end_month,mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version",
        "1,200,United Kingdom,9,5,1386,I,1,1,1816,,,,1,1,1,0,1,0,4.1",
        "1,235,Portugal,9,5,1386,I,1,1,1816,,,,1,1,1,0,1,0,4.1",
    )
    (claim,) = found.claims
    assert isinstance(claim.body, Agreement) and claim.body.signed is not None
    assert (claim.body.signed.edtf, claim.body.ended) == ("1386-05-09", None)


def test_files_of_equal_header_are_told_apart_by_their_name(tmp_path: Path) -> None:
    header = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,fatality,hiact,hostlev,orig,version"
    for name, id_ in {"MIDB 5.0.csv": "cow-mid-b", "gml-midb-2.2.1.csv": "gml-mid-participants"}.items():
        path = tmp_path / name
        path.write_text(header + "\n")
        assert recognise(path).dataset.id == id_


def test_the_last_day_of_a_release(tmp_path: Path) -> None:
    header = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
    rows = [
        "ITA,325,Italy,1816,1,1,2011,12,31,2011",
        "TUR,640,Turkey,1816,1,1,2011,12,31,2011",
        "PAP,327,P,1816,1,1,1860,11,5,2011",
    ]
    assert imported(tmp_path, "states2011.csv", header, *rows).dataset.covers == ("1816-01-01", "2011-12-31")
    midb = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,fatality,hiact,hostlev,orig,version"
    found = imported(
        tmp_path,
        "MIDB 5.0.csv",
        midb,
        *(f"1,X,{code},1,1,2012,2,2,2012,{side},0,0,7,3,1,5" for side, code in enumerate((325, 640))),
    )
    assert found.dataset.covers[1] == "2014-12-31"
    assert "2012-01-01/2012-02-02" in msgspec.json.encode(found.claims).decode()
