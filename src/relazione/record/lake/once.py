"""The record room: the one-a-day filter, over rows that come sorted: the first row of its feed with the same states, day, direction and
type counts once (`once` = 1), and those that tell it again do not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from relazione.record.lake.engine import needed

_KINDS = 1 << 32
"""More than there can be kinds of what is told."""


class Once:
    """Sets `once`, table after table, and counts rows by feed and day."""

    def __init__(self) -> None:
        self.rows = 0
        self.days: Counter[tuple[str, int]] = Counter()
        self._types: dict[str, int] = {}
        self._open: tuple[Any, ...] = ()
        self._seen: set[int] = set()

    def set(self, rows: Any) -> Any:
        """The table with its `once`. It follows, in the order of the lake, on the tables before."""
        np, pa = needed("numpy"), needed("pyarrow")
        count = rows.num_rows
        if not count:
            return rows
        day = rows["day"].to_numpy()
        feed, feeds = _encoded(rows["feed"])
        changes = day[1:] != day[:-1]
        for column in (feed, _encoded(rows["a"])[0], _encoded(rows["b"])[0]):
            changes |= column[1:] != column[:-1]
        group = np.concatenate(([0], np.cumsum(changes)))
        told = self._told(rows)
        first = np.zeros(count, np.int8)
        first[np.unique(group * _KINDS + told, return_index=True)[1]] = 1
        goes_on = self._open == _group(rows, 0)
        if goes_on:
            first[(group == 0) & np.isin(told, list(self._seen))] = 0
        last = set(told[group == group[-1]].tolist())
        self._seen = self._seen | last if goes_on and group[-1] == 0 else last
        self._open = _group(rows, count - 1)
        self._count(day, feed, feeds)
        at = rows.schema.get_field_index("once")
        return rows.set_column(at, rows.schema.field(at), pa.array(first, pa.int8()))

    def _told(self, rows: Any) -> Any:
        """Direction and type of each row as one number."""
        np = needed("numpy")
        kind, kinds = _encoded(rows["plover"])
        numbers = np.array([self._types.setdefault(one, len(self._types)) for one in kinds], np.int64)
        return numbers[kind] * 3 + (rows["direction"].to_numpy().astype(np.int64) + 1)

    def _count(self, day: Any, feed: Any, feeds: list[str]) -> None:
        np = needed("numpy")
        self.rows += len(day)
        for number, name in enumerate(feeds):
            days, counts = np.unique(day[feed == number], return_counts=True)
            for one, rows in zip(days.tolist(), counts.tolist(), strict=True):
                self.days[name, one] += rows


def _encoded(column: Any) -> tuple[Any, list[str]]:
    """A column of texts as numbers into a list of its values."""
    encoded = column.combine_chunks().dictionary_encode()
    return encoded.indices.to_numpy(), encoded.dictionary.to_pylist()


def _group(rows: Any, at: int) -> tuple[Any, ...]:
    return tuple(rows[name][at].as_py() for name in ("a", "b", "day", "feed"))
