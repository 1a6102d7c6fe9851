"""Agreements in sentences: name, form, parties, date, place, who signed, what was settled."""

from functools import cache

import pytest

from relazione.coding.agreements import read_agreements
from relazione.coding.parsed import parse_document
from relazione.model.claims import Agreement
from relazione.model.identity import Draft
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


@cache
def read(text: str) -> tuple[Draft, ...]:
    """The agreements of an article on France and Mexico."""
    return tuple(read_agreements(parse_document(document_from_text(f"= France–Mexico relations =\n\n{text}"))))


def bodies(text: str) -> list[Agreement]:
    """Their bodies."""
    return [d.body for d in read(text) if isinstance(d.body, Agreement)]


CASES = [
    # sentence, name, form, states, signed
    ("In 1839 France and Mexico signed the Treaty of Veracruz.", "Treaty of Veracruz", "treaty", "FRA MEX", "1839"),
    ("The 1839 Treaty of Veracruz ended the war.", "Treaty of Veracruz", "treaty", "FRA MEX", "1839"),
    ("The war was ended by the Treaty of Veracruz of 1839.", "Treaty of Veracruz", "treaty", "FRA MEX", "1839"),
    ("France gave way in the Treaty of Veracruz in 1839.", "Treaty of Veracruz", "treaty", "FRA MEX", "1839"),
    ("The Veracruz Treaty was signed on 9 March 1839.", "Treaty of Veracruz", "treaty", "FRA MEX", "1839-03-09"),
    ("The two countries signed a demarcation agreement in 1970.", "demarcation agreement", "agreement", "FRA MEX", "1970"),
    ("A trade agreement was signed in March 1954.", "trade agreement", "agreement", "FRA MEX", "1954-03"),
    ("Mexico signed a free trade agreement with France in 2000.", "free trade agreement", "agreement", "FRA MEX", "2000"),
    ("In 1873 Mexico signed a secret pact with Peru.", "secret pact", "pact", "MEX PER", "1873"),
    ("On 5 July 1902 France concluded a convention with Mexico.", "convention", "convention", "FRA MEX", "1902-07-05"),
    ("In 1951 the ministers signed a memorandum of understanding.", "memorandum of understanding", "memorandum", "FRA MEX", "1951"),
    ("France and Mexico signed a military protocol in July 1985.", "military protocol", "protocol", "FRA MEX", "1985-07"),
    ("The two states concluded an armistice in 1867.", "armistice", "armistice", "FRA MEX", "1867"),
    ("The signing of a peace treaty in 1839 ended it.", "peace treaty", "treaty", "FRA MEX", "1839"),
    ("The Franco-Mexican Treaty of Friendship was signed in 1886.", "Franco-Mexican Treaty of Friendship", "treaty", "FRA MEX", "1886"),
    ("A treaty signed on 27 November 1886 opened the ports.", "treaty", "treaty", "FRA MEX", "1886-11-27"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "form", "states", "signed"), CASES, ids=[c[0] for c in CASES])
def test_agreement(text: str, name: str, form: str, states: str, signed: str) -> None:
    """One agreement, with its name in one form, both sides and its own date."""
    told = bodies(text)
    assert [(a.name, a.form, " ".join(sorted(p.state or "" for p in a.parties)), a.signed and a.signed.edtf) for a in told] == [
        (name, form, states, signed)
    ]
    assert read(text)[0].evidence[0].exact in text


NONE = [
    "The South-East Asia Treaty Organization was dissolved.",
    "Treaty negotiations dragged on for years.",
    "France was in breach of international agreements.",
    "They failed to reach an agreement.",
    "The two states never signed a peace treaty.",
    "The treaty port was closed.",
    "Without a treaty there was no trade.",
    "Mexico refused to sign the agreement.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_agreement(text: str) -> None:
    """Parts of other names, agreements in general, and what was never concluded."""
    assert bodies(text) == []


def test_signatories_with_office_and_state() -> None:
    """The persons who signed, each for a state; the place."""
    (told,) = bodies(
        "The Convention between France and Mexico, signed in Paris on March 2, 1909, by the French foreign minister Henri Dubreuil "
        "and the Mexican ambassador Sebastián Mier, settled a dispute over an island."
    )
    assert told.name == "Convention between France and Mexico"
    assert told.signed is not None
    assert (told.signed.edtf, told.place) == ("1909-03-02", "Paris")
    assert [(s.person, s.state) for s in told.signatories] == [("Henri Dubreuil", "FRA"), ("Sebastián Mier", "MEX")]
    assert [s.office for s in told.signatories] == ["foreign minister", "ambassador"]
    assert told.provisions == ("settled a dispute over an island",)


def test_later_sentences_add_provisions() -> None:
    """ "The agreement" means the one told before; each clause is a provision of its own."""
    (told,) = bodies(
        "In 1898 France and Mexico made a secret agreement. The agreement stipulated that France would lend money and that Mexico "
        "would open its ports."
    )
    assert told.secret
    assert told.provisions == ("France would lend money", "Mexico would open its ports")


def test_through_the_convention() -> None:
    """What was done through it is what it settled."""
    (told,) = bodies(
        "The two states signed a convention in 1909. Under the convention, the island was awarded to France, while the reef was "
        "awarded to Mexico."
    )
    assert told.provisions == ("the island was awarded to France", "the reef was awarded to Mexico")


def test_renounced_in_a_treaty() -> None:
    """A clause with "in Article 3 of the treaty" is a provision of it."""
    (told,) = bodies("Mexico renounced all claims on the island in Article 3 of the 1931 Treaty of Rome.")
    assert (told.name, told.signed and told.signed.edtf) == ("Treaty of Rome", "1931")
    assert told.provisions == ("Mexico renounced all claims on the island",)


def test_several_at_once() -> None:
    """ "Nine agreements" is one claim with a count."""
    (told,) = bodies("In 2014 the presidents signed nine agreements.")
    assert (told.count, told.name) == (9, "9 agreements")


def test_firms_are_parties() -> None:
    """Contracts between firms count; no state is made a party."""
    (told,) = bodies("Dassault and Aeromar signed an agreement for pilot training.")
    assert [(p.name, p.state) for p in told.parties] == [("Dassault", None), ("Aeromar", None)]


def test_in_force_and_ended() -> None:
    """When it came into force, when it was annulled."""
    (told,) = bodies(
        "The two states signed an extradition treaty in 1994. The treaty came into force in 1995. The treaty was annulled in 2003."
    )
    assert told.signed is not None and told.in_force is not None and told.ended is not None
    assert (told.signed.edtf, told.in_force.edtf, told.ended.edtf) == ("1994", "1995", "2003")


def test_planned() -> None:
    """A treaty that will be signed is planned."""
    (draft,) = read("The two countries will sign a tax treaty.")
    assert draft.realis == "planned"


def test_adjectives_in_the_name_tell_the_parties() -> None:
    """Third states in the name are the parties, not the pair."""
    (told,) = bodies("France opposed the 1926 Italian–Spanish Treaty of Friendship.")
    assert sorted(p.state or "" for p in told.parties) == ["ESP", "ITA"]
