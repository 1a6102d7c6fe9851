"""The panel: events that the record tells of a acting towards b, counted by quad class, with their mean intensity."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.panel.column import Addition, Column, Source, smallest
from relazione.analysis.panel.frame import Frame, Ints
from relazione.analysis.panel.inputs import Inputs
from relazione.analysis.panel.told import Parties, columns, facts, need_record, not_told, who
from relazione.model.dates import bounds, civil
from relazione.record.store import Record
from relazione.reference.ontology import ONTOLOGY_VERSION, QUADS, ontology


def events(frame: Frame, inputs: Inputs) -> Addition:
    """Events by the year in which they began. An event of several actors counts for each of them towards the others."""
    record = need_record(inputs.record, "events")
    parties = Parties()
    a, b, year, quad, intensities = _acts(record, parties, frame.one_way)
    left, right = parties.places(frame, a, year), parties.places(frame, b, year)
    row = frame.rows(left, right, year)
    if frame.one_way:
        row = np.maximum(row, frame.rows(right, left, year))
    between = "between a and b" if frame.one_way else "by a towards b"
    met = row >= 0
    total = np.bincount(row[met], minlength=len(frame))
    absent = np.where(total > 0, 0, not_told(record, frame)).astype(np.uint8)
    summed = np.bincount(row[met], intensities[met], len(frame))
    mean = np.divide(summed, total, out=np.zeros(len(frame)), where=total > 0).astype(np.float32)
    return Addition(
        "events",
        (
            *(
                Column(
                    f"events_{name.replace(' ', '_')}",
                    smallest(np.bincount(row[met & (quad == number)], minlength=len(frame))),
                    f"events of {name} {between} that began in the year",
                    "events",
                    absent,
                )
                for number, name in QUADS.items()
            ),
            Column(
                "events_intensity", mean, "mean intensity of these events, -10 (hostile) to 10 (cooperative)", "score", absent
            ),
        ),
        Source(id="record", title="The record", version=f"ontology {ONTOLOGY_VERSION}"),
        "Facts of the record whose year of beginning is told. What all actors do together counts in both directions; in a "
        "panel with one row for a pair it counts once, and so does whatever either does towards the other. Where some class has events "
        "the others are 0; where nothing is told at all, nothing is.",
    )


def _acts(record: Record, parties: Parties, one_way: bool) -> tuple[Ints, Ints, Ints, Ints, NDArray[np.float64]]:
    """Who acts, towards whom, in which year, of which quad class, how intense: a line for each pair of an event, in order of who
    acts towards whom, or (`one_way`) one whoever acts."""
    types = ontology()
    lines: list[tuple[int, ...]] = []
    intensities: list[float] = []
    for told in facts(record, "event"):
        year = _year(told.shown.get("when"))
        row = types.get(told.type)
        if year is None or row is None:
            continue
        actors = [(one.get("role", "actor"), party) for one in told.shown.get("actors") or () if (party := who(one))]
        doers = [party for role, party in actors if role == "actor"]
        targets = [party for role, party in actors if role == "recipient"]
        # One state under two of its names is one party: it does nothing towards itself.
        pairs = {(a, b) for a in doers for b in (targets or doers) if (a[1] or a[0]) != (b[1] or b[0])}
        if one_way:
            pairs = {(a, b) if str(a) <= str(b) else (b, a) for a, b in pairs}
        for a, b in sorted(pairs, key=str):
            lines.append((parties.number(a), parties.number(b), year, row.quad))
            intensities.append(row.intensity)
    numbers = columns(lines, 4)
    return numbers[0], numbers[1], numbers[2], numbers[3], np.array(intensities, np.float64)


def _year(when: str | None) -> int | None:
    """The year in which it began; None where that is not told to the year."""
    if not when:
        return None
    found = bounds(when)
    if found.start_earliest is None or found.start_latest is None:
        return None
    first, last = civil(found.start_earliest)[0], civil(found.start_latest)[0]
    return first if first == last else None
