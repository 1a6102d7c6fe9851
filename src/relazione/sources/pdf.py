"""The room `sources`: PDF. The text is what pypdf extracts, its pages parted by form feeds, so that each offset leads to its page.

What a PDF draws has no paragraphs: `pdf_layout` finds them, with the headings, lists, tables and running lines, by where the words
stand and how large they are. Here the words are fetched, and what cannot be read is refused: PDFs with a password, scans without
text, files that are broken or draw without end.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from relazione.model.errors import BinaryInput, EmptyInput, InputError, TooLarge
from relazione.sources.originals import Head, Original, Page
from relazione.sources.pdf_layout import Layout, Piece

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 5_000
MOST_STEPS = 20_000_000
"""Drawing steps in a whole file; a dense page has some thousands."""
MOST_DRAWN = 20_000_000
"""Bytes of drawing instructions on one page."""
LEAST_LETTERS = 4
"""Letters on a page, on average, below which a PDF is taken for a scan."""
MOST_UNKNOWN = 0.3
"""Share of letters that cannot be told (a font without a table of its characters) beyond which nothing is read."""

_SIGNS = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\x7f": "•",
        "\uf0b7": "•",
        "\f": " ",
        "\v": " ",
        "\r": "\n",
        "\x85": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        **{chr(i): "\ufffd" for i in (*range(9), *range(14, 32), *range(0xD800, 0xE000))},
    }
)


class _Endless(MemoryError):
    """Too many drawing steps. A MemoryError, because that is what pypdf lets through from inside a form."""


def matches(head: Head) -> bool:
    """Whether a PDF begins within the first kilobyte, as readers allow."""
    return b"%PDF-" in head.data[:1024]


def read(original: Original) -> Iterator[Page]:
    """The document. Raises InputError where it is broken or has a password, EmptyInput where it holds pictures of text only."""
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings go to stderr
    where = original.where
    reader = _opened(original.data(), where)
    layout = Layout()
    steps = _Steps()
    for number, page in enumerate(_pages(reader, where), 1):
        layout.add(_pieces(page, number, steps, original))
    text = layout.text
    if (unknown := text.count("\ufffd")) > MOST_UNKNOWN * max(1, sum(map(str.isalpha, text)) + unknown):
        raise BinaryInput(
            f"{where}: its fonts do not tell which letters they draw; run it through OCR (ocrmypdf --force-ocr) first"
        )
    if sum(map(str.isalpha, text)) < LEAST_LETTERS * layout.pages:
        pages = "1 page" if layout.pages == 1 else f"{layout.pages} pages"
        raise EmptyInput(f"{where}: {pages} without text, a scan as it seems; run it through OCR (ocrmypdf) first")
    title, blocks, shown = layout.read()
    yield Page(text, blocks, shown=shown if shown != text else None, title=title or _told_title(reader))


def _opened(data: bytes, where: str) -> PdfReader:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
    # The library says neither which errors a broken file may raise nor keeps to its own.
    except Exception as error:
        if "encrypt" in repr(error).lower() or "cryptography" in repr(error).lower():
            raise InputError(f"{where}: an encrypted PDF; save a copy without a password") from error
        raise _broken(where, error) from error
    if locked:
        raise InputError(f"{where}: a PDF with a password; save a copy without one")
    return reader


def _broken(where: str, error: Exception) -> InputError:
    told = " ".join(str(error).split())[:120] or type(error).__name__
    return InputError(f"{where}: a broken PDF ({told}); fetch it again, or print it into a new one")


def _pages(reader: PdfReader, where: str) -> Iterator[PageObject]:
    try:
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise TooLarge(f"{where}: {count} pages, and the limit is {MOST_PAGES}; split it")
        if not count:
            raise EmptyInput(f"{where}: a PDF without pages; nothing to read")
        for number in range(count):
            yield reader.pages[number]
    except InputError:
        raise
    except Exception as error:
        raise _broken(where, error) from error


class _Steps:
    """How many drawing steps the file may still take."""

    def __init__(self) -> None:
        self.left = MOST_STEPS

    def count(self, *_: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Endless


def _pieces(page: PageObject, number: int, steps: _Steps, original: Original) -> list[Piece]:
    """What stands on a page, in the order in which it is drawn. A page that cannot be read is told of, and empty."""
    pieces: list[Piece] = []

    def keep(text: str, around: Any, within: Any, font: Any, size: Any) -> None:
        if text:
            pieces.append(Piece(text.translate(_SIGNS), *_position(around, within, size), "bold" in _font_name(font)))

    try:
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > MOST_DRAWN:
            raise TooLarge(f"{original.where}: page {number} draws more than {MOST_DRAWN / 1e6:.0f} MB; print it into a new PDF")
        page.extract_text(visitor_text=keep, visitor_operand_before=steps.count)
    except _Endless as error:
        raise TooLarge(f"{original.where}: page {number} draws without end; print it into a new PDF") from error
    except InputError:
        raise
    except Exception as error:
        if original.tell:
            original.tell(f"{original.where}: page {number} cannot be read ({type(error).__name__}); the other pages are")
    return pieces


def _position(around: Any, within: Any, size: Any) -> tuple[float, float, float]:
    """Left edge, height above the page's foot and size of the letters, in points; zeros where the file tells nonsense."""
    try:
        x = within[4] * around[0] + within[5] * around[2] + around[4]
        y = within[4] * around[1] + within[5] * around[3] + around[5]
        tall = abs(size * math.hypot(within[2], within[3]) * math.hypot(around[2], around[3]))
        found = float(x), float(y), float(tall)
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0, 0.0, 0.0
    return found if all(map(math.isfinite, found)) else (0.0, 0.0, 0.0)


def _font_name(font: Any) -> str:
    try:
        return str(font["/BaseFont"]).lower()
    except (TypeError, KeyError):
        return ""


def _told_title(reader: PdfReader) -> str:
    """The title among the file's properties, unless it is a program's own ("untitled", a file name)."""
    try:
        title = " ".join(str(reader.metadata.title or "").split()) if reader.metadata else ""
    except Exception:
        return ""
    is_name = "." in title[-6:] or title.lower() in ("untitled", "(anonymous)", "anonymous", "unspecified")
    return "" if is_name else title[:300]
