"""The room `sources`: one data file, whole: a document that stands for it, claims of its rows, and its typed columns."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import msgspec

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.errors import EmptyInput, WrongUse
from relazione.model.identity import number_claims
from relazione.sources.datasets.catalogue import Dataset
from relazione.sources.datasets.cells import with_coverage
from relazione.sources.datasets.columns import Column, columns_of
from relazione.sources.datasets.recognise import recognise
from relazione.sources.datasets.table import BadRow, Table

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
    """Good rows: those that the columns hold."""
    bad: list[BadRow]
    """Bad rows, the first thousand of them."""
    bad_count: int


def import_file(path: Path, wanted: str | None = None, release: str = "", claims: bool = True) -> Imported:
    """Read a data file; `release` is its version where neither its name nor its rows tell. `claims` false: its columns alone.

    Raises the errors of `recognise`, InputError; EmptyInput where no row is good; WrongUse where a list of editions lacks its year.
    """
    table = Table(recognise(path, wanted), release)
    sha256 = table.sha256
    dataset = table.dataset = _edition(table) if table.dataset.editions else with_coverage(table)
    module = import_module(f"relazione.sources.datasets.importers.{dataset.importer}") if dataset.importer else None
    columns, rows = (
        module.columns(table) if module is not None and hasattr(module, "columns") else columns_of(table, stream=module is None)
    )
    if not rows:
        if not table.bad:
            raise EmptyInput(f"{path}: {dataset.title}: a header, and no row below it")
        bad = "one bad row" if table.bad_count == 1 else f"{table.bad_count:,} bad rows"
        first = table.bad[0]
        raise EmptyInput(f"{path}: {dataset.title}: {bad} and none that is good. The first: line {first.line}: {first.why}")
    drafts = list(module.drafts(table)) if module is not None and claims else []
    document = _document(table, dataset, sha256, rows)
    return Imported(
        dataset=dataset,
        document=document,
        claims=number_claims(document.id, drafts),
        columns=columns,
        version=table.version,
        sha256=sha256,
        rows=rows,
        bad=sorted(table.bad, key=lambda one: one.line),
        bad_count=table.bad_count,
    )


def _edition(table: Table) -> Dataset:
    """The dataset as this edition has it: it covers the year that is its version."""
    if not re.fullmatch(r"\d{4}", table.version):
        raise WrongUse(
            f"{table.file.path}: {table.dataset.title}: of which year is it? Its name does not begin with one: give --release YEAR"
        )
    return msgspec.structs.replace(table.dataset, covers=(table.version, table.version))


def _document(table: Table, dataset: Dataset, sha256: str, rows: int) -> Document:
    """The document of a dataset: its text says what the file is, so that another file of it is a new version."""
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
        id=PREFIX + dataset.id + (f":{table.version}" if dataset.editions else ""),
        title=f"{dataset.title}{version}",
        text="\n".join(lines) + "\n",
        origin=table.file.path.name,
        address=dataset.page,
        revision=table.version,
        licence=dataset.terms,
        format="dataset",
    )
