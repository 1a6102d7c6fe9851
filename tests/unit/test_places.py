"""The tables of places hold together, load fast, and names lead to the right place."""

from __future__ import annotations

import pytest

from relazione.reference import places as module
from relazione.reference.folding import fold
from relazione.reference.places import find_place, find_places, is_place, own_places
from relazione.reference.tables import rows

COLUMNS = ("geonameid", "name", "alternates", "country", "lat", "lon", "population", "capital")


def test_cities_are_attributed_and_small_enough() -> None:
    text = module._CITIES.read_text(encoding="utf-8")
    assert "GeoNames" in text[:300] and "CC BY 4.0" in text[:300]
    assert module._CITIES.stat().st_size < 2_500_000


def test_every_city_is_whole_and_its_alternates_are_folded_by_lower_case() -> None:
    ids = set()
    count = 0
    for line, (id, name, alternates, country, lat, lon, population, capital) in rows(module._CITIES, COLUMNS):
        count += 1
        ids.add(id)
        names = alternates.split("|") if alternates else []
        assert len(names) <= 6, line
        assert all(fold(other) == other.lower() for other in names), (line, names)
        assert is_place(name), line
        assert len(country) == 3 and country.isupper(), line
        assert -90 <= float(lat) <= 90 and -180 <= float(lon) <= 180, line
        assert int(population) >= 0 and capital in ("", "yes"), line
    assert len(ids) == count > 30_000


def test_own_places_are_whole() -> None:
    assert len(own_places()) >= 700
    for place in own_places():
        assert place.kind and place.kind == place.kind.lower()
        assert not place.country or (len(place.country) == 3 and place.country.isupper()), place
        assert -90 <= place.lat <= 90 and -180 <= place.lon <= 180, place
        assert place.name in {found.name for found in find_places(place.name)}


def test_own_places_are_listed_once() -> None:
    listed = [(place.name, place.country) for place in own_places()]
    assert len(listed) == len(set(listed))


def test_a_place_is_not_offered_twice() -> None:
    for name in ("İzmit", "Hue", "Odessa", "Smyrna", "Iskenderun"):
        ids = [place.geonameid for place in find_places(name) if place.geonameid is not None]
        assert len(ids) == len(set(ids)), name


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Constantinople", "Istanbul", "TUR"),
        ("Smyrna", "İzmir", "TUR"),
        ("Izmir", "İzmir", "TUR"),
        ("Trebizond", "Trabzon", "TUR"),
        ("Adalia", "Antalya", "TUR"),
        ("Milano", "Milan", "ITA"),
        ("ROMA", "Rome", "ITA"),
        ("Peking", "Beijing", "CHN"),
        ("Bombay", "Mumbai", "IND"),
        ("Leningrad", "Saint Petersburg", "RUS"),
        ("Saigon", "Ho Chi Minh City", "VNM"),
        ("Kiev", "Kyiv", "UKR"),
        ("Danzig", "Gdańsk", "POL"),
        ("Salonica", "Thessaloniki", "GRC"),
        ("Washington, D.C.", "Washington", "USA"),
        ("Sana’a", "Sanaa", "YEM"),
        ("the Hague", "The Hague", "NLD"),
        ("Galaţi", "Galați", "ROU"),
        ("Tripoli", "Tripoli", "LBY"),
        ("Santiago", "Santiago", "CHL"),
        ("San José", "San José", "CRI"),
        ("Georgetown", "Georgetown", "GUY"),
        ("Kastellórizo", "Kastellorizo", "GRC"),
        ("Castelrosso", "Kastellorizo", "GRC"),
        ("Meis", "Kastellorizo", "GRC"),
        ("Mīdī", "Midi", "YEM"),
        ("Otranto", "Otranto", "ITA"),
        ("Islas Malvinas", "Falkland Islands", "FLK"),
        ("Diaoyu Islands", "Senkaku Islands", "JPN"),
        ("Bosphorus", "Bosporus", "TUR"),
    ],
)
def test_finds(text: str, name: str, country: str) -> None:
    found = find_place(text)
    assert found is not None
    assert (found.name, found.country) == (name, country)


@pytest.mark.parametrize(
    ("text", "prefer", "country"),
    [
        ("Tripoli", ("LBN", "SYR"), "LBN"),
        ("Valencia", ("ESP", "ITA"), "ESP"),
        ("Valencia", ("VEN",), "VEN"),
        ("Paris", ("USA",), "FRA"),
        ("Rome", ("USA", "TUR"), "ITA"),
        ("Alexandria", ("USA", "EGY"), "EGY"),
        ("Córdoba", ("ARG",), "ARG"),
        ("Córdoba", ("ESP",), "ESP"),
    ],
)
def test_the_parties_are_preferred_but_not_blindly(text: str, prefer: tuple[str, ...], country: str) -> None:
    found = find_place(text, prefer)
    assert found is not None
    assert found.country == country


@pytest.mark.parametrize(
    "text",
    [
        "Libya",
        "Tripolitania",
        "Cyrenaica",
        "Dodecanese",
        "Rho",
        "Strongili",
        "Anatolia",
        "Crete",
        "Kashmir",
        "Golan Heights",
        "Crimea",
        "Essequibo",
        "Alsace-Lorraine",
        "South Tyrol",
        "Trieste",
        "Nagorno-Karabakh",
        "Hatay",
        "Hala'ib",
        "Aozou Strip",
        "Bakassi",
        "Preah Vihear",
        "Panama Canal Zone",
        "Texas",
        "Alaska",
        "Tacna",
        "Arica",
        "Gran Chaco",
    ],
)
def test_territories_can_be_held(text: str) -> None:
    found = find_place(text)
    assert found is not None
    assert found.territory


def test_what_is_no_territory_and_what_is_no_place() -> None:
    sea = find_place("Mediterranean Sea")
    assert sea is not None and not sea.territory and not sea.is_city
    rome = find_place("Rome")
    assert rome is not None and rome.capital and rome.is_city and not rome.territory
    assert not is_place("Sofagate")
    assert not is_place("")
    assert find_place("Nowhere upon Sea") is None
    assert find_places("Sofagate") == ()
