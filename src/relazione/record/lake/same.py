"""The record room: whether a file is one that the lake has, whatever its name and however it is packed."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """Where a file is, its size, and when it was written (nanoseconds): the same three are taken for the same file."""

    path: str
    size: int
    modified: int


def place_of(path: Path) -> Place:
    """Raises OSError."""
    found = path.stat()
    return Place(as_text(path.resolve()), found.st_size, found.st_mtime_ns)


def as_text(path: Path | str) -> str:
    """A path, or a part of one, as text that can be kept: bytes that are no text stand escaped."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def sha256_of(path: Path) -> str:
    """SHA-256 of the bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Packed(NamedTuple):
    """What a file says itself of what it unpacks to. `size` -1: nothing that could be relied on; `crc` only of a zip file of one member."""

    size: int
    crc: int | None


def packed_of(path: Path) -> Packed:
    """Enough to know, mostly, that a file is none that the lake has, without unpacking it. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(b"\x1f\x8b"):
        return Packed(-1, None)
    if not head.startswith(b"PK"):
        return Packed(path.stat().st_size, None)
    try:
        with zipfile.ZipFile(path) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return Packed(-1, None)
    return Packed(sum(one.file_size for one in members), members[0].CRC if len(members) == 1 else None)


class Seen:
    """SHA-256 and size of what is shown to it."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self.size = 0

    def __call__(self, piece: bytes) -> None:
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()
