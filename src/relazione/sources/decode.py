"""The room `sources`: bytes to text. Says what is wrong where bytes are no text; never guesses silently.

UTF-8 (with or without byte-order mark), UTF-16 with byte-order mark, and Windows-1252 / Latin-1 where the bytes are not UTF-8 but
read as Western text. Line ends are kept as they come: offsets count characters of the decoded text.
"""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from relazione.model.errors import BinaryInput, EmptyInput, InputError, TooLarge

MAX_SIZE = 20_000_000
"""Bytes read at most, unless told otherwise."""

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x85")


def read_bytes(path: Path, max_size: int = MAX_SIZE) -> bytes:
    """The file's bytes. Raises TooLarge before reading, InputError where there is no such file."""
    try:
        require_file(path, str(path))
        size = path.stat().st_size
        if size > max_size:
            raise TooLarge(
                f"{path}: {size / 1e6:.1f} MB, and the limit is {max_size / 1e6:.0f} MB; raise it with --max-size if you mean it"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error


def require_file(path: Path, where: str) -> None:
    """Raises InputError for a folder, and for a pipe or a device, which may give nothing or never end; OSError where there is none."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InputError(f"{where}: a folder, not a document; name the files in it")
    if not stat.S_ISREG(mode):
        raise InputError(f"{where}: a pipe or a device, not a file; save what it gives in a file and read that")


def decode(data: bytes, where: str) -> str:
    """The text of the bytes. Raises EmptyInput or BinaryInput, naming `where` and the offset."""
    if not data.strip():
        raise EmptyInput(f"{where}: the file is empty; nothing to read")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), where)
            except UnicodeDecodeError as error:
                raise BinaryInput(f"{where}: starts like {encoding} and breaks at byte {error.start}") from error
    try:
        return _checked(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise BinaryInput(f"{where}: no text (a zero byte at {data.index(0)}); give a text file") from error
    try:
        return _checked(data.decode("cp1252"), where)
    except UnicodeDecodeError:
        return _checked(data.decode("latin-1"), where)


def _checked(text: str, where: str) -> str:
    """The text, unless it holds control characters as no text does."""
    controls = sum(c < " " and c not in _ALLOWED_CONTROLS for c in text[:100_000])
    if "\0" in text or controls > max(8, len(text[:100_000]) // 200):
        raise BinaryInput(f"{where}: no text (control characters in it); give a text file")
    if not text.strip():
        raise EmptyInput(f"{where}: only white space; nothing to read")
    return text
