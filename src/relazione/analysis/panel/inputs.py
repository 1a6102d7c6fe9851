"""The panel: data files as arrays, from the record or straight from the files, and which rows of the panel each covers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import NOT_A_MEMBER, NOT_COVERED, Source
from relazione.analysis.panel.frame import Frame, Ints
from relazione.model.errors import WrongUse
from relazione.reference.systems import renumberings
from relazione.sources.datasets.columns import NO_NUMBER as NO_NUMBER

if TYPE_CHECKING:
    from relazione.record.datasets import DataColumn, DataFile
    from relazione.record.store import Record


class Dataset:
    """One data file: its columns as arrays, what it covers, and in which system it numbers states."""

    def __init__(
        self, source: Source, system: str, columns: Mapping[str, NDArray[Any]], texts: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.source = source
        self.system = system
        self._columns = columns
        self.texts = texts

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self._columns

    @property
    def years(self) -> tuple[int, int]:
        """First and last year that it covers."""
        assert self.source.covers
        first, last = self.source.covers
        return int(first[:4]), int(last[:4])

    def places(self, frame: Frame, name: str, year: Ints) -> Ints:
        """Places in the frame of the states of a column, by what each was numbered in the year."""
        numbers = self[name].astype(np.int32)
        return frame.places(translated(numbers, year, self.system, frame.system))

    def absent(self, frame: Frame, listed: Ints | None = None) -> NDArray[np.uint8]:
        """By row: NOT_COVERED outside the years, NOT_A_MEMBER where one of the two is no state in the dataset's own system and it has
        no entry of them all the same (`listed`: rows that it has entries of)."""
        first, last = self.years
        year = frame.calendar
        found = np.where((year < first) | (year > last), NOT_COVERED, 0).astype(np.uint8)
        if self.system in ("cow", "gw") and self.system != frame.system:
            own = Frame.of(self.system, (frame.first, frame.last))
            a, b = (own.places(translated(frame.numbers[at], year, frame.system, self.system)) for at in (frame.a, frame.b))
            found[(found == 0) & (own.rows(a, b, year) < 0)] = NOT_A_MEMBER
            if listed is not None:
                found[listed[found[listed] == NOT_A_MEMBER]] = 0
        return found


def translated(numbers: Ints, year: Ints, source: str, target: str) -> Ints:
    """State numbers of one system in the other: by those that differ, in the years in which they do."""
    if source == target or {source, target} != {"cow", "gw"}:
        return numbers
    found = numbers.copy()
    for row in renumberings():
        own, other = (row.cow, row.gw) if source == "cow" else (row.gw, row.cow)
        last = row.end.year if row.end else 9999
        # In the year of the change the new number stands: it is the one at the year's end.
        found[(numbers == own) & (year >= row.start.year) & (year <= last)] = other
    return found


class Inputs:
    """Everything that a panel is made from: a record (or none), data files that are read without being imported, and a lake of feeds (by
    default the one beside the record; None where there is none)."""

    def __init__(self, record: Record | None, files: Iterable[Path | str] = (), lake: Path | str | None = None) -> None:
        self.record = record
        self.lake = Path(lake) if lake is not None else _lake_beside(record)
        self._files = {found.source.id: found for found in map(_from_file, map(Path, files))}
        held = [] if record is None else sorted(record.data_files(), key=lambda file: file.last)
        self._held = {file.dataset: file for file in held}  # of several editions the latest

    def has(self, id_: str) -> bool:
        """Whether there is data of this dataset."""
        return id_ in self._files or id_ in self._held

    def dataset(self, wanted: tuple[str, ...], names: tuple[str, ...], what: str) -> Dataset:
        """The columns `names` (where it has them) of the first of the datasets that is there. Raises WrongUse where none is."""
        for id_ in wanted:
            if id_ in self._files:
                return self._files[id_]
            if id_ in self._held:
                assert self.record is not None
                columns = self.record.data_columns(id_, names, self._held[id_].release) or {}
                return _dataset(id_, _source(id_, self._held[id_]), columns.values())
        where = "in the record" if self.record is not None else "(no record was given)"
        raise WrongUse(
            f"--add {what} needs the data of {' or '.join(wanted)}, of which there is none {where}: `relazione import FILE`, "
            "or --file FILE"
        )


def _lake_beside(record: Record | None) -> Path | None:
    from relazione.record.lake.beside import beside, is_lake

    place = beside(record.path) if record is not None else None
    return place if place is not None and is_lake(place) else None


def _source(id_: str, file: DataFile) -> Source:
    from relazione.sources.datasets.catalogue import catalogue

    known = catalogue()[id_]
    return Source(
        id=id_,
        title=known.title,
        version=file.release,
        covers=(file.first, file.last),
        terms=known.terms,
        cite=known.cite,
        rows=file.rows,
        sha256=file.sha256,
    )


def _from_file(path: Path) -> Dataset:
    """A data file's columns, without making claims of its rows. Raises InputError, UnknownDataset, WrongUse."""
    from relazione.sources.datasets.imported import import_file

    found = import_file(path, claims=False)
    first, last = found.dataset.covers
    source = Source(
        id=found.dataset.id,
        title=found.dataset.title,
        version=found.version,
        covers=(first, last),
        terms=found.dataset.terms,
        cite=found.dataset.cite,
        rows=found.rows,
        sha256=found.sha256,
    )
    return _dataset(found.dataset.id, source, found.columns)


def _dataset(id_: str, source: Source, columns: Iterable[DataColumn] | Iterable[Any]) -> Dataset:
    from relazione.sources.datasets.catalogue import catalogue

    arrays: dict[str, NDArray[Any]] = {}
    texts: dict[str, tuple[str, ...]] = {}
    for column in columns:
        arrays[column.name] = np.frombuffer(column.data, "<f8" if column.kind == "float" else "<i4")
        if column.kind == "text":
            texts[column.name] = column.texts
    return Dataset(source, catalogue()[id_].system, arrays, texts)
