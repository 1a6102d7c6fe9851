"""The room `cli`: what is being done, on stderr, only while a person looks at it."""

from __future__ import annotations

import shutil
import sys

from relazione.cli.printing import clean, columns_of, is_terminal


class Progress:
    """One line that is written over again and again, and gone at the end."""

    def __init__(self, of: int) -> None:
        self.of = of
        self._shown = is_terminal(sys.stderr)

    def at(self, number: int, what: object) -> None:
        """Say that the number-th thing is being done."""
        if self._shown:
            room = shutil.get_terminal_size((80, 24)).columns - 1
            line = clean(f"[{number}/{self.of}] {what}")
            while columns_of(line) > room:
                line = line[:-2] + "…"
            self._write(line)

    def clear(self) -> None:
        """Take the line away, before something else is said and at the end."""
        if self._shown:
            self._write("")

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()
