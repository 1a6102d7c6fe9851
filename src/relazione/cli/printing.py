"""The room `cli`: text on its way to a terminal or a pipe.

In a terminal lines are wrapped to its width (at most WIDEST) and headings are bold; in a pipe each item is one plain line, so
that `grep` finds it whole. Whatever comes from documents passes `clean`: signs that would command the terminal, or turn the
direction of writing, stand as their code points.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

WIDEST = 100
NARROWEST = 40


def prepare_streams() -> None:
    """Let no letter be an error: what the terminal's encoding lacks is written as its code point."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def width() -> int | None:
    """Columns to wrap to; None where stdout is no terminal."""
    if not is_terminal(sys.stdout):
        return None
    return max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def clean(text: object) -> str:
    """One line that is harmless in a terminal: white space squeezed, hidden and commanding signs as code points."""
    from relazione.publish.visible import visible

    return visible(" ".join(str(text).split()))


def columns_of(text: str) -> int:
    """How many columns a text takes: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces up to that many columns."""
    return text + " " * max(0, columns - columns_of(text))


def wrapped(text: str, first: str = "", rest: str = "", limit: int | None = None) -> list[str]:
    """The text as lines of at most `limit` columns (None: one line), `first` before the first and `rest` before the others."""
    if limit is None:
        return [first + text]
    lines: list[str] = []
    line, used = first, columns_of(first)
    empty = True
    for word in text.split(" "):
        need = columns_of(word)
        if not empty and used + 1 + need > limit:
            lines.append(line)
            line, used, empty = rest, columns_of(rest), True
        while empty and used + need > limit and limit - used > 8:
            head, word = _cut(word, limit - used)
            lines.append(line + head)
            line, used, need = rest, columns_of(rest), columns_of(word)
        line, used = (line + word, used + need) if empty else (f"{line} {word}", used + 1 + need)
        empty = False
    return [*lines, line]


def _cut(word: str, columns: int) -> tuple[str, str]:
    """The part of a word that fits into so many columns, and the rest."""
    used = 0
    for at, letter in enumerate(word):
        used += columns_of(letter)
        if used > columns:
            return word[:at], word[at:]
    return word, ""


def _wants_bold() -> bool:
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold_on() -> str:
    """What begins bold letters, where a terminal that wants colour looks at it."""
    return "\x1b[1m" if _wants_bold() else ""


def bold_off() -> str:
    """What ends them."""
    return "\x1b[0m" if _wants_bold() else ""


def bold(text: str) -> str:
    """The text in bold, where a terminal that wants colour looks at it."""
    return f"{bold_on()}{text}{bold_off()}"


def say(*lines: str) -> None:
    """Lines of data, to stdout."""
    import click

    for line in lines:
        click.echo(line)


def say_heading(text: str) -> None:
    """A heading."""
    for line in wrapped(clean(text), limit=width()):
        say(bold(line))


def say_item(text: str, first: str = "", rest: str | None = None) -> None:
    """One item, wrapped under itself in a terminal."""
    say(*wrapped(clean(text), first, " " * columns_of(first) if rest is None else rest, width()))


def say_table(rows: Iterable[Sequence[str]], indent: str = "", gap: int = 2) -> None:
    """Rows of cells in columns; the last column is wrapped."""
    table = [[clean(cell) for cell in row] for row in rows]
    if not table:
        return
    widths = [max(columns_of(row[i]) for row in table if i < len(row)) for i in range(max(map(len, table)))]
    for row in table:
        front = indent + "".join(padded(cell, widths[i] + gap) for i, cell in enumerate(row[:-1]))
        say(*(line.rstrip() for line in wrapped(row[-1], front, " " * columns_of(front), width())))


def say_json(data: Any) -> None:
    """Data as JSON in UTF-8, whatever the terminal's encoding, keys in the order of the classes; of an earlier moment with it."""
    import click
    import msgspec

    from relazione.cli.known import with_moment

    data = with_moment(data)
    try:
        text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    except UnicodeEncodeError:  # the name of a file may hold bytes that are no text: they are escaped
        import json

        text = json.dumps(msgspec.to_builtins(data), indent=2)
    click.echo(text.encode())


def write_json(path: Path, data: Any) -> None:
    """Data as JSON into a file. Raises OSError."""
    import msgspec

    path.write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n")


def tell(message: str) -> None:
    """One message, to stderr: `relazione: message`."""
    import click

    limit = None
    if is_terminal(sys.stderr):
        limit = max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))
    for line in wrapped(clean(message), "relazione: ", "  ", limit):
        click.echo(line, err=True)


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 document", "2 documents", "3,000 facts"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
