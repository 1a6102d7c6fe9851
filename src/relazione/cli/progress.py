"""The room `cli`: what is being done, on stderr, only while a person looks at it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from relazione.cli.printing import clean, columns_of, is_terminal

OFTEN = 0.1
"""Seconds between two states of the line."""


class Progress:
    """One line that is written over again and again, and gone at the end."""

    def __init__(self, of: int) -> None:
        self.of = of
        self._shown = is_terminal(sys.stderr)

    def at(self, number: int, what: object) -> None:
        """Say that the number-th thing is being done."""
        if self._shown:
            self._write(fitted(f"[{number}/{self.of}] {what}"))

    def clear(self) -> None:
        """Take the line away, before something else is said and at the end."""
        if self._shown:
            self._write("")

    def _write(self, line: str) -> None:
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


class Pace(Progress):
    """The same for many files: files done, words, speed, what remains."""

    def __init__(self, files: Sequence[object]) -> None:
        super().__init__(len(files))
        self._bytes = sum(map(_size, files)) if self._shown else 0
        self._files_done = 0
        self._bytes_done = 0
        self._words = 0
        self._begun = time.monotonic()
        self._last = 0.0

    def document_done(self, path: object, words: int) -> None:
        """Say that a document of so many words is done."""
        self._words += words
        now = time.monotonic()
        if self._shown and now - self._last >= OFTEN:
            self._last = now
            self._write(fitted(self.line(path, now - self._begun)))

    def file_done(self, path: object) -> None:
        """Say that a file is done."""
        self._files_done += 1
        self._bytes_done += _size(path) if self._shown else 0

    def line(self, path: object, seconds: float) -> str:
        """The line as it is after so many seconds."""
        parts = [f"[{self._files_done}/{self.of}] {self._words:,} words"]
        if seconds >= 1:
            parts.append(f"{self._words / seconds:,.0f} a second")
            if 0 < self._bytes_done < self._bytes:
                parts.append(f"{_span(seconds * (self._bytes - self._bytes_done) / self._bytes_done)} left")
        return f"{', '.join(parts)}: {path or ''}"


def fitted(text: str) -> str:
    """The text as one harmless line that the terminal has room for."""
    room = shutil.get_terminal_size((80, 24)).columns - 1
    line = clean(text)
    while columns_of(line) > room:
        line = line[:-2] + "…"
    return line


def _size(path: object) -> int:
    try:
        return path.stat().st_size if isinstance(path, Path) else 0
    except OSError:
        return 0


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
