"""Holdings in sentences: which territory, whose, under what title, from when until when."""

from functools import cache

import pytest

from relazione.coding.holdings import read_holdings
from relazione.coding.parsed import parse_document
from relazione.model.claims import Holding
from relazione.model.identity import Draft
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


@cache
def read(text: str) -> tuple[Draft, ...]:
    """The holdings of an article on Italy and Turkey."""
    return tuple(read_holdings(parse_document(document_from_text(f"= Italy–Turkey relations =\n\n{text}"))))


def told(text: str) -> list[tuple[str, str | None, str, str | None, str | None]]:
    """(territory, state, title, since, until) of each."""
    return [
        (b.territory, b.holder.state, b.title, b.since and b.since.edtf, b.until and b.until.edtf)
        for d in read(text)
        if isinstance(b := d.body, Holding)
    ]


CASES = [
    ("Italy occupied Corfu in 1923.", ("Corfu", "ITA", "occupied", "1923", None)),
    ("Corfu was occupied by Italy in 1923.", ("Corfu", "ITA", "occupied", "1923", None)),
    ("Italian forces occupied the Dodecanese in May 1912.", ("Dodecanese", "ITA", "occupied", "1912-05", None)),
    ("The Italian occupation of Corfu in 1923 caused an outcry.", ("Corfu", "ITA", "occupied", "1923", None)),
    ("From 1941 to 1943 Italy occupied Crete.", ("Crete", "ITA", "occupied", "1941", "1943")),
    ("Leros was an Italian possession since 1912.", ("Leros", "ITA", "possession", "1912", None)),
    ("Rhodes, which was an Italian possession until 1947, was poor.", ("Rhodes", "ITA", "possession", None, "1947")),
    ("Eritrea became an Italian colony in 1890.", ("Eritrea", "ITA", "possession", "1890", None)),
    ("Cyprus was a British colony from 1925 to 1960.", ("Cyprus", "GBR", "possession", "1925", "1960")),
    ("In 1913 Crete became part of Greece.", ("Crete", "GRC", "sovereign", "1913", None)),
    ("Greece annexed Crete in 1913.", ("Crete", "GRC", "sovereign", "1913", None)),
    ("The Italian annexation of Rhodes followed in 1923.", ("Rhodes", "ITA", "sovereign", "1923", None)),
    ("Italy held Rhodes from 1912 until 1947.", ("Rhodes", "ITA", "possession", "1912", "1947")),
    ("Greece had a claim on Northern Epirus in 1919.", ("Northern Epirus", "GRC", "claimed", "1919", None)),
    ("Greece claimed Cyprus in 1950.", ("Cyprus", "GRC", "claimed", "1950", None)),
    ("Italy renounced all claims on Rhodes in 1947.", ("Rhodes", "ITA", "renounced", "1947", None)),
    ("Italy ceded Rhodes to Greece in 1947.", ("Rhodes", "GRC", "sovereign", "1947", None)),
    ("Rhodes was ceded to Greece in 1947.", ("Rhodes", "GRC", "sovereign", "1947", None)),
    ("In 1864 Britain transferred Corfu to Greece.", ("Corfu", "GRC", "sovereign", "1864", None)),
    ("Rhodes was assigned to Italy in 1923.", ("Rhodes", "ITA", "possession", "1923", None)),
    ("Britain established a protectorate over Egypt in 1882.", ("Egypt", "GBR", "administered", "1882", None)),
    ("British control over Cyprus began in 1878.", ("Cyprus", "GBR", "administered", "1878", None)),
    ("In 1912 Rhodes came under Italian administration.", ("Rhodes", "ITA", "administered", "1912", None)),
    ("In July 1923 Italy withdrew its troops from Corfu.", ("Corfu", "ITA", "occupied", None, "1923-07")),
    ("Italy conquered Libya in 1912.", ("Libya", "ITA", "possession", "1912", None)),
    ("Libya was ruled by the Ottoman Empire until 1912.", ("Libya", "TUR", "sovereign", None, "1912")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_holding(text: str, expected: tuple[str, str, str, str | None, str | None]) -> None:
    """One holding, as the sentence tells it."""
    assert told(text) == [expected]


NONE = [
    "Italy withdrew its ambassador from Athens in 1940.",
    "No country claimed responsibility for the attack.",
    "Italy did not occupy Corfu.",
    "The two held talks in Rome in 1928.",
    "The court held a session in Athens.",
    "Saudi Arabia recalled its envoy.",
    "Greece occupies a seat in the council.",
    "Italy would have annexed Corfu.",
]


@pytest.mark.parametrize("text", NONE)
def test_holds_nothing(text: str) -> None:
    """Other objects of the same verbs, names with an adjective, what did not happen."""
    assert told(text) == []


def test_these_islands() -> None:
    """ "These islands" are those of the sentence before; the treaty tells the date and the ground."""
    drafts = read("Italy took the Dodecanese in 1912. Greece renounced all claims on these islands in the 1920 Treaty of Rome.")
    last = drafts[-1].body
    assert isinstance(last, Holding)
    assert (last.territory, last.title, last.by) == ("Dodecanese", "renounced", "Treaty of Rome")
    assert last.since is not None and last.since.edtf == "1920"


def test_through_the_convention() -> None:
    """Islets that go to both sides under a convention told before, with its date."""
    text = (
        "The Convention between Greece and Italy was signed in Athens on 4 January 1933. Under the convention, the rocky islets near "
        "the cape, together with Leros and Symi, were awarded to Italy, while the sandy islets of the strait were awarded to Greece."
    )
    assert told(text) == [
        ("rocky islets near the cape", "ITA", "possession", "1933-01-04", None),
        ("Leros", "ITA", "possession", "1933-01-04", None),
        ("Symi", "ITA", "possession", "1933-01-04", None),
        ("sandy islets of the strait", "GRC", "possession", "1933-01-04", None),
    ]
    assert {d.body.by for d in read(text) if isinstance(d.body, Holding)} == {"Convention between Greece and Italy"}


def test_the_city_was_taken() -> None:
    """A passive without an agent: who acted in the sentence before; the city is the one named there."""
    assert told("In 1480 Ottoman forces laid siege to Otranto. After two weeks the city was taken.") == [
        ("Otranto", "TUR", "occupied", "1480", None)
    ]


def test_held_by_the_way() -> None:
    """ "Ottoman Libya" tells who held it at that date, not since when for certain."""
    (claimed, held) = read("From 1881 Italy laid plans, and in 1900 Italy had a claim over Ottoman Libya.")[:2]
    assert isinstance(claimed.body, Holding) and isinstance(held.body, Holding)
    assert {claimed.body.title, held.body.title} == {"claimed", "sovereign"}
    sovereign = held.body if held.body.title == "sovereign" else claimed.body
    assert (sovereign.holder.state, sovereign.since and sovereign.since.how) == ("TUR", "implied")


def test_given_by() -> None:
    """Who gave it up is kept."""
    (draft,) = read("Italy ceded Rhodes to Greece in 1947.")
    assert isinstance(draft.body, Holding)
    assert draft.body.given_by is not None
    assert draft.body.given_by.state == "ITA"


def test_present_without_a_date_is_current() -> None:
    """Told in the present tense."""
    (draft,) = read("Greece claims Northern Epirus.")
    assert draft.current


def test_agreed_to_return_is_planned() -> None:
    """Agreed is not done."""
    (draft,) = read("In 1912 Italy agreed to return Rhodes to the Ottoman Empire.")
    assert draft.realis == "planned"
