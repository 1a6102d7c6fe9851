"""The feeds: Spark, for lakes that are too large for one machine. The files have to be where all its workers see them by the same path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relazione.analysis.feeds.compiled import schema, sql
from relazione.analysis.feeds.expressions import MONTHS
from relazione.analysis.feeds.question import Question
from relazione.analysis.feeds.spark_session import end, spark_session
from relazione.model.errors import RelazioneError
from relazione.record.lake.months import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

_TYPES = {"string": "STRING", "int32": "INT", "float64": "DOUBLE"}
COLUMNS_AS_DDL = ", ".join(f"`{one.name}` {_TYPES[one.type]}" for one in COLUMNS)
"""The columns of a month, as Spark is told them: it looks into no file to find them out."""
SETTINGS = {"spark.driver.memory": "3g", "spark.driver.maxResultSize": "0"}
"""The answer for all pairs of a large lake passes through the driver, as large as it is."""


class SparkEngine:
    """A Spark session, which ends with the engine."""

    name = "spark"

    def __init__(self, master: str | None = None, more: dict[str, str] | None = None) -> None:
        self.session: Any = spark_session(master, "relazione feeds", {**SETTINGS, **(more or {})})

    def answer(self, question: Question, values: Mapping[str, object], files: Sequence[Path]) -> pa.Table:
        """The answer from these files, of which there is at least one. Raises RelazioneError where Spark cannot finish the work."""
        asked = sql(question, "spark")
        try:
            months = self.session.read.schema(COLUMNS_AS_DDL).parquet(*(str(path.resolve()) for path in files))
            months.createOrReplaceTempView(MONTHS)
            found = self.session.sql(asked.text, args=asked.bound(values)).toArrow()
        except Exception as error:  # of pyspark, of py4j, of Java
            raise RelazioneError(f"Spark could not answer: {_first_line(error)}") from error
        found = found.cast(schema(question))
        return found.sort_by([(name, "ascending") for name in asked.order]) if asked.order else found

    def close(self) -> None:
        """Stop the session, and the Java behind it, unless another engine on the same master has done so."""
        from pyspark import SparkContext

        if SparkContext._active_spark_context is not None:
            end(self.session)


def _first_line(error: Exception) -> str:
    """What Spark says went wrong: Java's own word for it, where there is one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    causes = [line.removeprefix("Caused by:").strip() for line in lines if line.startswith(("Caused by:", ": "))]
    return (causes or lines or [type(error).__name__])[-1 if causes else 0].lstrip(": ")[:300]
