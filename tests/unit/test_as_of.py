"""How things stood: some forty questions to the hand-made claims, and the rules of the as-of contract one by one."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.analysis.as_of import standing
from relazione.analysis.at_war import general_end, general_wars
from relazione.analysis.contract import Standing, json_schema
from relazione.model.claims import Actor, Agreement, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When, parse_day
from relazione.model.errors import ImpossibleDate, SameState, UnknownState
from relazione.record.store import Record

TODAY = "2026-03-01"


def ask(record: Record, on: str | None = None) -> Standing:
    return standing(record, "ITA", "TUR", on, today=TODAY)


def holdings(found: Standing) -> dict[str, tuple[str, str]]:
    return {item.territory: (item.holder, item.title) for item in found.holdings}


def missions(found: Standing, state: str, kind: str) -> set[str | None]:
    return {item.city for item in found.missions if item.sender == state and item.kind == kind}


def belongs(found: Standing, member: str) -> dict[str, str]:
    return {item.organisation: item.status for item in found.memberships if item.member == member}


# how it will be judged: questions to the seed's facts


def test_who_held_kastellorizo_in_1925(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record, "1925-01-01").holdings if item.territory == "Kastellorizo"]
    assert (item.holder, item.title, item.since, item.until, item.certainty) == (
        "Kingdom of Italy",
        "possession",
        "1921",
        None,
        "assumed",
    )


def test_kastellorizo_is_told_for_1921_and_for_no_day_before(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record, "1921-05-01").holdings if item.territory == "Kastellorizo"]
    assert item.certainty == "attested"
    assert "Kastellorizo" not in holdings(ask(seed_record, "1920-12-31"))


def test_a_holding_is_not_assumed_to_outlive_its_holder(seed_record: Record) -> None:
    assert "Kastellorizo" in holdings(ask(seed_record, "1940-01-01"))
    assert "Kastellorizo" not in holdings(ask(seed_record, "1950-01-01"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1300-01-01", None),
        ("1500-01-01", None),  # wars told over three centuries: there was peace between them
        ("1902-11-10", False),
        ("1911-06-01", True),
        ("1912-06-01", True),
        ("1913-01-01", False),
        ("1914-12-01", False),
        ("1915-08-20", False),
        ("1915-08-21", True),
        ("1915-09-01", True),
        ("1918-10-30", True),
        ("1918-10-31", False),
        ("1925-01-01", False),
        ("2000-01-01", False),
        ("2021-04-30", False),
        (None, None),
    ],
)
def test_at_war(seed_record: Record, day: str | None, expected: bool | None) -> None:
    assert ask(seed_record, day).at_war is expected


def test_a_war_implies_severed_relations(seed_record: Record) -> None:
    relations = ask(seed_record, "1915-09-01").relations
    assert (relations.status, relations.since, relations.certainty) == ("severed", "1915-08-21", "assumed")


def test_relations_stand_where_an_embassy_stands(seed_record: Record) -> None:
    assert ask(seed_record, "1925-01-01").relations.status == "established"
    assert ask(seed_record).relations.status == "established"
    assert ask(seed_record, "1800-01-01").relations.status == "unknown"


def test_which_honorary_consulates_italy_keeps(seed_record: Record) -> None:
    found = missions(ask(seed_record), "Italy", "honorary-consulate")
    assert found == {"Antalya", "Bursa", "Gaziantep", "İskenderun", "Nevşehir"}
    assert missions(ask(seed_record), "Italy", "consular-correspondent") == {"Eskişehir"}
    assert missions(ask(seed_record, "1990-01-01"), "Italy", "honorary-consulate") == set()


def test_who_is_the_ambassador_now(seed_record: Record) -> None:
    assert [(item.person, item.office, item.of) for item in ask(seed_record).tenures] == [("Ömer Gücük", "ambassador", "Türkiye")]


def test_who_was_ambassador_when_the_convention_was_signed(seed_record: Record) -> None:
    assert {item.person for item in ask(seed_record, "1932-01-04").tenures} == {"Pompeo Aloisi", "Tevfik Rüştü Aras"}
    assert ask(seed_record, "1932-01-05").tenures == ()


def test_what_each_belonged_to_in_december_1914(seed_record: Record) -> None:
    found = ask(seed_record, "1914-12-01")
    assert belongs(found, "Ottoman Empire") == {"Central Powers": "member"}
    assert belongs(found, "Kingdom of Italy") == {}


def test_what_each_belonged_to_in_june_1915(seed_record: Record) -> None:
    found = ask(seed_record, "1915-06")
    assert belongs(found, "Ottoman Empire") == {"Central Powers": "member"}
    assert belongs(found, "Kingdom of Italy") == {"Entente": "member"}


def test_no_alliance_outlives_itself(seed_record: Record) -> None:
    assert ask(seed_record, "1921-01-01").memberships == ()


def test_nobody_was_in_nato_in_1914(seed_record: Record) -> None:
    assert not any(item.organisation == "NATO" for item in ask(seed_record, "1914-12-01").memberships)
    assert not any(item.organisation == "NATO" for item in ask(seed_record, "2021-03-31").memberships)


def test_present_memberships(seed_record: Record) -> None:
    assert belongs(ask(seed_record), "Italy") == {
        "NATO": "founding",
        "European Union": "member",
        "Union for the Mediterranean": "member",
    }
    assert belongs(ask(seed_record), "Türkiye") == {
        "NATO": "member",
        "European Union": "candidate",
        "Union for the Mediterranean": "member",
    }


def test_the_present_tense_is_attested_on_the_day_of_the_document_and_assumed_after(seed_record: Record) -> None:
    assert {item.certainty for item in ask(seed_record, "2021-04-15").memberships} == {"attested"}
    assert {item.certainty for item in ask(seed_record, "2021-05-01").memberships} == {"assumed"}


def test_what_was_signed_in_ankara(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record, "1932-01-04").agreements if item.signed == "1932-01-04"]
    assert item.place == "Ankara"
    assert item.certainty == "attested"
    assert item.parties == ("Kingdom of Italy", "Türkiye")
    assert item.signatories == ("Pompeo Aloisi (ambassador, Kingdom of Italy)", "Tevfik Rüştü Aras (foreign minister, Türkiye)")
    assert "Rho and Strongili to Italy" in item.provisions[0]
    assert item.provisions[1].endswith("to Turkey")


def test_the_islets_went_to_italy(seed_record: Record) -> None:
    assert holdings(ask(seed_record, "1932-01-04"))["Rho"] == ("Kingdom of Italy", "sovereign")
    assert "Rho" not in holdings(ask(seed_record, "1932-01-03"))


def test_lausanne_is_one_agreement_told_twice(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record, "1925-01-01").agreements if "Lausanne" in item.name]
    assert (item.signed, item.claims, item.certainty) == ("1923", 2, "assumed")


def test_agreements_of_others_are_left_out(seed_record: Record) -> None:
    names = {item.name for item in ask(seed_record).agreements}
    assert names == {"Treaty of Ouchy", "Treaty of Lausanne", "Convention between Italy and Turkey", "agreements"}


def test_the_arms_embargo_of_2020(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record, "2020-06-01").ongoing if item.type == "arms-embargo"]
    assert (item.actors, item.certainty) == (("Italy", "Türkiye"), "assumed")
    assert not any(item.type == "arms-embargo" for item in ask(seed_record, "2018-12-31").ongoing)


def test_what_happened_on_10_november_1902(seed_record: Record) -> None:
    found = {item.type: item.certainty for item in ask(seed_record, "1902-11-10").ongoing}
    assert found == {"crisis": "attested", "surrender": "attested"}


def test_an_instant_only_on_its_day(seed_record: Record) -> None:
    assert {item.type for item in ask(seed_record, "1902-11-11").ongoing} == {"crisis"}


def test_a_crisis_ends_with_its_year(seed_record: Record) -> None:
    assert not any(item.type == "crisis" for item in ask(seed_record, "1903-01-01").ongoing)


def test_the_war_is_ongoing_in_1912_and_in_1915(seed_record: Record) -> None:
    assert [item.certainty for item in ask(seed_record, "1912-06-01").ongoing if item.type == "war"] == ["attested"]
    assert [item.certainty for item in ask(seed_record, "1916-01-01").ongoing if item.type == "war"] == ["assumed"]


def test_occupied_while_occupied(seed_record: Record) -> None:
    assert holdings(ask(seed_record, "1920-01-01"))["Constantinople"] == ("Kingdom of Italy", "occupied")
    assert "Constantinople" not in holdings(ask(seed_record, "1924-01-01"))
    assert "southwestern Anatolia" not in holdings(ask(seed_record, "1922-01-01"))


def test_the_latest_title_of_a_holder_counts(seed_record: Record) -> None:
    assert holdings(ask(seed_record, "1914-12-01"))["Dodecanese"] == ("Kingdom of Italy", "administered")


def test_which_trade_volume_was_aimed_at(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record).measures if item.target]
    assert (item.what, item.value, item.unit, item.date) == ("trade-target", 40, "billion USD", None)
    assert not any(item.target for item in ask(seed_record, "2022-01-01").measures)


def test_a_range_is_a_range(seed_record: Record) -> None:
    (item,) = [item for item in ask(seed_record).measures if item.what == "diaspora"]
    assert (item.value, item.value_max) == (30000, 40000)


def test_embassy_told_often_is_one_item(seed_record: Record) -> None:
    (rome,) = [item for item in ask(seed_record).missions if item.city == "Rome"]
    assert (rome.kind, rome.claims, rome.since, rome.address) == ("embassy", 5, "1856", "Via Palestro, 28, Rome")
    (ankara,) = [item for item in ask(seed_record).missions if item.city == "Ankara" and item.kind == "embassy"]
    assert ankara.claims == 3


def test_milan_and_naples_are_disputed(seed_record: Record) -> None:
    found = ask(seed_record)
    disputed = {item.city: item.fact for item in found.missions if item.certainty == "disputed"}
    assert set(disputed) == {"Milan", "Naples"}
    assert set(found.conflicts) == set(disputed.values())


def test_planned_things_are_not_facts(seed_record: Record) -> None:
    assert not any(item.type == "co-hosting" for item in ask(seed_record, "2032-06-01").ongoing)


def test_last_before_is_dated_and_the_newest_first(seed_record: Record) -> None:
    found = ask(seed_record, "1925-01-01").last_before
    assert len(found) == 10
    assert [item.type for item in found[:3]] == ["territorial-renunciation", "occupation", "declaration-of-war"]
    assert all(parse_day(item.date.split("/")[0]) < parse_day("1925-01-01") for item in found)


def test_an_event_of_the_day_is_not_before_it(seed_record: Record) -> None:
    assert all(item.date != "1902-11-10" for item in ask(seed_record, "1902-11-10").last_before)
    assert ask(seed_record, "1902-11-11").last_before[0].date == "1902-11-10"


def test_the_sides_have_the_polities_of_the_day(seed_record: Record) -> None:
    found = ask(seed_record, "1912-01-01").sides
    assert [side.state for side in found] == ["Italy", "Türkiye"]
    assert [[polity.name for polity in side.polities] for side in found] == [["Kingdom of Italy"], ["Ottoman Empire"]]


def test_the_pair_can_be_asked_either_way(seed_record: Record) -> None:
    one, other = standing(seed_record, "ITA", "TUR", "1912-06-01"), standing(seed_record, "TUR", "ITA", "1912-06-01")
    assert other.at_war is True
    assert {item.fact for item in one.holdings} == {item.fact for item in other.holdings}


# the contract


def test_keys_are_always_there(record: Record) -> None:
    found = msgspec.to_builtins(standing(record, "FRA", "DEU", "1925-01-01"))
    assert list(found) == [
        "schema", "pair", "as_of", "sides", "at_war", "relations", "missions", "memberships", "agreements", "holdings", "ongoing",
        "measures", "tenures", "last_before", "conflicts",
    ]  # fmt: skip
    assert (found["schema"], found["pair"], found["as_of"], found["at_war"]) == (1, ("FRA", "DEU"), "1925-01-01", None)
    assert found["relations"] == {"status": "unknown", "since": None, "certainty": None, "fact": None, "seen": ()}


def test_items_have_from_and_to(seed_record: Record) -> None:
    found = msgspec.json.decode(msgspec.json.encode(ask(seed_record)))
    for name in ("missions", "memberships", "agreements", "measures", "tenures", "last_before", "ongoing"):
        assert found[name], name
        for item in found[name]:
            assert {"fact", "label", "from", "to", "certainty", "claims"} <= set(item)
    assert {"sender", "receiver", "city", "kind", "head", "address"} <= set(found["missions"][0])


def test_the_schema_names_every_key() -> None:
    schema = json_schema()
    assert "from" in schema["$defs"]["MissionItem"]["properties"]
    assert set(schema["$defs"]["Standing"]["required"]) >= {"pair", "as_of", "at_war", "relations"}


def test_wrong_questions(record: Record) -> None:
    with pytest.raises(SameState):
        standing(record, "ITA", "Italy")
    with pytest.raises(UnknownState, match="did you mean"):
        standing(record, "Itally", "TUR")
    with pytest.raises(ImpossibleDate):
        standing(record, "ITA", "TUR", "1925-02-30")


# rules, each on a record of its own


def asked(seed: ModuleType, record: Record, *bodies: Any, on: str | None, date: str | None = None) -> Standing:
    record.add(*seed.told("d", *((body, {}) if not isinstance(body, tuple) else body for body in bodies), date=date))
    return standing(record, "ITA", "TUR", on, today=TODAY)


def test_a_document_date_is_when_the_present_tense_holds(seed: ModuleType, record: Record) -> None:
    body = (Membership(seed.turkey(), "NATO", "nato"), {"current": True})
    found = asked(seed, record, body, on="2001-01-01", date="2000-06")
    assert [item.certainty for item in found.memberships] == ["assumed"]
    assert standing(record, "ITA", "TUR", "2000-05-31").memberships == ()


def test_without_any_date_the_present_tense_holds_only_at_present(seed: ModuleType, record: Record) -> None:
    body = (Membership(seed.turkey(), "NATO", "nato"), {"current": True})
    assert len(asked(seed, record, body, on=None).memberships) == 1
    assert standing(record, "ITA", "TUR", "2020-01-01", today=TODAY).memberships == ()


def test_sources_that_disagree_about_the_day(seed: ModuleType, record: Record) -> None:
    for number, since in enumerate(("1912-03", "1912-10-18")):
        record.add(*seed.told(f"d{number}", (Holding("Libya", seed.kingdom(), "possession", When(since)), {})))
    assert [item.certainty for item in ask(record, "1912-06-01").holdings] == ["disputed"]
    assert [item.certainty for item in ask(record, "1913-01-01").holdings] == ["assumed"]
    assert len(ask(record, "1912-06-01").conflicts) == 1


def test_a_more_exact_date_is_no_dispute(seed: ModuleType, record: Record) -> None:
    for number, since in enumerate(("1912", "1912-10-18")):
        record.add(*seed.told(f"d{number}", (Holding("Libya", seed.kingdom(), "possession", When(since)), {})))
    assert ask(record, "1912-06-01").holdings == ()
    assert [item.certainty for item in ask(record, "1912-11-01").holdings] == ["assumed"]


def test_a_war_without_an_end_ends_with_the_next_treaty(seed: ModuleType, record: Record) -> None:
    war = Event("declaration-of-war", (seed.kingdom(), seed.ottomans(role="recipient")), When("1870-05-01"))
    peace = Agreement("Treaty of X", "treaty", (seed.kingdom(), seed.ottomans()), When("1871-02-03"))
    later = Event("visit", (seed.kingdom(), seed.ottomans()), When("1890"))
    assert asked(seed, record, war, peace, later, on="1871-02-01").at_war is True
    assert ask(record, "1871-02-04").at_war is False


def test_wars_told_over_centuries_are_no_single_war(seed: ModuleType, record: Record) -> None:
    wars = Event("war", (seed.venice(), seed.ottomans()), When("1396/1718"))
    assert asked(seed, record, wars, on="1600-01-01").at_war is None
    assert ask(record, "1600-01-01").relations.status == "unknown"


def test_a_war_of_which_nothing_tells_the_end_is_not_known_to_go_on(seed: ModuleType, record: Record) -> None:
    war = Event("declaration-of-war", (seed.kingdom(), seed.ottomans(role="recipient")), When("1870-05-01"))
    later = Event("visit", (seed.kingdom(), seed.ottomans()), When("1890"))
    assert asked(seed, record, war, later, on="1870-05-01").at_war is True
    assert ask(record, "1880-01-01").at_war is None


def test_allies_in_a_war_are_not_at_war_with_each_other(seed: ModuleType, record: Record) -> None:
    russia = Actor("Russian Empire", state="RUS", polity="russian-empire", side="b")
    war = Event("war", (seed.kingdom(side="a"), seed.ottomans(side="a"), russia), When("1853/1856"))
    assert asked(seed, record, war, on="1854-06-01").at_war is False


def test_severed_until_resumed(seed: ModuleType, record: Record) -> None:
    pair = (seed.kingdom(), seed.turkey())
    acts = [
        Event(type_, pair, When(on))
        for type_, on in (
            ("relations-established", "1925-03-01"),
            ("relations-severed", "1930"),
            ("relations-resumed", "1935-05"),
        )
    ]
    assert asked(seed, record, *acts, on="1926-01-01").relations.status == "established"
    found = ask(record, "1932-01-01").relations
    assert (found.status, found.since, found.certainty) == ("severed", "1930", "assumed")
    assert ask(record, "1930-05-01").relations.certainty == "attested"
    found = ask(record, "1940-01-01").relations
    assert (found.status, found.since) == ("established", "1935-05")
    assert ask(record, "1925-02-28").relations.status == "unknown"


def test_an_agreement_that_ended_is_no_longer_in_force(seed: ModuleType, record: Record) -> None:
    body = Agreement("Treaty of X", "treaty", (seed.italy(), seed.turkey()), When("1950"), ended=When("1960-05-01"))
    assert [item.ended for item in asked(seed, record, body, on="1955-01-01").agreements] == ["1960-05-01"]
    assert ask(record, "1960-05-02").agreements == ()


def test_only_the_newest_quantity_up_to_the_day(seed: ModuleType, record: Record) -> None:
    about = (seed.italy(), seed.turkey())
    bodies = [
        Measure("trade-volume", value, unit="billion USD", when=When(year), about=about)
        for value, year in ((1, "2001"), (2, "2005"))
    ]
    assert [item.value for item in asked(seed, record, *bodies, on="2004-01-01").measures] == [1]
    assert [item.value for item in ask(record, "2010-01-01").measures] == [2]


def test_a_closed_mission_is_gone(seed: ModuleType, record: Record) -> None:
    body = Mission(seed.italy(), "consulate", seed.turkey(), "Adana", opened=When("1950"), closed=When("1980-06-30"))
    assert len(asked(seed, record, body, on="1970-01-01").missions) == 1
    assert ask(record, "1980-07-01").missions == ()


def test_a_tenure_lasts_from_to(seed: ModuleType, record: Record) -> None:
    body = Tenure("A. B.", "president", seed.turkey(), since=When("1990-01"), until=When("1994"))
    assert [item.certainty for item in asked(seed, record, body, on="1992-01-01").tenures] == ["attested"]
    assert ask(record, "1995-01-01").tenures == ()


def test_nobody_is_assumed_to_be_in_office_for_ever(seed: ModuleType, record: Record) -> None:
    long_ago = Tenure("A. B.", "ambassador", seed.italy(), to=seed.turkey(), since=When("1990-03"))
    still = (Tenure("C. D.", "president", seed.turkey(), since=When("1990")), {"current": True})
    found = asked(seed, record, long_ago, still, on="2010-01-01", date="2011-06-01")
    assert [(item.person, item.certainty) for item in found.tenures] == [("A. B.", "assumed"), ("C. D.", "attested")]
    assert [item.person for item in ask(record, "2016-01-01").tenures] == ["C. D."], (
        "an article of 2011 tells it in the present tense"
    )
    assert ask(record, "2037-01-01").tenures == ()


def test_other_pairs_are_left_out(seed: ModuleType, record: Record) -> None:
    greece = Actor("Greece", state="GRC", polity="greece")
    found = asked(
        seed,
        record,
        (Mission(greece, "embassy", seed.turkey(), "Ankara"), {"current": True}),
        (Mission(seed.italy(), "embassy", seed.turkey(), "Ankara"), {"current": True}),
        on=None,
    )
    assert [item.sender for item in found.missions] == ["Italy"]


def test_general_wars() -> None:
    assert all(war.first < war.last for war in general_wars())
    assert general_end(parse_day("1915-08-21"), "ITA", "TUR") == parse_day("1918-10-30")
    assert general_end(parse_day("1917-04-06"), "USA", "DEU") == parse_day("1918-11-11")
    assert general_end(parse_day("1880-01-01"), "CHL", "PER") is None
    assert general_end(parse_day("1950-10-19"), "CHN", "USA") == parse_day("1953-07-27")


def test_the_record_is_not_written_to(seed_record: Record, tmp_path: Path) -> None:
    with Record.open(seed_record.path, read_only=True) as record:
        assert ask(record, "1925-01-01") == ask(seed_record, "1925-01-01")


def test_an_aim_is_shown_though_it_is_planned(seed: ModuleType, record: Record) -> None:
    about = (seed.italy(), seed.turkey())
    aim = (Measure("trade-target", 40, unit="billion USD", target=True, about=about), {"realis": "planned"})
    order = (Measure("arms-deal", 3.5, unit="billion USD", about=about), {"realis": "planned"})
    assert [item.what for item in asked(seed, record, aim, order, on=None).measures] == ["trade-target"]


def test_fighting_told_as_begun_goes_on_until_peace(seed: ModuleType, record: Record) -> None:
    invasion = Event("invasion", (seed.kingdom(), seed.ottomans()), When("1902-10-31/.."))
    crisis = Event("crisis", (seed.kingdom(), seed.ottomans()), When("1902-10-01/.."))
    peace = Event("surrender", (seed.ottomans(), seed.kingdom()), When("1902-11-10"))
    assert {item.type for item in asked(seed, record, invasion, crisis, peace, on="1902-11-01").ongoing} == {"crisis", "invasion"}
    assert [item.type for item in ask(record, "1902-11-01").last_before] == []
    assert {item.type for item in ask(record, "1902-11-10").ongoing} == {"crisis", "surrender"}
    found = ask(record, "1903-01-01")
    assert found.ongoing == ()
    assert [item.type for item in found.last_before] == ["surrender", "invasion"]


def test_fighting_without_peace_is_not_assumed_for_longer_than_a_year(seed: ModuleType, record: Record) -> None:
    raids = Event("raid", (seed.kingdom(), seed.ottomans()), When("1902-10-31/.."))
    assert [item.certainty for item in asked(seed, record, raids, on="1903-06-01").ongoing] == ["assumed"]
    assert ask(record, "1904-06-01").ongoing == ()
    assert [item.type for item in ask(record, "1904-06-01").last_before] == ["raid"]


def test_an_occupation_without_a_told_end_does_not_outlast_peace(seed: ModuleType, record: Record) -> None:
    held = Holding("Otranto", seed.ottomans(), "occupied", since=When("1480"))
    peace = Event("surrender", (seed.ottomans(), seed.kingdom()), When("1481"))
    assert holdings(asked(seed, record, held, peace, on="1481-01-01")) == {"Otranto": ("Ottoman Empire", "occupied")}
    assert ask(record, "1600-01-01").holdings == ()


def test_who_left_a_territory_holds_it_no_longer_under_any_title(seed: ModuleType, record: Record) -> None:
    held = Holding("Otranto", seed.ottomans(), "occupied", since=When("1480"))
    left = Holding("Otranto", seed.ottomans(), "possession", until=When("1481"))
    again = Holding("Otranto", seed.ottomans(), "administered", since=When("1537"))
    assert "Otranto" in holdings(asked(seed, record, held, left, again, on="1480-06-01"))
    assert ask(record, "1500-01-01").holdings == ()
    assert holdings(ask(record, "1540-01-01")) == {"Otranto": ("Ottoman Empire", "administered")}
