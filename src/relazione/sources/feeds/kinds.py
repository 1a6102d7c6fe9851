"""The room `sources`: what kinds of events a feed's rows are, by their CAMEO code or their PLOVER type and mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relazione.sources.feeds import meanings
from relazione.sources.feeds.cells import LONGEST_REMEMBERED, MOST_REMEMBERED, Columns
from relazione.sources.feeds.formats import Format

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Kinds:
    """The kinds of events that a part of a file has had so far, as numbers: their places in `met`."""

    def __init__(self, format: Format) -> None:
        self.met: list[meanings.Happening] = []
        self._between = format.between
        self._place: dict[meanings.Happening, int] = {}
        self._known: dict[tuple[bytes, bytes], int] = {}

    def of(self, columns: Columns) -> NDArray[np.int32]:
        """For each row its kind; -1 where it has none."""
        import numpy

        if "cameo" in columns.layout.columns:
            numbers, cells = columns.small("cameo")
            return numpy.array([self._kind(cell, None) for cell in cells], dtype=numpy.int32)[numbers]
        numbers, cells = columns.small("plover")
        of_mode, modes = columns.small("mode")
        both, which = numpy.unique(numbers.astype(numpy.int64) * max(1, len(modes)) + of_mode, return_inverse=True)
        found = [self._kind(cells[one // len(modes)], modes[one % len(modes)]) for one in both.tolist()]
        return numpy.array(found, dtype=numpy.int32)[which]

    def column(self, name: str, dtype: str, kinds: NDArray[np.int32]) -> NDArray[Any]:
        """A number of the kind of each row: its "quad" or "score"."""
        import numpy

        found: NDArray[Any] = numpy.array([getattr(one, name) for one in self.met], dtype=dtype)[kinds]
        return found

    def _kind(self, cell: bytes, mode: bytes | None) -> int:
        known = self._known.get((cell, mode or b""))
        if known is not None:
            return known
        told = meanings.by_cameo(cell) if mode is None else meanings.by_plover(cell, mode, self._between)
        place = -1 if told is None else self._place.setdefault(told, len(self.met))
        if told is not None and place == len(self.met):
            self.met.append(told)
        if len(self._known) < MOST_REMEMBERED and len(cell) + len(mode or b"") <= LONGEST_REMEMBERED:
            self._known[cell, mode or b""] = place
        return place
