"""The example article and its gold: every quote is in the text, every value is of the scheme, and the words are our own."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

FAMILIES = ("missions", "memberships", "events", "quantities", "persons", "other_facts")
KEYS = {"doc", "format", "parties", "predecessors", "infobox", *FAMILIES, "notes"}
EVENT_TYPES = """
    war battle attack occupation treaty agreement alliance trade-deal arms-deal relations-established relations-severed
    recognition independence visit summit negotiation mediation statement accusation threat protest support rejection sanction
    embargo expulsion extradition aid territorial-change territorial-claim crisis incident mission-opened mission-closed
    appointment cultural migration other
"""
MISSION_KINDS = """
    embassy consulate-general consulate honorary-consulate high-commission legation permanent-mission cultural-institute
    trade-office accredited-non-resident other
"""
MISSION_STATUSES = {"open", "closed", "planned", "unknown"}
EDTF_DAY = r"\d{2}[\dX]{2}(-\d{2}(-\d{2})?)?[~?%]?"
EDTF = re.compile(rf"{EDTF_DAY}(/({EDTF_DAY}|\.\.))?")
# What may run on for longer: headings and titles of other articles, which follow one another without prose between them.
NAMES_AND_TITLES = [
    "Embassy of Italy in Ankara / See . / See also / Foreign relations of",
    "EU–Turkey relations / Accession of Turkey to the EU",
]
LONGEST_SHARED_RUN = 7


@pytest.fixture(scope="module")
def text(example_path: Path) -> str:
    return example_path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gold(example_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(example_path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return found


def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, without case and punctuation."""
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", text.replace("İ", "I")).casefold()))


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    told = words(text)
    return {told[start : start + length] for start in range(len(told) - length + 1)}


def test_the_gold_has_every_family(gold: dict[str, Any]) -> None:
    assert set(gold) == KEYS
    assert all(gold[family] for family in FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_evidence_is_a_piece_of_the_text(gold: dict[str, Any], text: str, family: str) -> None:
    assert [item["evidence"] for item in gold[family] if not item["evidence"] or item["evidence"] not in text] == []


def test_the_infobox_is_that_of_the_text(gold: dict[str, Any], text: str) -> None:
    box = text.partition("Infobox\n")[2].partition("\n\n")[0]
    assert [f"- {key}: {value}" for key, value in gold["infobox"].items()] == box.splitlines()


def test_event_types_are_of_the_scheme(gold: dict[str, Any]) -> None:
    used = {kind for event in gold["events"] for kind in (event["type"], *event.get("type_alt", ()))}
    assert used - set(EVENT_TYPES.split()) == set()


def test_missions_are_of_the_scheme(gold: dict[str, Any]) -> None:
    assert {mission["kind"] for mission in gold["missions"]} - set(MISSION_KINDS.split()) == set()
    assert {mission["status"] for mission in gold["missions"]} - MISSION_STATUSES == set()
    parties = set(gold["parties"])
    assert [m for m in gold["missions"] if {m["sender"], m["receiver_country"]} != parties] == []


def test_dates_look_like_edtf(gold: dict[str, Any]) -> None:
    dates = [date for event in gold["events"] for date in (event["date"], *event.get("date_alt", ()))]
    dates += [quantity["date"] for quantity in gold["quantities"]]
    assert [date for date in dates if date is not None and not EDTF.fullmatch(date)] == []


def test_an_event_is_required_when_it_is_dated_and_names_who_acted(gold: dict[str, Any]) -> None:
    for event in gold["events"]:
        assert event["required"] is (event["date"] is not None), event
        assert isinstance(event.get("date_in_evidence"), bool) is event["required"], event
        assert event["actors"], event


def test_a_date_said_to_be_in_the_quote_has_its_last_year_there(gold: dict[str, Any]) -> None:
    for event in gold["events"]:
        year = re.findall(r"\d{4}", event["date"] or "")
        if event.get("date_in_evidence") and year:
            assert year[-1] in event["evidence"], event


def test_amounts_are_in_their_quotes(gold: dict[str, Any]) -> None:
    in_words = {11: "Eleven"}
    for quantity in gold["quantities"]:
        for value in filter(None, (quantity["value"], quantity["value_max"])):
            assert in_words.get(value, f"{value:,}") in quantity["evidence"], quantity


def test_persons_are_named_in_their_quotes(gold: dict[str, Any]) -> None:
    assert [person for person in gold["persons"] if person["name"] not in person["evidence"]] == []


def test_the_two_consular_accounts_of_milan_conflict(gold: dict[str, Any]) -> None:
    """The record has to show the conflict, so the example must keep it."""
    kinds = {mission["kind"] for mission in gold["missions"] if mission["city"] == "Milan"}
    assert kinds == {"consulate", "consulate-general"}


def test_layout_keeps_what_real_articles_have(text: str) -> None:
    assert text.startswith("= Italy–Turkey relations =\n\nInfobox\n- ")
    assert "\nSee .\n" in text
    assert re.search(r"[a-z]\.[A-Z][a-z]", text), "no place where two sentences are glued together"


@pytest.mark.shared
def test_no_longer_run_of_words_is_shared_with_the_seed(text: str, seed_path: Path) -> None:
    length = LONGEST_SHARED_RUN + 1
    shared = runs(text, length) & runs(seed_path.read_text(encoding="utf-8"), length)
    titles = set().union(*(runs(title, length) for title in NAMES_AND_TITLES))
    assert [" ".join(run) for run in sorted(shared - titles)] == []
