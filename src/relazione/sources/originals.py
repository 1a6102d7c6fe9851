"""The room `sources`: what a format is given and what it makes of it.

An `Original` is a file, a member of an archive or a text at hand; gzip and bzip2 are taken off it, so that no format need know of
them. A `Page` is one document as its format gives it: text, blocks, and what the original tells of itself (title, date, address).
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from relazione.model.documents import Block
from relazione.model.errors import BinaryInput, InputError, TooLarge
from relazione.sources.decode import MAX_SIZE, decode, read_bytes, require_file

HEAD = 65_536
"""Bytes by which a format is recognised."""
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
DAMAGED = (EOFError, OSError, zlib.error)
"""What Python raises over compressed data that is cut off or broken."""


class Head(NamedTuple):
    """The beginning of an original: its bytes and, where they are text, that text (else ""); and its name in lower case."""

    data: bytes
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Original:
    """What is to be read. `where` names it in messages, `name` is its bare file name.

    `max_size` limits one document's bytes, after what is compressed is taken apart. `wanted` is the format that the user named.
    `tell` is called with what the user should know and what is no error.
    """

    name: str
    where: str
    source: Path | bytes | str
    max_size: int = MAX_SIZE
    wanted: str | None = None
    title_matches: re.Pattern[str] | None = None
    tell: Callable[[str], None] | None = None
    depth: int = 0

    def open(self) -> BinaryIO:
        """Its bytes as a stream, gzip and bzip2 taken off. Raises InputError where there is no such file."""
        raw = self._raw()
        start = raw.read(3)
        raw.seek(0)
        if start.startswith(_GZIP):
            return cast(BinaryIO, gzip.GzipFile(fileobj=raw))
        if start.startswith(_BZIP2):
            return cast(BinaryIO, bz2.BZ2File(raw))
        return raw

    def _raw(self) -> BinaryIO:
        if isinstance(self.source, str):
            return io.BytesIO(self.source.encode("utf-8", "surrogatepass"))
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        try:
            require_file(self.source, self.where)
            return self.source.open("rb")
        except FileNotFoundError as error:
            raise InputError(f"{self.where}: no such file") from error
        except OSError as error:
            raise InputError(f"{self.where}: cannot be read ({error.strerror or error})") from error

    def size(self) -> int:
        """How many bytes it has as it lies there."""
        if isinstance(self.source, Path):
            return self.source.stat().st_size
        return len(self.source)

    def head(self) -> Head:
        """What formats are recognised by."""
        name = self.name.lower().removesuffix(".gz").removesuffix(".bz2")
        if isinstance(self.source, str):
            return Head(b"", self.source[:HEAD], name)
        with self.open() as stream:
            data = self._taken(stream, HEAD)
        return Head(data, _text_of(data), name)

    def data(self) -> bytes:
        """All its bytes. Raises TooLarge beyond `max_size`."""
        if isinstance(self.source, Path):
            with self._raw() as raw:
                compressed = raw.read(3).startswith((_GZIP, _BZIP2))
            if not compressed:
                return read_bytes(self.source, self.max_size)
        with self.open() as stream:
            data = self._taken(stream, self.max_size + 1)
        if len(data) > self.max_size:
            raise TooLarge(
                f"{self.where}: more than {self.max_size / 1e6:.0f} MB, which is the limit; raise it with --max-size if you mean it"
            )
        return data

    def _taken(self, stream: BinaryIO, most: int) -> bytes:
        try:
            return stream.read(most)
        except DAMAGED as error:
            raise InputError(f"{self.where}: compressed, and damaged ({error}); fetch it again") from error

    def text(self) -> str:
        """All of it as text. Raises EmptyInput or BinaryInput; tells where the encoding had to be guessed."""
        if isinstance(self.source, str):
            return self.source
        data = self.data()
        text = decode(data, self.where)
        if self.tell and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            try:
                data.decode("utf-8")
            except UnicodeDecodeError as error:
                self.tell(f"{self.where}: not UTF-8 (byte {error.start}); read as Western European (Windows-1252 or Latin-1)")
        return text


def _text_of(data: bytes) -> str:
    """The beginning as text; "" for what is none. A letter may be cut in two at its end."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data[: len(data) & ~1].decode("utf-16", "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        try:
            return "" if not data.strip() else decode(data, "")
        except BinaryInput:
            return ""


@dataclass(frozen=True, slots=True)
class Page:
    """One document as a format gives it. `shown` is the text with markup blanked out, of the same length, where there is markup."""

    text: str
    blocks: tuple[Block, ...]
    shown: str | None = None
    title: str = ""
    id: str | None = None
    date: str | None = None
    address: str = ""
    revision: str = ""
    licence: str = ""
    pair: tuple[str, str] | None = None
    format: str = ""
    origin: str = ""
    where: str = ""

    @property
    def visible(self) -> str:
        """What is read."""
        return self.text if self.shown is None else self.shown
