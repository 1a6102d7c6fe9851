"""The room `sources`: the rows of a recognised file, each with its line; bad rows are listed with the reason and left out."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TextIO

import msgspec

from relazione.model.errors import InputError, TooLarge
from relazione.model.evidence import Evidence, row_evidence
from relazione.sources.datasets.recognise import Recognised

MOST_CELLS = 5000
LONGEST_LINE = 1 << 20
LARGEST = 2 << 30
MOST_POOLED = 1 << 18
MOST_TOLD = 1000
"""Bad rows kept one by one; further ones are counted."""
LATEST_YEAR = 2200
LONGEST_CELLS = 1000
"""Characters of a row's cells that are kept as evidence."""


class BadRow(msgspec.Struct, frozen=True):
    """A row that was left out: its line (counted from 1), why, and how it begins."""

    line: int
    why: str
    text: str = ""
    kept: bool = False
    """It makes no claim, but its columns are kept for panels."""


class BadValue(Exception):
    """A cell that makes its row bad; the message says which and why. Importers let it pass: the table takes it."""


class Row:
    """One row. `row["column"]` is a cell without blanks around it, "" where the row is of a file without that column."""

    __slots__ = ("_index", "cells", "line")

    def __init__(self, line: int, cells: list[str], index: dict[str, int]) -> None:
        self.line = line
        self.cells = cells
        self._index = index

    def __getitem__(self, name: str) -> str:
        at = self._index.get(name)
        return "" if at is None else self.cells[at]

    def __contains__(self, name: str) -> bool:
        return name in self._index

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in lower case."""
        return tuple(self._index)


class Table:
    """A file that was recognised: its rows, and what was bad in it."""

    def __init__(self, file: Recognised, release: str = "") -> None:
        self._release = release
        self.file = file
        self.dataset = file.dataset
        self.bad: list[BadRow] = []
        self.bad_count = 0
        self._bad_lines: set[int] = set()
        self._index = {name: at for at, name in enumerate(file.header) if name}

    @property
    def rule(self) -> str:
        """What a claim of its rows names as the rule that proposed it."""
        return f"dataset: {self.dataset.id}"

    @cached_property
    def sha256(self) -> str:
        """Of the file's bytes, hexadecimal. Raises InputError, TooLarge."""
        digest = hashlib.sha256()
        try:
            if self.file.path.stat().st_size > LARGEST:
                raise TooLarge(f"{self.file.path}: over {LARGEST >> 30} GB")
            with self.file.path.open("rb") as file:
                while part := file.read(1 << 20):
                    digest.update(part)
        except OSError as error:
            raise InputError(f"{self.file.path}: cannot be read ({error.strerror})") from error
        return digest.hexdigest()

    @cached_property
    def version(self) -> str:
        """The version: what the user or the file's name or column tells, else what the catalogue knows."""
        dataset = self.dataset
        if self._release:
            return self._release
        if dataset.version_in_name and (found := re.search(dataset.version_in_name, self.file.path.name)):
            return found[1].replace("_", ".")
        if dataset.version_column:
            first = next(iter(self.stream()), None)
            if first is not None and first[dataset.version_column]:
                return _short_number(first[dataset.version_column])
        return dataset.version

    @cached_property
    def rows(self) -> list[Row]:
        """The good rows. A row that an importer finds bad later is listed by `reject`."""
        self.bad.clear()
        self._bad_lines.clear()
        self.bad_count = 0
        pool: dict[str, str] = {}
        rows = []
        for row in self.stream():
            row.cells = [pool.setdefault(cell, cell) for cell in row.cells]  # equal cells are one text in memory
            if len(pool) > MOST_POOLED:
                pool.clear()
            rows.append(row)
        return rows

    def position(self, name: str) -> int | None:
        """Where a column stands in the rows' cells; None where the file has none of that name."""
        return self._index.get(name)

    def keep(self, rows: list[Row]) -> None:
        """Let these be the good rows; the others have been rejected."""
        self.__dict__["rows"] = rows

    def reject(self, row: Row | int, why: str, text: str = "", kept: bool = False) -> None:
        """List a row as bad, for the first reason that is given. `kept`: it makes no claim, and its columns stay."""
        line = row if isinstance(row, int) else row.line
        if line in self._bad_lines:
            return
        self._bad_lines.add(line)
        self.bad_count += 1
        if len(self.bad) < MOST_TOLD:
            self.bad.append(BadRow(line, why, (text or ("" if isinstance(row, int) else ",".join(row.cells)))[:200], kept))

    def evidence(self, row: Row, *names: str, fields: tuple[str, ...] = ()) -> Evidence:
        """The row as evidence: those of its cells that are named (none: the key's)."""
        key = ", ".join(f"{name}={row[name]}" for name in self.dataset.key)
        cells = ", ".join(f"{name}={row[name]}" for name in dict.fromkeys((*self.dataset.key, *names)))
        return row_evidence(row.line, key, cells[:LONGEST_CELLS], fields)

    def stream(self) -> Iterator[Row]:
        """The good rows one by one, read anew; bad ones are listed as they come."""
        key = [(name, self._index[name]) for name in self.dataset.key if name in self._index]
        numbers = [(name, self._index[name]) for name in self.dataset.numbers if name in self._index]
        seen: set[int] = set()
        known = set(self.dataset.missing)  # cells that are numbers, or unknown
        year = next((at for name, at in key if name == "year" and name in self.dataset.numbers), None)
        years: set[str] = set()
        for line, cells in self._cells():
            if key:
                own = hash(tuple([cells[at] for _, at in key]))
                if own in seen:
                    told = ", ".join(f"{name}={cells[at]}" for name, at in key)
                    self.reject(line, f"a second row with the key {told}", ",".join(cells[:20]))
                    continue
                seen.add(own)
            wrong = next((at for _, at in numbers if cells[at] not in known and not _is_number(cells[at], known)), None)
            if wrong is not None:
                name = self.file.header[wrong]
                self.reject(line, f"{name} is {cells[wrong][:40]!r}, where a whole number is meant", ",".join(cells[:20]))
                continue
            if year is not None and cells[year] not in years:
                cells[year] = re.sub(r"\.0*$", "", cells[year])  # "1911.0", as some programs write whole numbers
            if year is not None and cells[year] not in years and not _is_year(cells[year], years):
                self.reject(line, f"year is {cells[year][:40]!r}, where a year is meant", ",".join(cells[:20]))
                continue
            yield Row(line, cells, self._index)

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of each row that has as many cells as the header has columns."""
        width = len(self.file.header)
        for line, cells in self._contained() if self.file.container != "text" else self._csv():
            if len(cells) != width:
                if len(cells) == 1 and not cells[0].strip():
                    continue
                more = f"{len(cells):,} cells where the header has {width}"
                self.reject(line, more, ",".join(cells[:20]))
                continue
            yield line, [cell.strip() for cell in cells]

    def _contained(self) -> Iterator[tuple[int, list[str]]]:
        if self.file.container == "parquet":
            from relazione.sources.datasets.parquet import cells

            yield from enumerate(cells(self.file.path), start=1)
        else:
            from relazione.sources.datasets.shapes import properties

            yield from enumerate(properties(self.file.path, self.file.header), start=1)

    def _csv(self) -> Iterator[tuple[int, list[str]]]:
        """Read physical lines one at a time, so that one broken quote costs one row and not all that follow."""
        delimiter, width = self.file.delimiter, len(self.file.header)
        try:
            with self.file.path.open(encoding=self.file.encoding, errors="surrogateescape", newline="") as stream:
                lines = _numbered(stream, lambda line: len(_split(line, delimiter) or ()) == width)
                if self.file.has_header:
                    next(lines, None)
                for number, line in lines:
                    if not line.strip():
                        continue
                    if "\0" in line and len(line) <= LONGEST_LINE:
                        self.reject(number, "a NUL byte in it", line.replace("\0", "\N{REPLACEMENT CHARACTER}"))
                        continue
                    if len(line) > LONGEST_LINE or line.count(delimiter) > MOST_CELLS:
                        self.reject(number, f"a line of {len(line):,} signs and {line.count(delimiter) + 1:,} cells", line)
                        continue
                    cells = _split(line, delimiter)
                    if cells is None:
                        self.reject(number, "quotation marks that do not close", line)
                        continue
                    yield number, cells
        except OSError as error:
            raise InputError(f"{self.file.path}: cannot be read ({error.strerror})") from error
        except UnicodeError as error:
            raise InputError(f"{self.file.path}: not in {self.file.encoding} ({error})") from error


def _numbered(stream: TextIO, is_row: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
    """Logical lines: a quoted cell may hold line ends (at most 50), if what comes of it is a row. Number: of the first physical line.
    A line that is not of the encoding is read as Latin-1, so that mixed encodings lose nothing."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        first = number
        if len(line) > LONGEST_LINE:
            while not line.endswith("\n") and (more := stream.readline(LONGEST_LINE + 1)):
                line = line[:LONGEST_LINE] + "\0" * 2 + more[-1:]
            yield first, line
            continue
        whole = line
        here = stream.tell() if line.count('"') % 2 else 0
        taken = 0
        while whole.count('"') % 2 and taken < 50 and (more := stream.readline(LONGEST_LINE + 1)):
            whole += more
            taken += 1
        if taken and not is_row(whole):
            stream.seek(here)  # the quote never closes, or closes in another row: it costs its own line alone
            whole, taken = line, 0
        number += taken
        yield first, _mended(whole)


def _mended(line: str) -> str:
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape").decode("latin-1")
    return line


def _split(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line; None where its quotation marks do not close."""
    if '"' not in line:
        return line.rstrip("\r\n").split(delimiter)
    if line.count('"') % 2:
        return None
    try:
        csv.field_size_limit(LONGEST_LINE)
        return next(csv.reader([line.rstrip("\r\n")] if "\n" not in line.rstrip("\r\n") else line.splitlines(keepends=True),
                               delimiter=delimiter, strict=True))  # fmt: skip
    except (csv.Error, StopIteration):
        return None


def _is_number(cell: str, known: set[str]) -> bool:
    """Whether the cell is a whole number; if so, it is known from now on."""
    found = re.fullmatch(r"-?\d{1,15}(?:\.0*)?", cell) is not None
    if found and len(known) < MOST_POOLED:
        known.add(cell)
    return found


def _is_year(cell: str, years: set[str]) -> bool:
    """Whether the cell is a year, by itself: of a row whose key it is in, an unknown year is none; if so, it is known from now on."""
    found = re.fullmatch(r"\d{1,4}", cell) is not None and int(cell) <= LATEST_YEAR
    if found:
        years.add(cell)
    return found


def _short_number(text: str) -> str:
    """A version as people write it: "2006.0999755859375" is a 32-bit float's "2006.1"."""
    if re.fullmatch(r"\d+\.\d{6,}", text):
        return f"{float(text):.4f}".rstrip("0").rstrip(".")
    return text
