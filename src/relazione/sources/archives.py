"""The room `sources`: archives (.zip, .tar, also packed with gzip, bzip2 or xz). Their members are read in memory, each in its own format.

Nothing is written to disk, and yet names that climb out of a folder are refused: who packed them meant no good. Links and devices are
refused, and archives within archives. How many members there may be, how large they are together, and how tightly they are packed is
bounded; what a file says of its own sizes is not believed.
"""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from relazione.model.errors import InputError, TooLarge
from relazione.sources import formats
from relazione.sources.originals import DAMAGED, Head, Original, Page
from relazione.sources.refusals import bare
from relazione.sources.zipped import MOST_RATIO, UNSUSPECTED, open_zip, taken

MOST_MEMBERS = 200_000
MOST_TOGETHER = 4_000_000_000
"""Bytes of all members after unpacking."""
SLACK = 2_000_000
"""Bytes of headers and filling that a tar file may have between two members."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_XZ = b"\xfd7zXZ\0"
_NOT_OPENED = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "RAR", b"(\xb5/\xfd": "Zstandard"}
_HIDDEN = ("__MACOSX",)


def matches(head: Head) -> bool:
    """Whether it is a zip or tar file, or an archive of a kind that is not opened (to say so)."""
    return head.data.startswith((*_ZIP, _XZ, *_NOT_OPENED)) or head.data[257:262] == b"ustar"


def read(original: Original) -> Iterator[Page | InputError]:
    """The documents of its members in the order of the archive, and an InputError for each bad member."""
    start = original.head().data[:8]
    for sign, name in _NOT_OPENED.items():
        if start.startswith(sign):
            raise InputError(f"{original.where}: a {name} archive, which is not opened; unpack it, or pack it as .zip or .tar.gz")
    members = _zip_members(original) if start.startswith(_ZIP) else _tar_members(original)
    seen = 0
    for member in members:
        if isinstance(member, InputError):
            yield member
            continue
        seen += 1
        yield from _documents(original, *member)
    if not seen and original.tell:
        endings = " ".join(formats.ENDINGS)
        original.tell(f"{original.where}: no member of it is of a kind that is read ({endings})")


def _documents(original: Original, name: str, data: bytes) -> Iterator[Page | InputError]:
    """The documents of one member. Its error is its own: the other members are read."""
    inner = Original(
        PurePosixPath(name).name,
        f"{original.where}/{name}",
        data,
        original.max_size,
        original.wanted,
        original.title_matches,
        original.tell,
        original.depth + 1,
    )
    try:
        if matches(inner.head()) and formats.recognise(inner).module == "archives":
            raise InputError(f"{inner.where}: an archive within an archive; unpack it first")
        for page in formats.pages(inner):
            if isinstance(page, InputError):
                yield page
            elif _is_wanted(page, original):
                yield replace(page, origin=f"{original.name}/{name.removesuffix(inner.name)}{page.origin}")
    except InputError as error:
        yield bare(error)


def _is_wanted(page: Page, original: Original) -> bool:
    return original.title_matches is None or original.title_matches.search(page.title) is not None


def refusal(name: str) -> str:
    """Why a member of this name is not read; "" where nothing speaks against it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or name[1:2] == ":" or "\0" in name:
        return "its name is a place outside the archive"
    if ".." in path.parts:
        return "its name climbs out of the archive"
    return ""


def _is_passed_over(name: str) -> bool:
    """Hidden members, and those of kinds that are not read, are no errors: an archive may hold pictures too."""
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part in _HIDDEN or (part.startswith(".") and part not in (".", "..")) for part in path.parts)
    return hidden or not formats.is_readable_name(path.name)


class _Budget:
    """What may still be unpacked."""

    def __init__(self, original: Original) -> None:
        self.where, self.members, self.bytes = original.where, 0, 0
        self.most = min(MOST_TOGETHER, max(20 * UNSUSPECTED, MOST_RATIO * _packed(original)))

    def member(self) -> None:
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise TooLarge(f"{self.where}: more than {MOST_MEMBERS} members; unpack it and read its folders one by one")

    def take(self, size: int) -> None:
        self.bytes += size
        if self.bytes > self.most:
            raise TooLarge(
                f"{self.where}: more than {self.most / 1e6:.0f} MB in all, too much for its size or to read at once; "
                "if you trust it, unpack it and read its folders one by one"
            )


def _packed(original: Original) -> int:
    """Bytes of the archive as it lies there."""
    return len(original.source) if isinstance(original.source, bytes | str) else original.source.stat().st_size


def _zip_members(original: Original) -> Iterator[tuple[str, bytes] | InputError]:
    budget = _Budget(original)
    with original.open() as stream, open_zip(stream, original.where) as archive:
        for member in archive.infolist():
            budget.member()
            where = f"{original.where}/{member.filename}"
            if member.is_dir() or (_is_passed_over(member.filename) and not refusal(member.filename)):
                continue
            is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
            if why := "it is a link" if is_link else refusal(member.filename):
                yield InputError(f"{where}: {why}; not read")
                continue
            try:
                data = taken(archive, member, original.max_size, where)
            except InputError as error:
                budget.take(min(original.max_size, max(UNSUSPECTED, MOST_RATIO * member.compress_size)))
                yield bare(error)
                continue
            budget.take(len(data))
            yield member.filename, data


class _Bounded(io.RawIOBase):
    """A stream that gives at most so many bytes as it is allowed before it is allowed more."""

    def __init__(self, stream: BinaryIO, where: str, budget: _Budget) -> None:
        super().__init__()
        self.stream, self.where, self.budget, self.left = stream, where, budget, SLACK

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(min(size, self.left + 1) if size >= 0 else self.left + 1)
        self.left -= len(data)
        self.budget.take(len(data))
        if self.left < 0:
            raise TooLarge(f"{self.where}: a header or gap of more than {SLACK / 1e6:.0f} MB within the tar file; not read on")
        return data


def _tar_members(original: Original) -> Iterator[tuple[str, bytes] | InputError]:
    budget = _Budget(original)
    with original.open() as outer, _without_xz(outer) as stream:
        bounded = _Bounded(stream, original.where, budget)
        try:
            with tarfile.open(fileobj=cast(BinaryIO, bounded), mode="r|") as archive:
                while (member := archive.next()) is not None:
                    archive.members = []  # type: ignore[attr-defined]  # else it remembers every one of them
                    budget.member()
                    bounded.left = SLACK + max(0, member.size)  # what is passed over is read too, and thrown away
                    if (found := _tar_member(original, archive, member)) is not None:
                        yield found
                    # What of the member has not been read is passed over before the next header.
                    bounded.left = SLACK + max(0, member.size)
        except (tarfile.TarError, *DAMAGED, lzma.LZMAError, ValueError, OverflowError) as error:
            raise InputError(f"{original.where}: a damaged tar file ({error}); fetch it again") from error


def _without_xz(stream: BinaryIO) -> BinaryIO:
    is_packed = stream.read(len(_XZ)) == _XZ
    stream.seek(0)
    return cast(BinaryIO, lzma.LZMAFile(stream)) if is_packed else stream


def _tar_member(original: Original, archive: tarfile.TarFile, member: tarfile.TarInfo) -> tuple[str, bytes] | InputError | None:
    where = f"{original.where}/{member.name}"
    if member.isdir() or (_is_passed_over(member.name) and not refusal(member.name)):
        return None
    if why := refusal(member.name):
        return InputError(f"{where}: {why}; not read")
    if not member.isreg():
        return InputError(f"{where}: it is a link or device; not read")
    if member.size > original.max_size:
        most = f"{original.max_size / 1e6:.0f} MB"
        return TooLarge(f"{where}: {member.size / 1e6:.1f} MB, and the limit is {most}; raise it with --max-size if you mean it")
    stream = archive.extractfile(member)
    return (member.name, stream.read()) if stream else None
