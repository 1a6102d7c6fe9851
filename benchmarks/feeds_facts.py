"""What rows of a feed's file are like, in figures: measured on real files and on made ones, to compare the two.

    python benchmarks/feeds_facts.py gdelt2 FILE...        prints the figures
    python benchmarks/feeds_facts.py icews FILE...

The figures of the real files are kept in `feeds_facts.toml`.
"""

from __future__ import annotations

import csv
import statistics
import sys
import tomllib
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

FACTS = Path(__file__).with_name("feeds_facts.toml")


class Told(NamedTuple):
    """What the figures need of a row."""

    first: str
    second: str
    code: str
    quad: str
    score: float
    address: str
    day: str


def facts(kept: Path = FACTS) -> dict[str, dict[str, float]]:
    """The figures of the real files, by feed."""
    return tomllib.loads(kept.read_text(encoding="utf-8"))


def content(path: Path) -> bytes:
    """The text of a file or of the one member of an archive."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0])
    return path.read_bytes()


def rows_of(feed: str, text: str) -> list[Told]:
    """Rows of a file of GDELT 2.0 (tab-separated) or of ICEWS (tab- or comma-separated, with a header)."""
    if feed == "gdelt2":
        cells = (line.split("\t") for line in text.splitlines())
        return [Told(row[7], row[17], row[26], row[29], float(row[30]), row[60], row[1]) for row in cells]
    lines = text.splitlines()
    reader = csv.reader(lines[1:], delimiter="\t" if "\t" in lines[0] else ",")
    return [Told(row[4], row[10], row[6], "", float(row[7]), row[11], row[1]) for row in reader]


def measure(feed: str, paths: list[Path]) -> dict[str, float]:
    """The figures of some files taken together; `deflated` is how many times smaller zlib makes each."""
    texts = [content(path) for path in paths]
    rows = [row for text in texts for row in rows_of(feed, text.decode())]
    count = len(rows)
    two = [row for row in rows if row.first and row.second and row.first != row.second]
    countries = Counter(country for row in rows for country in (row.first, row.second) if country)
    codes = Counter(row.code for row in rows)
    once = {(row.day, row.first, row.second, row.code[:2]) for row in two}
    figures = {
        "bytes_in_a_row": sum(map(len, texts)) / count,
        "deflated": sum(map(len, texts)) / sum(len(zlib.compress(text)) for text in texts),
        "two_states": len(two) / count,
        "no_first_country": sum(not row.first for row in rows) / count,
        "no_second_country": sum(not row.second for row in rows) / count,
        "most_named_country": countries.most_common(1)[0][1] / countries.total(),
        "beyond_fifty_countries": sum(number for _, number in countries.most_common()[50:]) / countries.total(),
        "most_frequent_code": codes.most_common(1)[0][1] / count,
        "ten_most_frequent_codes": sum(number for _, number in codes.most_common(10)) / count,
        "mean_score": statistics.mean(row.score for row in rows),
        "rows_of_an_article": count / len({row.address for row in rows}),
        "first_of_their_day": len(once) / len(two),
    }
    if feed == "gdelt2":
        figures |= {f"quad{quad}": sum(row.quad == str(quad) for row in rows) / count for quad in range(1, 5)}
        figures["letters_of_an_address"] = statistics.mean(len(row.address) for row in rows)
    return figures


if __name__ == "__main__":
    for name, figure in measure(sys.argv[1], [Path(path) for path in sys.argv[2:]]).items():
        print(f"{name} = {figure:.3f}")
