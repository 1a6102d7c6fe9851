"""The lake: rows come in once, sorted, in whatever order; bad files and rows are told; a reader sees whole loads."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("duckdb")

from feed_rows import Bad, Lines, batch, many, row, rows_of, write
from relazione.model.errors import LockedRecord, NewerRecord, NoRecord, NotARecord, WrongUse
from relazione.record.lake import Lake, Outcome
from relazione.sources.feeds.columns import SORTED_BY


def add(lake: Lake, *paths: Path, **how: Any) -> list[Outcome]:
    return list(lake.add(paths, reader=how.pop("reader", None) or Lines(), **how))


@pytest.fixture
def lake(tmp_path: Path) -> Any:
    with Lake.open(tmp_path / "it.lake", create=True) as lake:
        yield lake


def test_rows_come_in_sorted_and_by_year(lake: Lake, tmp_path: Path) -> None:
    told = many(500) + many(300, year=2015, seed=1)
    (one,) = add(lake, write(tmp_path / "one.lines", told))
    assert (one.what, one.read, one.kept, one.bad) == ("added", 800, 800, 0)
    files = lake.files()
    assert [path.parent.name for path in files] == ["2014", "2015"]
    assert lake.files([2015]) == files[1:]
    for path in files:
        rows = rows_of([path], without=())
        keys = [tuple(one[name] for name in SORTED_BY) for one in rows]
        assert keys == sorted(keys)
        assert {one["load"] for one in rows} == {1}
    assert sorted(one["key"] for one in rows_of(files)) == sorted(one["key"] for one in told)


def test_once_is_the_first_of_its_kind_on_the_day(lake: Lake, tmp_path: Path) -> None:
    told = [row(3), row(1), row(2, direction=-1), row(4, plover="AID"), row(5, day="2014-03-02"), row(0, feed="icews")]
    add(lake, write(tmp_path / "one.lines", told))
    assert {one["key"]: one["once"] for one in rows_of(lake.files())} == {"1": 1, "3": 0, "2": 1, "4": 1, "5": 1, "0": 1}


def test_once_goes_on_from_one_row_group_to_the_next(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import relazione.record.lake.tidying as tidying

    told = many(400)
    add(lake, write(tmp_path / "one.lines", told))
    monkeypatch.setattr(tidying, "GROUP", 3)
    with Lake.open(tmp_path / "other.lake", create=True) as other:
        add(other, tmp_path / "one.lines")
        assert rows_of(other.files()) == rows_of(lake.files())
    seen = set()
    for one in rows_of(lake.files()):
        kind = tuple(one[name] for name in ("feed", "a", "b", "day", "direction", "plover"))
        assert one["once"] == (kind not in seen)
        seen.add(kind)
    assert 0 < len(seen) < 400


def test_the_same_file_adds_nothing_whatever_its_name_and_packing(lake: Lake, tmp_path: Path) -> None:
    path = write(tmp_path / "one.lines", many(50))
    add(lake, path)
    other = tmp_path / "other.lines"
    other.write_bytes(path.read_bytes())
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(path, "inside.txt")
    reader = Lines()
    found = add(lake, path, other, tmp_path / "packed.zip", reader=reader)
    assert [(one.what, one.load) for one in found] == [("known", 1)] * 3
    assert reader.opened == []
    assert lake.status().rows == 50


def test_the_same_file_twice_in_one_call_counts_once(lake: Lake, tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "one.lines", many(50))
    (tmp_path / "in" / "two.lines").write_bytes(path.read_bytes())
    assert [one.what for one in add(lake, tmp_path / "in")] == ["added", "known"]
    assert lake.status().rows == 50


def test_the_same_row_in_another_file_counts_once_and_is_told(lake: Lake, tmp_path: Path) -> None:
    told = many(40)
    add(lake, write(tmp_path / "one.lines", told))
    (two,) = add(lake, write(tmp_path / "two.lines", [*told[:10], row("new")]))
    assert (two.kept, lake.repeated(two.load)) == (11, 10)
    assert lake.status().rows == 41
    assert lake.status().feeds[0].repeated == 10


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_rows_that_differ_the_most_told_one_stands_whichever_came_first(
    lake: Lake, tmp_path: Path, order: tuple[int, int]
) -> None:
    files = [
        write(tmp_path / "a.lines", [row(1, mentions=2, day="2014-05-01"), row(2, publisher="x")]),
        write(tmp_path / "b.lines", [row(1, mentions=9, day="2014-04-01"), row(2, publisher="y")]),
    ]
    for number in order:
        add(lake, files[number])
    assert [(one["key"], one["mentions"], one["publisher"]) for one in rows_of(lake.files())] == [("2", 1, "y"), ("1", 9, "")]


def test_bad_rows_are_counted_and_kept_aside(lake: Lake, tmp_path: Path) -> None:
    bad = [Bad(3, "too few columns", "x\ty"), Bad(9, "no date", "z" * 5000)]
    (one,) = add(lake, write(tmp_path / "one.lines", many(5), bad, {"within one state": 7}))
    assert (one.read, one.kept, one.bad, one.left_out) == (14, 5, 2, {"within one state": 7})
    assert one.aside is not None
    lines = [json.loads(line) for line in (lake.path / one.aside).read_text().splitlines()]
    assert [(line["file"], line["line"], line["why"]) for line in lines] == [
        ("one.lines", 3, "too few columns"),
        ("one.lines", 9, "no date"),
    ]
    assert len(lines[1]["text"]) == 1000
    (feed,) = lake.status().feeds
    assert (feed.bad_by, feed.left_out) == ({"too few columns": 1, "no date": 1}, {"within one state": 7})


def test_a_bad_file_is_told_and_the_others_go_on(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.lines").write_text("\0\0")
    broken = write(tmp_path / "in" / "b.lines", many(300))
    broken.write_text(broken.read_text() + "{cut")
    write(tmp_path / "in" / "c.lines", many(5, seed=2))
    write(tmp_path / "in" / "d.lines", [], [Bad(1, "no date", "")])
    write(tmp_path / "in" / "e.lines", many(3, seed=3), [Bad(7, "no date", "")])
    write(tmp_path / "in" / "f.lines", many(3, seed=4), [Bad(8, "no date", "")])
    found = add(lake, tmp_path / "in", tmp_path / "none.lines")
    assert [one.what for one in found] == ["bad", "bad", "added", "bad", "added", "added", "bad"]
    assert "no date" in found[3].message and "none.lines" in found[6].message
    assert lake.status().rows == 11
    (aside,) = (lake.path / "aside").iterdir()
    assert [(one["file"], one["line"]) for one in map(json.loads, aside.read_text().splitlines())] == [
        ("e.lines", 7),
        ("f.lines", 8),
    ]
    assert list((lake.path / "waiting").iterdir()) == []


def test_a_bad_end_of_a_file_that_was_written_in_parts_leaves_nothing(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relazione.record.lake.gathering.TOGETHER", 150)
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "a.lines", many(120))
    broken = write(tmp_path / "in" / "b.lines", many(700, seed=1))
    broken.write_text(broken.read_text() + "{cut")
    write(tmp_path / "in" / "c.lines", many(400, seed=2))
    assert [(one.what, one.kept) for one in add(lake, tmp_path / "in")] == [("added", 120), ("bad", 0), ("added", 400)]
    assert lake.status().rows == 520


def test_again_puts_a_load_in_the_place_of_the_old_one(lake: Lake, tmp_path: Path) -> None:
    path = write(tmp_path / "one.lines", many(20) + many(20, year=2015))
    add(lake, path)
    before = rows_of(lake.files())
    (one,) = add(lake, path, again=True)
    assert (one.what, one.load) == ("added", 2)
    assert rows_of(lake.files()) == before
    assert {row["load"] for row in rows_of(lake.files(), without=())} == {2}
    assert lake.status().feeds[0].files == 1


def test_what_came_is_seen_only_when_it_is_tidied(lake: Lake, tmp_path: Path) -> None:
    add(lake, write(tmp_path / "one.lines", many(20)))
    running = lake.add([write(tmp_path / "two.lines", many(20, seed=1))], reader=Lines())
    assert next(running).what == "added"
    running.close()
    with Lake.open(lake.path) as other:
        assert other.status().rows == 20
        assert (other.status().waiting, other.waiting()) == (20, [2014])
        assert [one.rows for one in other.tidy()] == [40]
        assert (other.status().rows, other.status().waiting) == (40, 0)


def test_rows_without_a_file_are_known_by_their_name(lake: Lake) -> None:
    assert lake.add_rows("made", "icews", [batch([row(1, feed="icews")])]).what == "added"
    assert lake.add_rows("made", "icews", [batch([row(2, feed="icews")])]).what == "known"
    assert lake.status().rows == 1


def test_what_nobody_lists_is_removed_at_the_next_writing(lake: Lake, tmp_path: Path) -> None:
    add(lake, write(tmp_path / "one.lines", many(20)))
    for name in ("rows/2014/0000099.parquet", "months/9.parquet", "waiting/x.parquet", "aside/y.jsonl", "tmp/z"):
        (lake.path / name).parent.mkdir(exist_ok=True)
        (lake.path / name).write_bytes(b"x")
    lake.tidy()
    left = {path for path in lake.path.rglob("*.*") if path.suffix in (".parquet", ".jsonl")}
    assert left == {*lake.files(), *lake.months()}
    assert not (lake.path / "tmp").exists()


def test_replaced_files_stay_for_those_who_listed_them(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(lake, write(tmp_path / "one.lines", many(20)))
    listed = lake.files()
    add(lake, write(tmp_path / "two.lines", many(20, seed=1)))
    lake.tidy()
    assert len(rows_of(listed)) == 20
    monkeypatch.setattr("relazione.record.lake.lake.GRACE", -1.0)
    lake.tidy()
    assert not listed[0].exists() and lake.files()[0].exists()


def test_one_process_writes_at_a_time(lake: Lake, tmp_path: Path) -> None:
    with Lake.open(lake.path) as other, other.writing(), pytest.raises(LockedRecord, match="another process writes"):
        add(lake, write(tmp_path / "one.lines", many(1)))
    assert add(lake, tmp_path / "one.lines")[0].what == "added"


def test_what_is_no_lake_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoRecord, match="feed add"):
        Lake.open(tmp_path / "none")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotARecord, match="is a file"):
        Lake.open(tmp_path / "file", create=True)
    with pytest.raises(WrongUse, match="other files"):
        Lake.open(tmp_path, create=True)
    (tmp_path / "strange").mkdir()
    (tmp_path / "strange" / "loads.db").write_text("no database at all")
    with pytest.raises(NotARecord, match="no list of loads"):
        Lake.open(tmp_path / "strange")
    sqlite3.connect(tmp_path / "strange" / "other.db").execute("CREATE TABLE x (y)").connection.close()
    (tmp_path / "strange" / "other.db").rename(tmp_path / "strange" / "loads.db")
    with pytest.raises(NotARecord, match="no list of loads"):
        Lake.open(tmp_path / "strange", create=True)


def test_a_lake_of_a_later_version_says_so(lake: Lake) -> None:
    with sqlite3.connect(lake.path / "loads.db") as book:
        book.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerRecord, match="later version"):
        Lake.open(lake.path)


def months_of(lake: Lake) -> dict[tuple[Any, ...], dict[str, Any]]:
    (path,) = lake.months()
    told = rows_of([path])
    keys = [(one["a"], one["b"], one["month_ix"], one["feed"]) for one in told]
    assert keys == sorted(keys)
    return dict(zip(keys, told, strict=True))


def test_months_are_what_the_rows_tell(lake: Lake, tmp_path: Path) -> None:
    assert lake.months() == []
    add(lake, write(tmp_path / "one.lines", many(300) + many(100, year=2015, seed=1)))
    add(lake, write(tmp_path / "two.lines", many(100, year=2015, seed=2)))
    rows = rows_of(lake.files())
    months = months_of(lake)
    assert sum(one["n"] for one in months.values()) == len(rows)
    assert {one["year"] for one in months.values()} == {2014, 2015}
    for key, one in months.items():
        own = [row for row in rows if (row["a"], row["b"], row["month_ix"], row["feed"]) == key]
        scores = [row["intensity"] * row["weight"] for row in own if row["once"]]
        assert (one["n"], one["acts"]) == (len(own), len(scores))
        assert [one[f"quad{quad}"] for quad in range(1, 5)] == [sum(row["quad"] == quad for row in own) for quad in range(1, 5)]
        assert one["intensity"] == pytest.approx(sum(row["intensity"] for row in own))
        assert one["cooperation"] == pytest.approx(sum(score for score in scores if score > 0))
        assert one["conflict"] == pytest.approx(sum(score for score in scores if score < 0))


def test_months_follow_a_file_that_is_read_again(lake: Lake, tmp_path: Path) -> None:
    path = write(tmp_path / "one.lines", many(20))
    add(lake, path)
    before = months_of(lake)
    add(lake, path, again=True)
    assert months_of(lake) == before
    write(tmp_path / "two.lines", [row(77, day="2015-01-02")])
    add(lake, tmp_path / "two.lines")
    assert sum(one["n"] for one in months_of(lake).values()) == 21


def test_months_and_rows_come_in_force_together(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import relazione.record.lake.months as months

    add(lake, write(tmp_path / "one.lines", many(20)))
    before = lake.files(), lake.months()
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(months, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        add(lake, write(tmp_path / "two.lines", many(20, seed=4)))
    assert (lake.files(), lake.months()) == before
    lake.tidy()
    assert sum(one["n"] for one in months_of(lake).values()) == len(rows_of(lake.files())) > 20


def test_a_strange_list_of_loads_reaches_nothing_outside_the_lake(lake: Lake, tmp_path: Path) -> None:
    add(lake, write(tmp_path / "one.lines", many(5)))
    mine = tmp_path / "mine.parquet"
    mine.write_bytes(b"x")
    with sqlite3.connect(lake.path / "loads.db") as book:
        book.execute("UPDATE files SET name = '../mine.parquet'")
    for asked in (lake.files, lake.tidy):
        with pytest.raises(NotARecord, match="no file of a lake") if asked == lake.files else nullcontext():
            asked()
    with sqlite3.connect(lake.path / "loads.db") as book:
        book.execute("UPDATE files SET state = 'replaced', replaced_at = 0")
    with pytest.raises(NotARecord, match="no file of a lake"):
        lake.tidy()
    assert mine.exists()


def test_a_file_that_is_missing_or_damaged_is_said(lake: Lake, tmp_path: Path) -> None:
    add(lake, write(tmp_path / "one.lines", many(5)))
    lake.files()[0].write_bytes(b"PAR1 and nothing")
    with pytest.raises(NotARecord, match="damaged"):
        add(lake, write(tmp_path / "two.lines", many(5, seed=2)))
    lake.files()[0].unlink()
    with pytest.raises(NotARecord, match="damaged"):
        lake.tidy()
    assert lake.waiting() == [2014]


def test_reasons_without_end_are_counted_together(lake: Lake, tmp_path: Path) -> None:
    bad = [Bad(number, f"{number} columns", "x", cells="'y'") for number in range(60)]
    (one,) = add(lake, write(tmp_path / "one.lines", many(5), bad))
    assert (one.bad, len(one.bad_by), one.bad_by["other reasons"]) == (60, 41, 20)
    assert one.shown[0] == (0, "0 columns: 'y'", "x")
