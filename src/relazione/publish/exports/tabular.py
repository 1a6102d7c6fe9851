"""Publish: the flat table of facts as CSV, XLSX, Parquet and Stata file, each with codebook, sources and the record's hash.

The libraries are extras (`relazione[data]`, `relazione[exports]`) and are imported here only.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from relazione import __version__
from relazione.model.errors import WrongUse
from relazione.publish.exports.extract import Extract, citation
from relazione.publish.exports.flat import COLUMNS, rows
from relazione.publish.tables import csv_bytes
from relazione.publish.visible import visible

LONGEST_CELL = 32_000
"""Characters in a cell of a spreadsheet, which holds 32,767 at most."""
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""The same record gives the same file: no clock is asked."""


def flat_csv(taken: Extract) -> tuple[bytes, Counter[str]]:
    """The table as CSV (RFC 4180, UTF-8)."""
    return csv_bytes([column.name for column in COLUMNS], rows(taken)), Counter()


def workbook(taken: Extract) -> tuple[bytes, Counter[str]]:
    """A workbook of four sheets: facts, sources, codebook, about. Texts stay texts: no formula, no link."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise WrongUse("XLSX files need xlsxwriter: install relazione[exports], or take the table as .csv") from error
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": taken.about, "comments": f"record {taken.record}", "created": _NO_TIME.replace(tzinfo=None)})
    bold = book.add_format({"bold": True})
    about = [
        ("what", taken.about),
        ("record (SHA-256)", taken.record),
        ("made by", f"Relazione {__version__}"),
        ("facts", len(taken.facts)),
    ]
    sources = [(visible(one.id), citation(one), visible(one.licence), visible(one.address)) for one in taken.documents.values()]
    sheets: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
        ("facts", tuple(column.name for column in COLUMNS), list(rows(taken))),
        ("sources", ("document", "citation", "licence", "address"), sources),
        ("codebook", ("column", "kind", "meaning"), [tuple(column) for column in COLUMNS]),
        ("about", ("", ""), about),
    ]
    for name, head, body in sheets:
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(body, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, place, cell[:LONGEST_CELL])
                elif cell is not None:
                    sheet.write_number(number, place, cell)
        if body:
            sheet.autofilter(0, 0, len(body), len(head) - 1)
    book.close()
    return out.getvalue(), Counter()


def parquet(taken: Extract) -> tuple[bytes, Counter[str]]:
    """The table as Parquet (zstd); its metadata hold the codebook, the sources and the record's hash."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise WrongUse("Parquet files need pyarrow: install relazione[data], or take the table as .csv") from error
    types = {"text": pa.string(), "float": pa.float64(), "int": pa.int32()}
    about = {"record": taken.record, "about": taken.about, "made_by": f"Relazione {__version__}"}
    about["sources"] = "\n".join(citation(one) for one in taken.documents.values())
    fields = [pa.field(one.name, types[one.kind], metadata={"meaning": one.label}) for one in COLUMNS]
    schema = pa.schema(fields, metadata=about)
    arrays = [pa.array(cells, type=field.type) for cells, field in zip(_columns(taken), fields, strict=True)]
    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return bytes(out.getvalue()), Counter()


def _columns(taken: Extract) -> list[list[Any]]:
    """The table by columns, with halves of characters, which no UTF-8 has, as their code points."""
    columns: list[tuple[Any, ...]] = list(zip(*rows(taken), strict=True)) or [() for _ in COLUMNS]
    return [
        [cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell for cell in one] for one in columns
    ]


def stata(taken: Extract) -> tuple[bytes, Counter[str]]:
    """The table as a Stata file (version 118, Stata 14 and later), the codebook as variable labels."""
    try:
        import pandas
    except ImportError as error:
        raise WrongUse("Stata files need pandas: install relazione[exports], or take the table as .csv") from error
    data = {}
    for column, cells in zip(COLUMNS, _columns(taken), strict=True):
        kind = "float64" if column.kind != "text" else "object"
        data[column.name] = pandas.Series(cells, dtype=kind)
    out = io.BytesIO()
    pandas.DataFrame(data).to_stata(
        out,
        write_index=False,
        version=118,
        time_stamp=_NO_TIME.replace(tzinfo=None),
        data_label=f"Relazione {__version__}, record {taken.record[:16]}",
        variable_labels={one.name: one.label[:80] for one in COLUMNS},
        convert_strl=["label", "quote", "sources"],
    )
    return out.getvalue(), Counter()
