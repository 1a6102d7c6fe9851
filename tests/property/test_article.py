"""The article read back: the record of a pair as wikitext, read by our own reader, holds the same facts.

What may differ is named (DIFFERENCES): nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relazione.coding.coder import code
from relazione.model.claims import Actor, Agreement, Body, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When, bounds
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.model.record import Fact
from relazione.publish.article import article, told_facts
from relazione.publish.article.sentences import fields_of, sentence
from relazione.record.store import Record
from relazione.reference.ontology import ontology
from relazione.sources.read import document_from_text, read_document

pytestmark = pytest.mark.model

PAIR = ("ITA", "TUR")
DIFFERENCES = {
    "roles": "who did it and to whom, in an event that two have with each other (a war, an agreement): both come back as takers part",
    "type": "an event's type may come back as another of the same type of the scheme (a convention as a treaty)",
    "begun between": "a beginning told as between two years comes back as from the one to the other",
    "opened": "a post comes back with the date of an opening that is told as an event",
    "details": "addresses, native names, what a school offers, provisions, persons who acted: these are not told",
    "schools": "a school of which no city is told",
    "aims": "territories named by a phrase may come back shorter (other islets in the surrounding area)",
    "confidence": "confidence, evidence, ids and the number of claims are those of the article",
}
"""Which differences between a record and what is read back are known."""


def state(actor: Any) -> str:
    return str((actor or {}).get("state") or (actor or {}).get("name") or "")


def begin(edtf: Any) -> str:
    return str(edtf or "").removesuffix("/..")


def key(fact: Fact) -> tuple[Any, ...]:
    """What has to come back of a fact."""
    told = fields_of(fact)
    if fact.kind == "mission":
        return (fact.kind, state(told["sender"]), told["kind"], told.get("city"), told.get("status"))
    if fact.kind == "membership":
        return (fact.kind, state(told["member"]), told.get("organisation_id"), told["status"], begin(told.get("since")))
    if fact.kind == "agreement":
        parties = tuple(sorted(map(state, told.get("parties") or ())))
        return (fact.kind, str(told["name"]).lower(), parties, told.get("signed"))
    if fact.kind == "holding":
        return (fact.kind, told["territory"], state(told["holder"]), told["title"], *span(told))
    if fact.kind == "tenure":
        return (fact.kind, told["person"], told["office"], state(told.get("of")), state(told.get("to")))
    if fact.kind == "measure":
        return (fact.kind, told["what"], told["value"], told.get("value_max"), told.get("unit"))
    actors = tuple(sorted({state(actor) for actor in told.get("actors") or () if actor.get("role") != "about"}))
    return (fact.kind, ontology()[told["type"]].type, actors, begin(told.get("when")))


def span(told: dict[str, Any]) -> tuple[int | None, int | None]:
    """The first day on which it may have begun and the last on which it may have ended, whichever field tells them."""
    since, until = (bounds(begin(told[name])) if told.get(name) else None for name in ("since", "until"))
    last = until.end_latest if until else since.end_latest if since and "/" in begin(told.get("since")) else None
    return (since.start_earliest if since else None, last)


counter = itertools.count()


def read_back(text: str, folder: Path) -> list[Fact]:
    """The facts of an article, as our own reader reads it."""
    document = document_from_text(text, pair=PAIR, id="article", format="wikitext")
    coded = code(document)
    with Record.open(folder / f"back-{next(counter)}.db", create=True) as record:
        record.add(document, coded.claims, coded.unread)
        return record.facts()


def lost(record: Record, folder: Path) -> list[str]:
    """The sentences whose fact does not come back."""
    back = {key(fact) for fact in read_back(article(record, *PAIR), folder)}
    told = [(fact, sentence(fact)) for fact in told_facts(record, *PAIR)]
    return [said for fact, said in told if said and key(fact) not in back]


# --- made records ---------------------------------------------------------------------------------------------------------------

ITALY = Actor("Italy", polity="italian-republic", state="ITA")
TURKEY = Actor("Türkiye", polity="republic-of-turkiye", state="TUR")
BOTH = st.sampled_from([(ITALY, TURKEY), (TURKEY, ITALY)])
YEARS = st.integers(1950, 2015)
DATES = YEARS.map(str) | st.builds("{:04d}-{:02d}-{:02d}".format, YEARS, st.integers(1, 12), st.integers(1, 28))
CITIES = {"ITA": ("Rome", "Milan", "Naples", "Genoa", "Venice"), "TUR": ("Ankara", "Istanbul", "İzmir", "Bursa", "Antalya")}
BODIES = [("NATO", "nato"), ("United Nations", "united-nations"), ("Council of Europe", "council-of-europe")]
TERRITORIES = ["Kastellorizo", "Dodecanese", "Libya", "Cyprus"]
PEOPLE = ["Mario Bianchi", "Ayşe Yılmaz", "Anna Conti", "Mehmet Demir"]
DIRECTED = [
    "condemnation", "criticism", "accusation", "visit", "state-visit", "invasion", "bombardment", "expulsion", "sanction", "arms-embargo",
    "aid", "support", "arms-sale", "recognition", "relations-severed", "declaration-of-war", "annexation", "extradition", "threat", "apology",
    "ambassador-recalled", "mission-opened", "mission-closed", "rejection", "demand",
]  # fmt: skip
JOINT = [
    "war",
    "agreement",
    "treaty",
    "crisis",
    "summit",
    "negotiation",
    "relations-established",
    "relations-resumed",
    "trade-agreement",
]


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Body, bool]:
    """One claim's body, and whether it is told in the present tense."""
    one, two = draw(BOTH)
    kind = draw(st.sampled_from(["mission", "membership", "agreement", "holding", "tenure", "directed", "joint", "measure"]))
    when = When(draw(DATES))
    if kind == "mission":
        what: Any = draw(st.sampled_from(["embassy", "consulate-general", "consulate", "honorary-consulate"]))
        seats = {"TUR": "Ankara", "ITA": "Rome"}
        city = seats[two.state or ""] if what == "embassy" else draw(st.sampled_from(CITIES[two.state or ""]))
        return Mission(sender=one, receiver=two, kind=what, city=city), True
    if kind == "membership":
        name, id_ = draw(st.sampled_from(BODIES))
        status: Any = draw(st.sampled_from(["member", "founding", "candidate", "observer"]))
        return Membership(member=one, organisation=name, organisation_id=id_, status=status), True
    if kind == "agreement":
        name = draw(st.sampled_from(["Treaty of Rome", "Convention of Ankara", "memorandum of understanding", "protocol"]))
        form = name.split()[0].lower()
        return Agreement(name=name, form=form, parties=(one, two), signed=when), False
    if kind == "holding":
        title: Any = draw(st.sampled_from(["possession", "occupied", "administered", "claimed", "renounced"]))
        return Holding(
            territory=draw(st.sampled_from(TERRITORIES)), holder=one, title=title, since=When(f"{when.edtf}/..")
        ), False
    if kind == "tenure":
        return Tenure(person=draw(st.sampled_from(PEOPLE)), office="ambassador", of=one, to=two), True
    if kind == "measure":
        value = float(draw(st.integers(1, 90)))
        return Measure("exports", value, unit="billion USD", when=When(str(draw(YEARS))), about=(one, two)), False
    if kind == "directed":
        return Event(
            draw(st.sampled_from(DIRECTED)), (one, Actor(two.name, polity=two.polity, state=two.state, role="recipient")), when
        ), False
    return Event(draw(st.sampled_from(JOINT)), (one, two), when), False


def made(told: list[tuple[Body, bool]]) -> tuple[Document, list[Any]]:
    lines = [f"Line {number} of what is told." for number in range(len(told))]
    text = "\n".join(lines)
    drafts = [
        Draft(body=body, current=current, evidence=(quote(text, text.index(line), text.index(line) + len(line)),))
        for (body, current), line in zip(told, lines, strict=True)
    ]
    return Document("made", "Made", text, pair=PAIR), number_claims("made", drafts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("articles")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(told=st.lists(bodies(), min_size=1, max_size=5, unique_by=lambda one: repr(one)))
def test_a_made_record_comes_back(told: list[tuple[Body, bool]], folder: Path) -> None:
    document, claims = made(told)
    with Record.open(folder / f"made-{next(counter)}.db", create=True) as record:
        record.add(document, claims)
        assert lost(record, folder) == []


# --- the example ------------------------------------------------------------------------------------------------------------------


def test_the_record_of_the_example_comes_back_but_for_a_few_facts(example_path: Path, folder: Path) -> None:
    document = read_document(example_path, pair=PAIR)
    coded = code(document)
    with Record.open(folder / "example.db", create=True) as record:
        record.add(document, coded.claims, coded.unread)
        told = [fact for fact in told_facts(record, *PAIR) if sentence(fact)]
        missing = lost(record, folder)
    assert len(told) > 100
    assert len(missing) <= len(told) // 20, missing


@pytest.mark.shared
def test_the_record_of_the_seed_comes_back_but_for_a_few_facts(seed_path: Path, folder: Path) -> None:
    document = read_document(seed_path, pair=PAIR)
    coded = code(document)
    with Record.open(folder / "seed.db", create=True) as record:
        record.add(document, coded.claims, coded.unread)
        told = [fact for fact in told_facts(record, *PAIR) if sentence(fact)]
        missing = lost(record, folder)
    assert len(told) > 100
    assert len(missing) <= len(told) // 20, missing
