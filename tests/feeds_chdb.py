"""ClickHouse in this process, as one more engine for the questions to feeds: in tests only."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import clickhouse_connect
import pyarrow as pa
from ibis.backends.clickhouse import Backend

from relazione.analysis.feeds.compiled import schema
from relazione.analysis.feeds.expressions import ASKED, MONTHS, expression
from relazione.analysis.feeds.question import Question
from relazione.record.lake.months import COLUMNS

_TYPES = {"string": "String", "int32": "Int32", "float64": "Float64"}


class ClickHouseEngine:
    """ClickHouse reads the Parquet files through its table function `file`."""

    name = "chdb"

    def __init__(self) -> None:
        self._client = clickhouse_connect.get_client(interface="chdb")
        self._ibis: Any = Backend.from_connection(self._client)

    def answer(self, question: Question, values: Mapping[str, object], files: Sequence[Path]) -> pa.Table:
        """The answer from these files."""
        root = os.path.commonpath([str(path.parent) for path in files])
        names = ",".join(os.path.relpath(path, root) for path in files)
        pattern = f"{root}/{{{names}}}" if len(files) > 1 else f"{root}/{names}"
        self._client.command(f"CREATE OR REPLACE VIEW {MONTHS} AS SELECT * FROM file('{pattern}', 'Parquet', '{_structure()}')")
        given = {ASKED[name]: value for name, value in values.items()}
        return self._ibis.to_pyarrow(expression(question), params=given).cast(schema(question))

    def close(self) -> None:
        """End the connection."""
        self._client.close()


def _structure() -> str:
    return ", ".join(f"{one.name} {_TYPES[one.type]}" for one in COLUMNS)
