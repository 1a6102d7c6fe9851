"""The review: what comes first, what is shown of it, and what a reviewer does."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from relazione.analysis import review
from relazione.model.claims import Event, Mission
from relazione.model.dates import When
from relazione.model.errors import RecordError, WrongUse
from relazione.record import schema
from relazione.record.store import Record


@pytest.fixture
def full(seed: ModuleType, record: Record) -> Record:
    """The seed article's claims, to be judged."""
    record.add(seed.document(), seed.claims(), coder="hand")
    return record


def add(record: Record, seed: ModuleType, id: str, *bodies: Any, **more: Any) -> list[str]:
    document, claims = seed.told(id, *(body if isinstance(body, tuple) else (body, {}) for body in bodies), **more)
    record.add(document, claims, coder="hand")
    return [claim.id for claim in claims]


def every(record: Record, by: str, **choice: Any) -> list[review.Line]:
    """The whole queue, page by page."""
    found: list[review.Line] = []
    after = None
    while True:
        page = review.queue(record, by, after=after, limit=7, **choice)
        found += page.items
        if page.next is None:
            return found
        after = page.next


# the queue


def test_the_queue_holds_every_claim_once_the_most_doubtful_first(full: Record) -> None:
    lines = every(full, "ada")
    assert sorted(line.claim for line in lines) == sorted(claim.id for claim in full.claims())
    assert review.queue(full, "ada").left == len(lines)
    priorities = [line.priority for line in lines]
    assert priorities == sorted(priorities, reverse=True)
    first = lines[0]
    assert first.disputed and first.priority > lines[-1].priority


def test_low_confidence_weight_and_conflicts_bring_a_claim_forward(seed: ModuleType, record: Record) -> None:
    sure = (Event("visit", (seed.italy(), seed.turkey()), When("1999")), {"confidence": 0.95})
    doubtful = (Event("visit", (seed.italy(), seed.turkey()), When("2001")), {"confidence": 0.4})
    war = (Event("war", (seed.kingdom(), seed.ottomans()), When("1911/1912")), {"confidence": 0.7})
    naples = (Mission(seed.turkey(), "consulate", seed.italy(), "Naples"), {"confidence": 0.9, "current": True})
    ids = add(record, seed, "a", sure, doubtful, war, naples)
    order = {line.claim: at for at, line in enumerate(every(record, "ada"))}
    assert order[ids[2]] < order[ids[1]] < order[ids[3]] < order[ids[0]]
    add(record, seed, "b", (Mission(seed.turkey(), "consulate", seed.italy(), "Milan"), {"current": True, "complete": True}))
    after = {line.claim: line for line in every(record, "ada")}
    assert after[ids[3]].disputed and after[ids[3]].priority > after[ids[1]].priority
    assert [line.claim for line in every(record, "ada", state="disputed")] == [ids[3]]
    record.withdraw_source("b", "Ada")
    assert not every(record, "ada", state="disputed")


def test_what_another_source_tells_too_can_wait(seed: ModuleType, record: Record) -> None:
    told = (Event("war", (seed.kingdom(), seed.ottomans()), When("1911/1912")), {"confidence": 0.6})
    (one,) = add(record, seed, "a", told)
    alone = every(record, "ada")[0].priority
    add(record, seed, "b", told)
    assert next(line.priority for line in every(record, "ada") if line.claim == one) == pytest.approx(alone / 2, abs=1e-5)


@pytest.mark.parametrize("verdict", ["accept", "reject", "unsure"])
def test_one_resumes_where_one_stopped_and_others_still_see_it(full: Record, verdict: str) -> None:
    before = [line.claim for line in every(full, "ada")]
    getattr(review, verdict)(full, before[0], "ada")
    assert [line.claim for line in every(full, "ada")] == before[1:]
    assert review.queue(full, "ada").left == len(before) - 1
    assert [line.claim for line in every(full, "ada", judged=True)] == before[:1]
    assert sorted(line.claim for line in every(full, "bob")) == sorted(before)
    review.undo(full, "ada")
    assert [line.claim for line in every(full, "ada")] == before


def test_the_queue_is_filtered(seed: ModuleType, full: Record) -> None:
    (other,) = add(full, seed, "b", Event("visit", (seed.actor("Germany", "DEU", "germany"), seed.italy())), pair=("DEU", "ITA"))
    assert [line.claim for line in every(full, "ada", pair=("ITA", "DEU"), document="b")] == [other]
    assert other not in {line.claim for line in every(full, "ada", pair=("ITA", "TUR"))}
    assert {line.kind for line in every(full, "ada", kind="holding")} == {"holding"}
    assert [line.claim for line in every(full, "ada", document="b")] == [other]
    assert {line.state for line in every(full, "ada", state="open")} == {"open"}
    for wrong in ({"kind": "wars"}, {"state": "new"}, {"document": "c"}, {"after": "x"}):
        with pytest.raises(WrongUse):
            review.queue(full, "ada", **wrong)  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="name"):
        review.queue(full, "  ")


def test_disagreement_and_doubt_of_others_come_before_what_is_settled(full: Record) -> None:
    one, two, three = (line.claim for line in every(full, "ada")[-3:])
    review.accept(full, one, "bob")
    review.accept(full, two, "bob")
    review.reject(full, two, "eve")
    review.unsure(full, three, "bob")
    lines = every(full, "ada")
    place = {line.claim: at for at, line in enumerate(lines)}
    states = {line.claim: line.state for line in lines}
    assert (states[one], states[two], states[three]) == ("judged", "split", "unsure")
    assert place[two] < place[three] < place[one] == len(lines) - 1


def test_a_claim_that_is_read_no_more_is_not_in_the_queue_unless_it_was_accepted(seed: ModuleType, record: Record) -> None:
    document, claims = seed.document(), seed.claims()
    record.add(document, claims, coder="1")
    review.accept(record, claims[1].id, "ada")
    record.add(document, claims[2:], coder="2")
    left = {line.claim for line in every(record, "bob")}
    assert claims[0].id not in left
    assert claims[1].id in left


def test_a_record_of_before_says_what_to_do(full: Record) -> None:
    with full.reading() as connection:
        connection.execute("DROP TABLE review")
    with pytest.raises(RecordError, match="open it once for writing"):
        review.queue(full, "ada")


def test_rebuilding_changes_nothing_of_the_queue(full: Record) -> None:
    ids = [claim.id for claim in full.claims()]
    review.accept(full, ids[0], "ada")
    review.reject(full, ids[1], "bob")
    review.edit(full, ids[2], {"city": "Smyrna"}, "ada")
    review.different(full, ids[5], ids[6], "ada")

    def rows() -> list[Any]:
        with full.reading() as connection:
            return [
                connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
                for table in ("review", "standing", "rereads")
            ]

    before = rows()
    full.rebuild()
    assert rows() == before
    assert schema.PROJECTION_VERSION >= 8


# re-reading


def test_a_decision_goes_over_to_an_equal_claim_and_is_shown_with_another_one(seed: ModuleType, record: Record) -> None:
    visit = Event("visit", (seed.italy(), seed.turkey()), When("1999"), words="visited")
    siege = Event("siege", (seed.ottomans(), seed.papal(role="recipient")), When("1480"), place="Otranto", words="besieged")
    (one, two) = add(record, seed, "a", visit, siege)
    review.reject(record, one, "ada", note="no visit")
    review.reject(record, two, "ada", note="wrong year")
    mended = Event("siege", siege.actors, When("1481"), place="Otranto", words="besieged")
    document, claims = seed.told("a", (visit, {}), (mended, {}))
    record.add(document, claims, coder="better")
    new = claims[1].id
    lines = every(record, "ada")
    assert [(line.claim, line.state) for line in lines] == [(new, "reread")]
    item = review.item(record, new, "ada")
    assert item.mine is None
    assert [(one.of, one.decision.verdict, one.decision.note) for one in item.opinions] == [("earlier", "reject", "wrong year")]
    assert item.opinions[0].earlier and item.opinions[0].earlier.id == two
    assert "read anew: ada rejected" in item.why[0]
    assert record.fact_of_claim(new), "the rejection does not fall on the corrected reading"
    review.accept(record, new, "ada")
    assert not every(record, "ada")


def test_a_decision_carried_over_is_the_reviewers_own_word(seed: ModuleType, record: Record) -> None:
    visit = Event("visit", (seed.italy(), seed.turkey()), When("1999"), words="visited")
    document, claims = seed.told("a", (visit, {}))
    record.add(document, claims, coder="1")
    review.accept(record, claims[0].id, "ada")
    other, again = seed.told("a", (Event("war"), {}), (visit, {}))
    assert again[1].id != claims[0].id
    record.add(other, again, coder="2")
    item = review.item(record, again[1].id, "ada")
    assert (item.state, item.mine and item.mine.verdict, item.opinions[0].of) == ("judged", "accept", "carried")
    assert [line.claim for line in every(record, "ada")] == [again[0].id]


def test_which_claim_takes_over_may_change_with_a_judgement(seed: ModuleType, record: Record) -> None:
    """Two claims of the new reading are equal to the judged one: it goes over to none. Once one of them is judged, to the other."""
    visit = Event("visit", (seed.italy(), seed.turkey()), None, words="visited")
    (old,) = add(record, seed, "a", (visit, {}))
    review.reject(record, old, "ada")
    document, claims = seed.told("a", (Event("summit"), {}), (visit, {}), (visit, {}))
    record.add(document, claims, coder="2")
    assert old not in {claim.id for claim in claims}
    open_ones = {line.claim for line in every(record, "ada")}
    assert {claims[1].id, claims[2].id} <= open_ones
    review.accept(record, claims[1].id, "bob")
    assert review.item(record, claims[2].id, "ada").mine.verdict == "reject"  # type: ignore[union-attr]
    before = every(record, "ada")
    record.rebuild()
    assert every(record, "ada") == before


def test_deciding_on_a_claim_that_was_read_anew_meanwhile(seed: ModuleType, record: Record) -> None:
    siege = Event("siege", (seed.ottomans(), seed.papal(role="recipient")), When("1480"), words="besieged")
    (old,) = add(record, seed, "a", siege)
    document, claims = seed.told("a", (Event("siege", siege.actors, When("1481"), words="besieged"), {}))
    record.add(document, claims, coder="better")
    assert [line.state for line in every(record, "ada")] == ["open"]
    review.reject(record, old, "ada")  # Ada still had the old one before her
    assert [(line.claim, line.state) for line in every(record, "ada")] == [(claims[0].id, "reread")]
    review.undo(record, "ada")
    assert [(line.claim, line.state) for line in every(record, "ada")] == [(claims[0].id, "open")]


# one claim


def test_an_item_says_all_that_is_needed(full: Record) -> None:
    first = next(line for line in every(full, "ada") if line.label.startswith("Consulate-General of Türkiye in Milan"))
    item = review.item(full, first.claim, "ada")
    assert item.fact and item.fact.id == first.fact
    passage = item.passages[0]
    document = full.document(item.document)
    assert document.text[passage.start : passage.end] == item.claim.evidence[0].exact
    assert passage.words in document.text
    assert [conflict.field for conflict in item.conflicts] == ["kind"]
    assert any("sources disagree" in why for why in item.why)
    assert item.counts and item.read and item.mine is None
    review.reject(full, first.claim, "bob", note="an honorary one")
    item = review.item(full, first.claim, "ada")
    assert [(one.decision.by, one.decision.note, one.standing) for one in item.opinions] == [("bob", "an honorary one", True)]
    assert not item.counts
    with pytest.raises(WrongUse, match="no claim"):
        review.item(full, "c0", "ada")


def test_what_may_be_the_same_is_shown_and_joined_or_kept_apart(full: Record) -> None:
    facts = {fact.label: fact for fact in full.facts()}
    one = next(fact for label, fact in facts.items() if "occupied Constantinople" in label)
    item = review.item(full, one.claims[0], "ada")
    other = next(near for near in item.near if "Anatolia" in near.fact.label)
    link = review.different(full, one.claims[0], other.claim, "ada", note="two places")
    near = review.item(full, one.claims[0], "ada").near[0]
    assert not near.joined and near.quote
    assert (near.fact.id, near.link) == (other.fact.id, link)
    assert "kept apart by ada" in near.why
    review.same(full, one.id, other.fact.id, "ada")
    assert full.fact(one.id) == full.fact(other.fact.id)
    review.undo(full, "ada")
    assert full.fact(one.id) != full.fact(other.fact.id)
    with pytest.raises(WrongUse, match="cannot be the same thing"):
        review.same(full, one.id, next(fact.id for fact in facts.values() if fact.kind == "event"), "ada")


def test_what_counts_as_one_can_be_parted(full: Record) -> None:
    milan = next(fact for fact in full.facts() if fact.label == "Consulate-General of Türkiye in Milan")
    item = review.item(full, milan.claims[0], "ada")
    mates = [near for near in item.near if near.joined]
    assert {near.claim for near in mates} == set(milan.claims[1:])
    assert mates[0].why == "counted as one with it", "what tells something else comes first"
    review.different(full, milan.claims[0], mates[0].claim, "ada")
    assert mates[0].claim not in full.fact(milan.claims[0]).claims
    review.undo(full, "ada")
    assert full.fact(milan.id) == milan


# undo


def test_undo_takes_back_one_act_after_another(full: Record) -> None:
    facts, ids = full.facts(), [claim.id for claim in full.claims()]
    review.accept(full, ids[0], "ada")
    review.edit(full, ids[0], {"city": "Ankara, Ulus"}, "ada")
    review.same(full, ids[1], ids[3], "ada")
    review.reject(full, ids[4], "bob")
    assert review.undo(full, "ada").links
    undone = review.undo(full, "ada")
    assert [one.verdict for one in undone.decisions] == ["edit"]
    assert review.item(full, ids[0], "ada").mine.verdict == "accept"  # type: ignore[union-attr]
    assert [one.verdict for one in review.undo(full, "ada").decisions] == ["accept"]
    assert review.undo(full, "ada") == type(undone)()
    assert full.facts() != facts, "Bob's rejection stands"
    review.undo(full, "bob")
    assert full.facts() == facts


def test_nobody_takes_back_what_another_decided(full: Record) -> None:
    claim = full.claims()[0].id
    decision = review.accept(full, claim, "ada")
    with pytest.raises(WrongUse, match="ada's"):
        full.decide(claim, "withdraw", "bob", withdraws=decision.id)


def test_the_same_key_twice_is_one_decision(full: Record) -> None:
    claim = full.claims()[0].id
    assert review.accept(full, claim, "ada") == review.accept(full, claim, " ada ")
    assert len(full.decisions()) == 1
    review.reject(full, claim, "ada")
    review.accept(full, claim, "ada")
    assert [one.verdict for one in full.decisions()] == ["accept", "reject", "accept"]


# by rule


def test_a_bulk_is_one_act(full: Record) -> None:
    facts = full.facts()
    chosen = review.Chosen(kind="mission", high=0.9)
    missions = [claim.id for claim in full.claims() if claim.kind == "mission"]
    review.reject(full, missions[0], "bob")
    dry = review.bulk(full, "accept", "ada", chosen, dry_run=True)
    assert (dry.count, dry.done, len(full.decisions())) == (len(missions) - 1, False, 1)
    assert 0 < len(dry.sample) <= 10
    done = review.bulk(full, "accept", "ada", chosen, expect=dry.count)
    assert (done.count, done.done, len(full.decisions())) == (dry.count, True, dry.count + 1)
    assert review.bulk(full, "accept", "ada", chosen, dry_run=True).count == 0
    assert len(review.undo(full, "ada").decisions) == dry.count
    review.undo(full, "bob")
    assert full.facts() == facts


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (review.Chosen(rule="told: one"), 1),
        (review.Chosen(rule="told*"), 2),
        (review.Chosen(rule="told%"), 0),
        (review.Chosen(low=0.5), 2),
        (review.Chosen(low=0.5, high=0.8), 1),
        (review.Chosen(high=0.5), 1),
        (review.Chosen(document="a"), 3),
        (review.Chosen(kind="event", pair=("TUR", "ITA"), state="open"), 3),
        (review.Chosen(state="disputed"), 0),
    ],
)
def test_what_a_bulk_chooses(seed: ModuleType, record: Record, chosen: review.Chosen, count: int) -> None:
    visits = [Event("visit", (seed.italy(), seed.turkey()), When(year)) for year in ("1999", "2000", "2001")]
    rules = (("told: one", 0.9), ("told: two", 0.6), ("other", 0.3))
    add(
        record,
        seed,
        "a",
        *((visit, {"rule": rule, "confidence": sure}) for visit, (rule, sure) in zip(visits, rules, strict=True)),
    )
    assert review.bulk(record, "reject", "ada", chosen).count == count
    assert len(record.decisions()) == count


def test_a_bulk_refuses_what_it_should(full: Record) -> None:
    with pytest.raises(WrongUse, match="something to choose by"):
        review.bulk(full, "accept", "ada", review.Chosen())
    with pytest.raises(WrongUse, match="look again"):
        review.bulk(full, "accept", "ada", review.Chosen(kind="mission"), expect=1)
    with pytest.raises(WrongUse, match="at once"):
        review.bulk(full, "edit", "ada", review.Chosen(kind="mission"))
    assert not full.decisions()
