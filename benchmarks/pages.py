"""How long the server takes for each page, and how heavy it is, on a record of a whole corpus and 100,000 synthetic facts.

    python benchmarks/pages.py [--record FILE] [--facts 100000] [--corpus FOLDER] [--rounds 7]

Without `--record` a record is made: every document of FOLDER (../shared/corpus beside the checkout; left out where it is missing), then
synthetic facts about a hundred states, and a document of 3,000 facts about one pair. `--keep FILE` leaves it there, and uses it again
if it is there. Each page is asked of the application itself, without a network between; the first answer is not counted. Prints
one line of JSON: for each page the median of the milliseconds on the wall and of those of the CPU, the first answer's, and its bytes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "src")]
PER_DOCUMENT = 250
ONE_PAIR = 3_000
"""Facts of the pair that has most."""


def build(path: Path, facts: int, corpus: Path | None, one_pair: int = ONE_PAIR) -> None:
    """The record that is asked, at `path`."""
    from as_of import actors, add, bodies

    from relazione.record.store import Record

    if corpus is not None and corpus.is_dir():
        command = [sys.executable, "-m", "relazione", "read", str(corpus), "--jobs", "2", "--db", str(path)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr)
    parts = (
        ("synthetic", bodies(actors(False), random.Random(1932)), facts),
        ("pair", bodies(actors(True)[:2], random.Random(1)), one_pair),
    )
    with Record.open(path, create=True) as record, record.deferred():
        for name, told, count in parts:
            for number in range(-(-count // PER_DOCUMENT)):
                add(record, f"{name}-{number}", list(itertools.islice(told, PER_DOCUMENT)))


def addresses(path: Path) -> dict[str, str]:
    """What is asked, by name: of the pair with most facts, its first fact, the longest document, and what needs no choice."""
    from urllib.parse import quote

    from relazione.record.store import Record

    with Record.open(path, read_only=True) as record:
        documents = [line for line in record.documents() if line.covers or line.words]
        longest = max(documents, key=lambda line: line.words).id
        fact = record.facts(pair=("ITA", "TUR"))[0].id
    pair = "ITA/TUR"
    id_, document = quote(fact, safe=""), quote(longest, safe="")
    return {
        "home": "/",
        "home, pairs picked": "/?q=turk",
        "world": "/world",
        "world on a date": "/world?as-of=1925-01-01",
        "world: missions": "/world/missions",
        "matrix": "/world/matrix?size=60",
        "state": "/state/TUR",
        "state on a date": "/state/TUR?as-of=1925-01-01",
        "polities": "/polities",
        "polity": "/polities/ottoman-empire",
        "pair": f"/pair/{pair}",
        "pair on a date": f"/pair/{pair}?as-of=1925-01-01",
        "section": f"/pair/{pair}/conflict",
        "sources": f"/pair/{pair}/sources",
        "map": f"/map/{pair}",
        "map on a date": f"/map/{pair}?as-of=1925-01-01",
        "timeline": f"/timeline/{pair}",
        "curve": f"/curve/{pair}",
        "brief": f"/brief/{pair}",
        "article": f"/article/{pair}",
        "export": f"/export/{pair}",
        "diff": f"/diff/{pair}?from=1925&to=1950",
        "fact": f"/fact/{id_}",
        "longest document": f"/document/{document}",
        "versions": f"/versions/{document}",
        "search": "/search?q=ambassador",
        "coverage": "/coverage",
        "about": "/about",
        "review": "/review",
        "review/status": "/review/status",
        "api: pairs": "/api/v1/pairs",
        "api: facts": "/api/v1/facts",
        "api: facts of the pair": f"/api/v1/pairs/{pair}/facts",
        "api: timeline": f"/api/v1/pairs/{pair}/timeline",
        "api: documents": "/api/v1/documents",
        "api: coverage": "/api/v1/coverage",
    }


def measure(path: Path, rounds: int) -> dict[str, dict[str, Any]]:
    """Milliseconds and bytes of each page. Raises RuntimeError where one is not answered with 200."""
    from starlette.testclient import TestClient

    from relazione.web.app import create_app

    found: dict[str, dict[str, Any]] = {}
    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:
        for name, address in addresses(path).items():
            times, works = [], []
            for _ in range(rounds + 1):
                begun, worked = time.perf_counter(), time.process_time()
                answer = client.get(address)
                if answer.status_code != 200:
                    raise RuntimeError(f"{address} is answered with {answer.status_code}")
                times.append(1000 * (time.perf_counter() - begun))
                works.append(1000 * (time.process_time() - worked))
            found[name] = {
                "address": address,
                "milliseconds": round(statistics.median(times[1:]), 1),
                "cpu": round(statistics.median(works[1:]), 1),
                "first_cpu": round(works[0], 1),
                "bytes": len(answer.content),
            }
    return found


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.record or arguments.keep or Path(folder) / "pages.db"
        if not path.exists():
            build(path, arguments.facts, arguments.corpus)
        print(json.dumps(measure(path, arguments.rounds)))


if __name__ == "__main__":
    main()
