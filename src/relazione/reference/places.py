"""Reference: places, from cities to seas, by any of their names.

Two tables: `data/cities.tsv` (GeoNames, CC BY 4.0: cities of 15,000 people and more, all capitals) and our own
`data/places.tsv` (former and variant names of cities; islands, regions, provinces, territories, seas, straits). The
tables are read at the first question; rows of cities are only made into places when they are asked for.

    find_place("Smyrna")                          Place(name="İzmir", kind="city", country="TUR", ...)
    find_place("Tripoli")                         the one in Libya
    find_place("Tripoli", prefer=("LBN",))        the one in Lebanon
    find_place("Castelrosso").territory           True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from relazione.reference.folding import fold
from relazione.reference.tables import DATA, rows, table_error

__all__ = ["CITY_KINDS", "Place", "find_place", "find_places", "is_place", "own_places"]

CITY_KINDS = frozenset({"city", "town", "port", "harbour"})

_CITIES = DATA / "cities.tsv"
_PLACES = DATA / "places.tsv"
_CITY_COLUMNS = "geonameid\tname\talternates\tcountry\tlat\tlon\tpopulation\tcapital"

# How much better known a place is held to be than its population says, when several places share a name.
_CAPITAL = 10.0
_PREFERRED = 20.0
_ONLY_AN_ALTERNATE = 0.1
_OWN_TABLE = 2_000_000.0  # a place that histories name, as good as a large city
_SMALLEST = 1000.0  # no population given

_NEAR = 0.25  # degrees within which two points are the same city


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map.

    `kind` is "city", "island", "region", "sea" and so on; `country` the present state as ISO 3166-1 alpha-3, "" for
    none or several; `lat` and `lon` in degrees; `population` and `geonameid` None where not from GeoNames; `territory`
    tells whether it can be held, claimed or ceded.
    """

    name: str
    kind: str
    country: str
    lat: float
    lon: float
    population: int | None = None
    geonameid: int | None = None
    territory: bool = False
    capital: bool = False

    @property
    def is_city(self) -> bool:
        return self.kind in CITY_KINDS


def find_place(text: str, prefer: tuple[str, ...] = ()) -> Place | None:
    """The place that `text` most likely names, or None.

    Case, accents, dashes and a leading "the" make no difference. Of several places the best known is taken: capitals
    and places of our own table before others, then by population; those in the countries `prefer` (ISO 3166-1 alpha-3,
    such as the two parties) weigh twenty times more, so that Tripoli is in Lebanon for Lebanon, but Paris is not in
    Texas for the United States.
    """
    found = _ranked(fold(text), prefer)
    return found[0] if found else None


def find_places(text: str, prefer: tuple[str, ...] = ()) -> tuple[Place, ...]:
    """Every place of this name, the likeliest first."""
    return _ranked(fold(text), prefer)


def is_place(text: str) -> bool:
    """Whether some place has this name."""
    key = fold(text)
    return key in _own_index() or key in _city_index() or _spelled_plainly(key) in _city_index()


def own_places() -> tuple[Place, ...]:
    """The places of our own table, in its order."""
    return tuple(place for place, _ in _own_table())


@lru_cache(maxsize=8192)
def _ranked(key: str, prefer: tuple[str, ...]) -> tuple[Place, ...]:
    weights: dict[Place, float] = {}
    own = [_own_table()[number] for number in _own_index().get(key, ())]
    for place, names in own:
        weights[place] = (
            max(_OWN_TABLE, float(place.population or 0))
            * (_CAPITAL if place.capital else 1.0)
            * (1.0 if fold(names[0]) == key else 0.9)
        )
    known = {place.geonameid for place, _ in own}
    for place in _cities_named(key):
        if place.geonameid in known:
            continue
        weight = max(float(place.population or 0), _SMALLEST) * (_CAPITAL if place.capital else 1.0)
        if key not in (fold(place.name), _spelled_plainly(fold(place.name))):
            weight *= _ONLY_AN_ALTERNATE
        weights[place] = weight
    for place in weights:
        if place.country in prefer:
            weights[place] *= _PREFERRED
    return tuple(sorted(weights, key=lambda place: -weights[place]))


def _cities_named(key: str) -> Iterator[Place]:
    index = _city_index()
    lines = index.get(key) or index.get(_spelled_plainly(key)) or ""
    for line in (lines,) if isinstance(lines, str) else lines:
        if line:
            yield _city(line)


def _spelled_plainly(key: str) -> str:
    return key.replace("'", "")


def _city(line: str) -> Place:
    geonameid, name, _, country, lat, lon, population, *capital = line.split("\t")
    return Place(name, "city", country, float(lat), float(lon), int(population), int(geonameid), capital=capital == ["yes"])


@lru_cache(maxsize=1)
def _city_index() -> dict[str, str | list[str]]:
    """The table's lines by folded name: one line, or a list where several cities share the name.

    The table is made so that lower case is the folded form (scripts/build_cities.py); a name with accents stands among
    the alternates in plain letters too. Raises ReferenceTableError if the table's header is another one.
    """
    header, *lines = [line for line in _CITIES.read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    if header != _CITY_COLUMNS:
        raise table_error(_CITIES, 1, f"the header must be {_CITY_COLUMNS}")
    index: dict[str, str | list[str]] = {}
    for line in lines:
        _, name, alternates, _ = line.split("\t", 3)
        keys = (f"{name}|{alternates}" if alternates else name).lower().split("|")
        for key in keys:
            key = key.removeprefix("the ")  # as fold does
            held = index.setdefault(key, line)
            if held is line:
                continue
            if isinstance(held, str):
                index[key] = [held, line]
            elif held[-1] is not line:
                held.append(line)
    return index


@lru_cache(maxsize=1)
def _own_table() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    """Our own places, each with its names. Raises ReferenceTableError naming the line."""
    found = []
    for line, cells in rows(_PLACES, ("name", "alternates", "kind", "country", "lat", "lon", "territory")):
        name, alternates, kind, country, lat, lon, territory = cells
        if territory not in ("", "yes"):
            raise table_error(_PLACES, line, f"{territory!r} should be yes or blank")
        names = (name, *alternates.split("|")) if alternates else (name,)
        point = (float(lat), float(lon)) if lat else None
        city = _same_city(names, country, point) if kind == "city" else None
        if city is not None:
            place = replace(city, name=name, territory=bool(territory))
        elif point is not None:
            place = Place(name, kind, country, *point, territory=bool(territory))
        else:
            raise table_error(_PLACES, line, f"no city {name} of {country} in {_CITIES.name}; give lat and lon")
        found.append((place, names))
    return tuple(found)


def _same_city(names: tuple[str, ...], country: str, point: tuple[float, float] | None) -> Place | None:
    """The largest city of these names in GeoNames, in the country and near the point if one is given."""
    cities = {city for key in map(fold, names) for city in _cities_named(key) if city.country == country}
    if point is not None:
        cities = {city for city in cities if max(abs(city.lat - point[0]), abs(city.lon - point[1])) < _NEAR}
    return max(cities, key=lambda city: (city.population or 0, city.geonameid or 0), default=None)


@lru_cache(maxsize=1)
def _own_index() -> dict[str, tuple[int, ...]]:
    index: dict[str, tuple[int, ...]] = {}
    for number, (_, names) in enumerate(_own_table()):
        for key in dict.fromkeys(fold(name) for name in names):
            index[key] = (*index.get(key, ()), number)
    return index
