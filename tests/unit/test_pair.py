"""Which two states a text is about: as told, by its title, else by what it names most. No language model."""

import pytest

from relazione.coding.pair import Pair, find_pair, states_of
from relazione.model.errors import InputError, NoPair
from relazione.sources.read import document_from_text

TITLES = [
    ("Italy–Turkey relations", "ITA", "TUR"),
    ("Turkey–Italy relations", "TUR", "ITA"),
    ("Relations between France and Laos", "FRA", "LAO"),
    ("Sino-Indian relations", "CHN", "IND"),
    ("The Franco-Turkish alliance", "FRA", "TUR"),
    ("U.S.–Soviet relations", "USA", "RUS"),
    ("Holy See–Mexico relations", "VAT", "MEX"),
    ("Kosovo–Turkey relations", "XKX", "TUR"),
    ("North Korea–South Korea relations", "PRK", "KOR"),
    ("People's Republic of China–Taiwan relations", "CHN", "TWN"),
    ("Democratic Republic of the Congo–Republic of the Congo relations", "COD", "COG"),
    ("Côte d’Ivoire – São Tomé and Príncipe relations", "CIV", "STP"),
    ("The Ottoman Empire and the Kingdom of Italy", "TUR", "ITA"),
    ("Guinea–Guinea-Bissau relations", "GIN", "GNB"),
    ("Türkiye–İtalya: Italy and the Turks", "TUR", "ITA"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "a", "b"), TITLES, ids=[t[0] for t in TITLES])
def test_the_title_tells(title: str, a: str, b: str) -> None:
    assert find_pair(document_from_text(f"= {title} =\nThe two met in 1904.\n")) == Pair(a, b)


def test_what_is_told_goes_before_the_title() -> None:
    document = document_from_text("= Italy–Turkey relations =\nThe two met in 1904.\n", pair=("FRA", "LAO"))
    assert find_pair(document).codes() == ("FRA", "LAO")


TEXTS = [
    ("France met Laos. France wrote to Laos. Laos wrote to Italy.\n", {"FRA", "LAO"}),
    ("= France: a history =\nLaos wrote. Laos came. Italy wrote.\n", {"FRA", "LAO"}),
    ("= A history =\n== France and Laos ==\nThey met.\n", {"FRA", "LAO"}),
    ("= A history =\nLaos wrote. Laos came. France, France. Italy.\n== Envoys ==\nnone\n", {"FRA", "LAO"}),
    ("French envoys met Laotian envoys; the French left, the Laotians stayed.\n", {"FRA", "LAO"}),
]


@pytest.mark.parametrize(("text", "states"), TEXTS, ids=[t[0] for t in TEXTS])
def test_the_text_tells(text: str, states: set[str]) -> None:
    assert set(find_pair(document_from_text(text)).codes()) == states


NO_PAIR = [
    ("They met in 1904 and parted in 1905.\n", "It names no state"),
    ("= Foreign relations of Chad =\nIt has many friends.\n", "It names only Chad"),
    ("They wrote.\nFrance came.\nFrance left.\nLaos wrote once.\n", "It names only France"),
    ("NATO met the EU in Brussels.\n", "which two states"),
]


@pytest.mark.parametrize(("text", "why"), NO_PAIR, ids=[t[0] for t in NO_PAIR])
def test_no_pair(text: str, why: str) -> None:
    with pytest.raises(NoPair, match=why) as caught:
        find_pair(document_from_text(text, origin="letters.txt"))
    assert str(caught.value).startswith("letters.txt: ") and "--pair A:B" in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_a_pair_knows_its_sides() -> None:
    pair = Pair("ITA", "TUR")
    assert "ITA" in pair and "FRA" not in pair and pair.other("ITA") == "TUR" and pair.other("TUR") == "ITA"


def test_heirs_come_main_heir_first() -> None:
    assert states_of("ottoman-empire")[0] == "TUR"
    assert states_of("soviet-union")[0] == "RUS" and "UKR" in states_of("soviet-union")
    assert states_of("no-such-polity") == ()
