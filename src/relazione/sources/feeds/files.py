"""The room `sources`: which feed a file is. Its rows or its header tell, whatever it is called."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from relazione.model.errors import BinaryInput, EmptyInput, InputError, TooLarge, UnknownDataset
from relazione.sources.feeds.formats import TAB, Format, formats, header_name, is_row_of, positions
from relazione.sources.feeds.packed import CutOff, Member, container_of, members, pieces

HEAD = 1 << 16
"""Bytes that are looked at."""
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".zip", ".gz")
"""How feed files end, in any case; others in a folder are passed over."""


class Part(msgspec.Struct, frozen=True):
    """A text in a file: where it is, its format, and for each width of a row our columns' numbers."""

    member: Member
    format: Format
    layouts: Mapping[int, Mapping[str, int]]
    header: tuple[str, ...] = ()
    delimiter: str = TAB
    quoted: bool = False


class FeedFile(msgspec.Struct, frozen=True):
    """A file of a feed. `container` is "plain", "zip" or "gz"; `passed_over` are the members of a zip file that are no feed's."""

    path: Path
    container: str
    parts: tuple[Part, ...]
    passed_over: tuple[str, ...] = ()

    @property
    def feed(self) -> str:
        """Id of the feed: one of `columns.FEEDS`."""
        return self.parts[0].format.feed


def recognise(path: Path) -> FeedFile:
    """The feed that a file is of. Raises UnknownDataset, EmptyInput, BinaryInput, TooLarge, InputError."""
    container = container_of(path)
    parts: list[Part] = []
    passed_over: list[str] = []
    first_error: InputError | None = None
    for member in members(path, container):
        try:
            parts.append(_part(path, container, member))
        except TooLarge:
            raise
        except InputError as error:
            first_error = first_error or error
            passed_over.append(member.said)
    if not parts:
        raise first_error or EmptyInput(f"{path}: an empty zip file; nothing to read")
    return FeedFile(path, container, tuple(parts), tuple(passed_over))


def files_in(path: Path) -> list[Path]:
    """The files of a folder and its folders that may be a feed's, by their endings, in order of their names; of a file itself."""
    if not path.is_dir():
        return [path]
    return sorted(
        one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file() and not one.name.startswith(".")
    )


def _part(path: Path, container: str, member: Member) -> Part:
    where = f"{path}: {member.said}" if member.name else str(path)
    head = _head(path, container, member)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise EmptyInput(f"{where}: the file is empty; nothing to read")
    lines = [line.rstrip("\r") for line in head.decode("latin-1").removeprefix("\xef\xbb\xbf").split("\n")]
    if len(lines) > 1 and len(head) >= HEAD:
        lines.pop()
    lines = [line for line in lines if line]
    found = _by_header(member, lines[0]) or _by_rows(member, lines)
    if found is not None:
        return found
    if "\0" in lines[0]:
        raise BinaryInput(f"{where}: binary, and not a table of text. Give a feed's file as it is published.")
    columns = lines[0].count(TAB) + 1
    raise UnknownDataset(
        f"{where}: of no feed that is known, or its columns are not in their published order: its first line has {columns:,} tab-separated "
        f"column{'s' * (columns != 1)}. Known are {', '.join(one.title.split(',')[0].split(' (')[0] for one in formats().values())} (docs/feeds.md)"
    )


def _head(path: Path, container: str, member: Member) -> bytes:
    held = b""
    try:
        for piece in pieces(path, container, member, HEAD):
            held += piece
            if len(held) >= HEAD:
                break
    except CutOff:
        if not held:
            raise
    return held[:HEAD]


def _by_header(member: Member, line: str) -> Part | None:
    said = header_name(line)
    if not any(name in said for format in formats().values() for name in format.names.get("key", ())):
        return None
    for delimiter in (TAB, ",", ";"):
        try:
            header = tuple(header_name(cell) for cell in next(csv.reader([line], delimiter=delimiter, strict=True)))
        except (csv.Error, StopIteration):
            continue
        for format in formats().values():
            if format.known is not None and (layouts := positions(format, header)):
                quoted = delimiter != TAB or line.startswith('"')
                return Part(member, format, layouts, header, delimiter, quoted)
    return None


def _by_rows(member: Member, lines: list[str]) -> Part | None:
    """By its first rows; by more of them where these do not tell."""
    for first, last in ((0, 4), (4, 500)):
        rows = [line.split(TAB) for line in lines[first:last] if line.count(TAB) < 100]
        scores = {
            format.id: sum(is_row_of(format, cells) for cells in rows) for format in formats().values() if format.known is None
        }
        best = max(scores, key=lambda id_: scores[id_])
        if scores[best]:
            format = formats()[best]
            return Part(member, format, {width: dict(_within(format, width)) for width in format.widths})
    return None


def _within(format: Format, width: int) -> Iterator[tuple[str, int]]:
    return ((name, at) for name, at in format.columns.items() if at < width)
