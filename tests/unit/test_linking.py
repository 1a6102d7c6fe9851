"""From a name to the polity that existed then, and to the present-day state of its lineage. No language model."""

import pytest

from relazione.coding.gazetteer import find_names
from relazione.coding.linking import actor_of_hit, actor_of_state, day_of, polity_of, state_name, state_of, year_of
from relazione.coding.pair import Pair

ITALY_TURKEY = ("ITA", "TUR")

POLITIES = [
    # name, date, pair, polity, state
    ("Turkey", "1900", ITALY_TURKEY, "ottoman-empire", "TUR"),
    ("Turkey", "1923-10-29", ITALY_TURKEY, "republic-of-turkiye", "TUR"),
    ("Turkey", None, ITALY_TURKEY, "republic-of-turkiye", "TUR"),
    ("Turkish", "1571", ITALY_TURKEY, "ottoman-empire", "TUR"),
    ("Turks", "1911-09-29", ITALY_TURKEY, "ottoman-empire", "TUR"),
    ("Italy", "1900", ITALY_TURKEY, "kingdom-of-italy", "ITA"),
    ("Italian", "1950-01", ITALY_TURKEY, "italian-republic", "ITA"),
    ("Venetian", "1571", ITALY_TURKEY, "republic-of-venice", "ITA"),
    ("Rome", "1850", ITALY_TURKEY, "papal-states", "ITA"),
    ("Rome", "1900", ITALY_TURKEY, "kingdom-of-italy", "ITA"),
    ("Rome", "2000", ITALY_TURKEY, "italian-republic", "ITA"),
    ("Constantinople", "1900", ITALY_TURKEY, "ottoman-empire", "TUR"),
    ("Ankara", "1930", ITALY_TURKEY, "republic-of-turkiye", "TUR"),
    ("Sublime Porte", "1878", ITALY_TURKEY, "ottoman-empire", "TUR"),
    ("Congo", "1970", ("COD", "BEL"), "dr-congo", "COD"),
    ("Congo", "1970", ("COG", "FRA"), "republic-of-the-congo", "COG"),
    ("China", "1930", ("CHN", "USA"), "republic-of-china-mainland", "CHN"),
    ("China", "1960", ("CHN", "USA"), "peoples-republic-of-china", "CHN"),
    ("Germany", "1914", ("DEU", "POL"), "german-empire", "DEU"),
    ("Germany", "1995", ("DEU", "POL"), "germany", "DEU"),
    ("Russia", "1900", ("RUS", "USA"), "russian-empire", "RUS"),
    ("Russia", "1950", ("RUS", "USA"), "soviet-union", "RUS"),
    ("Soviet", "1950", ("RUS", "USA"), "soviet-union", "RUS"),
    ("Moscow", "1950", ("RUS", "USA"), "soviet-union", "RUS"),
    ("Iran", "1900", ("IRN", "TUR"), "qajar-iran", "IRN"),
    ("Persia", "1900", ("IRN", "TUR"), "qajar-iran", "IRN"),
    ("India", "1900", ("GBR", "IND"), "british-raj", "IND"),
    ("India", "1950", ("GBR", "IND"), "india", "IND"),
    ("Macedonia", "2000", ("MKD", "GRC"), "north-macedonia", "MKD"),
    ("South Vietnam", "1965", ("VNM", "USA"), "south-vietnam", "VNM"),
    ("Ruritania", "1900", ITALY_TURKEY, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "on", "pair", "polity", "state"), POLITIES)
def test_polity_on_a_date(name: str, on: str | None, pair: tuple[str, str], polity: str | None, state: str | None) -> None:
    found = polity_of(name, on, pair)
    assert found == polity
    assert (state_of(found, pair) if found else None) == state


@pytest.mark.parametrize(
    ("polity", "pair", "state"),
    [
        ("austria-hungary", ("AUT", "ITA"), "AUT"),
        ("austria-hungary", ("HUN", "ITA"), "HUN"),
        ("austria-hungary", ("FRA", "ITA"), "AUT"),
        ("soviet-union", ("EST", "USA"), "RUS"),
        ("czechoslovakia", ("SVK", "USA"), "CZE"),
        ("east-germany", ("POL", "DEU"), "DEU"),
    ],
)
def test_the_pair_decides_between_full_heirs_only(polity: str, pair: tuple[str, str], state: str) -> None:
    assert state_of(polity, pair) == state


@pytest.mark.parametrize(
    ("code", "on", "name", "polity"),
    [
        ("TUR", "1900", "Ottoman Empire", "ottoman-empire"),
        ("TUR", "2000", "Türkiye", "republic-of-turkiye"),
        ("TUR", None, "Türkiye", "republic-of-turkiye"),
        ("ITA", "1913-05-01", "Kingdom of Italy", "kingdom-of-italy"),
        ("ITA", "1500", "Italian states", "italian-states"),
    ],
)
def test_the_actor_of_a_state_on_a_date(code: str, on: str | None, name: str, polity: str) -> None:
    actor = actor_of_state(code, on, "they")
    assert (actor.name, actor.polity, actor.state, actor.mention) == (name, polity, code, "they")


@pytest.mark.parametrize(
    ("text", "on", "name", "state", "organisation"),
    [
        ("Italian", "1911", "Kingdom of Italy", "ITA", None),
        ("Italo-", "1911", "Kingdom of Italy", "ITA", None),
        ("Quirinal", "1911", "Kingdom of Italy", "ITA", None),
        ("NATO", "1960", "NATO", None, "nato"),
        ("U.S.", "1960", "United States", "USA", None),
    ],
)
def test_the_actor_of_a_name(text: str, on: str, name: str, state: str | None, organisation: str | None) -> None:
    (hit,) = find_names(text)
    said = text[hit.start : hit.end]
    actor = actor_of_hit(hit, said, on, Pair(*ITALY_TURKEY))
    assert actor and (actor.name, actor.state, actor.organisation, actor.mention) == (name, state, organisation, said)


@pytest.mark.parametrize(
    ("edtf", "day", "year"),
    [
        ("1911-09-29", "1911-09-29", "1911"),
        ("1911-09", "1911-09", "1911"),
        ("1911", "1911", "1911"),
        ("1911~", "1911", "1911"),
        ("1911-21", "1911", "1911"),
        ("191X", "1919", "1919"),
        ("15XX", "1599", "1599"),
        ("1911/1912", "1911", "1911"),
        ("1911/..", "1911", "1911"),
        ("../1912-10", "1912-10", "1912"),
        ("/1912", "1912", "1912"),
        ("-0026", "-0026", None),
        (None, None, None),
    ],
)
def test_the_day_to_ask_the_tables_with(edtf: str | None, day: str | None, year: str | None) -> None:
    assert (day_of(edtf), year_of(edtf)) == (day, year)


def test_names_of_states() -> None:
    assert (state_name("ITA"), state_name("TUR"), state_name("ZZZ")) == ("Italy", "Türkiye", "ZZZ")
