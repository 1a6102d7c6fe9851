"""A fact's page: how sure it is, how it came to be what it is, what is near it; and what of it is data."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from starlette.testclient import TestClient

from relazione.analysis.neighbours import neighbours
from relazione.analysis.story import claims_of, story
from relazione.model.claims import Agreement, Event, Holding, Mission, Tenure
from relazione.model.dates import When
from relazione.model.record import Fact
from relazione.publish.sureness import band_of, bands, sureness
from relazione.record.store import Record
from relazione.web.app import create_app

PAIR = ("ITA", "TUR")


@pytest.fixture
def path(seed: ModuleType, tmp_path: Path) -> Path:
    """A record of a war with its parts, a treaty and what it gave, visits, and an embassy with its envoy."""
    italy, turkey = seed.italy(), seed.turkey()
    bodies = (
        Event("war", (italy, turkey), When("1911-09-29/1912-10-18"), name="Libyan War"),
        Event("battle", (italy, turkey), When("1911-10-23"), part_of="Libyan War", place="Tripoli"),
        Event("bombardment", (italy, turkey), When("1912-01-07")),
        Agreement("Treaty of Ouchy", "treaty", (italy, turkey), When("1912-10-18")),
        Holding("Libya", italy, "possession", When("1912-10-18"), by="Treaty of Ouchy"),
        Event("visit", (italy, turkey), When("1932-11-01"), place="Ankara"),
        Event("visit", (italy, turkey), When("1955-11-11"), place="Rome"),
        Mission(italy, "embassy", turkey, "Ankara", opened=When("1930-05-01")),
        Tenure("A. Smith", "ambassador", italy, since=When("1940")),
    )
    document, claims = seed.told("a", *((body, {}) for body in bodies), date="1965")
    with Record.open(tmp_path / "facts.db", create=True) as record:
        record.add(document, claims, coder="1")
        other = Event("visit", (italy, seed.actor("France", "FRA", "france")), When("1932-11-02"), place="Ankara")
        document, claims = seed.told("france", (other, {}), pair=("ITA", "FRA"))
        record.add(document, claims, coder="1")
    return tmp_path / "facts.db"


def the(record: Record, words: str) -> Fact:
    (found,) = [fact for fact in record.facts() if words in fact.label]
    return found


def labels(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.label.partition(",")[0] for fact in facts]


# --- neighbours


def test_a_part_leads_to_the_whole_and_back(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        war, battle = the(record, "Libyan War"), the(record, "Battle")
        assert neighbours(record, battle, PAIR).part_of == (war,)
        assert neighbours(record, war, PAIR).parts == (battle,)


def test_a_holding_leads_to_the_treaty_that_gave_it_and_back(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        treaty, libya = the(record, "Treaty of Ouchy"), the(record, "Libya (")
        assert neighbours(record, libya, PAIR).given_by == (treaty,)
        assert libya in neighbours(record, treaty, PAIR).parts


def test_what_lasts_has_what_happened_during_it(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        war = the(record, "Libyan War")
        assert labels(neighbours(record, war, PAIR).time) == ["Bombardment: Italy", "Treaty of Ouchy (Italy"]


def test_the_same_place_is_of_the_same_two_states(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        embassy = the(record, "Embassy")
        (visit,) = neighbours(record, embassy, PAIR).place
        assert visit.start == "1932-11-01" and set(visit.states) == set(PAIR)


def test_the_facts_of_a_pair_are_a_chain_in_time(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        fact: Fact | None = the(record, "Libyan War")
        chain = []
        while fact is not None:
            chain.append(fact)
            after = neighbours(record, fact, PAIR).after
            assert after is None or neighbours(record, after, PAIR).before == fact
            fact = after
        dated = [one for one in record.facts(pair=PAIR) if one.start and "FRA" not in one.states]
        assert {one.id for one in dated} <= {one.id for one in chain}
        visits = [one for one in chain if one.label.startswith(("Visit", "Bilateral")) and "FRA" not in one.states]
        assert neighbours(record, visits[0], PAIR).alike_after is not None


def test_without_a_pair_only_names_lead_on(path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        found = neighbours(record, the(record, "Battle"), None)
        assert len(found.part_of) == 1
        assert (found.time, found.place, found.before, found.after) == ((), (), None, None)


def test_hostile_names_are_no_questions(seed: ModuleType, tmp_path: Path) -> None:
    name = 'a" OR label:b* NEAR(x) --'
    bodies = (Event("war", (seed.italy(), seed.turkey()), When("1911"), name=name),
              Event("battle", (seed.italy(), seed.turkey()), When("1911"), part_of=name, place='"'))  # fmt: skip
    document, claims = seed.told("a", *((body, {}) for body in bodies))
    with Record.open(tmp_path / "h.db", create=True) as record:
        record.add(document, claims, coder="1")
        war, battle = record.facts()
        assert neighbours(record, battle, PAIR).part_of == (war,)


# --- its history


def test_the_history_tells_who_did_what_and_when(path: Path, seed: ModuleType) -> None:
    with Record.open(path) as record:
        embassy = the(record, "Embassy")
        first = embassy.claims[0]
        record.decide(first, "unsure", "Ada", "is it open?")
        withdrawn = record.decide(first, "reject", "Ada", "closed in 1940")
        record.decide(first, "withdraw", "Ada", withdraws=withdrawn.id)
        body = msgspec.structs.replace(record.claim(first).body, opened=When("1931-05-01"))
        edit = record.decide(first, "edit", "Bo", edit=body)
        document, claims = seed.told("b", (Mission(seed.italy(), "embassy", seed.turkey(), "Ankara"), {"current": True}))
        record.add(document, claims, coder="2")
        record.link(claims[0].id, edit.replacement or "", True, "Ada", "the same house")
        record.undo("Ada")
        record.withdraw_source("b", "Bo", "copied")
        record.withdraw_source("b", "Bo", withdrawn=False)
        fact = record.fact(first)
        acts = story(record, claims_of(record, fact.id))
    assert [act.what for act in acts] == [
        "told", "unsure", "reject", "withdraw", "edit", "told", "link", "unlink", "withdrawn", "restored"
    ]  # fmt: skip
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[3].takes_back == "reject"
    assert [(field.name, field.before, field.now) for field in acts[4].fields] == [("opened", ("1930-05-01",), ("1931-05-01",))]
    assert [act.by for act in acts] == ["1", "Ada", "Ada", "Ada", "Bo", "2", "Ada", "Ada", "Bo", "Bo"]
    page = TestClient(create_app(path), base_url="http://127.0.0.1").get(f"/fact/{first}").text
    for words in ("Rejected by Ada: closed in 1940", "Ada took the rejection back", "Corrected by Bo: opened: 1 May 1930, now 1 May 1931",
                  "Joined with another claim by Ada: the same house", "B withdrawn by Bo: copied", "which does not count"):  # fmt: skip
        assert words in page, words


def test_a_claim_that_a_reading_drops_and_makes_again(seed: ModuleType, record: Record) -> None:
    document, claims = seed.document(), seed.claims()
    record.add(document, claims, coder="1")
    record.add(document, claims[1:], coder="2")
    record.add(document, claims, coder="3")
    assert [(act.what, act.by) for act in story(record, [claims[0].id])] == [("told", "1"), ("dropped", "2"), ("told-again", "3")]
    assert [act.what for act in story(record, [claims[1].id])] == ["told"]


# --- how sure


def test_the_measured_bands_are_those_of_the_page_on_accuracy(repository: Path) -> None:
    text = (repository / "docs" / "accuracy.md").read_text(encoding="utf-8").partition("Those that are kept")[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| .")]
    told = [(float(band.split(" to ")[0]), int(events), float(right)) for band, events, _, right in rows]
    assert [tuple(band) for band in bands()] == told
    assert band_of(0.95).right > band_of(0.55).right
    assert band_of(0.1) == bands()[0]


def test_how_sure_it_is_in_words(path: Path) -> None:
    with Record.open(path) as record:
        war, embassy = the(record, "Libyan War"), the(record, "Embassy")
        record.decide(embassy.claims[0], "accept", "Ada")

        def words(fact: Fact) -> str:
            claims = [record.claim(id_) for id_ in fact.claims]
            return "; ".join(sureness(fact, claims, {claim.id: record.decisions(claim.id) for claim in claims}))

        assert "told by 1 document" in words(war)
        assert "in ten were right in place and type" in words(war)
        assert "accepted by Ada" in words(embassy)
        assert "set by rule for this kind and not measured" in words(embassy)


# --- data


def test_the_table_has_a_row_for_each_claim_behind_each_value(path: Path) -> None:
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    with Record.open(path, read_only=True) as record:
        fact = the(record, "Libyan War")
    answer = client.get(f"/fact/{fact.id}.csv")
    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [(row["field"], row["claim"]) for row in table] == [
        (field.name, claim) for field in fact.fields for value in field.values for claim in value.claims
    ]
    assert all(row["quote"] and row["document"] == "a" for row in table)
    data = client.get(f"/fact/{fact.id}.json").json()
    assert [act["what"] for act in data["history"]] == ["told"]
    assert data["neighbours"]["parts"][0]["label"].startswith("Battle")
    assert data["how_sure"]
    assert client.get("/fact/nothing.csv").status_code == 404


def test_what_was_rejected_is_said_to_be(path: Path) -> None:
    with Record.open(path) as record:
        battle = next(fact for fact in record.facts() if fact.label.startswith("Battle"))
        record.decide(battle.claims[0], "unsure", "Bo")
        before = TestClient(create_app(path), base_url="http://127.0.0.1").get(f"/fact/{battle.id}")
        assert before.status_code == 200 and "+00:00</time>" not in before.text, "a time is told as people read it"
        record.decide(battle.claims[0], "reject", "Ada")
    gone = TestClient(create_app(path), base_url="http://127.0.0.1").get(f"/fact/{battle.id}")
    assert gone.status_code == 404 and "rejected by Ada on 20" in gone.text and "It was read in “" in gone.text
