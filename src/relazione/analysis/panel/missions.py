"""The panel: missions of a in b, as the record tells them, and envoys as Diplomatic Exchange (Correlates of War) lists them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import NOT_COVERED, UNKNOWN, Addition, Column, Source, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import NO_NUMBER, Inputs
from relazione.analysis.panel.matching import matched
from relazione.analysis.panel.told import Parties, columns, facts, need_record, not_told, spread, who, years_of
from relazione.record.store import Record

EXCHANGE = ("cow-diplomatic-exchange",)
LEADING = frozenset({"embassy", "high-commission", "legation"})


def missions(frame: Frame, inputs: Inputs) -> Addition:
    """Counts of missions that may have been open on a day of the year: a's in b, and b's in a."""
    record = need_record(inputs.record, "missions")
    parties = Parties()
    sender, receiver, first, last, leads = _posts(record, parties)
    which, year = spread(frame, first, last)
    own, host = parties.places(frame, sender[which], year), parties.places(frame, receiver[which], year)
    nothing = not_told(record, frame)

    def column(name: str, definition: str, left: NDArray[np.int32], right: NDArray[np.int32], leading: bool) -> Column:
        row = frame.rows(left, right, year)
        wanted = (row >= 0) & ((leads[which] == 1) | (not leading))
        counts = np.bincount(row[wanted], minlength=len(frame))
        return Column(name, smallest(counts), definition, "missions", np.where(counts > 0, 0, nothing).astype(np.uint8))

    told = "that the record tells as open, or may be, on a day of the year"
    return Addition(
        "missions",
        (
            column("missions_a_in_b", f"missions of a in b {told}, of any kind", own, host, False),
            column("missions_b_in_a", f"missions of b in a {told}, of any kind", host, own, False),
            column("embassies_a_in_b", f"embassies, high commissions and legations of a in b {told}", own, host, True),
            column("embassies_b_in_a", f"embassies, high commissions and legations of b in a {told}", host, own, True),
        ),
        Source(id="record", title="The record"),
        "Facts of the record, from documents and data files together. What nothing tells is no zero.",
    )


def _posts(record: Record, parties: Parties) -> list[Ints]:
    """Sender, receiver, first and last year, and 1 for an embassy or legation: a line for each mission of the record."""
    lines: list[tuple[int, ...]] = []
    for told in facts(record, "mission"):
        sender, receiver = who(told.shown.get("sender")), who(told.shown.get("receiver"))
        if not sender or not receiver or told.shown.get("status", "open") not in ("open", "closed"):
            continue
        ends = parties.number(sender), parties.number(receiver)
        # What is seen in snapshots alone is known in their years: between those of 1909 and 1914 lies a war.
        spans = [(year, year) for year in told.seen] or [years_of(told.first, told.last)]
        lines += [(*ends, *span, int(told.type in LEADING)) for span in spans]
    return columns(lines, 5)


def exchange(frame: Frame, inputs: Inputs) -> Addition:
    """Ranks of envoys in the years of the snapshots; other years are not covered."""
    data = inputs.dataset(EXCHANGE, ("a", "b", "year", "rank_at_a", "rank_at_b", "de"), "exchange")
    row, place, source = matched(frame, data, directed=False)
    turned = place < 0
    place = np.where(turned, -1 - place, place)
    absent = data.absent(frame)
    absent[(absent == 0) & ~np.isin(frame.calendar, np.unique(data["year"]))] = NOT_COVERED
    found = []
    ranks = "0 none, 1 chargé d'affaires, 2 minister, 3 ambassador, 9 another or an unknown rank"
    for name, own, other, definition in (
        ("exchange_a_at_b", "rank_at_b", "rank_at_a", f"rank of a's envoy in b: {ranks}"),
        ("exchange_b_at_a", "rank_at_a", "rank_at_b", f"rank of b's envoy in a: {ranks}"),
    ):
        told = np.where(turned, data[other][place], data[own][place])
        value = np.zeros(len(frame), np.int8)
        lacking = absent.copy()
        lacking[row[told == NO_NUMBER]] = UNKNOWN
        known = told != NO_NUMBER
        value[row[known]] = told[known]
        lacking[row[known]] = 0
        found.append(Column(name, value, definition, "rank", lacking))
    return Addition(
        "exchange", tuple(found), source, "Snapshots: years between them are not covered, and nothing is carried over."
    )
