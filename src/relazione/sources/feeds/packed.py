"""The room `sources`: the text of a feed's file out of what holds it (plain, .zip, .gz), as a stream of bounded pieces.

A file that is cut off gives what it holds up to there; the stream then raises `CutOff`, which the reader turns into a report. A zip file
without its directory, which stands at the end, is read by the headers before its members. Bombs are stopped by ratio.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from relazione.model.errors import BinaryInput, InputError, TooLarge
from relazione.sources.decode import require_file
from relazione.sources.zipped import DAMAGED, MOST_RATIO, UNSUSPECTED, open_zip

READ = 1 << 17
"""Bytes read at a time."""
PIECE = 1 << 20
"""Bytes unpacked at a time."""
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8


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


def members(path: Path, container: str) -> list[str]:
    """Names of the texts in it, in order; one, "", of what holds only one. Those of a damaged zip file as far as they can be told."""
    if container != "zip":
        return [""]
    with path.open("rb") as stream:
        try:
            with open_zip(stream, str(path)) as archive:
                return [one.filename for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
        except TooLarge:
            raise
        except InputError:
            return [name for name, _ in _without_directory(stream, path, only_first=True)]


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith(".")


def pieces(path: Path, container: str, member: str) -> Iterator[bytes]:
    """The bytes of a member, at most PIECE at a time. Raises CutOff after what was good, TooLarge for a bomb, InputError."""
    where = f"{path}: {member}" if member else str(path)
    try:
        with path.open("rb") as stream:
            if container == "plain":
                while data := stream.read(PIECE):
                    yield data
            elif container == "gz":
                yield from _gunzip(stream, where)
            else:
                yield from _unzip(stream, path, member, where)
    except OSError as error:
        raise CutOff(f"{where}: cannot be read further ({error.strerror or error}); what came before is kept") from error


def _gunzip(stream: BinaryIO, where: str) -> Iterator[bytes]:
    """One gzip stream after another; zeros after the last are padding."""
    rest = stream.read(READ)
    while rest.lstrip(b"\0"):
        inflate = _Inflate(31, where)
        yield from inflate.all(rest, stream)
        rest = inflate.left or stream.read(READ)


def _unzip(stream: BinaryIO, path: Path, member: str, where: str) -> Iterator[bytes]:
    try:
        archive = open_zip(stream, str(path))
    except TooLarge:
        raise
    except InputError:
        yield from next((data for name, data in _without_directory(stream, path) if name == member), iter(()))
        raise CutOff(
            f"{path}: the zip file is cut off: it has no directory; what could be read is kept. Fetch it again"
        ) from None
    with archive:
        info = archive.getinfo(member)
        if info.flag_bits & 1:
            raise InputError(f"{where}: has a password; unpack it and read what is in it")
        if info.compress_type != _DEFLATED:
            yield from _by_library(archive, info, where)
            return
        _to_data(stream, info.header_offset, where)
        inflate = _Inflate(-15, where)
        yield from inflate.all(b"", stream, info.compress_size)
        if inflate.crc != info.CRC:
            raise CutOff(f"{where}: its checksum is wrong: the file was damaged on its way; fetch it again")


def _by_library(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    most, given = max(UNSUSPECTED, MOST_RATIO * info.compress_size), 0
    try:
        with archive.open(info) as inner:
            while data := inner.read(PIECE):
                given += len(data)
                if given > most:
                    raise _bomb(where)
                yield data
    except (*DAMAGED, RuntimeError) as error:
        raise CutOff(f"{where}: damaged in its zip file ({error}); what came before is kept. Fetch it again") from error


def _to_data(stream: BinaryIO, offset: int, where: str) -> None:
    """Go to the first packed byte of the member whose header stands at `offset`."""
    stream.seek(offset)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        raise InputError(f"{where}: a damaged zip file (no header where its directory says); fetch it again")
    *_, name, extra = _LOCAL.unpack(head)
    stream.seek(offset + _LOCAL.size + name + extra)


def _without_directory(stream: BinaryIO, path: Path, only_first: bool = False) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Members of a zip file that is cut off, by the headers that stand before them: the first that is deflated, which is all that feeds have."""
    stream.seek(0)
    head = stream.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
        raise BinaryInput(f"{path}: a damaged zip file that holds nothing that can be read; fetch it again")
    _, _, flags, method, _, _, _, _, _, name, extra = _LOCAL.unpack(head)
    called = stream.read(name).decode("utf-8", "replace")
    stream.seek(extra, 1)
    if flags & 1 or method != _DEFLATED:
        raise InputError(f"{path}: a damaged zip file; fetch it again")
    yield called, iter(()) if only_first else _Inflate(-15, f"{path}: {called}").all(b"", stream)


class _Inflate:
    """One deflated stream. `left` is what was read beyond its end."""

    def __init__(self, bits: int, where: str) -> None:
        self._inflater = zlib.decompressobj(bits)
        self._where = where
        self._checked = bits < 0
        self.left = b""
        self.crc = 0

    def all(self, data: bytes, stream: BinaryIO, size: int | None = None) -> Iterator[bytes]:
        """What the stream holds: `data` and what follows, in all `size` packed bytes (None: to the end of the deflated data)."""
        taken, given = len(data), 0
        inflater = self._inflater
        while not inflater.eof:
            if not data:
                data = stream.read(READ if size is None else min(READ, size - taken))
                taken += len(data)
            ended = not data
            try:
                out = inflater.decompress(data, PIECE)
            except zlib.error as error:
                raise CutOff(
                    f"{self._where}: damaged in the middle ({error}); what came before is kept. Fetch it again"
                ) from error
            if ended and not out and not inflater.eof:
                raise CutOff(f"{self._where}: cut off in the middle; what came before is kept. Fetch it again")
            data = inflater.unconsumed_tail
            given += len(out)
            if given > max(UNSUSPECTED, MOST_RATIO * taken):
                raise _bomb(self._where)
            if self._checked:
                self.crc = zlib.crc32(out, self.crc)
            if out:
                yield out
        self.left = inflater.unused_data


def _bomb(where: str) -> TooLarge:
    return TooLarge(
        f"{where}: packed more than {MOST_RATIO} to 1, as zip bombs are; if you trust it, unpack it and read what is in it"
    )
