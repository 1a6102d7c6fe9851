"""The room `coding`: the missions of a document as one story: cities told elsewhere, and openings that a later sentence ends.

"In 1973 X opened an embassy in A. ... In 1980 it closed it": the first is told closed by the second, with the second's words as evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from relazione.coding.stretches import Stretch
from relazione.model.claims import Actor
from relazione.model.dates import When, bounds
from relazione.model.evidence import Evidence

RANKED = ("embassy", "high-commission", "legation")


@dataclass(slots=True)
class Row:
    """What a sentence says of one mission in one city."""

    sender: Actor
    kind: str
    stretch: Stretch
    start: int
    end: int
    receiver: str | None = None
    city: str | None = None
    city_state: str | None = None
    status: str = "unknown"
    opened: When | None = None
    closed: When | None = None
    current: bool = False
    complete: bool = False
    realis: str = "fact"
    strong: bool = False
    definite: bool = False
    raised: bool = False
    moved: bool = False
    substitute: bool = False
    rule: str = ""
    confidence: float = 0.8
    native: str = ""
    seat_country: str = ""
    follows: Row | None = None
    name: str = ""
    address: str = ""
    head: str = ""
    offers: tuple[str, ...] = ()
    evidence: list[Evidence] = field(default_factory=list)

    def same_place(self, other: Row) -> bool:
        """Whether both are of one sender in one city."""
        return self.sender.state == other.sender.state and self.city is not None and self.city == other.city


def tell(rows: list[Row]) -> list[Row]:
    """The rows of a document, in the order of the text, completed from each other."""
    for i, row in enumerate(rows):
        if row.city is None and row.follows is not None and row.follows.city is not None:
            row.city, row.city_state = row.follows.city, row.follows.city_state
        elif row.city is None and row.kind in RANKED:
            _fill_city(row, rows[:i], rows[i + 1 :])
        elif row.city is None and row.definite:
            _fill_seat(row, rows[:i])
    for i, row in enumerate(rows):
        if row.status != "closed" and row.realis == "fact" and not row.current:
            _fill_end(row, rows, i)
    return [r for r in rows if r.city is not None or (r.strong and not r.stretch.heading)]


def _fill_city(row: Row, before: list[Row], after: list[Row]) -> None:
    for other in (*reversed(before), *after):
        if (
            other.city
            and other.kind in RANKED
            and other.sender.state == row.sender.state
            and other.city_state is not None
            and other.city_state == row.receiver
        ):
            row.city, row.city_state = other.city, other.city_state
            row.evidence.append(other.stretch.evidence(other.start, other.end, ("city",)))
            return


def _fill_seat(row: Row, before: list[Row]) -> None:
    """ "The consulate" is the one told last in the section, else the only one told so far."""
    told = [
        r
        for r in before
        if r.city and r.sender.state == row.sender.state and r.city_state == row.receiver
        if r.substitute == row.substitute or not row.stretch.heading
    ]
    near = [r for r in told if r.stretch.section == row.stretch.section]
    if near or len({r.city for r in told}) == 1:
        other = (near or told)[-1]
        row.city, row.city_state = other.city, other.city_state
        row.evidence.append(other.stretch.evidence(other.start, other.end, ("city",)))


def _start(when: When | None) -> int | None:
    return bounds(when.edtf).start_earliest if when else None


def _fill_end(row: Row, rows: list[Row], at: int) -> None:
    """A mission told to open is closed where a later row tells its end, or its rise to a higher rank in the same city."""
    began = _start(row.opened)
    for i, other in enumerate(rows):
        if other is row or other.sender.state != row.sender.state or other.realis != "fact":
            continue
        if (
            other.status == "closed"
            and other.kind == row.kind
            and (row.same_place(other) or (row.city is None and row.receiver == other.receiver))
        ):
            ended = _start(other.closed)
            later = (
                (began is not None and ended is not None and ended >= began)
                or (ended is None and i > at)
                or (began is None and i > at)
            )
            if later and (row.status == "open" or row.strong) and not _reopened(row, rows, other):
                row.status = "closed"
                row.closed = other.closed
                row.evidence.append(other.stretch.evidence(other.start, other.end, ("closed", "status")))
                return
    heirs = [
        (other, _start(other.opened))
        for i, other in enumerate(rows)
        if other is not row and _takes_its_place(row, other, began, i > at)
    ]
    if heirs:
        heir = min(heirs, key=lambda h: (not (h[0].raised or h[0].moved), h[1] is None, h[1] or 0))[0]
        row.status = "closed"
        if heir.raised or heir.moved:
            row.closed = heir.opened
        row.evidence.append(heir.stretch.evidence(heir.start, heir.end, ("status",)))


def _takes_its_place(row: Row, other: Row, began: int | None, later: bool) -> bool:
    """An embassy takes the place of a legation or an office, and where a mission moves to that of the one before."""
    if other.sender.state != row.sender.state or other.realis != "fact":
        return False
    risen = _start(other.opened)
    after = risen > began if risen is not None and began is not None else later
    embassy = other.kind in ("embassy", "high-commission") and other.status == "open" and other.receiver == row.receiver
    if row.kind == "legation" and embassy:
        return other.current or (row.same_place(other) and after and (risen is not None or other.raised))
    if row.substitute and embassy:
        return after and risen is not None
    if row.kind == "consulate" and other.kind == "consulate-general" and row.same_place(other):
        return after and (other.raised or other.status == "closed")
    return row.kind in RANKED and other.moved and other.receiver == row.receiver and other.city != row.city and after


def _reopened(row: Row, rows: list[Row], closing: Row) -> bool:
    """Whether the row is itself the reopening after that closing."""
    began, ended = _start(row.opened), _start(closing.closed)
    return began is not None and ended is not None and began > ended


__all__ = ["RANKED", "Row", "tell"]
