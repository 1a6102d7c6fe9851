"""Publish: the record as files: facts.csv, claims.csv, evidence.csv and record.json.

The columns stand in a fixed order; a line's sources ride along as ids that lead from table to table. A cell that a
spreadsheet would run as a formula is kept from it by an apostrophe. A file is there whole or not at all.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from relazione.model.claims import Claim
from relazione.model.documents import Document
from relazione.model.record import Fact
from relazione.publish.words import value_words

SCHEMA = 1
"""Version of record.json."""
FACT_COLUMNS = (
    "fact", "kind", "label", "states", "from", "to", "realis", "current", "confidence", "conflicts", "against",
    "claims", "fields",
)  # fmt: skip
CLAIM_COLUMNS = (
    "claim", "fact", "document", "kind", "realis", "current", "complete", "confidence", "rule", "section", "body",
)  # fmt: skip
EVIDENCE_COLUMNS = ("claim", "number", "document", "start", "end", "exact", "prefix", "suffix", "fields", "how")

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def safe_cell(value: Any) -> str:
    """A cell as text that a spreadsheet shows and does not run: "=1+1" -> "'=1+1"; plain numbers and None as they are."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def write_tables(record: Any, directory: Path | str, form: Literal["csv", "json"] = "csv") -> list[Path]:
    """Write the whole record into a folder, as CSV (three tables) or JSON (one file); the files written.

    `record` is an open record. The folder is made where there is none. Raises OSError where it cannot be written.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    facts: list[Fact] = record.facts()
    claims: list[Claim] = record.claims()
    if form == "json":
        return [write_whole(folder / "record.json", _json(record, facts, claims))]
    fact_of = {claim: fact.id for fact in facts for claim in fact.claims}
    return [
        write_whole(folder / "facts.csv", csv_bytes(FACT_COLUMNS, map(_fact_row, facts))),
        write_whole(folder / "claims.csv", csv_bytes(CLAIM_COLUMNS, (_claim_row(claim, fact_of) for claim in claims))),
        write_whole(
            folder / "evidence.csv", csv_bytes(EVIDENCE_COLUMNS, (row for claim in claims for row in _evidence_rows(claim)))
        ),
    ]


def _fact_row(fact: Fact) -> Sequence[Any]:
    fields = {field.name: " | ".join(value_words(field.name, value.value) for value in field.values) for field in fact.fields}
    return (
        fact.id, fact.kind, fact.label, " ".join(fact.states), fact.start, fact.end, fact.realis, _flag(fact.current),
        fact.confidence, " ".join(fact.conflicts), " ".join(fact.against), " ".join(fact.claims), _compact(fields),
    )  # fmt: skip


def _claim_row(claim: Claim, fact_of: dict[str, str]) -> Sequence[Any]:
    return (
        claim.id, fact_of.get(claim.id), claim.document, claim.kind, claim.realis, _flag(claim.current), _flag(claim.complete),
        claim.confidence, claim.rule, claim.section, _compact(claim.body),
    )  # fmt: skip


def _evidence_rows(claim: Claim) -> Iterable[Sequence[Any]]:
    for number, one in enumerate(claim.evidence, start=1):
        yield (
            claim.id, number, claim.document, one.start, one.end, one.exact, one.prefix, one.suffix,
            " ".join(one.fields), one.how,
        )  # fmt: skip


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV (RFC 4180): a header, a line for each row, cells that no spreadsheet runs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The same in UTF-8; what is no character stands as its escape."""
    return csv_text(columns, rows).encode("utf-8", "backslashreplace")


def _json(record: Any, facts: Sequence[Fact], claims: Sequence[Claim]) -> bytes:
    documents = [{**msgspec.to_builtins(line), **_original(record.document(line.id))} for line in record.documents()]
    data = {"schema": SCHEMA, "documents": documents, "claims": claims, "facts": facts}
    return msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n"


def _original(document: Document) -> dict[str, str]:
    """The text, and what its original tells of where it is from."""
    return {key: getattr(document, key) for key in ("address", "revision", "licence", "text")}


def write_whole(path: Path, content: bytes, *, durable: bool = True, mode: int = 0o644) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a part. `durable`: it is on the disk on return."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:  # of the file that was asked for, not of the one beside it
        raise type(error)(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path
