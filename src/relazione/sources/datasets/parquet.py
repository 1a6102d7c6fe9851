"""The room `sources`: tables that come as Parquet. Needs pyarrow (the extra `data`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relazione.model.errors import InputError, WrongUse


def _file(path: Path) -> Any:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise WrongUse(f"{path}: Parquet files need pyarrow: install relazione[data], or give the CSV file") from error
    try:
        return parquet.ParquetFile(path)
    except Exception as error:  # ArrowInvalid, ArrowException, OSError: of whatever is wrong in the file
        raise InputError(f"{path}: damaged or no Parquet file ({str(error)[:100]})") from error


def column_names(path: Path) -> list[str]:
    """The columns of a Parquet file. Raises InputError where it is damaged, WrongUse without pyarrow."""
    return list(_file(path).schema_arrow.names)


def cells(path: Path) -> Iterator[list[str]]:
    """The rows, each as its cells' texts ("" for null); whole floating numbers without their ".0"."""
    file = _file(path)
    try:
        for batch in file.iter_batches(batch_size=65536):
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            yield from (list(row) for row in zip(*columns, strict=True))
    except Exception as error:
        raise InputError(f"{path}: damaged in the middle ({str(error)[:100]})") from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else repr(value)
    return str(value)
