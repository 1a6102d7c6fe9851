"""The room `sources`: JSON Lines, the form in which news comes. Each line is one document:

    {"id": "a-17", "title": "Foreign ministers meet", "text": "...", "date": "2024-05-02", "url": "https://..."}

`text` is needed, the others may be missing; further keys are passed over. A bad line is told with its number and left out. The text may
itself be HTML or wikitext. Read line by line: memory does not grow with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import msgspec

from relazione.model.dates import bounds
from relazione.model.errors import EmptyInput, InputError, TooLarge, WrongUse
from relazione.sources import html_page, plain, wikitext
from relazione.sources.originals import DAMAGED, Head, Original, Page
from relazione.sources.refusals import bare

MOST_TOLD = 100
"""Bad lines told one by one; further ones are counted."""
MOST_BAD_AT_FIRST = 1000
"""Bad lines without a good one before the file is given up as being something else."""


class Line(msgspec.Struct):
    """What a line may hold."""

    text: str
    id: str | int | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None


_decoder = msgspec.json.Decoder(Line)


def matches(head: Head) -> bool:
    """Whether the first line is a JSON object, or begins like one in a file named so."""
    first, line_end, _ = head.text.lstrip("\ufeff \r\n\t").partition("\n")
    if not first.startswith("{") or '"' not in first:
        return False
    if head.name.endswith((".jsonl", ".ndjson")):
        return True
    try:
        msgspec.json.decode(first)
    except msgspec.DecodeError:
        return not line_end and re.match(r'\{\s*"(?:id|title|text|date|url)"\s*:', first) is not None
    return True


def read(original: Original) -> Iterator[Page | InputError]:
    """The documents, and an InputError for each bad line. Raises InputError where no line at all is good."""
    good = bad = 0
    for number, line in _lines(original):
        if not line.strip():
            continue
        where = f"{original.where}, line {number}"
        try:
            page = _page(line, where, number, original)
        except InputError as error:
            bad += 1
            if bad <= MOST_TOLD:
                yield bare(error)
            if not good and bad >= MOST_BAD_AT_FIRST:
                raise InputError(
                    f"{original.where}: none of the first {bad} lines is a document as JSON; name its format with --format"
                ) from error
            continue
        good += 1
        if page is not None:
            yield page
    if bad > MOST_TOLD:
        yield InputError(f"{original.where}: {bad - MOST_TOLD} more bad lines, {bad} in all; {good} were good")
    if not good and not bad:
        raise EmptyInput(f"{original.where}: no lines; nothing to read")


def _lines(original: Original) -> Iterator[tuple[int, bytes]]:
    """Lines by number; of one that is too long, only so much that it is seen to be."""
    most = original.max_size
    with original.open() as stream:
        number = 0
        try:
            while line := stream.readline(most + 1):
                number += 1
                yield number, line
                while len(line) > most and not line.endswith(b"\n"):
                    line = stream.readline(most + 1)
        except DAMAGED as error:
            raise InputError(f"{original.where}: cannot be read after line {number} ({error}); fetch it again") from error


def _page(line: bytes, where: str, number: int, original: Original) -> Page | None:
    """The document of a line; None for one that is not wanted. Raises InputError."""
    if len(line) > original.max_size:
        raise TooLarge(f"{where}: longer than {original.max_size / 1e6:.0f} MB; left out")
    try:
        told = _decoder.decode(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f'{where}: {str(error)[:200]}; a line is an object with at least "text"') from error
    if original.title_matches and not original.title_matches.search(told.title or ""):
        return None
    text = told.text
    if not text.strip():
        raise EmptyInput(f"{where}: its text is empty; nothing to read")
    page = _text_page(text, where, original)
    return replace(
        page,
        title=" ".join((told.title or "").split()) or page.title,
        id=str(told.id) if told.id not in (None, "") else told.url or None,
        date=_day(told.date, where),
        address=told.url or "",
        origin=f"{original.name}, line {number}" if original.name else "",
        where=where,
    )


def _text_page(text: str, where: str, original: Original) -> Page:
    """The text as the format reads it that matches; never as JSON again."""
    inner = Original(original.name, where, text, original.max_size, tell=original.tell)
    head = inner.head()
    reading = html_page.read if html_page.matches(head) else wikitext.read if wikitext.matches(head) else plain.read
    page = next(iter(reading(inner)))
    if isinstance(page, InputError):
        raise page
    return page


def _day(told: str | None, where: str) -> str | None:
    """The EDTF day of a date, with its time of day left out."""
    if not told or not told.strip():
        return None
    told = told.strip()
    try:
        if len(told) > 10:
            return datetime.fromisoformat(told).date().isoformat()
        bounds(told)
    except (ValueError, WrongUse) as error:
        raise InputError(f"{where}: its date {told[:40]!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY") from error
    return told
