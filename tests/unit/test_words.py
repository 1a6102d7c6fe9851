"""The words in which facts are told: no more exact than the source, and as a person would write them."""

import pytest

from relazione.publish.visible import visible
from relazione.publish.words import (
    MISSIONS,
    holding,
    is_plain_mission,
    listed,
    number,
    plural_kind,
    span,
    the,
    told,
    undated,
    value_words,
)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1921", None, "since 1921"),
        (None, "1912", "until 1912"),
        ("1911", "1912", "1911 to 1912"),
        ("1932-01-04", "1932-01-04", "4 January 1932"),
        ("18XX", None, "since the 19th century"),
        ("1911/1912", None, "1911 to 1912"),
        (None, None, ""),
    ],
)
def test_a_span_is_told_as_exactly_as_it_is_known(start: str | None, end: str | None, words: str) -> None:
    assert span({"from": start, "to": end}) == words


@pytest.mark.parametrize(
    ("section", "item", "words"),
    [
        (
            "missions",
            {"sender": "Türkiye", "kind": "embassy", "city": "Rome", "address": "Via Palestro 28", "head": "Ömer Gücük"},
            "Türkiye: embassy in Rome, Via Palestro 28; headed by Ömer Gücük",
        ),
        ("missions", {"sender": "Italy", "kind": "school", "receiver": "Türkiye"}, "Italy: school in Türkiye"),
        ("memberships", {"member": "Italy", "organisation": "NATO", "status": "founding"}, "Italy is a founding member of NATO"),
        (
            "memberships",
            {"member": "Ottoman Empire", "organisation": "Central Powers", "status": "member", "from": "1914-11"},
            "The Ottoman Empire is a member of the Central Powers, since November 1914",
        ),
        (
            "holdings",
            {"holder": "Kingdom of Italy", "territory": "Kastellorizo", "title": "possession", "from": "1921"},
            "The Kingdom of Italy holds Kastellorizo as a possession, since 1921",
        ),
        (
            "agreements",
            {
                "name": "Convention of Ankara",
                "signed": "1932-01-04",
                "place": "Ankara",
                "signatories": ["Pompeo Aloisi (ambassador, Kingdom of Italy)", "Tevfik Rüştü Aras (foreign minister, Türkiye)"],
            },
            "Convention of Ankara, signed in Ankara on 4 January 1932 by Pompeo Aloisi (ambassador, Kingdom of Italy) and "
            "Tevfik Rüştü Aras (foreign minister, Türkiye)",
        ),
        ("agreements", {"name": "agreements", "label": "11 agreements (Türkiye, Italy)"}, "11 agreements"),
        ("agreements", {"name": "pact", "signed": "1912"}, "Pact, signed in 1912"),
        ("measures", {"what": "trade-target", "value": 40.0, "unit": "billion USD"}, "Trade target: 40 billion USD"),
        (
            "measures",
            {"what": "diaspora", "value": 30000.0, "value_max": 40000.0, "unit": "people"},
            "Diaspora: 30,000 to 40,000 people",
        ),
        ("tenures", {"person": "Ömer Gücük", "office": "ambassador", "of": "Türkiye"}, "Ömer Gücük: ambassador of Türkiye"),
        ("ongoing", {"type": "war", "actors": ["Kingdom of Italy", "Ottoman Empire"], "from": "1911", "to": "1912"},
         "War: Kingdom of Italy, Ottoman Empire, 1911 to 1912"),
    ],
)  # fmt: skip
def test_an_item_is_told_in_one_line(section: str, item: dict[str, object], words: str) -> None:
    assert told(section, item) == words


def test_the_dead_of_a_war_long_over_are_nothing_that_holds() -> None:
    dead = {"what": "casualties", "value": 12_000, "date": "1480/1481"}
    trade = {"what": "trade-volume", "value": 9, "date": "1480"}
    undated = {"what": "survivors", "value": 32, "date": None}
    data = {"as_of": "1481-06-01", "measures": [dead, trade, undated]}
    assert holding("measures", data) == [dead, trade]
    assert holding("measures", data | {"as_of": "1912-06-01"}) == [trade]


def test_under_a_heading_that_names_the_side_it_is_not_named_again() -> None:
    item = {"member": "Italy", "organisation": "European Union", "status": "member"}
    assert told("memberships", item, subject=False) == "Member of the European Union"


def test_every_kind_of_mission_has_a_plural() -> None:
    plurals = {kind: plural_kind(kind) for kind in MISSIONS}
    assert plurals["embassy"] == "embassies"
    assert plurals["consulate-general"] == "consulates-general"
    assert all(plural != MISSIONS[kind] for kind, plural in plurals.items())


def test_only_missions_of_which_no_more_is_told_share_a_row() -> None:
    assert is_plain_mission({"city": "Bursa", "address": None})
    assert not is_plain_mission({"city": "Rome", "address": "Via Palestro 28"})
    assert not is_plain_mission({"city": None})


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Italy", "Italy"),
        ("Kingdom of Italy", "the Kingdom of Italy"),
        ("United Kingdom", "the United Kingdom"),
        ("NATO", "NATO"),
        ("the Hague", "the Hague"),
        ("Dodecanese", "the Dodecanese"),
    ],
)
def test_names_take_the_article_that_they_need(name: str, words: str) -> None:
    assert the(name) == words


def test_a_label_loses_its_date_only_where_it_ends_with_it() -> None:
    assert undated("War: Italy, Ottoman Empire, 1911 to 1912", "1911/1912") == "War: Italy, Ottoman Empire"
    assert undated("Kingdom of Italy held Rho, since 4 January 1932", "1932-01-04/..") == "Kingdom of Italy held Rho"
    assert undated("Treaty of 1923 (A, B)", "1923") == "Treaty of 1923 (A, B)"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("when", "1911/1912", "1911 to 1912"),
        ("since", "not a date", "not a date"),
        ("secret", True, "yes"),
        ("value", 12000.0, "12,000"),
        ("kind", "consulate-general", "consulate-general"),
        ("sender", {"name": "Italy", "state": "ITA"}, "Italy"),
        ("actors", [{"name": "Italy"}, {"name": "Türkiye", "role": "recipient"}], "Italy; Türkiye (recipient)"),
        (
            "signatories",
            [{"name": "Italy", "person": "Pompeo Aloisi", "office": "ambassador"}],
            "Pompeo Aloisi (ambassador, Italy)",
        ),
        ("address", None, ""),
    ],
)
def test_a_value_is_told_as_people_read_it(field: str, value: object, words: str) -> None:
    assert value_words(field, value) == words


def test_numbers_and_lists() -> None:
    assert number(3.5) == "3.5"
    assert number(1234567) == "1,234,567"
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\x00", "\x1b", "\ufeff", "\ud800", "\u061c"])
def test_signs_that_hide_or_turn_words_are_made_visible(sign: str) -> None:
    assert visible(f"a{sign}b") == f"a⟨U+{ord(sign):04X}⟩b"


def test_all_other_signs_stay_as_they_are() -> None:
    text = "Kastellórizo, İzmir, 東京, Ελλάδα, עברית\n\t– “quoted”"
    assert visible(text) == text
