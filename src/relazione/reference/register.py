"""Reference: the register of polities, read once from every folder under data/polities/.

A *polity* is a state (or empire, colony, ...) in an interval; a *state* is a present-day one, which heads a lineage; a
*lineage* row says how a polity leads to a state. Names, capitals and codes hold for intervals. The public door is
`relazione.reference.polities`.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from relazione.reference.spans import Span, span_between
from relazione.reference.tables import DATA, rows, table_error

POLITY_KINDS = (
    "state",
    "empire",
    "kingdom",
    "republic",
    "principality",
    "colony",
    "mandate",
    "protectorate",
    "dependency",
    "limited-recognition",
    "union",
    "other",
)
LINEAGE_KINDS = ("self", "successor", "absorbed", "partial", "colony", "mandate", "occupied")
NAME_KINDS = ("name", "adjective", "people", "metonym")
CODE_SYSTEMS = ("iso2", "iso3", "isonum", "cow", "gw", "wikidata")


class Polity(msgspec.Struct, frozen=True, gc=False):
    """A state in an interval: `start` and `end` are EDTF dates, None where it is not dated or still so."""

    id: str
    name: str
    start: str | None
    end: str | None
    kind: str
    source: str

    @property
    def span(self) -> Span:
        return span_between(self.start, self.end)


class Lineage(msgspec.Struct, frozen=True, gc=False):
    """That a polity leads to a present-day state, and how: one of LINEAGE_KINDS."""

    polity: str
    state: str
    how: str
    start: str | None
    end: str | None


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name, adjective, word for the people or metonym of a polity, and when it was in use."""

    polity: str
    kind: str
    text: str
    start: str | None
    end: str | None


class Capital(msgspec.Struct, frozen=True, gc=False):
    """A seat of government, and when it was one. Other spellings and names of the city are rows of their own."""

    polity: str
    city: str
    start: str | None
    end: str | None


class Code(msgspec.Struct, frozen=True, gc=False):
    """The code of a polity in a system: one of CODE_SYSTEMS."""

    polity: str
    system: str
    code: str
    start: str | None
    end: str | None


class State(msgspec.Struct, frozen=True, gc=False):
    """A present-day state, head of a lineage: code "TUR", name "Türkiye", polity "republic-of-turkiye"."""

    code: str
    name: str
    polity: str


@dataclass(slots=True)
class Register:
    """All tables, merged and indexed. Treat as read-only."""

    polities: dict[str, Polity] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    lineages: defaultdict[str, list[Lineage]] = field(default_factory=lambda: defaultdict(list))
    lines_of: defaultdict[str, list[Lineage]] = field(default_factory=lambda: defaultdict(list))
    names_of: defaultdict[str, list[Name]] = field(default_factory=lambda: defaultdict(list))
    capitals: defaultdict[str, list[Capital]] = field(default_factory=lambda: defaultdict(list))
    codes: defaultdict[str, list[Code]] = field(default_factory=lambda: defaultdict(list))
    by_code: defaultdict[tuple[str, str], list[Code]] = field(default_factory=lambda: defaultdict(list))

    def span(self, row: Lineage | Name | Capital | Code) -> Span:
        """When a row holds: its own dates, and those of its polity where it has none."""
        polity = self.polities[row.polity]
        return span_between(row.start or polity.start, row.end or polity.end)


def _dates(path: Path, line: int, start: str, end: str) -> tuple[str | None, str | None]:
    if not start and not end:
        return None, None
    try:
        span = span_between(start or None, end or None)
    except ValueError as error:
        raise table_error(path, line, str(error)) from None
    if span.first > span.last:
        raise table_error(path, line, f"from {start} is after to {end}")
    return start or None, end or None


def _one_of(path: Path, line: int, what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise table_error(path, line, f"{what} {value!r} is none of: {', '.join(sorted(allowed))}")


def _read_polities(register: Register, path: Path) -> None:
    for line, (id_, name, start, end, kind, source) in rows(path, ("id", "name", "from", "to", "kind", "source")):
        if id_ in register.polities:
            raise table_error(path, line, f"polity {id_!r} is there twice")
        _one_of(path, line, "kind", kind, POLITY_KINDS)
        if not name:
            raise table_error(path, line, f"polity {id_!r} has no name")
        register.polities[id_] = Polity(id_, name, *_dates(path, line, start, end), kind, source)


def _known(register: Register, path: Path, line: int, polity: str) -> None:
    if polity not in register.polities:
        raise table_error(path, line, f"polity {polity!r} is in no polities.tsv")


def _read_lineages(register: Register, path: Path) -> None:
    for line, (polity, state, how, start, end) in rows(path, ("polity", "state", "how", "from", "to")):
        _known(register, path, line, polity)
        _one_of(path, line, "how", how, LINEAGE_KINDS)
        row = Lineage(polity, state, how, *_dates(path, line, start, end))
        register.lineages[polity].append(row)
        register.lines_of[state].append(row)
        if how == "self":
            if state in register.states:
                raise table_error(path, line, f"state {state!r} has two polities that are itself")
            register.states[state] = State(state, register.polities[polity].name, polity)


def _check_states(register: Register, path: Path) -> None:
    for line, (_, state) in rows(path, ("polity", "state")):
        if state not in register.states:
            raise table_error(path, line, f"state {state!r} is no present-day state (no row with how=self)")


def _read_names(register: Register, path: Path) -> None:
    for line, (polity, kind, text, start, end) in rows(path, ("polity", "kind", "text", "from", "to")):
        _known(register, path, line, polity)
        _one_of(path, line, "kind", kind, NAME_KINDS)
        if not text:
            raise table_error(path, line, "the text is blank")
        row = Name(polity, kind, text, *_dates(path, line, start, end))
        register.names.append(row)
        register.names_of[polity].append(row)


def _read_capitals(register: Register, path: Path) -> None:
    for line, (polity, city, start, end) in rows(path, ("polity", "city", "from", "to")):
        _known(register, path, line, polity)
        if not city:
            raise table_error(path, line, "the city is blank")
        register.capitals[polity].append(Capital(polity, city, *_dates(path, line, start, end)))


def _read_codes(register: Register, path: Path) -> None:
    for line, (polity, system, code, start, end) in rows(path, ("polity", "system", "code", "from", "to")):
        _known(register, path, line, polity)
        _one_of(path, line, "system", system, CODE_SYSTEMS)
        if not code:
            raise table_error(path, line, "the code is blank")
        row = Code(polity, system, code, *_dates(path, line, start, end))
        register.codes[polity].append(row)
        register.by_code[system, code].append(row)


# In this order: a row may name a polity, or a state, of any folder.
_READERS: tuple[tuple[str, Callable[[Register, Path], None]], ...] = (
    ("polities.tsv", _read_polities),
    ("lineages.tsv", _read_lineages),
    ("lineages.tsv", _check_states),
    ("names.tsv", _read_names),
    ("capitals.tsv", _read_capitals),
    ("codes.tsv", _read_codes),
)


def read_register(folder: Path) -> Register:
    """Read and check the tables of every folder in `folder`; ReferenceTableError names the first wrong line."""
    register = Register()
    collecting = gc.isenabled()
    gc.disable()  # thousands of small rows that all stay: looking for garbage among them takes longer than reading them
    try:
        _read_parts(register, folder)
    finally:
        if collecting:
            gc.enable()
    # From here on a key that is not there is an error, and asking for it adds nothing.
    register.lineages.default_factory = register.lines_of.default_factory = None
    register.names_of.default_factory = register.capitals.default_factory = None
    register.codes.default_factory = register.by_code.default_factory = None
    return register


def _read_parts(register: Register, folder: Path) -> None:
    parts = sorted(part for part in folder.iterdir() if part.is_dir())
    for file_name, read in _READERS:
        for part in parts:
            if (part / file_name).exists():
                read(register, part / file_name)


@cache
def register() -> Register:
    """The tables that come with the product, read at the first call."""
    return read_register(DATA / "polities")
