"""How much dearer reading is than the bare language model, and how much memory it takes.

    python benchmarks/reading.py [--rounds 7] TEXT...

Both are fed the same way: the chunks of a document (paragraphs, items, cells) in batches of as many. The bare model gets chunks that were
cut before; reading starts from the file. Loading the model and the tables is left out (a first round that is not counted). Rounds
alternate, and CPU seconds are taken, so that what else the machine does weighs on both. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from relazione.coding.coder import code
from relazione.coding.language_model import BATCH, plain_model
from relazione.coding.text import chunks
from relazione.model.errors import RelazioneError
from relazione.sources.read import read_document


def measure(paths: list[Path], rounds: int) -> dict[str, float]:
    """Words, CPU seconds (medians) of the bare model and of reading, the median of the rounds' ratios, peak memory in MB."""
    paths = [path for path in paths if _is_read(path)]
    documents = [read_document(path) for path in paths]
    cut = [[chunk.text for chunk in chunks(document)] for document in documents]
    model = plain_model()

    def bare() -> None:
        for texts in cut:
            for _ in model.pipe(texts, batch_size=BATCH):
                pass

    def read() -> None:
        for path in paths:
            code(read_document(path))

    bare()
    alone, whole = [], []
    for _ in range(rounds):
        alone.append(_seconds(bare))
        whole.append(_seconds(read))
    words = sum(len(document.visible.split()) for document in documents)
    return {
        "documents": len(documents),
        "words": words,
        "bare": statistics.median(alone),
        "read": statistics.median(whole),
        "ratio": statistics.median(w / a for a, w in zip(alone, whole, strict=True)),
        "words_per_second": words / statistics.median(whole),
        "peak_megabytes": peak_megabytes(),
    }


def _is_read(path: Path) -> bool:
    """Whether the text can be read: what is about no pair is left out. The first reading loads all tables."""
    try:
        code(read_document(path))
    except RelazioneError:
        return False
    return True


def _seconds(run: Callable[[], None]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def peak_megabytes() -> float:
    """The most memory that this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("texts", type=Path, nargs="+")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.texts, arguments.rounds)))


if __name__ == "__main__":
    main()
