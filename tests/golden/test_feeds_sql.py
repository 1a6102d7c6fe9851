"""The SQL of the questions to feeds for Google's BigQuery, where GDELT lies, as files to look at: of a lake's months that were brought there, and of
GDELT's own table. Written anew by `python tests/golden/test_feeds_sql.py`. No BigQuery is asked here; the same expression over GDELT's
table is asked of DuckDB, and has to say what a lake says that was filled from the same file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ibis")
pytest.importorskip("duckdb")

import duckdb
import sqlglot

from relazione.analysis.feeds import Feeds, connect
from relazione.analysis.feeds.compiled import sql
from relazione.analysis.feeds.question import Breaks, Panel, Question, Series, Top
from relazione.analysis.feeds.warehouse import EVENTS

GOLDEN = Path(__file__).parent / "feeds_sql"
QUESTIONS: dict[str, Question] = {
    "series_of_a_pair": Series(long=False),
    "series_of_all_by_year_over_centuries": Series("year", one_pair=False, half_life=0.5, long=True),
    "panel": Panel(),
    "top_by_conflict": Top("conflict"),
    "top_by_change": Top("change"),
    "changes_of_a_pair": Breaks(),
}


def text_of(question: Question, table: str) -> str:
    """SQL, laid out to be read."""
    return sqlglot.transpile(sql(question, "bigquery", over_gdelt=table).text, "bigquery", "bigquery", pretty=True)[0] + "\n"


def made() -> dict[str, str]:
    """Every file with its text."""
    files = {f"{name}.sql": text_of(question, "") for name, question in QUESTIONS.items()}
    return files | {"gdelt_series_of_a_pair.sql": text_of(Series(long=False), EVENTS)}


@pytest.mark.parametrize("name", [*(f"{name}.sql" for name in QUESTIONS), "gdelt_series_of_a_pair.sql"])
def test_the_sql_is_as_it_was(name: str) -> None:
    assert (GOLDEN / name).read_text(encoding="utf-8") == made()[name]


@pytest.mark.shared
def test_gdelts_own_table_says_what_a_lake_says(shared_dir: Path, tmp_path: Path, feeds_model: Any) -> None:
    from relazione.record.lake import Lake

    file = shared_dir / "datasets" / "whole" / "gdelt" / "20190121220000.export.CSV"
    with Lake.open(tmp_path / "lake", create=True) as lake:
        assert [one.what for one in lake.add([file])] == ["added"]
        with connect(lake) as feeds:
            asked = Series(one_pair=False, long=False)
            expected = feeds.series_all()
            found = over_table(asked, file, feeds)
    assert expected.num_rows > 50
    feeds_model.assert_equal(found, expected.to_pylist())


def over_table(asked: Question, file: Path, feeds: Feeds) -> Any:
    """The answer from a table made of a published file, as GDELT has it in BigQuery."""
    connection = duckdb.connect()
    names = {0: "GLOBALEVENTID", 1: "SQLDATE", 7: "Actor1CountryCode", 17: "Actor2CountryCode", 26: "EventCode", 29: "QuadClass"}
    columns = {f"c{at}": "VARCHAR" for at in range(61)}
    numbers = ("GLOBALEVENTID", "SQLDATE", "QuadClass")
    chosen = ", ".join(
        f'CAST(c{at} AS BIGINT) AS "{name}"' if name in numbers else f"nullif(c{at}, '') AS \"{name}\""
        for at, name in names.items()
    )
    connection.execute(
        f"CREATE TABLE events AS SELECT {chosen} FROM read_csv($file, delim='\t', header=false, quote='', columns={columns})",
        {"file": str(file)},
    )
    compiled = sql(asked, "duckdb", over_gdelt="events")
    first = feeds.span()
    assert first is not None
    values = {"a": "", "b": "", "begin": first[0] // 12 * 12, "first": -100_000, "last": 100_000}
    return connection.sql(compiled.text, params=compiled.bound(values)).to_arrow_table()


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, text in made().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
