"""The room `cli`: one file read and coded, as `read`, `fetch`, `annotate` and `evaluate` do it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relazione.model.errors import InputError, RelazioneError

if TYPE_CHECKING:
    from relazione.coding.coder import Coded
    from relazione.coding.left_out import Page
    from relazione.model.documents import Document


class Told(NamedTuple):
    """What the user tells of a document."""

    pair: tuple[str, str] | None = None
    date: str | None = None
    max_size: int = 20_000_000
    id: str | None = None
    format: str | None = None
    title_matches: str | None = None


def read_file(path: Path, told: Told) -> Document:
    """The one document of a file, with the pair that it is about. Raises an InputError, also where it holds several."""
    found = list(itertools.islice(read_files(path, told), 2))
    if len(found) == 1 and not isinstance(found[0], InputError):
        return found[0]
    raise next(
        (one for one in found if isinstance(one, InputError)), InputError(f"{path}: not one document; take out the one you mean")
    )


def read_files(
    path: Path | InputError, told: Told, tell: Callable[[str], None] | None = None, count: Callable[[Page], None] | None = None
) -> Iterator[Document | InputError]:
    """The documents of a file with the pair that each is about, and each bad one, or the whole bad file, as an InputError.

    A page about one state and many others ("Foreign relations of X") comes as its parts, one for each other state; `count` is told
    what stands in none of them.

    No language model is needed so far.
    """
    from relazione.cli import printing
    from relazione.sources.read import read_document, read_documents

    if isinstance(path, InputError):
        yield path
        return
    tell = tell or printing.tell
    try:
        if told.id is not None:
            yield _with_pair(
                path,
                read_document(
                    path, pair=told.pair, date=told.date, max_size=told.max_size, id=told.id, format=told.format, tell=tell
                ),
            )
            return
        yield from in_parts(
            path,
            read_documents(
                path,
                pair=told.pair,
                date=told.date,
                max_size=told.max_size,
                format=told.format,
                title_matches=told.title_matches,
                tell=tell,
            ),
            count,
        )
    except InputError as error:
        yield error


def in_parts(
    path: Path | None, documents: Iterable[Document | InputError], count: Callable[[Page], None] | None = None
) -> Iterator[Document | InputError]:
    """The documents of a file (None: pages, each with an address of its own), each with its pair, or as its parts."""
    from relazione.coding.parts import split

    for document in documents:
        if isinstance(document, InputError):
            yield document
        elif parts := split(document):
            if count is not None:
                from relazione.coding.left_out import page_of

                count(page_of(document, parts))
            yield from parts
        else:
            yield _with_pair(path or document.address or document.title, document)


def _with_pair(path: Path | str, document: Document) -> Document | InputError:
    """The document with the pair that it is about, or the error that it is about none."""
    import msgspec

    from relazione.coding.pair import find_pair

    try:
        pair = find_pair(document)
    except InputError as error:
        return type(error)(_with_path(str(error), path, document))
    return msgspec.structs.replace(document, pair=pair.codes())


def _with_path(message: str, path: Path | str, document: Document) -> str:
    """The message beginning with the path as the user wrote it, and with the title where the file holds more than one document."""
    bare = message.removeprefix(f"{document.origin}: ").removeprefix(f"{document.title}: ")
    return f"{path}: {bare}" if isinstance(path, str) or document.origin == path.name else f"{path}: {document.title}: {bare}"


def code_file(path: Path | str, document: Document) -> Coded:
    """What the coder reads in it. A fault of the coder on one text becomes an InputError, so that others can go on."""
    from relazione.coding.coder import code

    try:
        return code(document)
    except (InputError, ImportError):
        raise
    except MemoryError as error:
        raise InputError(f"{path}: needs more memory than there is; split it, and read the parts") from error
    except Exception as error:
        if isinstance(error, RelazioneError) and error.exit_code == RelazioneError.exit_code:
            raise
        raise InputError(
            f"{path}: not read, by a fault of Relazione ({type(error).__name__}: {error}); please report it with the text"
        ) from error
