"""The room `cli`: coded documents as outcomes of reading, in the order of the input: what a record takes in as if it had read them itself.

Nothing of a row is believed that the record relies on: see `sound`. A bad row is named and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from relazione.cli.at_scale.folder import Folder
from relazione.cli.at_scale.parquet import Row, head_of, rows_of
from relazione.cli.at_scale.piece import plainly
from relazione.cli.at_scale.sound import check_document, read_of
from relazione.cli.flow import Outcome
from relazione.cli.worker import CODER, Code, decode, perform
from relazione.coding.left_out import Page
from relazione.model import errors
from relazione.model.documents import Document
from relazione.model.errors import InputError

if TYPE_CHECKING:
    from relazione.cli.commands.read import Work

MOST_TOLD = 2000
"""Letters of a message that are told."""
_document = msgspec.json.Decoder(Document)
_page = msgspec.json.Decoder(Page)


def outcomes(folder: Folder, work: Work, tell: Callable[[str], None], coder: str = CODER) -> Iterator[Outcome]:
    """What became of each document and file, in order; documents under the ids that the record gives them.

    A document that was not coded because the record knew it, and that it does not know under this id, is coded here by `coder`.
    """
    for number, key in enumerate(folder.manifest.chunks or ()):
        file = folder.file(number)
        try:
            if head_of(file).key != key:
                raise InputError(f"{file}: is of another reading than the folder; start the reading again, and it is made anew")
            for at, row in enumerate(rows_of(file)):
                try:
                    yield from _outcome(row, work, tell, coder)
                except (InputError, msgspec.MsgspecError, UnicodeError) as error:
                    yield Outcome(f"{file}", None, InputError(f"{file}, row {at + 1}: {str(error)[:MOST_TOLD]}"))
        except InputError as error:
            yield Outcome(f"{file}", None, error)


def _outcome(row: Row, work: Work, tell: Callable[[str], None], coder: str) -> Iterator[Outcome]:
    if row.kind == "note":
        tell(row.message[:MOST_TOLD])
    elif row.kind == "page":
        work.pages.append(_page.decode(row.document))
    elif row.kind == "end":
        yield Outcome(row.path or None, None, None, ends=True)
    elif row.kind == "error":
        yield Outcome(row.path or None, None, _error(row))
    elif row.kind == "document":
        yield _of_document(row, work, coder)
    else:
        raise InputError(f"a row of a kind that is not known, {row.kind[:20]!r}")


def _of_document(row: Row, work: Work, coder: str) -> Outcome:
    document = plainly(_document.decode(row.document))
    check_document(document, work.told.max_size)
    name = document.id
    read = read_of(document, row.reading, name) if row.reading is not None else None  # a bad row takes no id
    document, is_known = work.place(row.path, document)
    if is_known:
        return Outcome(row.path, document, None)
    if row.error:
        return Outcome(row.path, document, _error(row))
    if row.reading is not None:
        return Outcome(row.path, document, read if document.id == name else read_of(document, row.reading, document.id))
    [told] = perform(Code(((row.path, document),)), coder)
    return Outcome(row.path, document, told if isinstance(told, InputError) else decode(told))


def _error(row: Row) -> InputError:
    """The error of a row, of its own kind where that is one of bad input."""
    kind = getattr(errors, row.error, None)
    if not (isinstance(kind, type) and issubclass(kind, InputError)):
        kind = InputError
    return kind(row.message[:MOST_TOLD])


def files_of(folder: Folder) -> list[Path | str | InputError]:
    """The folder's files, for the line that says how far it is."""
    return [folder.file(number) for number in range(len(folder.manifest.chunks or ()))]
