"""The room `sources`: tables that come as shapes: the properties of the features of a GeoJSON or TopoJSON file, plain or as `.xz`.

The shapes themselves are passed over: no claim and no column is made of them.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from relazione.model.errors import InputError, TooLarge

LARGEST = 1 << 29
"""Bytes of a file once it is unpacked."""


class _Shape(msgspec.Struct):
    properties: dict[str, Any] | None = None


class _Group(msgspec.Struct):
    geometries: list[_Shape] = []


class _File(msgspec.Struct):
    """Either of the two forms; whatever else is in the file is not read."""

    features: list[_Shape] = []
    objects: dict[str, _Group] = {}


def property_names(path: Path) -> list[str]:
    """The properties that any feature has, in the order in which they first come; none where it is JSON of another sort.

    Raises InputError, TooLarge."""
    return list(dict.fromkeys(name for shape in _shapes(path, _stamp(path)) for name in shape))


def properties(path: Path, header: tuple[str, ...]) -> Iterator[list[str]]:
    """The properties of each feature as cells in the order of `header` (lower case); "" where it has none."""
    for shape in _shapes(path, _stamp(path)):
        lower = {name.lower(): value for name, value in shape.items()}
        yield [_text(lower.get(name)) for name in header]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error


@lru_cache(maxsize=1)
def _shapes(path: Path, stamp: int) -> list[Mapping[str, Any]]:
    try:
        found = msgspec.json.decode(_bytes(path), type=_File)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    shapes = [*found.features, *(shape for group in found.objects.values() for shape in group.geometries)]
    return [shape.properties or {} for shape in shapes]


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(5) == b"\xfd7zXZ"
        with lzma.open(path, "rb") if packed else path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(f"{path}: damaged, or cannot be read ({str(error)[:100]})") from error
    if len(data) > LARGEST:
        raise TooLarge(f"{path}: over {LARGEST >> 20} MB unpacked")
    return data
