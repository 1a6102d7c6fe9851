"""Reference: people who act for a state in texts and are often named without a title.

"Erdoğan and Draghi met in Ankara" is a meeting of Türkiye and Italy, though neither state is named. Heads of state and
of government, the best known ministers, and the rulers and statesmen whom histories name are in `data/leaders.tsv`.

    find_leader("Qaddafi")                Leader(name="Muammar Gaddafi", state="LBY", office="supreme leader", ...)
    find_leader("Roosevelt", "1943")      Franklin D. Roosevelt only
    find_leader("Erdogan", "2005")        the row of his years as prime minister
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from relazione.reference.folding import fold
from relazione.reference.names import query_span
from relazione.reference.spans import Span, span_between
from relazione.reference.tables import DATA, rows, table_error

__all__ = ["Leader", "find_leader", "leaders"]

_TABLE = DATA / "leaders.tsv"
_COLUMNS = ("name", "alternates", "state", "polity", "office", "from", "to")


@dataclass(frozen=True, slots=True)
class Leader:
    """A person in the office in which texts name them; a second office of theirs is a row of its own.

    `alternates` are other spellings, and the surname where it is distinctive. `state` is the present-day state
    (lineage code) in whose history they act, `polity` the id of the polity of their time or "" where not told. `start`
    and `end` are EDTF years of first and last leading the state or acting for it, without the interruptions between;
    `start` is None where not dated, `end` where they still do.
    """

    name: str
    alternates: tuple[str, ...]
    state: str
    polity: str
    office: str
    start: str | None
    end: str | None

    @property
    def span(self) -> Span:
        """The days from the first to the last of those years."""
        return span_between(self.start, self.end)


@cache
def leaders() -> tuple[Leader, ...]:
    """Every row of the table, state by state. Raises ReferenceTableError naming the line."""
    found: list[Leader] = []
    for line, (name, alternates, state, polity, office, start, end) in rows(_TABLE, _COLUMNS):
        if not state or not office:
            raise table_error(_TABLE, line, f"{name} has no {'office' if state else 'state'}")
        others = tuple(alternates.split("|")) if alternates else ()
        row = Leader(name, others, state, polity, office, start or None, end or None)
        try:
            span = row.span
        except ValueError as problem:
            raise table_error(_TABLE, line, str(problem)) from None
        if span.first > span.last:
            raise table_error(_TABLE, line, f"from {start} is after to {end}")
        found.append(row)
    return tuple(found)


def find_leader(text: str, on: str | None = None) -> tuple[Leader, ...]:
    """Whom a full name or an alternate may mean, in the order of the table; () if nobody.

    Case and accents make no difference. With a day, month or year `on`, those who led or acted then come alone; if
    nobody of that name did, all are given, for people are also named before and after their time. Raises
    ImpossibleDate if `on` is no date.
    """
    found = _index().get(fold(text), ())
    if on is None:
        return found
    asked = query_span(on)
    return tuple(row for row in found if row.span.overlaps(asked)) or found


@cache
def _index() -> dict[str, tuple[Leader, ...]]:
    index: dict[str, list[Leader]] = {}
    for row in leaders():
        for key in dict.fromkeys(map(fold, (row.name, *row.alternates))):
            index.setdefault(key, []).append(row)
    return {key: tuple(found) for key, found in index.items()}
