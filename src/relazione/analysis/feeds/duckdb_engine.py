"""The feeds: DuckDB, the engine on one machine."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.analysis.feeds.compiled import schema, sql
from relazione.analysis.feeds.question import Question
from relazione.record.lake.engine import connected, literal, needed

if TYPE_CHECKING:
    import pyarrow as pa

MEMORY = "700MB"
"""What DuckDB may take; more than that goes to the disk. The answer comes on top of it."""


class DuckDBEngine:
    """One connection, which knows the footers of the files that it has read. What does not fit into memory is spilled to a folder of its own."""

    name = "duckdb"

    def __init__(self, memory: str = MEMORY, threads: int | None = None) -> None:
        needed("duckdb")
        self._spill = Path(tempfile.mkdtemp(prefix="relazione-feeds-"))
        self._connection = connected(self._spill, memory, threads, preserve_insertion_order=False)
        self._connection.execute("SET parquet_metadata_cache = true")
        self._connection.execute("SET lock_configuration = true")

    def answer(self, question: Question, values: Mapping[str, object], files: Sequence[Path]) -> pa.Table:
        """The answer from these files, of which there is at least one."""
        asked = sql(question, "duckdb", files=True)
        found = self._connection.sql(asked.text, params=asked.bound({**values, "files": literal(files)}))
        return found.to_arrow_table().cast(schema(question))

    def close(self) -> None:
        """End the connection and remove what was spilled."""
        self._connection.close()
        shutil.rmtree(self._spill, ignore_errors=True)
