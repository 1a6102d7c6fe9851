"""Web: lists of states, under the part of the world in which they lie."""

from __future__ import annotations

from collections.abc import Iterable

from relazione.publish.words import name
from relazione.reference.regions import region_of, regions


def by_region(codes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The states under the names of their regions, by name; regions with none are left out."""
    found: dict[str, list[str]] = {region.name: [] for region in regions()}
    for code in sorted(codes, key=name):
        region = region_of(code)
        if region is not None:
            found[region.name].append(code)
    return [(title, those) for title, those in found.items() if those]
