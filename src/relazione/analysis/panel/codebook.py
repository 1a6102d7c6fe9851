"""The panel: its codebook, as JSON and as Markdown: what each column is, of what source and version, and what a null of it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

import relazione
from relazione.analysis.panel.column import ABSENCES, MEANINGS, Addition, Entry, Source

if TYPE_CHECKING:
    from relazione.analysis.panel.build import Panel

KEYS = (
    Entry("a", "number of the first state in the system", source="system"),
    Entry("b", "number of the second state in the system", source="system"),
    Entry("year", "calendar year", source="system"),
    Entry("a_name", "abbreviation of the first state in the list", source="system"),
    Entry("b_name", "abbreviation of the second state in the list", source="system"),
)
PAIRS = {
    "directed": "every ordered pair: a to b and b to a",
    "undirected": "every pair once, the smaller number first",
    "relevant": "ordered pairs that are contiguous in the year, or of which one is a major power (Correlates of War) on a day of it",
}


def entries(addition: Addition) -> tuple[Entry, ...]:
    """The codebook's entries of an addition's columns, in their order. Those that share their absences share a companion column."""
    shared = next((column.absent for column in addition.columns if column.absent is not None), None)
    counted: dict[int, tuple[str, ...]] = {}
    found = []
    for column in addition.columns:
        kinds: tuple[str, ...] = ()
        companion = ""
        if column.absent is not None:
            if id(column.absent) not in counted:
                counted[id(column.absent)] = kinds_in(column.absent)
            kinds = counted[id(column.absent)]
            companion = f"{addition.name if column.absent is shared else column.name}_absent"
        found.append(Entry(column.name, column.definition, column.unit, addition.source.id, kinds, companion))
    return tuple(found)


def kinds_in(absent: NDArray[np.uint8]) -> tuple[str, ...]:
    """The kinds of absence that are there."""
    return tuple(kind for number, kind in enumerate(ABSENCES) if number and (absent == number).any())


def described(made: Panel) -> dict[str, Any]:
    """The codebook as plain data."""
    frame = made.frame
    sources: dict[str, Source] = {made.frame.system: made.list_source}
    sources |= {addition.source.id: addition.source for addition in made.additions}
    return {
        "made_by": f"relazione {relazione.__version__}",
        "record": made.record,
        "pairs": made.pairs.told,
        "years": [frame.first, frame.last],
        "system": frame.system,
        "microstates": made.microstates,
        "rows": len(frame),
        "columns": [msgspec.to_builtins(entry) for entry in _all(made)],
        "notes": {addition.name: addition.note for addition in made.additions if addition.note},
        "sources": [msgspec.to_builtins(source) for source in sources.values()],
        "absences": MEANINGS,
    }


def _all(made: Panel) -> Iterator[Entry]:
    """Every column of the table in its order, companions too."""
    for key in KEYS:
        yield msgspec.structs.replace(key, source=made.frame.system)
    told: set[str] = set()
    for group in made.entries:
        for entry in group:
            yield entry
            if entry.absent_in and entry.absent_in not in told:
                told.add(entry.absent_in)
                of = ", ".join(other.name for other in group if other.absent_in == entry.absent_in)
                yield Entry(entry.absent_in, f"why there is no value in {of}; null where there is one", source=entry.source)


def as_json(made: Panel) -> bytes:
    """The codebook as JSON."""
    return msgspec.json.encode(described(made))


def as_markdown(made: Panel) -> str:
    """The codebook for people."""
    data = described(made)
    first, last = data["years"]
    lines = [
        "# Codebook",
        "",
        f"{data['rows']:,} dyad-years, {first} to {last}: {PAIRS.get(data['pairs'], data['pairs'])}. A dyad-year is there where both "
        f"states are members on at least one common day of the year. System: {made.list_source.title}, version "
        f"{made.list_source.version}{_carried(made)}. Made by {data['made_by']}"
        + (f" from the record with the fingerprint {data['record']}." if data["record"] else "."),
        "",
        "## Columns",
        "",
    ]
    for column in data["columns"]:
        unit = f" ({column['unit']})" if column.get("unit") else ""
        lines.append(f"- **{column['name']}**{unit}: {column['definition']}. Source: {column['source']}.{_null(column)}")
    for name, note in data["notes"].items():
        lines += ["", f"Note on {name}: {note}"]
    lines += ["", "## What a null means", ""]
    lines += [f"- *{kind}*: {meaning}." for kind, meaning in MEANINGS.items()]
    lines += ["", "There is no zero outside the coverage of a source; inside that of a complete list, no entry is 0.", ""]
    lines += ["## Sources", ""]
    lines += [_cited(source) for source in data["sources"]]
    return "\n".join(lines) + "\n"


def _carried(made: Panel) -> str:
    last = made.list_source.covers[1] if made.list_source.covers else ""
    if int(last[:4]) >= made.frame.last:
        return ""
    return f"; the list ends on {last}, and who was a member then is taken to be one since"


def _null(column: dict[str, Any]) -> str:
    if not column.get("absent_in"):
        return ""
    kinds = ", ".join(column["absences"]) if column.get("absences") else "none here"
    return f" Nulls: {kinds}, told row by row in {column['absent_in']}."


def _cited(source: dict[str, Any]) -> str:
    parts = [f"- **{source['id']}**: {source['title']}{' ' + source['version'] if source.get('version') else ''}."]
    if source.get("cite"):
        parts.append(f"Cite: {source['cite'].rstrip('.')}.")
    if source.get("terms"):
        parts.append(f"Terms: {source['terms']}.")
    if source.get("covers"):
        parts.append(f"Covers {' to '.join(source['covers'])}.")
    if source.get("rows") is not None:
        parts.append(f"{source['rows']:,} rows.")
    if source.get("unmatched"):
        parts.append(
            f"{source['unmatched']:,} rows of its dyad-years are not in the panel (pairs not asked for, or not both members)."
        )
    if source.get("sha256"):
        parts.append(f"SHA-256 of the file: {source['sha256']}.")
    return " ".join(parts)
