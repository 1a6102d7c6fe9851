"""A small lake for tests: what two made feeds report of Italy and Türkiye, and of two other pairs, by which a feed is seen to cover a day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feed_rows import batch, row
from relazione.model.dates import civil, day_number, iso_day

SPANS = {"icews": ((1995, 1, 1), (2018, 6, 30)), "gdelt2": ((2015, 2, 18), (2021, 12, 31))}
POLITIES = {"ITA": "italian-republic", "TUR": "republic-of-turkiye"}
KINDS = (
    ("CONSULT", 1, 2.5, "040"),
    ("AGREE", 1, 2.5, "057"),
    ("AID", 2, 7.0, "070"),
    ("ACCUSE", 3, -2.0, "112"),
    ("THREATEN", 3, -3.5, "130"),
    ("SANCTION", 4, -7.0, "163"),
)
HOSTILE = ("javascript:alert(1)", "https://example.org/a?b=1&c=<script>alert(1)</script>", "ftp://example.org/x", "")
"""Addresses that reports come with."""


def rows_of(feed: str) -> Iterator[dict[str, Any]]:
    """The rows of a feed: of Italy and Türkiye every twelve days, hostile ones in 2011 and 2016; of the others every two days."""
    first, last = (day_number(*day) for day in SPANS[feed])
    for at, day in enumerate(range(first, last + 1, 2)):
        for pair in (("FRA", "RUS"), ("CHN", "USA")):
            yield _row(feed, day, *pair, KINDS[at % len(KINDS)], f"{at}-{pair[0]}", at)
        if at % 6 == 0:
            kind = KINDS[3 + at % 3] if civil(day)[0] in (2011, 2016) else KINDS[at // 6 % 3]
            yield _row(feed, day, "ITA", "TUR", kind, str(at), at // 6)


def _row(feed: str, day: int, a: str, b: str, kind: tuple[str, int, float, str], key: str, at: int) -> dict[str, Any]:
    plover, quad, intensity, cameo = kind
    address = HOSTILE[at // 5 % len(HOSTILE)] if at % 5 == 0 else f"https://news.example.org/{civil(day)[0]}/{key}"
    told = {
        "plover": plover,
        "quad": quad,
        "intensity": intensity,
        "cameo": cameo,
        "direction": (1, -1, 0)[at % 3],
        "mentions": 1 + at % 7,
    }
    codes = {
        "a_code": a,
        "b_code": b,
        "a_polity": POLITIES.get(a, ""),
        "b_polity": POLITIES.get(b, ""),
        "source_intensity": intensity,
    }
    news = {"publisher": "<b>The Daily & Co</b>" if at % 4 == 0 else "News Agency", "address": address}
    return row(key, a, b, iso_day(day), feed, **told, **codes, **(news if feed != "icews" else {}))


def make(path: Path) -> Path:
    """The lake, at that path."""
    from relazione.record.lake import Lake

    with Lake.open(path, create=True) as lake:
        for feed in SPANS:
            lake.add_rows(f"made-{feed}", feed, [batch(rows_of(feed))])
    return path
