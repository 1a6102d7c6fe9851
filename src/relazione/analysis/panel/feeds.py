"""The panel: what the feeds of a lake report of the two in the year: rows by quad class, acts, cooperation and conflict, for each feed apart.

Feeds code much of the same news in different ways, and cover different years: their counts are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.curve.covered import Days
from relazione.analysis.panel.column import NOT_COVERED, NOT_TOLD, Addition, Column, Source, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import Inputs
from relazione.analysis.panel.told import Parties
from relazione.model.dates import day_number, iso_day
from relazione.model.errors import WrongUse
from relazione.reference.ontology import QUADS
from relazione.sources.feeds.names import FEED_NAMES

if TYPE_CHECKING:
    import pyarrow

WHOLE = 0.99
"""Share of a year's days that loads must cover: a count of less than the year is no count of the year."""

NOTE = (
    "Machine-coded news, in the same columns for either direction of a pair. Each feed is apart: they code much of the same news and cover "
    "different years. A year has values where the loads of the feed cover it whole, and is not covered otherwise, also where some rows of it are "
    "there. Counts grow with the feed itself; mean intensities do not. States are those of the present in whose line the two of the year stand."
)


def feeds(frame: Frame, inputs: Inputs) -> Addition:
    """The columns of each feed that the lake has."""
    if inputs.lake is None:
        raise WrongUse("--add feeds counts what a lake of feeds holds, and there is none beside the record: --lake DIR")
    from relazione.analysis.curve.reported import Reports
    from relazione.analysis.feeds import connect
    from relazione.record.lake import Lake

    with Reports(inputs.lake) as reports:
        covers = reports.covers()
    columns: list[Column] = []
    unmatched = 0
    with Lake.open(inputs.lake) as lake, connect(lake) as asked:
        rows = lake.status().rows
        for feed, days in covers.items():
            told = asked.panel(frame.first, frame.last, feeds=(feed,))
            found, lost = _columns(feed, told, _absent(frame, days), frame)
            columns += found
            unmatched += lost
    return Addition("feeds", tuple(columns), _source(covers, rows, unmatched), NOTE)


def _source(covers: Mapping[str, Sequence[Days]], rows: int, unmatched: int) -> Source:
    every = [day for days in covers.values() for stretch in days for day in stretch]
    return Source(
        id="feeds",
        title=f"Feeds of coded events: {', '.join(FEED_NAMES[feed] for feed in covers) or 'none'}",
        covers=(iso_day(min(every)), iso_day(max(every))) if every else None,
        terms="those of each feed",
        rows=rows,
        unmatched=unmatched,
    )


def _absent(frame: Frame, days: Sequence[Days]) -> NDArray[np.uint8]:
    """By row: NOT_COVERED in the years that the loads do not cover whole."""
    whole = np.zeros(frame.last - frame.first + 1, np.bool_)
    for place, year in enumerate(range(frame.first, frame.last + 1)):
        first, last = day_number(year, 1, 1), day_number(year, 12, 31)
        held = sum(max(0, min(last, end) - max(first, begin) + 1) for begin, end in days)
        whole[place] = held >= WHOLE * (last - first + 1)
    return np.where(whole[frame.year], 0, NOT_COVERED).astype(np.uint8)


def _columns(feed: str, told: pyarrow.Table, absent: NDArray[np.uint8], frame: Frame) -> tuple[list[Column], int]:
    """The columns of one feed, and how many dyad-years of it are not in the panel."""
    row, place, lost = _matched(told, frame)
    kept = absent[row] == 0
    row, place = row[kept], place[kept]

    def summed(name: str) -> NDArray[np.float64]:
        values: NDArray[np.float64] = told.column(name).to_numpy()[place].astype(np.float64)
        return np.bincount(row, values, len(frame)).astype(np.float64)

    rows = summed("n")
    weighted = np.bincount(row, (told.column("intensity").to_numpy() * told.column("n").to_numpy())[place], len(frame))
    mean = np.divide(weighted, rows, out=np.zeros(len(frame)), where=rows > 0).astype(np.float32)
    counts = {
        "rows": ("n", "rows between the two"),
        "acts": ("acts", "of them those that count: of several of one type and direction on a day, one"),
    }
    counts |= {name.replace(" ", "_"): (f"quad{quad}", f"rows of {name} between the two") for quad, name in QUADS.items()}
    title = FEED_NAMES[feed]
    columns = [
        Column(f"{feed}_{name}", smallest(summed(column).astype(np.int64)), f"{title}: {meaning}", "rows", absent)
        for name, (column, meaning) in counts.items()
    ]
    for name, meaning in (("cooperation", "above"), ("conflict", "below")):
        definition = f"{title}: sum of intensity x weight {meaning} 0 over the acts of the year"
        columns.append(Column(f"{feed}_{name}", summed(name), definition, "score", absent))
    silent = np.where((absent == 0) & (rows == 0), NOT_TOLD, absent).astype(np.uint8)
    definition = f"{title}: mean intensity of the rows, -10 (hostile) to 10 (cooperative)"
    columns.append(Column(f"{feed}_intensity", mean, definition, "score", silent))
    return columns, lost


def _matched(told: pyarrow.Table, frame: Frame) -> tuple[Ints, Ints, int]:
    """Panel rows, the places in the table that belong to them (in both directions), and how many places meet no row."""
    parties = Parties()
    numbers = {
        side: np.array([parties.number((None, code)) for code in told.column(side).to_pylist()], np.int32) for side in ("a", "b")
    }
    year = told.column("year").to_numpy().astype(np.int32)
    a, b = (parties.places(frame, numbers[side], year) for side in ("a", "b"))
    row = np.concatenate((frame.rows(a, b, year), frame.rows(b, a, year)))
    place = np.tile(np.arange(len(year), dtype=np.int32), 2)
    met = row >= 0
    return row[met], place[met], int(len(year) - len(np.unique(place[met])))
