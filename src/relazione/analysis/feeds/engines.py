"""The feeds: the engines that answer, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from relazione.analysis.feeds.question import Question
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    import pyarrow as pa


class Engine(Protocol):
    """What answers questions from files."""

    name: str

    def answer(self, question: Question, values: Mapping[str, object], files: Sequence[Path]) -> pa.Table:
        """The answer in the columns of `compiled.schema`. `values` are those of `expressions.ASKED`; there is at least one file."""

    def close(self) -> None:
        """End what was started."""


def _duckdb(master: str | None) -> Engine:
    if master:
        raise WrongUse("--master is Spark's: add --engine spark")
    from relazione.analysis.feeds.duckdb_engine import DuckDBEngine

    return DuckDBEngine()


def _spark(master: str | None) -> Engine:
    from relazione.analysis.feeds.spark_engine import SparkEngine

    return SparkEngine(master)


class Kind(NamedTuple):
    """An engine: how it is opened, the extra that brings it, what it is for."""

    open: Callable[[str | None], Engine]
    extra: str
    help: str


ENGINES = {
    "duckdb": Kind(_duckdb, "feeds", "DuckDB, in this process"),
    "spark": Kind(_spark, "spark", "Spark, here or on the cluster of --master"),
}


def open_engine(name: str, master: str | None = None) -> Engine:
    """The engine of that name. Raises WrongUse where there is none, or where what it needs is not installed."""
    if name not in ENGINES:
        raise WrongUse(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    kind = ENGINES[name]
    try:
        return kind.open(master)
    except ImportError as error:
        raise WrongUse(f"{kind.help}, needs {error.name or 'a package'}: install relazione[{kind.extra}]") from error
