"""How a whole folder is read: against the bare language model in CPU time, and by two processes against one on the wall.

    python benchmarks/corpus.py [FOLDER] [--part N] [--rounds 3]        FOLDER: ../shared/corpus beside the checkout

The bare model gets all chunks of all documents, ready cut, as one stream in batches of 128, its quickest, in a process of its own; `relazione read`
is the whole command with one process: start, opening, coding, record. Both take turns; user and system time of the process and its
children count, the loading of the model in both. `--part N` takes every N-th file. Prints one line of JSON; nothing is measured
where the folder is missing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "corpus"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}


def bare(listed: Path) -> None:
    """Parse the chunks in a JSON file, by the plain model."""
    from relazione.coding.language_model import BATCH, plain_model

    for _ in plain_model().pipe(json.loads(listed.read_text(encoding="utf-8")), batch_size=BATCH):
        pass


def cut(files: list[Path]) -> tuple[int, list[str]]:
    """The words of all documents, and their chunks."""
    from relazione.cli.reading import Told, read_files
    from relazione.coding.text import chunks
    from relazione.model.documents import Document

    documents = [one for file in files for one in read_files(file, Told(), tell=str) if isinstance(one, Document)]
    return sum(one.words for one in documents), [chunk.text for one in documents for chunk in chunks(one)]


def spent(*command: str | Path) -> tuple[float, float]:
    """CPU seconds and seconds on the wall of a command and its children. Some documents may be bad (exit code 1)."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    made = subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, env=ENVIRONMENT, capture_output=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if made.returncode not in (0, 1):
        raise RuntimeError(made.stderr.decode())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def measure(files: list[Path], rounds: int) -> dict[str, Any]:
    """Words, words in a CPU second (medians), the medians of the rounds' ratios."""
    with tempfile.TemporaryDirectory() as folder:
        words, texts = cut(files)
        listed = Path(folder) / "chunks.json"
        listed.write_text(json.dumps(texts), encoding="utf-8")
        alone, one, two = [], [], []
        for turn in range(rounds):
            alone.append(spent(__file__, "--bare", listed))
            for jobs, found in (("1", one), ("2", two)):
                db = Path(folder) / f"{turn}-{jobs}.db"
                found.append(spent("-m", "relazione", "read", *files, "--jobs", jobs, "--db", db))
    return {
        "files": len(files),
        "words": words,
        "bare_words_per_cpu_second": words / statistics.median(cpu for cpu, _ in alone),
        "words_per_cpu_second": words / statistics.median(cpu for cpu, _ in one),
        "of_the_bare_model": statistics.median(a / b for (a, _), (b, _) in zip(alone, one, strict=True)),
        "two_against_one_wall": statistics.median(a / b for (_, a), (_, b) in zip(one, two, strict=True)),
        "two_against_one_cpu": statistics.median(b / a for (a, _), (b, _) in zip(one, two, strict=True)),
        "busy": statistics.median(cpu / wall for cpu, wall in two),
    }


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    if arguments.bare:
        bare(arguments.bare)
        return
    if not arguments.folder.is_dir():
        print(f"not measured: there is no folder {arguments.folder} (name another)", file=sys.stderr)
        return
    from relazione.sources.folders import files_in

    print(json.dumps(measure(list(files_in(arguments.folder))[:: arguments.part], arguments.rounds)))


if __name__ == "__main__":
    main()
