"""The record room: the lake, a folder beside the record that holds the rows of news feeds.

    lake = Lake.open("relazione.lake", create=True)
    for one in lake.add([Path("downloads")]):     # an Outcome for each file
        ...
    lake.files()                                  # the Parquet files in force, each one sorted year
    lake.months()                                 # that of the months: what the rows of each pair, month and feed tell

    loads.db    what was loaded, which files are in force (SQLite; `book` and `tables`)
    rows/2014/  the rows of a year, sorted, each once (zstd Parquet)
    months/     counts and sums of each pair, month and feed: what questions by month and year are asked of (`months`)
    waiting/    rows that were loaded and are not yet sorted in
    aside/      bad rows with file, line, reason and text (JSON lines)
    tmp/        what is being written, and what an engine spills

A file counts only where `loads.db` lists it, and is listed only when it is whole on the disk: what a process that was killed left behind
is removed at the next opening for writing. Rows are seen when they are sorted in, all those of one `add` at once. One process writes, any
number read. Files that were replaced stay until an opening for writing ten minutes later or more, so that who had just listed them can
still read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relazione.record.lake.gathering import Outcome as Outcome
    from relazione.record.lake.lake import Lake as Lake

__all__ = ["Lake", "Outcome"]


def __getattr__(name: str) -> Any:
    """`Lake` and `Outcome`, loaded when they are first asked for."""
    if name == "Lake":
        from relazione.record.lake.lake import Lake

        return Lake
    if name == "Outcome":
        from relazione.record.lake.gathering import Outcome

        return Outcome
    raise AttributeError(name)
