"""The room `sources`: the text of a feed's file out of what holds it (plain, .zip, .gz), as a stream of bounded pieces.

A file that is cut off gives what it holds up to there; the stream then raises `CutOff`, which the reader turns into a report. A zip file
without its directory, which stands at the end, is read by the headers before its members. Bombs are stopped by ratio.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from relazione.model.errors import InputError, TooLarge
from relazione.sources.decode import require_file
from relazione.sources.zipped import DAMAGED, MOST_RATIO, UNSUSPECTED, open_zip

READ = 1 << 18
"""Bytes read at a time."""
PIECE = 4 << 20
"""Bytes unpacked at a time."""
_LOCAL = struct.Struct("<4s5H3L2H")
_DEFLATED = 8
MOST_MEMBERS = 2000
"""Members of one zip file at most."""


class CutOff(InputError):
    """The file ends, or is damaged, in the middle; what came before is good."""


def container_of(path: Path) -> str:
    """How the file holds its text: "plain", "zip" or "gz", by its first bytes. Raises InputError where there is no such file."""
    try:
        require_file(path, str(path))
        with path.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return "zip" if head[:4] in (b"PK\3\4", b"PK\5\6") else "gz" if head[:2] == b"\x1f\x8b" else "plain"


class Member(msgspec.Struct, frozen=True):
    """A text in a file: its name, "" in what holds only one, and in a zip file where it is (`size` -1: as far as the file goes)."""

    name: str = ""
    offset: int = 0
    size: int = 0
    crc: int = 0
    method: int = _DEFLATED

    @property
    def said(self) -> str:
        """The name as it may be shown: names come from outside."""
        return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in self.name[:200])


def members(path: Path, container: str) -> list[Member]:
    """The texts in a file, in order. Those of a zip file that is cut off as far as they can be told. Raises InputError, TooLarge."""
    if container != "zip":
        return [Member()]
    with path.open("rb") as stream:
        try:
            archive = open_zip(stream, str(path))
        except TooLarge:
            raise
        except InputError:
            return _without_directory(stream, path)
        with archive:
            found = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
            if len(found) > MOST_MEMBERS:
                raise TooLarge(
                    f"{path}: a zip file of {len(found):,} files, and {MOST_MEMBERS:,} is the limit; unpack it and give the folder"
                )
            listed = [Member(one.filename, one.header_offset, one.compress_size, one.CRC, one.compress_type) for one in found]
            locked = next((listed[at].said for at, one in enumerate(found) if one.flag_bits & 1), None)
            if locked is not None:
                raise InputError(f"{path}: {locked}: has a password; unpack it and read what is in it")
            return listed


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def _without_directory(stream: BinaryIO, path: Path) -> list[Member]:
    """Members of a zip file that is cut off, by the headers that stand before them. One whose size stands behind it is the last."""
    found: list[Member] = []
    offset = 0
    while len(found) < MOST_MEMBERS:
        stream.seek(offset)
        head = stream.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
            break
        _, _, flags, method, _, _, crc, size, _, name, extra = _LOCAL.unpack(head)
        called = stream.read(name).decode("utf-8", "replace")
        known = not flags & 8 and 0 < size < 0xFFFFFFFF
        if not flags & 1 and method == _DEFLATED and not called.endswith("/") and not _is_hidden(called):
            found.append(Member(called, offset, size if known else -1, crc))
        if not known:
            break
        offset += _LOCAL.size + name + extra + size
    if not found:
        raise InputError(f"{path}: a damaged zip file that holds nothing that can be read; fetch it again")
    # The file ends somewhere in the last of them.
    return [*found[:-1], msgspec.structs.replace(found[-1], size=-1)]


def pieces(path: Path, container: str, member: Member, size: int = PIECE) -> Iterator[bytes]:
    """The bytes of a member, at most `size` at a time. Raises CutOff after what was good, TooLarge for a bomb, InputError."""
    where = f"{path}: {member.said}" if member.name else str(path)
    try:
        with path.open("rb") as stream:
            if container == "plain":
                while data := stream.read(size):
                    yield data
            elif container == "gz":
                yield from _gunzip(stream, where, size)
            else:
                yield from _unzip(stream, path, member, where, size)
    except OSError as error:
        raise CutOff(f"{where}: cannot be read further ({error.strerror or error}); what came before is kept") from error


def _gunzip(stream: BinaryIO, where: str, most: int) -> Iterator[bytes]:
    """One gzip stream after another; zeros after the last are padding."""
    rest, bounds = stream.read(READ), _Bounds(where)
    while rest.lstrip(b"\0"):
        inflate = _Inflate(31, bounds, most)
        yield from inflate.all(rest, stream)
        rest = inflate.left or stream.read(READ)


def _unzip(stream: BinaryIO, path: Path, member: Member, where: str, most: int) -> Iterator[bytes]:
    if member.method != _DEFLATED:
        yield from _by_library(stream, member, where)
        return
    stream.seek(member.offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        raise InputError(f"{where}: a damaged zip file (no header where its directory says); fetch it again")
    *_, name, extra = _LOCAL.unpack(head)
    stream.seek(member.offset + _LOCAL.size + name + extra)
    inflate = _Inflate(-15, _Bounds(where), most)
    yield from inflate.all(b"", stream, member.size)
    if member.size < 0:
        raise CutOff(f"{path}: the zip file is cut off: it has no directory; what could be read is kept. Fetch it again")
    if inflate.crc != member.crc:
        raise CutOff(
            f"{where}: its checksum is wrong: the file was damaged on its way; what could be read is kept. Fetch it again"
        )


def _by_library(stream: BinaryIO, member: Member, where: str) -> Iterator[bytes]:
    """What is stored, or packed in another way than all feeds are."""
    bounds = _Bounds(where)
    try:
        with open_zip(stream, where) as archive, archive.open(member.name) as inner:
            bounds.taken = member.size
            while data := inner.read(PIECE):
                bounds.give(data)
                yield data
    except TooLarge:
        raise
    except (*DAMAGED, InputError, RuntimeError) as error:
        raise CutOff(f"{where}: damaged in its zip file ({error}); what came before is kept. Fetch it again") from error


class _Bounds:
    """How much was packed and unpacked. `give` raises TooLarge for a bomb."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.taken = self.given = 0

    def give(self, data: bytes) -> None:
        self.given += len(data)
        if self.given > max(UNSUSPECTED, MOST_RATIO * self.taken):
            raise TooLarge(
                f"{self.where}: packed more than {MOST_RATIO} to 1, as zip bombs are; if you trust it, unpack it and read what is in it"
            )


def _inflating(bits: int) -> tuple[Any, Any, tuple[Any, ...]]:
    """What unpacks, its checksum and its errors. ISA-L unpacks twice as fast as zlib; the extra "feeds" brings it."""
    try:
        from isal import isal_zlib
    except ImportError:
        return zlib.decompressobj(bits), zlib.crc32, (zlib.error,)
    return isal_zlib.decompressobj(bits), isal_zlib.crc32, (isal_zlib.error, zlib.error)


class _Inflate:
    """One deflated stream, `most` bytes at a time. `left` is what was read beyond its end, `crc` the checksum of what it holds."""

    def __init__(self, bits: int, bounds: _Bounds, most: int) -> None:
        self._inflater, self._crc, self._errors = _inflating(bits)
        self._most = most
        self._bounds = bounds
        self.left = b""
        self.crc = 0

    def all(self, data: bytes, stream: BinaryIO, size: int = -1) -> Iterator[bytes]:
        """What the stream holds: `data` and what follows, in all `size` packed bytes (-1: to the end of what is deflated)."""
        inflater, bounds, where = self._inflater, self._bounds, self._bounds.where
        to_come = size - len(data)
        bounds.taken += len(data)
        while not inflater.eof:
            if not data:
                data = stream.read(READ if size < 0 else min(READ, to_come))
                to_come -= len(data)
                bounds.taken += len(data)
            ended = not data
            try:
                out = inflater.decompress(data, self._most)
            except self._errors as error:
                raise CutOff(f"{where}: damaged in the middle ({error}); what came before is kept. Fetch it again") from error
            if ended and not out and not inflater.eof:
                raise CutOff(f"{where}: cut off in the middle; what came before is kept. Fetch it again")
            data = inflater.unconsumed_tail
            bounds.give(out)
            self.crc = self._crc(out, self.crc)
            if out:
                yield out
        self.left = inflater.unused_data
