"""The feeds: a question as SQL of one engine, compiled once and kept.

Nothing from outside is ever written into SQL: states, times and files stand in it as placeholders, and the engine gets their values beside it.
Ibis has no placeholders, so each parameter is compiled as a mark that occurs nowhere else, and the mark is replaced in the syntax tree.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.analysis.feeds.expressions import ASKED, MONTHS, expression
from relazione.analysis.feeds.question import Question

if TYPE_CHECKING:
    import pyarrow as pa

_MARKS: dict[str, str | int] = {"a": "\x00a\x00", "b": "\x00b\x00", "first": 2_101_000_001, "last": 2_101_000_002}


class Dialect(NamedTuple):
    """How an engine writes: Ibis' compiler for it, sqlglot's name, and how a value is asked for."""

    compiler: str
    name: str
    placeholder: str


DIALECTS = {
    "duckdb": Dialect("duckdb", "duckdb", "Parameter"),
    "spark": Dialect("databricks", "databricks", "Placeholder"),
}


@lru_cache(maxsize=256)
def sql(question: Question, engine: str, files: bool = False) -> str:
    """The question as SQL; with `files` it reads the Parquet files that are given as the value `files` (DuckDB)."""
    import sqlglot.expressions as sge

    dialect = DIALECTS[engine]
    compiler = import_module(f"ibis.backends.sql.compilers.{dialect.compiler}").compiler
    tree = compiler.to_sqlglot(expression(question), params={ASKED[name]: mark for name, mark in _MARKS.items()})
    names = {str(mark): name for name, mark in _MARKS.items()}

    def with_places(node: Any) -> Any:
        if isinstance(node, sge.Literal) and node.this in names:
            return _place(dialect, names[node.this])
        if files and isinstance(node, sge.Table) and node.name == MONTHS:
            read = sge.Anonymous(this="read_parquet", expressions=[_place(dialect, "files")])
            return sge.Table(this=read, alias=node.args.get("alias"))
        return node

    return str(tree.transform(with_places).sql(dialect.name))


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
