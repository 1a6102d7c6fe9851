"""Persons in office, as sentences tell them (the sentences are our own)."""

import pytest

from relazione.coding.office_words import find_titles
from relazione.coding.parsed import parse_document
from relazione.coding.stretches import stretches
from relazione.coding.tenures import read_tenures
from relazione.model.claims import Tenure
from relazione.model.identity import Draft
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


def drafts(text: str, pair: str) -> list[Draft]:
    a, b = pair.split()
    return read_tenures(parse_document(document_from_text(text, pair=(a, b))))


def told(text: str, pair: str) -> set[str]:
    """Each tenure as "person, office of STATE (to STATE) when"."""
    found = set()
    for draft in drafts(text, pair):
        body = draft.body
        assert isinstance(body, Tenure)
        to = f" to {body.to.state}" if body.to else ""
        spell = (
            f" {body.since.edtf if body.since else ''}/{body.until.edtf if body.until else ''}"
            if body.since or body.until
            else ""
        )
        when = f" on {body.attested.edtf}" if body.attested else " now" if draft.current else ""
        found.add(f"{body.person}, {body.office} of {body.of.state if body.of else '-'}{to}{spell}{when}")
    return found


CASES = [
    ("Norwegian Foreign Minister Espen Barth Eide visited Lima in 2013.", "NOR PER", "Espen Barth Eide, foreign minister of NOR on 2013"),
    ("On 4 May 1999, Prime Minister of Norway Kjell Magne Bondevik came to Lima.", "NOR PER", "Kjell Magne Bondevik, prime minister of NOR on 1999-05-04"),
    ("Alejandro Toledo, the Peruvian president, flew to Oslo in 2003.", "NOR PER", "Alejandro Toledo, president of PER on 2003"),
    ("Jens Stoltenberg, Prime Minister of Norway, met him in 2008.", "NOR PER", "Jens Stoltenberg, prime minister of NOR on 2008"),
    ("The current ambassador of Peru to Norway is Ana Torres.", "NOR PER", "Ana Torres, ambassador of PER to NOR now"),
    ("Carlos Vega has been the Ambassador of Peru to Norway since 2015.", "NOR PER", "Carlos Vega, ambassador of PER to NOR 2015/"),
    ("Erik Hansen served as Norwegian ambassador to Peru from 1997 to 2001.", "NOR PER", "Erik Hansen, ambassador of NOR to PER 1997/2001"),
    ("Maria Olsen was appointed Norwegian Ambassador to Peru in 2011.", "NOR PER", "Maria Olsen, ambassador of NOR to PER 2011/"),
    ("In June 1954, the Norwegian consul general in Callao, Peter Berg, received him.", "NOR PER", "Peter Berg, consul general of NOR to PER on 1954-06"),
    ("King Harald V visited Cusco in 2002.", "NOR PER", "Harald V, king of NOR on 2002"),
    ("The former Norwegian Prime Minister Gro Harlem Brundtland visited Lima in 2005.", "NOR PER", ""),
    ("The minister said that the ambassador would come.", "NOR PER", ""),
    ("A Norwegian tourist named Lars Berg climbed the mountain in 2005.", "NOR PER", ""),
    ("Knut Lie presented his credentials to the President of Peru in 1960.", "NOR PER", ""),
    ("Peruvian Defence Minister Rosa Quispe and Norwegian Defence Minister Anne Holt signed it in 2019.", "NOR PER",
     "Rosa Quispe, defence minister of PER on 2019;Anne Holt, defence minister of NOR on 2019"),
    ("Norway's ambassador in Lima, Nils Dahl, spoke in 2001.", "NOR PER", "Nils Dahl, ambassador of NOR to PER on 2001"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pair", "expected"), CASES, ids=[c[0][:50] for c in CASES])
def test_sentence(text: str, pair: str, expected: str) -> None:
    assert told(text, pair) == {e for e in expected.split(";") if e}


def test_the_section_of_an_embassy_tells_whose_the_ambassador_is() -> None:
    text = "= Norway–Peru relations =\n\n=== Embassy of Peru in Oslo ===\n\nThe current ambassador is Ana Torres."
    (draft,) = drafts(text, "NOR PER")
    body = draft.body
    assert isinstance(body, Tenure)
    assert (body.of and body.of.state, body.to and body.to.state, body.city, draft.current) == ("PER", "NOR", "Oslo", True)


def test_the_ambassador_after_is_of_the_same_post() -> None:
    text = (
        "Jon Lund served as the first Ambassador of Norway to Peru from 1950 to 1954. "
        "Tor Moe served as Ambassador from 1954 to 1958."
    )
    assert "Tor Moe, ambassador of NOR to PER 1954/1958" in told(text, "NOR PER")


def test_the_state_served_is_the_polity_of_the_day() -> None:
    (draft,) = drafts("In 1911 the Italian foreign minister Antonino di San Giuliano sent a note.", "ITA TUR")
    assert isinstance(draft.body, Tenure) and draft.body.of is not None
    assert draft.body.of.name == "Kingdom of Italy"


def test_titles_carry_what_is_joined_to_them() -> None:
    parsed = parse_document(document_from_text("The Ambassador of Peru to Norway spoke.", pair=("NOR", "PER")))
    (title,) = find_titles(next(stretches(parsed)))
    assert (title.office, title.kind, title.of and title.of.text, title.to and title.to.text) == (
        "ambassador",
        "diplomat",
        "Peru",
        "Norway",
    )
