"""The panel: written as Parquet or CSV, with its codebook beside it."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

from relazione.analysis.panel.arrow import load, table
from relazione.analysis.panel.build import Panel
from relazione.analysis.panel.codebook import as_json, as_markdown
from relazione.model.errors import WrongUse

FORMATS = (".parquet", ".csv")


def write_panel(made: Panel, path: Path) -> list[Path]:
    """Write a panel (.parquet or .csv, by the name's end) and its codebook (.codebook.md, .codebook.json); the paths written.

    Each file is written whole or not at all. In CSV a list is its numbers with blanks between them. Raises WrongUse for another
    ending, OSError where it cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise WrongUse(f"{path}: the name must end in .parquet or .csv")
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    data = table(made)
    beside = path.with_name(f"{path.stem}.codebook.md"), path.with_name(f"{path.stem}.codebook.json")
    partial = path.with_name(f".{path.name}.part")
    try:
        _write(data, partial, path.suffix.lower())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    beside[0].write_text(as_markdown(made), encoding="utf-8")
    beside[1].write_bytes(as_json(made) + b"\n")
    return [path, *beside]


def _write(data: Any, path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(data, path, compression="snappy", write_statistics=["a", "b", "year"], store_schema=True)
        return
    import pyarrow.csv

    pyarrow.csv.write_csv(plain(data), path)


def plain(data: Any) -> Any:
    """The table with what CSV can hold: lists as numbers with blanks between, dictionaries as their texts."""
    pa = load()
    import pyarrow.compute as compute

    columns = []
    for column in data.columns:
        if pa.types.is_list(column.type):
            column = compute.binary_join(column.cast(pa.list_(pa.string())), " ")
        elif pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        columns.append(column)
    return pa.table(columns, names=data.column_names)
