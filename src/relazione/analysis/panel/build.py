"""The panel: rows and columns put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from relazione.analysis.panel.codebook import entries
from relazione.analysis.panel.column import Addition, Entry, Source, with_shared_absences
from relazione.analysis.panel.frame import Frame
from relazione.analysis.panel.inputs import Inputs
from relazione.analysis.panel.pairs import Pairs, read_pairs
from relazione.model.errors import WrongUse
from relazione.reference.systems import SYSTEMS, state_lists

if TYPE_CHECKING:
    import pyarrow

    from relazione.record.store import Record

YEARS = (1816, 2016)


class Way(NamedTuple):
    """Where the columns of an addition are made, and what they are, in a line."""

    module: str
    function: str
    help: str


ADDITIONS: dict[str, Way] = {
    "mids": Way("mids", "mids", "militarized disputes, Correlates of War (dyadic MID)"),
    "gml": Way("mids", "gml", "militarized disputes, Gibler, Miller and Little"),
    "atop": Way("atop", "atop", "what a is bound to towards b by alliances, ATOP"),
    "igos": Way("igos", "igos", "intergovernmental organisations shared, Correlates of War"),
    "contiguity": Way("contiguity", "contiguity", "direct contiguity by month, Correlates of War"),
    "capital-distance": Way("capital_distance", "capital_distance", "km between the capitals (our own table: needs no data)"),
    "exchange": Way("missions", "exchange", "ranks of envoys, Diplomatic Exchange of the Correlates of War"),
    "missions": Way("missions", "missions", "missions that the record tells"),
    "events": Way("events", "events", "events that the record tells, by quad class, with intensity"),
    "feeds": Way("feeds", "feeds", "what feeds report, each apart (of the lake beside the record)"),
    "trade": Way("trade", "trade", "imports, Correlates of War"),
    "un-votes": Way("un_votes", "un_votes", "agreement in roll calls of the UN General Assembly"),
}


@dataclass
class Panel:
    """A panel before it is given on: its rows, its columns, and what it was asked."""

    frame: Frame
    additions: tuple[Addition, ...]
    pairs: Pairs
    microstates: bool
    record: str
    """Fingerprint of the record; "" where none was asked."""

    @cached_property
    def entries(self) -> tuple[tuple[Entry, ...], ...]:
        """The codebook's entries of each addition."""
        return tuple(map(entries, self.additions))

    @property
    def list_source(self) -> Source:
        """The list of states that the rows are from."""
        known = state_lists()[self.frame.system]
        covers = (known.first.isoformat(), known.last.isoformat())
        return Source(id=self.frame.system, title=known.name, version=known.version, covers=covers, cite=known.citation)


def build(
    record: Record | Path | str | None = None,
    *,
    pairs: str = "directed",
    years: tuple[int, int] = YEARS,
    system: str = "cow",
    add: Iterable[str] = (),
    files: Sequence[Path | str] = (),
    microstates: bool = True,
    lake: Path | str | None = None,
) -> Panel:
    """As `panel`, before it is made into a table: with the columns' definitions, sources and absences."""
    wanted = list(dict.fromkeys(name.replace("_", "-") for name in add))
    unknown = [name for name in wanted if name not in ADDITIONS]
    if unknown:
        raise WrongUse(f"there is nothing called {unknown[0]!r} to add: one of {', '.join(ADDITIONS)}")
    if system not in SYSTEMS:
        raise WrongUse(f"unknown state system {system!r}: one of {', '.join(SYSTEMS)}")
    from relazione.record.store import Record as Store

    with ExitStack() as stack:
        if record is not None and not isinstance(record, Store):
            record = stack.enter_context(Store.open(record, read_only=True))
        inputs = Inputs(record, files, lake)
        asked = read_pairs(pairs, system)
        frame = Frame.of(system, years, asked.states, asked.directed, microstates)
        if asked.relevant:
            from relazione.analysis.panel.relevant import relevant

            frame = frame.only(relevant(frame, inputs))
        found = tuple(with_shared_absences(_maker(name)(frame, inputs)) for name in wanted)
        fingerprint = record.fingerprint() if record is not None else ""
    return Panel(frame, found, asked, microstates, fingerprint)


def _maker(name: str) -> Callable[[Frame, Inputs], Addition]:
    way = ADDITIONS[name]
    maker: Callable[[Frame, Inputs], Addition] = getattr(import_module(f"relazione.analysis.panel.{way.module}"), way.function)
    return maker


def panel(
    record: Record | Path | str | None = None,
    *,
    pairs: str = "directed",
    years: tuple[int, int] = YEARS,
    system: str = "cow",
    add: Iterable[str] = (),
    files: Sequence[Path | str] = (),
    microstates: bool = True,
    lake: Path | str | None = None,
) -> pyarrow.Table:
    """A dyad-year panel as an Arrow table (`.to_pandas()`, `polars.from_arrow`), its codebook in the schema's metadata.

    record: an open record, its path, or None where the columns need none. pairs: "directed" (all), "undirected" (each once), "A:B"
    (states by name or number of the system, one row a year, A first), "relevant" (contiguous, or one a major power). years: first
    and last, both included. system: "cow" or "gw", with its microstates or without. add: names of ADDITIONS, in the order of the
    columns. files: data files that are read as they are, beside or instead of those imported. lake: the lake of feeds, by default the one
    beside the record.

    Columns a and b hold state numbers of the system, a_name and b_name the abbreviations of its list, year the calendar year. Raises
    WrongUse for what cannot be asked so (also for data that is not there), UnknownState, and the errors of records and data files.
    """
    from relazione.analysis.panel.arrow import table

    made = build(record, pairs=pairs, years=years, system=system, add=add, files=files, microstates=microstates, lake=lake)
    return table(made)
