"""A real lake out of made rows, which come in no order, as rows of many files do: what loading and sorting so many takes.

python benchmarks/feeds_fill.py MADE LAKE        MADE as `feeds_data.py lake` makes it; prints JSON
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from relazione.record.lake import Lake
from relazione.sources.feeds.batches import Batch


def shuffled(made: Path) -> Iterator[Batch]:
    """The rows of all years: row groups of a year by chance, rows of a group by chance."""
    random = np.random.default_rng(1)
    for path in sorted(made.glob("*/*.parquet")):
        file = parquet.ParquetFile(path)
        for group in random.permutation(file.num_row_groups).tolist():
            table = file.read_row_group(group)
            table = table.take(pa.array(random.permutation(table.num_rows))).combine_chunks()
            for rows in table.to_batches():
                yield Batch(rows, rows.num_rows, rows.num_rows, [], Counter())


def fill(made: Path, place: Path) -> dict[str, float]:
    """Rows, seconds, CPU seconds, MB of memory at most, bytes on the disk."""
    begun, used = time.perf_counter(), time.process_time()
    with Lake.open(place, create=True) as lake:
        kept = lake.add_rows("made", "gdelt2", shuffled(made)).kept
        size = lake.status().bytes
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {
        "rows": kept,
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "peak_megabytes": peak,
        "bytes": size,
    }


if __name__ == "__main__":
    print(json.dumps(fill(Path(sys.argv[1]), Path(sys.argv[2]))))
