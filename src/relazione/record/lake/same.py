"""The record room: whether a file is one that the lake has, whatever its name and however it is packed."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path
from typing import NamedTuple

from relazione.record.lake.engine import needed

HEAD = 1 << 16
"""Bytes of a content that are looked at one by one."""


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
    """What tells the content of a file from any other: its beginning, its size, and two checksums over all of it.

    A whole SHA-256 would take a fifth of the time of loading. These let another content pass for the same once in 10^19 times, and only
    among files of the same size that begin alike.
    """

    def __init__(self) -> None:
        self._zlib = needed("isal.isal_zlib")
        self._head = b""
        self._sums = (0, 1)
        self.size = 0

    def __call__(self, piece: bytes) -> None:
        if len(self._head) < HEAD:
            self._head += piece[: HEAD - len(self._head)]
        crc, adler = self._sums
        self._sums = self._zlib.crc32(piece, crc), self._zlib.adler32(piece, adler)
        self.size += len(piece)

    @property
    def mark(self) -> str:
        """SHA-256 of all these."""
        return hashlib.sha256(self._head + repr((self.size, self._sums)).encode()).hexdigest()
