"""The feeds: a question as SQL of one engine, compiled once and kept.

Nothing from outside is ever written into SQL: states, times and files stand in it as placeholders, and the engine gets their values beside it.
Ibis has no placeholders, so each parameter is compiled as a mark that occurs nowhere else, and the mark is replaced in the syntax tree.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.analysis.feeds.expressions import ASKED, MONTHS, expression, months_of
from relazione.analysis.feeds.question import Question
from relazione.analysis.feeds.warehouse import as_rows, events

if TYPE_CHECKING:
    import pyarrow as pa

_MARKS: dict[str, str | int] = {
    "a": "\x00a\x00",
    "b": "\x00b\x00",
    "begin": 2_101_000_000,
    "first": 2_101_000_001,
    "last": 2_101_000_002,
}


class Dialect(NamedTuple):
    """How an engine writes: Ibis' compiler for it (without a session Spark's needs that of Databricks), sqlglot's name, how a value is
    asked for, and whether it is the one to sort: Spark would do the work twice, to find out how to share it out."""

    compiler: str
    name: str
    placeholder: str
    sorts: bool


DIALECTS = {
    "duckdb": Dialect("duckdb", "duckdb", "Parameter", True),
    "bigquery": Dialect("bigquery", "bigquery", "Parameter", True),
    "spark": Dialect("databricks", "databricks", "Placeholder", False),
}


class Compiled(NamedTuple):
    """A question as SQL, the names of the values that it asks for, and the columns by which the answer has still to be sorted."""

    text: str
    asks: frozenset[str]
    order: tuple[str, ...]

    def bound(self, values: Mapping[str, object]) -> dict[str, object]:
        """Of the values those that it asks for."""
        return {name: value for name, value in values.items() if name in self.asks}


@lru_cache(maxsize=256)
def sql(question: Question, engine: str, files: bool = False, over_gdelt: str = "") -> Compiled:
    """The question as SQL; with `files` it reads the Parquet files that are given as the value `files` (DuckDB); `over_gdelt`: it asks
    a table of GDELT's events, by that name, in the place of a lake's months."""
    import sqlglot.expressions as sge

    dialect = DIALECTS[engine]
    compiler = import_module(f"ibis.backends.sql.compilers.{dialect.compiler}").compiler
    asked = expression(question, months_of(as_rows(events(over_gdelt))) if over_gdelt else None)
    tree = compiler.to_sqlglot(asked, params={ASKED[name]: mark for name, mark in _MARKS.items()})
    names = {str(mark): name for name, mark in _MARKS.items()}
    asks = {"files"} if files else set()

    def with_places(node: Any) -> Any:
        if isinstance(node, sge.Literal) and node.this in names:
            asks.add(names[node.this])
            return _place(dialect, names[node.this])
        if files and isinstance(node, sge.Table) and node.name == MONTHS:
            read = sge.Anonymous(this="read_parquet", expressions=[_place(dialect, "files")])
            return sge.Table(this=read, alias=node.args.get("alias"))
        return node

    order = () if dialect.sorts else _unsorted(tree)
    text = tree.transform(with_places).sql(dialect.name)
    return Compiled(text, frozenset(asks), order)


def _unsorted(tree: Any) -> tuple[str, ...]:
    """Take the sorting of the answer away, and say by which columns it was."""
    order = tree.args.pop("order", None)
    return tuple(one.this.name for one in order.expressions) if order else ()


def _place(dialect: Dialect, name: str) -> Any:
    import sqlglot.expressions as sge

    if dialect.placeholder == "Parameter":
        return sge.Parameter(this=sge.Var(this=name))
    return sge.Placeholder(this=name)


@cache
def schema(question: Question) -> pa.Schema:
    """The columns of the answer, as every engine gives them."""
    found = expression(question).schema().to_pyarrow()
    import pyarrow as pa

    return pa.schema([pa.field(one.name, one.type) for one in found])
