"""The room `cli`: single keys from a terminal, without losing what was typed ahead (a fast reviewer is ahead of the screen)."""

from __future__ import annotations

import os
import select
import sys
from types import TracebackType
from typing import Any, Self

END = ""
"""What is read where the terminal is gone, or Ctrl-D was pressed."""
_BEHIND_ESCAPE = 0.05
"""Seconds in which the rest of an arrow key must follow its first sign."""


class Keys:
    """The keyboard, one key at a time while it is open as a context. Ctrl-C interrupts as always."""

    def __enter__(self) -> Self:
        self._saved: Any = None
        try:
            import termios
            import tty
        except ImportError:  # pragma: no cover (not on this system)
            return self
        self._fd = sys.stdin.fileno()
        self._saved = termios.tcgetattr(self._fd)
        tty.setcbreak(self._fd, termios.TCSADRAIN)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._cooked()

    def _cooked(self) -> None:
        if self._saved is not None:
            import termios

            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._saved)

    def key(self) -> str:
        """The next key: a letter, or an escape sequence of three signs; END."""
        if self._saved is None:  # pragma: no cover
            import click

            return click.getchar()
        first = self._byte()
        if first in (b"", b"\x04"):
            return END
        if first == b"\x1b" and self._follows():
            return (first + self._byte() + (self._byte() if self._follows() else b"")).decode(errors="replace")
        while first and first[0] >= 0xC0 and len(first) < _length(first[0]):
            more = self._byte()
            if not more:
                break
            first += more
        return first.decode(errors="replace")

    def line(self, question: str) -> str:
        """A line that is typed after a question; "" where none is."""
        import click

        click.echo(question, nl=False)
        self._cooked()
        try:
            return sys.stdin.readline().rstrip("\r\n")
        finally:
            if self._saved is not None:
                import termios
                import tty

                tty.setcbreak(self._fd, termios.TCSADRAIN)

    def _byte(self) -> bytes:
        try:
            return os.read(self._fd, 1)
        except OSError:
            return b""

    def _follows(self) -> bool:
        return bool(select.select([self._fd], [], [], _BEHIND_ESCAPE)[0])


def _length(first: int) -> int:
    """Bytes of a letter in UTF-8, by its first."""
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4
