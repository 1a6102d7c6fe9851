"""The room `sources`: diplomatic posts (Lowy Global Diplomacy Index: one row a post, one file a year).

A post is a mission seen in the file's year; the year stands in the file's name or is given by `--release`. What a post is, its title
tells; where there is none, the broader type. Of the states that it covers it lists all posts of that year. A post at an organisation has a city and no receiving state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relazione.model.claims import Mission, MissionKind
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.sources.datasets.importers import SURE, each_row
from relazione.sources.datasets.parties import party_named
from relazione.sources.datasets.table import BadValue, Row, Table


def drafts(table: Table) -> Iterator[Draft]:
    """A mission for each post."""
    yield from each_row(table, lambda row: _post(row, table))


def _post(row: Row, table: Table) -> Iterable[Draft]:
    columns: dict[str, str] = table.dataset.options["posts"]
    year = table.version
    kind = _kind(row[columns["title"]], row[columns["type"]], table.dataset.options["kinds"])
    city = row[columns["city"]]
    if not city:
        raise BadValue("no city")
    yield Draft(
        body=Mission(
            sender=party_named(row["country"], year),
            kind=kind,
            receiver=None if kind == "permanent-mission" else party_named(row[columns["country"]], year),
            city=city,
            attested=When(year),
        ),
        evidence=(table.evidence(row, "country", *columns.values()),),
        confidence=SURE,
        complete=True,
        rule=table.rule,
    )


def _kind(title: str, type_: str, kinds: dict[str, MissionKind]) -> MissionKind:
    """The kind of mission: the table's first word that the title has, else that the type has; another one is "other"."""
    for text in (title.lower(), type_.lower()):
        if text:
            found = next((kind for word, kind in kinds.items() if word in text), None)
            if found:
                return found
    return "other"
