"""The room `cli`: coded documents as Parquet. One file for each chunk; a row for each document, and for whatever else was told of the files.

Rows stand in the order of the input. The file's own metadata say which shape of rows it is, who read it and what. docs/reading-at-scale.md
describes both.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione import __version__
from relazione.cli.at_scale.chunks import coder_version
from relazione.model.errors import InputError, WrongUse

if TYPE_CHECKING:
    import pyarrow as pa

SHAPE = "1"
"""Version of the rows' shape: another one is not read."""
KINDS = ("note", "page", "document", "error", "end")
"""note: something told of a file that is no error; page: what became of the words of a page that is read as parts; document: with what
was read in it, or why it was not; error: a file, or a document that was not even opened; end: of a file."""
MOST_ROW = 400_000_000
"""Bytes of a row that is read: a document of some megabytes with all that it may yield stays far below."""


class Row(NamedTuple):
    """A row, as the columns are named. What a kind of row has not is "" or 0; `reading` is None where nothing was read."""

    kind: str
    path: str = ""
    id: str = ""
    title: str = ""
    a: str = ""
    b: str = ""
    words: int = 0
    claims: int = 0
    sha256: str = ""
    document: str = ""
    reading: str | None = None
    error: str = ""
    message: str = ""


NUMBERS = ("words", "claims")


def schema() -> pa.Schema:
    """The columns as Arrow has them. Raises WrongUse without pyarrow."""
    pyarrow = arrow()
    return pyarrow.schema(
        [
            pyarrow.field(name, pyarrow.int32() if name in NUMBERS else pyarrow.string(), nullable=name == "reading")
            for name in Row._fields
        ]
    )


def arrow() -> Any:
    """The library. Raises WrongUse where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise WrongUse("coded documents are Parquet, which needs pyarrow: install relazione[data]") from error
    return pyarrow


def write(path: Path, rows: Sequence[Row], key: str) -> None:
    """Write a chunk's file: it is there whole, or not at all. Raises OSError."""
    import pyarrow.parquet

    table = arrow().table(
        {name: [row[at] for row in rows] for at, name in enumerate(Row._fields)},
        schema=schema().with_metadata(
            {"relazione.coded": SHAPE, "relazione.version": __version__, "relazione.coder": coder_version(), "relazione.key": key}
        ),
    )
    passing = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with passing.open("xb") as file:
            pyarrow.parquet.write_table(table, file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        os.replace(passing, path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise


class Head(NamedTuple):
    """What a chunk's file tells of itself."""

    version: str
    coder: str
    key: str


def head_of(path: Path) -> Head:
    """Who read the file, and what. Raises InputError where it is no such file, damaged, or of another shape."""
    told = _opened(path).schema_arrow.metadata or {}
    shape = told.get(b"relazione.coded", b"").decode("utf-8", "replace")
    if not shape:
        raise InputError(f"{path}: a Parquet file, and none of coded documents")
    if shape != SHAPE:
        raise InputError(f"{path}: coded documents of shape {shape[:20]!r}, and this version reads {SHAPE}: read the texts again")
    return Head(
        *(told.get(f"relazione.{name}".encode(), b"").decode("utf-8", "replace")[:100] for name in ("version", "coder", "key"))
    )


def rows_of(path: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a chunk's file, of only those columns. Raises InputError where its columns are others, or it is damaged."""
    file = _opened(path)
    if not file.schema_arrow.equals(schema(), check_metadata=False):
        raise InputError(f"{path}: its columns are not those of coded documents: {', '.join(file.schema_arrow.names[:20])[:200]}")
    wanted = tuple(columns or Row._fields)
    empty = Row("")._asdict()
    for group in range(file.num_row_groups):
        if file.metadata.row_group(group).total_byte_size > MOST_ROW * max(1, file.metadata.row_group(group).num_rows):
            raise InputError(f"{path}: holds rows larger than {MOST_ROW / 1e6:.0f} MB")
    try:
        for batch in file.iter_batches(batch_size=16, columns=list(wanted), use_threads=False):
            for row in batch.to_pylist():
                yield Row(**{**empty, **row})
    except Exception as error:  # whatever is wrong in the middle of the file, from pyarrow or in its texts
        raise InputError(f"{path}: damaged in the middle ({str(error)[:100]})") from error


def _opened(path: Path) -> Any:
    arrow()
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(path)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except Exception as error:  # ArrowInvalid, ArrowException, OSError: of whatever is wrong in the file
        raise InputError(f"{path}: damaged or no Parquet file ({str(error)[:100]})") from error
