"""Questions about a day, put to the record of two whole articles: the seed (beside the checkout) and the example of our own.

Both tell the same facts in other words, so that the same answers are expected of both.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from relazione.analysis.as_of import standing
from relazione.analysis.contract import Standing
from relazione.record.store import Record

pytestmark = pytest.mark.model
TODAY = "2025-06-01"
Ask = Callable[..., Standing]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=[pytest.param("seed", marks=pytest.mark.shared), "example"])
def article(request: pytest.FixtureRequest) -> str:
    """Which article."""
    return str(request.param)


@pytest.fixture(scope="module")
def record_path(article: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the article, read by the real coder."""
    from relazione.coding.coder import CODER_VERSION, code
    from relazione.sources.read import read_document

    coded = code(read_document(request.getfixturevalue(f"{article}_path")))
    path = tmp_path_factory.mktemp(article) / "relazione.db"
    with Record.open(path, create=True) as record:
        record.add(coded.document, coded.claims, coded.unread, CODER_VERSION)
    return path


@pytest.fixture(scope="module")
def ask(record_path: Path) -> Iterator[Ask]:
    """How the two stood on a day; without one, at the present (1 June 2025)."""
    with Record.open(record_path, read_only=True) as record:
        yield lambda on=None: standing(record, "ITA", "TUR", on, today=TODAY)


def known_gap(request: pytest.FixtureRequest, article: str, reason: str, strict: bool = True) -> None:
    """Of this article the answer is known to be wrong; the test says so when it is right."""
    if request.getfixturevalue("article") == article:
        request.applymarker(pytest.mark.xfail(strict=strict, reason=reason))


def holders(found: Standing) -> dict[str, tuple[str, str]]:
    """territory -> holder, title."""
    return {item.territory: (item.holder, item.title) for item in found.holdings}


def members(found: Standing) -> set[tuple[str, str]]:
    """(member, organisation)"""
    return {(item.member, item.organisation) for item in found.memberships}


def missions(found: Standing, sender: str, kind: str) -> set[str | None]:
    """The cities of the sender's missions of a kind."""
    return {item.city for item in found.missions if item.sender == sender and item.kind == kind}


def ongoing(found: Standing) -> dict[str, str]:
    """type (also the scheme's type that it refines) -> certainty, of what goes on between the two."""
    from relazione.reference.ontology import event_type

    return {kind: item.certainty for item in found.ongoing for kind in (item.type, event_type(item.type).type)}


# War and relations


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        ("1899-01-01", False),
        ("1911-12-31", True),
        ("1912-06-01", True),
        ("1913-06-01", False),
        ("1914-12-01", False),
        ("1915-06-01", False),
        ("1915-08-20", False),
        ("1915-08-21", True),
        ("1915-09-01", True),
        ("1916-06-01", True),
        ("1918-10-01", True),
        ("1919-06-01", False),
        ("1921-01-01", False),
        ("1925-01-01", False),
        ("1932-01-04", False),
        ("1941-07-01", False),
        ("1951-07-01", False),
        ("2019-10-15", False),
    ],
)
def test_whether_they_were_at_war(ask: Ask, day: str, answer: bool) -> None:
    assert ask(day).at_war is answer


def test_war_before_anything_is_told_is_not_known(ask: Ask) -> None:
    assert ask("1300-01-01").at_war is None


@pytest.mark.parametrize("day", ["1912-06-01", "1916-06-01"])
def test_a_war_implies_that_relations_are_severed(ask: Ask, day: str) -> None:
    relations = ask(day).relations
    assert (relations.status, relations.certainty) == ("severed", "assumed")


def test_relations_now(ask: Ask) -> None:
    assert ask().relations.status == "established"


def test_the_wars_are_ongoing_while_they_last(ask: Ask) -> None:
    assert ongoing(ask("1912-06-01"))["war"] == "attested"
    assert ongoing(ask("1916-06-01"))["war"] == "assumed"


# Who was there


@pytest.mark.parametrize(
    ("day", "side", "polity"),
    [
        ("1700-01-01", 0, "Republic of Venice"),
        ("1700-01-01", 1, "Ottoman Empire"),
        ("1880-01-01", 0, "Kingdom of Italy"),
        ("1900-01-01", 1, "Ottoman Empire"),
        ("1922-06-01", 1, "Ottoman Empire"),
        ("1930-01-01", 0, "Kingdom of Italy"),
        ("1930-01-01", 1, "Türkiye"),
        ("1950-01-01", 0, "Italy"),
        ("2025-01-01", 1, "Türkiye"),
    ],
)
def test_the_polities_of_the_two(ask: Ask, day: str, side: int, polity: str) -> None:
    assert polity in [one.name for one in ask(day).sides[side].polities]


# Territory


def test_kastellorizo_in_1925(ask: Ask) -> None:
    assert holders(ask("1925-01-01"))["Kastellorizo"] == ("Kingdom of Italy", "possession")


def test_kastellorizo_before_and_after(ask: Ask) -> None:
    assert "Kastellorizo" not in holders(ask("1920-01-01"))
    assert "Kastellorizo" not in holders(ask("1960-01-01"))


def test_otranto_was_held_in_1480_and_1481(ask: Ask, request: pytest.FixtureRequest) -> None:
    known_gap(request, "example", '"between that year and 1481" is read as 1481')
    assert holders(ask("1480-09-01"))["Otranto"][0] == "Ottoman Empire"
    assert holders(ask("1481-01-01"))["Otranto"][0] == "Ottoman Empire"
    assert "Otranto" not in holders(ask("1500-01-01"))


def test_otranto_was_held_briefly_again(ask: Ask) -> None:
    assert holders(ask("1537-06-01"))["Otranto"][0] == "Ottoman Empire"
    assert "Otranto" not in holders(ask("1600-01-01"))


def test_who_claimed_libya_and_who_had_it_in_1900(ask: Ask) -> None:
    libya = {(item.holder, item.title) for item in ask("1900-01-01").holdings if item.territory == "Libya"}
    assert ("Kingdom of Italy", "claimed") in libya
    assert ("Ottoman Empire", "sovereign") in libya


def test_the_dodecanese_in_the_war(ask: Ask) -> None:
    assert "Kingdom of Italy" in {item.holder for item in ask("1912-06-01").holdings if item.territory == "Dodecanese"}


def test_the_dodecanese_after_the_war(ask: Ask, request: pytest.FixtureRequest) -> None:
    known_gap(request, "example", "an undated sentence takes the dates of the war told before, with its end")
    assert holders(ask("1913-01-01"))["Dodecanese"] == ("Kingdom of Italy", "administered")


@pytest.mark.parametrize("day", ["1913-01-01", "1925-01-01", "1940-01-01"])
def test_the_dodecanese_were_no_longer_turkish(ask: Ask, day: str) -> None:
    assert all(item.holder == "Kingdom of Italy" for item in ask(day).holdings if item.territory == "Dodecanese")


def test_italy_occupied_parts_of_turkey_in_1920(ask: Ask) -> None:
    found = holders(ask("1920-06-01"))
    assert found["Istanbul"] == ("Kingdom of Italy", "occupied")
    assert found["Southwestern Anatolia"] == ("Kingdom of Italy", "occupied")


def test_italy_occupied_nothing_there_in_1925(ask: Ask) -> None:
    assert not any(item.title == "occupied" for item in ask("1925-01-01").holdings)


def test_which_islets_went_where_in_1932(ask: Ask, request: pytest.FixtureRequest) -> None:
    known_gap(request, "example", '"and with them Rho and Strongili" is not read: the parse ties it to the next clause')
    found = ask("1933-01-01").holdings
    italian = {item.territory for item in found if item.holder == "Kingdom of Italy"}
    turkish = {item.territory for item in found if item.holder == "Türkiye"}
    assert {"Ro", "Strongyli", "Kastellorizo"} <= italian
    assert any("harbour" in name for name in italian)
    assert any("islet" in name for name in turkish)


def test_nobody_of_the_two_holds_tunisia(ask: Ask) -> None:
    assert not {"Tunisia", "Cyprus", "Egypt"} & set(holders(ask("1900-01-01")))


# Memberships


def test_what_each_belonged_to_in_december_1914(ask: Ask) -> None:
    assert members(ask("1914-12-01")) == {("Ottoman Empire", "Central Powers")}


def test_what_each_belonged_to_in_june_1915(ask: Ask) -> None:
    assert members(ask("1915-06-01")) == {("Ottoman Empire", "Central Powers"), ("Kingdom of Italy", "Entente")}


@pytest.mark.parametrize("day", ["1900-01-01", "1914-12-01", "1930-01-01", "1945-01-01"])
def test_nobody_was_in_nato_or_the_union(ask: Ask, day: str) -> None:
    assert not {name for _, name in members(ask(day))} & {"NATO", "European Union", "Union for the Mediterranean"}


def test_what_each_belongs_to_now(ask: Ask) -> None:
    assert {(item.member, item.organisation, item.status) for item in ask().memberships} == {
        ("Italy", "NATO", "founding"),
        ("Türkiye", "NATO", "member"),
        ("Italy", "Union for the Mediterranean", "member"),
        ("Türkiye", "Union for the Mediterranean", "member"),
        ("Italy", "European Union", "member"),
        ("Türkiye", "European Union", "candidate"),
    }


# Missions


def test_honorary_consulates_now(ask: Ask) -> None:
    assert missions(ask(), "Italy", "honorary-consulate") == {"Antalya", "Bursa", "Gaziantep", "İskenderun", "Nevşehir"}
    assert missions(ask(), "Türkiye", "honorary-consulate") == set()


def test_the_consular_correspondent(ask: Ask) -> None:
    assert missions(ask(), "Italy", "consular-correspondent") == {"Eskişehir"}


def test_embassies_and_consulates_now(ask: Ask) -> None:
    found = ask()
    assert missions(found, "Italy", "embassy") == {"Ankara"}
    assert missions(found, "Türkiye", "embassy") == {"Rome"}
    assert missions(found, "Italy", "consulate-general") == {"Istanbul"}
    assert missions(found, "Italy", "consulate") == {"İzmir"}


def test_the_institutes(ask: Ask) -> None:
    assert missions(ask(), "Italy", "cultural-institute") == {"Istanbul", "İzmir", "Ankara"}


def test_who_is_ambassador(ask: Ask) -> None:
    found = ask()
    assert [item.head for item in found.missions if item.city == "Rome"] == ["Ömer Gücük"]
    assert ("Ömer Gücük", "ambassador", "Türkiye") in {(item.person, item.office, item.of) for item in found.tenures}


def test_where_the_turkish_embassy_is(ask: Ask) -> None:
    (address,) = [item.address for item in ask().missions if item.city == "Rome"]
    assert address is not None
    assert address.startswith("Via Palestro")
    assert "28" in address


def test_milan_and_naples_are_in_conflict(ask: Ask) -> None:
    found = ask()
    disputed = {item.city: item for item in found.missions if item.certainty == "disputed"}
    assert set(disputed) == {"Milan", "Naples"}
    assert {item.fact for item in disputed.values()} <= set(found.conflicts)


def test_missions_told_in_the_present_tense_are_not_there_earlier(ask: Ask) -> None:
    for day in ("1914-12-01", "1950-01-01", "2010-01-01"):
        assert "Eskişehir" not in {item.city for item in ask(day).missions}


def test_on_the_day_of_the_article_what_it_tells_is_attested(ask: Ask) -> None:
    found = ask("2021-04-01")
    assert {item.certainty for item in found.missions if item.city not in ("Milan", "Naples")} == {"attested"}
    assert {item.certainty for item in found.memberships} == {"attested"}
    assert {item.certainty for item in ask().memberships} == {"assumed"}


# Agreements


def test_what_was_signed_in_ankara_in_1932(ask: Ask) -> None:
    (convention,) = [item for item in ask("1932-01-04").agreements if item.signed == "1932-01-04"]
    assert convention.name.lower().startswith("convention")
    assert convention.place == "Ankara"
    assert set(convention.parties) == {"Kingdom of Italy", "Türkiye"}
    assert [name.split(" (")[0] for name in convention.signatories] == ["Pompeo Aloisi", "Tevfik Rüştü Aras"]


def test_what_the_convention_settled(ask: Ask, request: pytest.FixtureRequest) -> None:
    known_gap(request, "example", "what a treaty settled is not looked for in the next sentence")
    (convention,) = [item for item in ask("1940-01-01").agreements if item.signed == "1932-01-04"]
    told = " ".join(convention.provisions)
    assert "islet" in told
    assert "Strongili" in told


def test_the_convention_is_not_there_before(ask: Ask) -> None:
    assert not any(item.signed == "1932-01-04" for item in ask("1932-01-03").agreements)


def test_the_treaties_of_1912_and_1923(ask: Ask) -> None:
    found = {item.name: item.signed for item in ask("1925-01-01").agreements}
    assert found["Treaty of Ouchy"] == "1912"
    assert found["Treaty of Lausanne"] == "1923"


@pytest.mark.parametrize("day", ["1887-03-01", "1900-01-01", "1903-01-01", "1930-01-01"])
def test_secret_agreements_with_others_are_not_between_the_two(ask: Ask, day: str) -> None:
    assert not any("ecret" in item.name for item in ask(day).agreements)


def test_the_german_treaty_of_1941_is_not_between_the_two(ask: Ask) -> None:
    assert not any("German" in item.name for item in ask("1941-07-01").agreements)


def test_the_eleven_agreements_of_the_summit(ask: Ask) -> None:
    assert any(item.name.startswith("11 agreements") for item in ask().agreements)


# What went on, what had happened


def test_the_arms_embargo(ask: Ask) -> None:
    assert ongoing(ask("2020-01-01"))["arms-embargo"] == "assumed"
    assert "embargo" not in ongoing(ask("2018-01-01"))


def test_the_bombardment_goes_on_in_november_1902(ask: Ask, request: pytest.FixtureRequest) -> None:
    known_gap(request, "example", '"from 31 October" without "onwards" is read as that day')
    assert ongoing(ask("1902-11-05"))["attack"] in ("assumed", "attested")


def test_the_bombardment_did_not_go_on_for_longer(ask: Ask) -> None:
    assert "bombardment" not in ongoing(ask("1902-12-01"))
    assert "bombardment" not in ongoing(ask("1902-10-01"))


def test_what_happened_on_10_november_1902(ask: Ask) -> None:
    that_day = {item.type for item in ask("1902-11-10").ongoing if item.since == "1902-11-10"}
    assert that_day, "nothing of that day"
    assert not any(item.since == "1902-11-10" for item in ask("1902-11-11").ongoing)


def test_the_crisis_of_1902(ask: Ask) -> None:
    assert ongoing(ask("1902-11-05"))["crisis"] == "attested"
    assert "crisis" not in ongoing(ask("1903-01-01"))


def test_what_had_happened_before_1903(ask: Ask) -> None:
    found = ask("1903-01-01").last_before
    assert len(found) == 10
    assert {"1902", "1902-11-10"} <= {item.date for item in found}
    assert "crisis" in {item.type for item in found}
    assert not any(item.date > "1903" for item in found)


def test_what_had_happened_before_1933_begins_with_the_year_of_the_convention(ask: Ask) -> None:
    found = [item.date for item in ask("1933-01-01").last_before]
    assert found[0].startswith("1932")
    assert "1932-01-04" in found


def test_nothing_had_happened_before_anything_is_told(ask: Ask) -> None:
    assert ask("1300-01-01").last_before == ()


def test_the_planned_championship_is_no_past_event(ask: Ask) -> None:
    assert not any(item.date.startswith("2032") for item in ask().last_before)


# Figures


def test_the_trade_volume_aimed_at(ask: Ask) -> None:
    (target,) = [item for item in ask().measures if item.target]
    assert (target.value, target.unit) == (40e9, "USD") or (target.value, target.unit) == (40, "billion USD")


def test_turks_in_italy(ask: Ask) -> None:
    assert (30_000, 40_000) in {(item.value, item.value_max) for item in ask().measures if item.what == "diaspora"}


def test_undated_figures_are_of_the_present_only(ask: Ask) -> None:
    assert not any(item.target or item.what == "diaspora" for item in ask("1990-01-01").measures)


def test_who_was_killed_at_otranto(ask: Ask) -> None:
    assert 12_000 in {item.value for item in ask("1500-01-01").measures if item.what == "casualties"}


# Tenures


def test_who_signed_for_the_two_was_in_office_that_day(ask: Ask) -> None:
    found = {(item.person, item.office) for item in ask("1932-01-04").tenures}
    assert {("Pompeo Aloisi", "ambassador"), ("Tevfik Rüştü Aras", "foreign minister")} <= found


def test_nobody_is_in_office_for_ever(ask: Ask) -> None:
    assert not any(item.person in ("Pompeo Aloisi", "Rüstem Pasha") for item in ask("1950-01-01").tenures)


# The same by the command


def command(record_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "relazione", *words, "--db", str(record_path)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_the_command_tells_the_same(record_path: Path, ask: Ask) -> None:
    import msgspec

    made = command(record_path, "pair", "Italy", "Turkey", "--as-of", "1925-01-01", "--json")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout) == json.loads(msgspec.json.encode(ask("1925-01-01")))


def test_the_order_of_the_two_makes_no_other_answer(record_path: Path) -> None:
    one, other = (
        json.loads(command(record_path, "pair", *pair, "--as-of", "1912-06-01", "--json").stdout)
        for pair in (("ITA", "TUR"), ("Türkiye", "Italy"))
    )
    assert other["pair"] == one["pair"][::-1]
    assert other["sides"] == one["sides"][::-1]
    assert {item["fact"] for item in other["holdings"]} == {item["fact"] for item in one["holdings"]}
    assert other["at_war"] is one["at_war"] is True


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Italy", "Turkey", "--as-of", "1925-02-30"), "1925-02-30"),
        (("Italy", "Turkey", "--as-of", "yesterday"), "yesterday"),
        (("Itally", "Turkey"), "Italy"),
        (("Italy", "Italy"), "Italy"),
    ],
)
def test_wrong_use_is_one_message_and_2(record_path: Path, words: tuple[str, ...], told: str) -> None:
    made = command(record_path, "pair", *words)
    assert made.returncode == 2
    assert told in made.stderr
    assert "Traceback" not in made.stderr
    assert made.stdout == ""
