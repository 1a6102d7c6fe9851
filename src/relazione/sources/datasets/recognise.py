"""The room `sources`: which dataset a file is. The header tells, whatever the file is called and however its columns are ordered."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Literal

import msgspec

from relazione.model.errors import BinaryInput, EmptyInput, InputError, UnknownDataset, WrongUse
from relazione.sources.datasets.catalogue import Dataset, catalogue

HEAD = 1 << 16
"""Bytes that are looked at."""
DELIMITERS = ",;\t|"
_PARQUET = b"PAR1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_XZ = b"\xfd7zXZ"


class Recognised(msgspec.Struct, frozen=True):
    """A file, the dataset that it is, and how to read it."""

    path: Path
    dataset: Dataset
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    """Its columns in the order of the file, in lower case."""
    has_header: bool = True
    container: Literal["text", "parquet", "shapes"] = "text"
    """How its rows are kept: lines of text, Parquet, or the properties of shapes (GeoJSON, TopoJSON)."""


def recognise(path: Path, wanted: str | None = None) -> Recognised:
    """The dataset that a file is; `wanted` names it where the header is not enough.

    Raises UnknownDataset, which says what was seen; EmptyInput, BinaryInput, InputError; WrongUse for an unknown `wanted`.
    """
    if wanted is not None and wanted not in catalogue():
        raise WrongUse(f"there is no dataset {wanted!r}: `relazione import --list` shows those that are known")
    head = _head(path)
    if head.startswith(_PARQUET):
        from relazione.sources.datasets.parquet import column_names

        return _contained(path, wanted, column_names(path), "parquet")
    if head.startswith(_XZ) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        from relazione.sources.datasets.shapes import property_names

        return _contained(path, wanted, property_names(path), "shapes")
    if b"\0" in head.split(b"\n", 1)[0] and head[:2] not in _UTF16:
        raise BinaryInput(f"{path}: binary, and not a table of text. Give the dataset's CSV file.")
    sets = [catalogue()[wanted]] if wanted else list(catalogue().values())
    text, encoding = _decoded(head)
    first = text.splitlines()[0]
    found = [one for one in (_by_header(path, first, dataset, encoding) for dataset in sets) if one]
    found = found or [one for one in (_by_first_line(path, first, dataset, encoding) for dataset in sets) if one]
    if not found:
        raise _unknown(path, first, wanted)
    return max(found, key=lambda one: _nearness(path, one.dataset))


def _head(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError(f"{path}: {'a folder' if path.is_dir() else 'no such file' if not path.exists() else 'no file'}")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if not head.strip():
        raise EmptyInput(f"{path}: empty")
    return head


def _decoded(head: bytes) -> tuple[str, str]:
    """The head as text, and the encoding: UTF-16 where it says so, else UTF-8. Lines that are not UTF-8 the table reads as
    Latin-1, each for itself, so that a file may be either, or both."""
    if head[:2] in _UTF16:
        return head.decode("utf-16", "replace"), "utf-16"
    return head.decode("utf-8-sig", "replace"), "utf-8-sig"


def header_of(line: str, delimiter: str) -> tuple[str, ...]:
    """The columns that a header line names, in lower case, without blanks around."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    return tuple(cell.strip().strip('"').lower() for cell in cells)


def _by_header(path: Path, line: str, dataset: Dataset, encoding: str) -> Recognised | None:
    if not dataset.header:
        return None
    for delimiter in dict.fromkeys((dataset.delimiter, *DELIMITERS)):
        header = _usual(header_of(line, delimiter), dataset)
        if _fits(header, dataset):
            return Recognised(path, dataset, encoding, delimiter, header)
    return None


def _usual(header: tuple[str, ...], dataset: Dataset) -> tuple[str, ...]:
    """The header with the names that the catalogue uses, where a release calls a column otherwise."""
    if not dataset.aliases:
        return header
    names = set(header)
    usual = {other: name for name, others in dataset.aliases.items() if name not in names for other in others}
    return tuple(usual.get(name, name) for name in header)


def _fits(header: tuple[str, ...], dataset: Dataset) -> bool:
    names = set(header)
    return all(name.lower() in names for name in dataset.header) and not any(name.lower() in names for name in dataset.not_header)


def _nearness(path: Path, dataset: Dataset) -> tuple[bool, int]:
    """Of several that fit: the one whose files are named so, then the one that asks for most columns."""
    return bool(dataset.named and re.search(dataset.named, path.name, re.IGNORECASE)), len(dataset.header)


def _by_first_line(path: Path, line: str, dataset: Dataset, encoding: str) -> Recognised | None:
    if not dataset.first_line or not re.fullmatch(dataset.first_line, line[:1000]):
        return None
    return Recognised(path, dataset, encoding, dataset.delimiter, dataset.positions, has_header=False)


def _contained(path: Path, wanted: str | None, names: list[str], container: Literal["parquet", "shapes"]) -> Recognised:
    header = tuple(name.lower() for name in names)
    sets = [catalogue()[wanted]] if wanted else list(catalogue().values())
    found = [dataset for dataset in sets if dataset.header and _fits(_usual(header, dataset), dataset)]
    if not found:
        raise _unknown(path, ",".join(header), wanted)
    best = max(found, key=lambda dataset: _nearness(path, dataset))
    return Recognised(path, best, "utf-8", ",", _usual(header, best), container=container)


def _unknown(path: Path, line: str, wanted: str | None) -> UnknownDataset:
    """The error: what the header is, and which dataset it is nearest to, with the columns that lack."""
    header = max((header_of(line, delimiter) for delimiter in DELIMITERS), key=len)
    seen = ", ".join(name[:30] for name in header[:8]) + (", …" if len(header) > 8 else "")
    sets = [catalogue()[wanted]] if wanted else [dataset for dataset in catalogue().values() if dataset.header]
    names = set(header)

    def share(dataset: Dataset) -> float:
        return sum(name.lower() in names for name in dataset.header) / max(1, len(dataset.header))

    best = max(sets, key=share)
    near = ""
    if wanted or share(best) >= 0.5:
        lacking = ", ".join(name for name in best.header if name.lower() not in names)
        near = f" For {best.title} it lacks {lacking or 'its first line'}."
    return UnknownDataset(
        f"{path}: no dataset that is known: its first line begins {seen!r}.{near} `relazione import --list` shows those that are."
    )
