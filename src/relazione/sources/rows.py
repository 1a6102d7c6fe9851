"""The room `sources`: the rows of a table as its markup gives them, with cells that span columns and rows, within bounds."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_COLUMNS = 40
MOST_ROWS = 1000
"""What a cell can span at most, whatever it says of itself."""


@dataclass(slots=True)
class Table:
    """One table that is being read. A column that a cell from a row above reaches into is an empty cell, so that columns stay columns.

    `down` holds for each column how many more rows the cell above still covers.
    """

    kind: str = ""
    cells: list[tuple[int, int]] = field(default_factory=list)
    headers: int = 0
    down: dict[int, int] = field(default_factory=dict)
    _fresh: dict[int, int] = field(default_factory=dict)

    def add(self, start: int, end: int, columns: int = 1, rows: int = 1, is_header: bool = False) -> None:
        """The next cell of the row, and how far it spans."""
        self._skip(start)
        columns = max(1, min(columns, MOST_COLUMNS))
        if rows > 1:
            for column in range(len(self.cells), len(self.cells) + columns):
                if column < MOST_COLUMNS:
                    self._fresh[column] = min(rows, MOST_ROWS) - 1
        self.headers += is_header
        self.cells.append((start, end))
        for _ in range(columns - 1):
            if len(self.cells) < MOST_COLUMNS:
                self.cells.append((end, end))

    def _skip(self, at: int) -> None:
        while self.down.get(len(self.cells), 0) > 0:
            self.down[len(self.cells)] -= 1
            self.cells.append((at, at))

    def row(self) -> list[tuple[int, int]]:
        """The cells of the row, which is over."""
        done = self.cells
        if done:
            self._skip(done[-1][1])
            self.down.update(self._fresh)
            self._fresh = {}
        self.cells, self.headers = [], 0
        return done
