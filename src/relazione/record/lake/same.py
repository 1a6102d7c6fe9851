"""The record room: whether a file is one that the lake has, whatever its name and however it is packed."""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
import zlib
from pathlib import Path
from typing import IO, NamedTuple

BLOCK = 1 << 20


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


def content_of(path: Path, sha256: str) -> str:
    """SHA-256 of what is in the file: of the first member of a zip, of what a gzip holds, of the bytes of any other; `sha256` where it
    cannot be unpacked (which the reader then tells). Raises OSError."""
    with path.open("rb") as file:
        head = file.read(4)
    try:
        if head.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(path) as packed:
                names = [one for one in packed.infolist() if not one.is_dir()]
                if len(names) != 1:
                    return sha256
                with packed.open(names[0]) as inside:
                    return _digest(inside)
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(path) as inside:
                return _digest(inside)
    except (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError, RuntimeError):
        return sha256
    return sha256


def _digest(file: IO[bytes] | gzip.GzipFile) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
