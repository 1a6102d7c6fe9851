"""The room `sources`: how the files of feeds lay out their rows, from `data/feeds.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from relazione.model.errors import ReferenceTableError

DATA = Path(__file__).parents[1] / "data" / "feeds.toml"
TAB = "\t"


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of formats with a header: the published columns in their order, and which of ours a file must have."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]


class Format(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of laying out rows."""

    id: str
    feed: str
    """One of `columns.FEEDS`."""
    title: str
    words: str
    """What its codes of countries are: "cameo", "plover", "icews" (see `states`)."""
    day: str
    """How a day is written: YYYYMMDD or YYYY-MM-DD."""
    encodings: tuple[str, ...]
    """Tried in this order on the cells that are kept."""
    widths: tuple[int, ...] = ()
    """Of formats without a header: how many columns a row may have."""
    columns: Mapping[str, int] = {}
    """Of formats without a header: our column -> its number in a row. One beyond a row's width is blank there."""
    first_line: Mapping[str, str] = {}
    """Of formats without a header: number of a column -> pattern of its cell, in a row to know the file by."""
    names: Mapping[str, tuple[str, ...]] = {}
    """Of formats with a header: our column -> the names it has there (see `header_name`)."""
    known: Known | None = None
    key_with_day: bool = False
    """Its ids are unique only together with the day."""
    missing: tuple[str, ...] = ("",)
    """Cells that say nothing."""
    between: str = ""
    """What stands between several values in a cell; "": there are never several."""


def header_name(cell: str) -> str:
    """A header's cell as formats name it: "Event ID" -> "event_id"."""
    return re.sub(r"\W+", "_", cell.strip().strip('"').strip().lower()).strip("_")


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its id."""
    try:
        table = tomllib.loads(DATA.read_text(encoding="utf-8"))
        return {id_: msgspec.convert({"id": id_, **entry}, Format) for id_, entry in table.items()}
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ReferenceTableError(f"data/{DATA.name}: {error}") from error


def is_row_of(format: Format, cells: Sequence[str]) -> bool:
    """Whether cells are a row of a format without a header, by its patterns."""
    return len(cells) in format.widths and all(
        re.fullmatch(pattern, cells[int(at)]) is not None for at, pattern in format.first_line.items()
    )


def positions(format: Format, header: Sequence[str]) -> dict[int, dict[str, int]]:
    """Of a format with a header (names by `header_name`): how many columns a row may have -> our column -> its number.

    A row is as wide as its header; files exist whose header has more names than their rows have cells, so a row may also be as wide as the
    names that are published. Empty: this is no header of the format.
    """
    assert format.known is not None
    published = {name for names in format.names.values() for name in names} | set(format.known.columns)
    found: dict[int, dict[str, int]] = {}
    for names in ([name for name in header if name in published], list(header)):
        at = {ours: names.index(one) for ours, theirs in format.names.items() for one in theirs if one in names}
        if all(name in at for name in format.known.needed):
            found[len(names)] = at
    return found
