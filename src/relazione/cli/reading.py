"""The room `cli`: one file read and coded, as `read`, `annotate` and `evaluate` do it."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relazione.model.errors import InputError, RelazioneError

if TYPE_CHECKING:
    from relazione.coding.coder import Coded
    from relazione.model.documents import Document


class Told(NamedTuple):
    """What the user tells of a document."""

    pair: tuple[str, str] | None = None
    date: str | None = None
    max_size: int = 20_000_000
    id: str | None = None


def read_file(path: Path, told: Told) -> Document:
    """The document with the pair that it is about. Raises an InputError; no language model is needed so far."""
    import msgspec

    from relazione.coding.pair import find_pair
    from relazione.sources.read import read_document

    document = read_document(path, pair=told.pair, date=told.date, max_size=told.max_size, id=told.id)
    _tell_of_encoding(path)
    try:
        pair = find_pair(document)
    except InputError as error:
        raise type(error)(_with_path(str(error), path, document)) from error
    return msgspec.structs.replace(document, pair=pair.codes())


def _tell_of_encoding(path: Path) -> None:
    """Say where the bytes were no Unicode and were taken as Western European, which may be wrong."""
    from relazione.cli.printing import tell

    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        tell(f"{path}: not UTF-8 (byte {error.start}); read as Western European (Windows-1252 or Latin-1)")


def _with_path(message: str, path: Path, document: Document) -> str:
    """The message beginning with the path as the user wrote it, not with the file's bare name."""
    return f"{path}: {message.removeprefix(f'{document.origin}: ').removeprefix(f'{document.title}: ')}"


def code_file(path: Path, document: Document) -> Coded:
    """What the coder reads in it. A fault of the coder on one text becomes an InputError, so that others can go on."""
    from relazione.coding.coder import code

    try:
        return code(document)
    except (RelazioneError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise InputError(
            f"{path}: not read, by a fault of Relazione ({type(error).__name__}: {error}); please report it with the text"
        ) from error
