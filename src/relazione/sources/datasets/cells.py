"""The room `sources`: numbers and dates out of the cells of a row. What stands for "unknown" is None, never a number.

A cell that is neither a value nor a sign for unknown raises BadValue, which makes its row bad.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from relazione.model.dates import When, bounds, days_in_month, iso_day
from relazione.model.errors import ImpossibleDate
from relazione.sources.datasets.catalogue import Dataset
from relazione.sources.datasets.table import BadValue, Row, Table


class Cells:
    """Reads the cells of one dataset's rows."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.missing = frozenset(dataset.missing)
        self.first_day = bounds(dataset.covers[0]).start_earliest
        self.last_day = bounds(dataset.covers[1]).end_latest

    def text(self, row: Row, name: str) -> str:
        """The cell, "" where it stands for unknown."""
        cell = row[name]
        return "" if cell in self.missing else cell

    def number(self, row: Row, name: str) -> int | None:
        """A whole number, also as "6.0"; None for unknown."""
        cell = row[name]
        if cell in self.missing:
            return None
        try:
            return int(cell)
        except ValueError:
            if re.fullmatch(r"-?\d{1,15}\.0*", cell):
                found = int(cell.partition(".")[0])
                return None if str(found) in self.missing else found
            raise BadValue(f"{name} is {cell[:40]!r}, where a whole number is meant") from None

    def real(self, row: Row, name: str) -> float | None:
        """A number; None for unknown."""
        cell = row[name].replace(",", "") if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", row[name]) else row[name]
        if cell in self.missing:
            return None
        try:
            found = float(cell)
        except ValueError:
            raise BadValue(f"{name} is {cell[:40]!r}, where a number is meant") from None
        if found != found or abs(found) == float("inf"):
            raise BadValue(f"{name} is {cell[:40]!r}, where a number is meant")
        return None if found < 0 and found.is_integer() and str(int(found)) in self.missing else found

    def date(self, row: Row, year: str, month: str = "", day: str = "") -> str | None:
        """EDTF out of up to three columns: a day, a month or a year, as exact as they tell. Raises BadValue for 30 February."""
        y = self.number(row, year)
        if y is None:
            return None
        if not -3000 <= y <= 2200:
            raise BadValue(f"{year} is {y}")
        m = self.number(row, month) if month else None
        d = self.number(row, day) if day else None
        told = f"{y:04d}" if y >= 0 else f"-{-y:04d}"
        if not m:
            return told
        if not 1 <= m <= 12:
            raise BadValue(f"{month} is {m}")
        if not d:
            return f"{told}-{m:02d}"
        if not 1 <= d <= days_in_month(y, m):
            raise BadValue(f"there is no day {d} in {told}-{m:02d}")
        return f"{told}-{m:02d}-{d:02d}"

    def iso(self, row: Row, name: str) -> str | None:
        """EDTF out of one cell: YYYY, YYYY-MM, YYYY-MM-DD, YYYYMM, YYYMM, YYYYMMDD (month 00: not known), dd:mm:yyyy, dd.mm.yyyy or d/m/yyyy."""
        cell = self.text(row, name).partition(" ")[0].partition("T")[0]
        if not cell:
            return None
        found = re.fullmatch(r"(\d{1,2})[:./](\d{1,2})[:./](\d{4})", cell)
        if found:
            cell = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
        elif found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)?", cell if len(cell) != 5 else f"0{cell}"):
            cell = "-".join(part for part in found.groups() if part and part != "00")
        try:
            bounds(cell)
        except ImpossibleDate as error:
            raise BadValue(f"{name} is {row[name][:40]!r}: {error}") from None
        return cell

    def when(self, start: str | None, end: str | None, wording: str = "") -> When | None:
        """From start to end. An end that is the last day of what the dataset covers is open; unknown sides stay unknown.

        Raises BadValue where it ends before it starts.
        """
        if start is None and end is None:
            return None
        if end is not None and self.is_open(end):
            end = ".."
        edtf = start if start is not None and end == start else f"{start or ''}/{end or ''}"
        try:
            bounds(edtf)
        except ImpossibleDate as error:
            raise BadValue(f"from {start} to {end}: {error}") from None
        return When(edtf, wording=wording)

    def point(self, edtf: str | None) -> When | None:
        """A date as When."""
        return When(edtf) if edtf else None

    def until(self, end: str | None) -> When | None:
        """An end as When; None where unknown or where it is the last day of the coverage, which is open."""
        return None if end is None or self.is_open(end) else When(end)

    def is_open(self, end: str) -> bool:
        """Whether an end is the last day that the dataset covers (or its month or year is the last)."""
        last = bounds(end).end_latest
        return last is not None and self.last_day is not None and last >= self.last_day

    def span(self, row: Row, columns: tuple[str, str]) -> tuple[str | None, str | None]:
        """Start and end of an interval of the catalogue's `spans`. Raises BadValue for dates that cannot be."""
        start, end = (self.told(row, one) for one in columns)
        self.when(start, end)
        return start, end

    def told(self, row: Row, columns: str) -> str | None:
        """A date as EDTF: of "year/month/day" columns, or of one column."""
        names = columns.split("/")
        return self.iso(row, names[0]) if len(names) == 1 else self.date(row, *names)


def with_coverage(table: Table) -> Dataset:
    """The file's dataset, with the last day of this release where the catalogue says how to tell it (`last_days`, `last_day`)."""
    dataset = table.dataset
    last = dataset.last_days.get(table.version) or (_commonest_end(table) if dataset.last_day else None)
    return msgspec.structs.replace(dataset, covers=(dataset.covers[0], last)) if last else dataset


def _commonest_end(table: Table) -> str | None:
    names = table.dataset.last_day.split("/")
    ends = Counter(tuple(row[name] for name in names) for row in table.rows)
    cells = Cells(table.dataset)
    most = max(ends.values(), default=0)
    for row in table.rows:
        if ends[tuple(row[name] for name in names)] == most:
            try:
                return cells.told(row, table.dataset.last_day)
            except BadValue:
                continue
    return None


def middle(edtf: str) -> str:
    """A day for asking which polity it was: the day itself, else the middle of what the date may mean."""
    found = bounds(edtf)
    first = found.start_earliest if found.start_earliest is not None else found.end_earliest
    last = found.end_latest if found.end_latest is not None else found.start_latest
    assert first is not None and last is not None
    return iso_day((first + last) // 2)
