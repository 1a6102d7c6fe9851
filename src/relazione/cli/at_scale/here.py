"""The room `cli`: chunks read one after another by the worker processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relazione.cli.at_scale import parquet
from relazione.cli.at_scale.chunks import Chunk
from relazione.cli.at_scale.folder import Folder
from relazione.cli.at_scale.piece import read_chunk
from relazione.cli.reading import Told
from relazione.cli.worker import seldom_collected
from relazione.cli.workers import Pool


def read_here(
    chunks: Iterator[Chunk], folder: Folder, told: Told, pool: Pool, done: Callable[[int], None]
) -> None:  # fmt: skip
    """Read the chunks into the folder; `done` is told of each by its number. Raises RelazioneError where nothing can be read, OSError."""
    try:
        with seldom_collected():
            for chunk in chunks:
                parquet.write(folder.file(chunk.number), read_chunk(chunk, told, pool), chunk.key)
                done(chunk.number)
    finally:
        pool.close()
