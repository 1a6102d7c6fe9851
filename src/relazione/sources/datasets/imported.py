"""The room `sources`: one data file, whole: a document that stands for it, claims of its rows, and its typed columns."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import msgspec

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.errors import EmptyInput
from relazione.model.identity import number_claims
from relazione.sources.datasets.catalogue import Dataset
from relazione.sources.datasets.cells import with_coverage
from relazione.sources.datasets.columns import Column, columns_of
from relazione.sources.datasets.recognise import recognise
from relazione.sources.datasets.table import BadRow, Row, Table

PREFIX = "dataset:"
"""Ids of the documents that stand for datasets begin so."""


class Imported(msgspec.Struct, frozen=True):
    """What one file gave."""

    dataset: Dataset
    document: Document
    claims: list[Claim]
    columns: list[Column]
    version: str
    sha256: str
    rows: int
    """Good rows."""
    bad: list[BadRow]
    """Bad rows, the first thousand of them."""
    bad_count: int


def import_file(path: Path, wanted: str | None = None) -> Imported:
    """Read a data file. Raises the errors of `recognise`, InputError; EmptyInput where no row is good."""
    table = Table(recognise(path, wanted))
    sha256 = table.sha256
    _good_rows(table)
    dataset = table.dataset = with_coverage(table)
    columns = columns_of(table)
    drafts = []
    if dataset.importer:
        module = import_module(f"relazione.sources.datasets.importers.{dataset.importer}")
        drafts = list(module.drafts(table))
    rows = _good_rows(table)
    document = _document(table, sha256, len(rows))
    return Imported(
        dataset=dataset,
        document=document,
        claims=number_claims(document.id, drafts),
        columns=columns,
        version=table.version,
        sha256=sha256,
        rows=len(rows),
        bad=sorted(table.bad, key=lambda one: one.line),
        bad_count=table.bad_count,
    )


def _good_rows(table: Table) -> list[Row]:
    """The rows that nothing was wrong with so far. Raises EmptyInput where there is none."""
    rows = [row for row in table.rows if not table.is_bad(row)]
    if not rows:
        why = f" The first bad one: line {table.bad[0].line}: {table.bad[0].why}" if table.bad else ""
        raise EmptyInput(f"{table.file.path}: {table.dataset.title}: {table.bad_count:,} bad rows and none that is good.{why}")
    return rows


def _document(table: Table, sha256: str, rows: int) -> Document:
    """The document of a dataset: its text says what the file is, so that another file of it is a new version."""
    dataset = table.dataset
    version = f" {table.version}" if table.version else ""
    first, last = dataset.covers
    lines = [
        f"{dataset.title}{version}",
        f"Publisher: {dataset.publisher}",
        f"Covers: {first} to {last}",
        f"Terms: {dataset.terms}",
        f"To cite: {dataset.cite}",
        f"Rows: {rows}",
        f"SHA-256 of the file: {sha256}",
    ]
    return Document(
        id=PREFIX + dataset.id,
        title=f"{dataset.title}{version}",
        text="\n".join(lines) + "\n",
        origin=table.file.path.name,
        address=dataset.page,
        revision=table.version,
        licence=dataset.terms,
        format="dataset",
    )
