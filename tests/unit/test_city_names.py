"""What cities were called: the name of the day, and today's for what never had another."""

import pytest

from relazione.reference.city_names import city_then
from relazione.reference.places import find_place


@pytest.mark.parametrize(
    ("city", "on", "name"),
    [
        ("Istanbul", "1912-06-01", "Constantinople"),
        ("Istanbul", "1950", "Istanbul"),
        ("Istanbul", None, "Istanbul"),
        ("İzmir", "1919", "Smyrna"),
        ("Saint Petersburg", "1900", "Saint Petersburg"),
        ("Saint Petersburg", "1915", "Petrograd"),
        ("Saint Petersburg", "1942-01-01", "Leningrad"),
        ("Rome", "1912-06-01", "Rome"),
        ("Nowhere", "1912", "Nowhere"),
    ],
)
def test_the_name_of_the_day(city: str, on: str | None, name: str) -> None:
    assert city_then(city, on) == name


@pytest.mark.parametrize("city", ["Istanbul", "İzmir", "Ankara", "Saint Petersburg", "Oslo", "Mumbai", "Rijeka"])
def test_the_table_has_cities_under_the_names_of_the_places(city: str) -> None:
    found = find_place(city)
    assert found and found.name == city
