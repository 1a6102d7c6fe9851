"""How long the review takes on a record: a page of the queue, one claim with all that is known of it, a decision, its undoing.

    python benchmarks/review.py --record FILE [--rounds 200]

Works on a copy, without the disk's own time (`PRAGMA synchronous = OFF`). Claims are drawn by chance, always the same ones. Prints one line of
JSON: for each the median of the milliseconds, and what nineteen of twenty stay below.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
REVIEWER = "benchmark"


def measure(path: Path, rounds: int) -> dict[str, dict[str, float]]:
    """What is done, by name -> {"median", "most"} in milliseconds."""
    from relazione.analysis import review
    from relazione.record.store import Record

    with Record.open(path) as record:
        with record.reading() as connection:
            connection.execute("PRAGMA synchronous = OFF")
            ids = [row[0] for row in connection.execute("SELECT c.id FROM review r JOIN claims c ON c.number = r.claim")]
        drawn = random.Random(1932).sample(ids, min(rounds, len(ids)))
        few = max(1, rounds // 10)
        return {
            "first page of the queue": timed(lambda _: review.queue(record, REVIEWER), range(few)),
            "first page of a pair's queue": timed(lambda _: review.queue(record, REVIEWER, pair=("ITA", "TUR")), range(few)),
            "one claim with all that is known of it": timed(lambda claim: review.item(record, claim, REVIEWER), drawn),
            "one decision": timed(lambda claim: review.reject(record, claim, REVIEWER), drawn),
            "undoing it": timed(lambda _: review.undo(record, REVIEWER), drawn),
            "progress and agreement": timed(lambda _: review.progress(record), range(few)),
        }


def timed(act: Callable[[Any], object], over: Iterable[Any]) -> dict[str, float]:
    """Median of the milliseconds, and what 95 % stay below."""
    times = []
    for one in over:
        begun = time.perf_counter()
        act(one)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    return {"median": round(times[len(times) // 2], 2), "most": round(times[int(0.95 * (len(times) - 1))], 2)}


def main() -> None:
    """Copy, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "review.db"
        shutil.copyfile(arguments.record, copy)
        print(json.dumps(measure(copy, arguments.rounds)))


if __name__ == "__main__":
    main()
