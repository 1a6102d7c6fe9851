"""The room `cli`: one chunk read, into rows. The same for processes and for Spark, and the same reading as `relazione read` does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from relazione.cli.at_scale.chunks import Chunk, writable
from relazione.cli.at_scale.parquet import Row
from relazione.cli.flow import Flow, Outcome
from relazione.cli.reading import Told
from relazione.cli.workers import Pool
from relazione.model.errors import InputError
from relazione.model.identity import content_hash
from relazione.record.writing import encode, version_digest

if TYPE_CHECKING:
    from relazione.coding.left_out import Page
    from relazione.model.documents import Document


class _Counted(msgspec.Struct):
    claims: list[msgspec.Raw]


_counted = msgspec.json.Decoder(_Counted)


def read_chunk(chunk: Chunk, told: Told, pool: Pool, known: Collection[str] = ()) -> list[Row]:
    """The rows of a chunk. Documents are opened and coded by the pool, so that one that breaks a process costs itself alone.

    `known`: digests of versions (see `version_digest`) that are not coded again: their rows have no reading.
    """
    notes: list[Row] = []
    pages: list[Row] = []

    def place(path: Path | str, document: Document) -> tuple[Document, bool]:
        return document, bool(known) and version_digest(document) in known

    def note(text: str) -> None:
        notes.append(Row("note", message=writable(text)))

    def count(page: Page) -> None:
        pages.append(Row("page", id=page.id, title=page.title, words=page.words, document=encode(page)))

    stream: Callable[[Any], Iterator[Any]] | None = None
    if chunk.events is not None:
        events = chunk.events
        stream = lambda path: iter(events)  # noqa: E731
    flow = Flow(chunk.items, told, pool, place, note, stream, count=count, apart=lambda *_: stream is None, decoder=bytes)
    rows = [_row(outcome) for outcome in flow.outcomes()]
    return [*notes, *pages, *(rows if chunk.ends else rows[:-1])]


def plainly(document: Document) -> Document:
    """The document as a reader makes it: a default that came through JSON or a pipe is another object, and would be written out."""
    fields = {field.name: field.default for field in msgspec.structs.fields(document)}
    return msgspec.structs.replace(
        document, **{name: default for name, default in fields.items() if getattr(document, name) == default}
    )


def _row(outcome: Outcome) -> Row:
    path, document, result = writable(outcome.path or ""), outcome.document, outcome.result
    if outcome.ends:
        return Row("end", path)
    if document is None:
        return Row("error", path, error=type(result).__name__, message=writable(result))
    a, b = document.pair or ("", "")
    row = Row("document", path, document.id, document.title, a, b, document.words)
    row = row._replace(sha256=content_hash(document.text), document=encode(plainly(document)))
    if isinstance(result, InputError):
        return row._replace(error=type(result).__name__, message=writable(result))
    if result is None:
        return row
    return row._replace(claims=len(_counted.decode(result).claims), reading=result.decode())  # to the letter: ids hang on it
