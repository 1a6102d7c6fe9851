"""The room `sources`: zip files from outside, read in memory and within bounds. Shared by archives and by formats that are zip files."""

from __future__ import annotations

import zipfile
import zlib
from itertools import pairwise
from typing import BinaryIO

from relazione.model.errors import InputError, TooLarge

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)
"""What Python raises over a zip file that is cut off, broken, or packed in a way it does not know."""
MOST_RATIO = 250
"""How many times larger than its packed size a member may be. Prose packs to a third, tables of markup to a fiftieth."""
UNSUSPECTED = 1_000_000
"""Bytes up to which no ratio is suspicious."""


def open_zip(stream: BinaryIO, where: str) -> zipfile.ZipFile:
    """The zip file. Raises InputError where it is damaged, TooLarge where its members overlap."""
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED as error:
        raise InputError(f"{where}: a damaged zip file ({error}); fetch it again") from error
    # Members that share their packed bytes make much of little; Python itself looks for them from 3.11.8 on only.
    places = sorted((member.header_offset, member.compress_size) for member in archive.infolist())
    if any(start + size > following for (start, size), (following, _) in pairwise(places)):
        archive.close()
        raise TooLarge(f"{where}: its members overlap, as those of zip bombs do; not read")
    return archive


def taken(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, where: str) -> bytes:
    """A member's bytes. Raises TooLarge for more than `most` of them or for a zip bomb, whatever the file says of its size."""
    if member.flag_bits & 1:
        raise InputError(f"{where}: has a password; unpack it and read what is in it")
    bound = min(most, max(UNSUSPECTED, MOST_RATIO * member.compress_size))
    try:
        with archive.open(member) as stream:
            data = stream.read(bound + 1)
    except RuntimeError as error:
        raise InputError(f"{where}: cannot be unpacked ({error}); unpack it and read what is in it") from error
    except DAMAGED as error:
        raise InputError(f"{where}: damaged in its zip file ({error}); fetch it again") from error
    if len(data) > most:
        raise TooLarge(f"{where}: more than {most / 1e6:.0f} MB, which is the limit; raise it with --max-size if you mean it")
    if len(data) > bound:
        raise TooLarge(
            f"{where}: packed more than {MOST_RATIO} to 1, as zip bombs are; if you trust it, unpack it and read what is in it"
        )
    return data
