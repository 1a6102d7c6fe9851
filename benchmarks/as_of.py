"""How long `standing` takes on a record of 100,000 facts, and what one more document costs there.

    python benchmarks/as_of.py [--facts 100000] [--one-pair] [--keep FILE]

Builds a record of synthetic claims through the ordinary way (documents, claims, resolving), then asks for a pair on many days and
prints the milliseconds. `--one-pair`: all facts are about the same two states, the worst case. `--keep` leaves the record at FILE
(and uses it again if it is there).
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from relazione.analysis.as_of import standing
from relazione.model.claims import Actor, Agreement, Body, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims
from relazione.record.store import Record

TYPES = ("visit", "summit", "statement", "war", "crisis", "embargo", "protest", "treaty", "condemnation", "aid")
PER_DOCUMENT = 250


def actors(one_pair: bool) -> list[Actor]:
    """Present-day states as takers part."""
    from relazione.reference import polities

    codes = ["ITA", "TUR"] if one_pair else ["ITA", "TUR", *sorted(set(polities.states()) - {"ITA", "TUR"})[:98]]
    return [Actor(polities.states()[code].name, state=code, polity=polities.states()[code].polity) for code in codes]


def bodies(states: list[Actor], dice: random.Random) -> Iterator[tuple[str, str, Body]]:
    """Synthetic claims without end, each of a thing of its own: (one state, the other, body)."""
    for number in itertools.count():
        one, other = dice.sample(states, 2)
        year = dice.randint(1800, 2024)
        day = When(f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}")
        span = When(f"{year}/{year + dice.randint(0, 5)}")
        match number % 10:
            case 0 | 1 | 2 | 3 | 4:
                type_ = dice.choice(TYPES)
                on = span if type_ in ("war", "crisis") else day
                body: Body = Event(type_, (one, other), on, about=f"matter {number}")
            case 5:
                body = Agreement(f"Treaty of Place {number}", "treaty", (one, other), day, ended=When(str(year + 10)))
            case 6:
                body = Mission(one, "consulate", other, f"Town {number}", opened=day, closed=When(str(year + 8)))
            case 7:
                body = Holding(f"Island {number}", one, "possession", day, When(str(year + 8)))
            case 8:
                body = Measure("trade-volume", float(number), unit="billion USD", when=When(str(year)), about=(one, other))
            case _ if number % 20 == 9:
                body = Membership(one, f"Club {number}", None, "member", day, When(str(year + 8)))
            case _:
                body = Tenure(f"Person {number}", "minister", one, since=day, until=When(str(year + 3)))
        yield one.state or "", other.state or "", body


def build(path: Path, facts: int, one_pair: bool) -> None:
    """A record of about that many facts at `path`."""
    dice = random.Random(1932)
    source = bodies(actors(one_pair), dice)
    with Record.open(path, create=True) as record, record.deferred():
        for number in range(-(-facts // PER_DOCUMENT)):
            add(record, f"synthetic-{number}", list(itertools.islice(source, PER_DOCUMENT)))


def add(record: Record, id_: str, told: list[tuple[str, str, Body]]) -> None:
    """One document that tells these things."""
    text = "\n".join(f"Line {line:04} of {id_}." for line in range(len(told)))
    width = len(text.split("\n", 1)[0])
    drafts = [Draft(body, (quote(text, n * (width + 1), n * (width + 1) + width),)) for n, (_, _, body) in enumerate(told)]
    record.add(Document(id_, id_, text, pair=None), number_claims(id_, drafts), coder="synthetic")


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--one-pair", action="store_true")
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "benchmark.db"
        if not path.exists():
            begun = time.perf_counter()
            build(path, arguments.facts, arguments.one_pair)
            print(f"built in {time.perf_counter() - begun:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
        with Record.open(path) as record:
            print(f"{record.status().facts:,} facts")
            days = [f"{year}-06-15" for year in range(1800, 2025, 5)]
            times = []
            for day in days:
                begun = time.perf_counter()
                found = standing(record, "ITA", "TUR", day)
                times.append(1000 * (time.perf_counter() - begun))
            items = len(found.missions) + len(found.agreements) + len(found.holdings) + len(found.measures) + len(found.ongoing)
            print(f"standing: first {times[0]:.1f} ms (loads the tables), then median {statistics.median(times[1:]):.1f} ms")
            print(f"          slowest {max(times[1:]):.1f} ms; {items} items on the last day")
            begun = time.perf_counter()
            source = bodies(actors(arguments.one_pair), random.Random(time.time_ns()))
            add(record, f"one-more-{time.time_ns()}", list(itertools.islice(source, 100)))
            print(f"one more document of 100 claims: {1000 * (time.perf_counter() - begun):.0f} ms")


if __name__ == "__main__":
    main()
