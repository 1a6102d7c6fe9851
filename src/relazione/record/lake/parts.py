"""The record room: what a loading writes: rows that wait, by year, and bad rows aside."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from relazione.record.lake.engine import needed
from relazione.record.lake.folder import ASIDE, WAITING, Pending
from relazione.record.lake.seam import BadRow
from relazione.sources.feeds.columns import arrow_schema

Part = tuple[int, str, int, int]
"""Year, name in the lake, rows, bytes."""
MANY_VALUES = ("key", "address", "source_intensity")
"""Columns for which a dictionary would be as long as the column."""
LONGEST_TEXT = 1000
"""Characters of a bad row that are kept aside."""
MOST_ASIDE = 50_000
"""Bad rows of a file that are kept aside; all are counted."""


def parquet_options() -> dict[str, Any]:
    """How files of rows are written."""
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": [name for name in arrow_schema().names if name not in MANY_VALUES],
        "write_statistics": ["a", "b", "day", "feed", "load"],
    }


def numbered_rows(rows: Any, load: int) -> Any:
    """The rows with the number of their load. Raises ValueError where they are not in the shape of `columns`."""
    pa = needed("pyarrow")
    schema = arrow_schema()
    if rows.schema.names != schema.names:
        raise ValueError(f"rows of a feed have the columns {rows.schema.names}, and not {schema.names}")
    at = schema.get_field_index("load")
    columns = list(rows.columns)
    columns[at] = pa.repeat(pa.scalar(load, pa.int32()), rows.num_rows)
    return pa.Table.from_arrays(columns, names=schema.names).cast(schema)


def span_of(rows: Any) -> tuple[dict[int, int], int, int]:
    """Rows by year; first and last day."""
    pc = needed("pyarrow.compute")
    years = {one["values"]: one["counts"] for one in pc.value_counts(rows["year"]).to_pylist()}
    days = pc.min_max(rows["day"]).as_py()
    return years, days["min"], days["max"]


class Parts:
    """The files of waiting rows that this process writes, under names that no other process gives."""

    def __init__(self, place: Path) -> None:
        self.pending = Pending(place)
        self._written = 0
        self._run = secrets.token_hex(4)

    def write(self, tables: Sequence[Any], load: int) -> list[Part]:
        """Write rows, one file for each year. Raises OSError."""
        pa, pc, pq = needed("pyarrow"), needed("pyarrow.compute"), needed("pyarrow.parquet")
        if not tables:
            return []
        rows = pa.concat_tables(tables)
        years = sorted(pc.unique(rows["year"]).to_pylist())
        parts = []
        for year in years:
            of_year = rows if len(years) == 1 else rows.filter(pc.equal(rows["year"], year))
            self._written += 1
            name = f"{WAITING}/{load:07d}-{self._run}-{self._written:04d}-{year:04d}.parquet"
            pq.write_table(of_year, self.pending.temporary(name), **parquet_options())
            parts.append((year, name, of_year.num_rows, self.pending.settle(name)))
        return parts


def aside_line(file: str, load: int, row: BadRow) -> str:
    """A bad row as a line of JSON: file, load, line, why, cells, text."""
    told = {"file": file, "load": load, "line": row.line, "why": row.why, "cells": row.cells, "text": row.text[:LONGEST_TEXT]}
    return json.dumps(told) + "\n"


class Aside:
    """The bad rows of files that are read together, as JSON lines."""

    def __init__(self, pending: Pending, load: int) -> None:
        self.name = f"{ASIDE}/{load:07d}-{secrets.token_hex(4)}.jsonl"
        self._pending = pending
        self._open = pending.temporary(self.name).open("w", encoding="ascii")

    def keep(self, lines: Iterable[str]) -> None:
        """Write some of them down. Raises OSError."""
        self._open.writelines(lines)

    def settle(self) -> None:
        """They are whole. Raises OSError."""
        self._open.close()
        self._pending.settle(self.name)

    def close(self) -> None:
        """They are not wanted."""
        with suppress(OSError):
            self._open.close()
