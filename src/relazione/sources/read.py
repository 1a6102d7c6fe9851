"""The room `sources`: the one door to it. A file, a folder, a page of a live wiki or text at hand becomes Documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.model.dates import bounds
from relazione.model.documents import JOIN, Document
from relazione.model.errors import EmptyInput, InputError
from relazione.model.identity import content_hash, slug
from relazione.sources.decode import MAX_SIZE
from relazione.sources.folders import files_in
from relazione.sources.formats import pages
from relazione.sources.language import require_english
from relazione.sources.originals import Original, Page
from relazione.sources.refusals import bare

if TYPE_CHECKING:
    from relazione.sources.wiki_pages import Fetch

MOST_TITLE, MOST_ID = 300, 500
"""Characters of a title and of an id that the original tells."""
_FIRST_WORDS = re.compile(r"\S(?:.{0,80}\S)?(?=\s|$)")


def read_document(
    path: Path | str,
    *,
    pair: tuple[str, str] | None = None,
    date: str | None = None,
    max_size: int = MAX_SIZE,
    id: str | None = None,
    format: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Document:
    """Read a file of one document. Raises an InputError (exit code 4) that names the file and what is wrong with it."""
    found = read_documents(path, pair=pair, date=date, max_size=max_size, id=id, format=format, tell=tell)
    first = next(found, None)
    if first is None:
        raise EmptyInput(f"{path}: no document in it; nothing to read")
    if isinstance(first, InputError):
        raise first
    if next(found, None) is not None:
        raise InputError(f"{path}: holds more than one document; read it with `relazione read`, or take out the one you mean")
    return first


def read_documents(
    path: Path | str,
    *,
    pair: tuple[str, str] | None = None,
    date: str | None = None,
    max_size: int = MAX_SIZE,
    id: str | None = None,
    format: str | None = None,
    title_matches: str | None = None,
    tell: Callable[[str], None] | None = None,
) -> Iterator[Document | InputError]:
    """The documents of a file or folder, one after another, and an InputError for each that is bad.

    What is told here (`pair`, `date`, `id`) goes before what the original tells of itself. `max_size` limits one document's bytes;
    `format` is a name of the table of formats; `title_matches` is a regular expression searched for in the titles of a dump or
    archive. Raises an InputError where the whole file cannot be read. `tell` is called with what is no error and worth knowing.
    """
    if date is not None:
        bounds(date)
    place = Path(path)
    titles = re.compile(title_matches) if title_matches is not None else None
    for file in files_in(place) if place.is_dir() else [place]:
        original = Original(_name(file), str(file), file, max_size, format, titles, tell)
        try:
            for page in pages(original):
                yield page if isinstance(page, InputError) else _finished(page, pair, date, id)
        except InputError as error:
            if file is place:
                raise
            yield bare(error)


def fetch_documents(
    fetch: Fetch, titles: Sequence[str], *, pair: tuple[str, str] | None = None, date: str | None = None, id: str | None = None
) -> Iterator[Document | InputError]:
    """The pages of a live wiki, in the order of their titles, and an InputError for each that is bad.

    Each is read as the same page of a dump of that wiki would be, and has the same id. Raises WikiError where the wiki cannot be asked.
    """
    if date is not None:
        bounds(date)
    for page in fetch.pages(titles):
        yield page if isinstance(page, InputError) else _finished(page, pair, date, id)


def _name(file: Path) -> str:
    """The file's name as text: bytes in it that are none stand as U+FFFD."""
    return file.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def document_from_text(
    text: str,
    *,
    pair: tuple[str, str] | None = None,
    date: str | None = None,
    id: str | None = None,
    origin: str = "",
    where: str = "the text",
    format: str | None = None,
) -> Document:
    """A Document of a text at hand. `pair` holds state codes, `date` the document's own EDTF day."""
    if date is not None:
        bounds(date)
    page = next(pages(Original(origin, where, text, wanted=format)), None)
    if page is None:
        raise EmptyInput(f"{where}: no document in it; nothing to read")
    made = page if isinstance(page, InputError) else _document(page, pair, date, id)
    if isinstance(made, InputError):
        raise made
    return made


def _finished(page: Page, pair: tuple[str, str] | None, date: str | None, id: str | None) -> Document | InputError:
    try:
        return _document(page, pair, date, id)
    except InputError as error:
        return bare(error)


def _within(text: str, most: int) -> str:
    """The text, cut at a word where it is longer."""
    return text if len(text) <= most else (text[:most].rpartition(" ")[0] or text[:most]) + " …"


def _own_id(told: str | None) -> str:
    """The id that the original tells, without control characters; a long one is cut, and kept apart by what it was."""
    id = " ".join("".join(c for c in told or "" if c.isprintable() or c.isspace()).split())
    return id if len(id) <= MOST_ID else f"{id[:60]}-{content_hash(id)[:16]}"


def _document(page: Page, pair: tuple[str, str] | None, date: str | None, id: str | None) -> Document:
    """The Document of a page. Raises EmptyInput where nothing is told in it, ForeignLanguage where it is not in English."""
    visible, blocks = page.visible, page.blocks
    prose = "\n".join(visible[b.start : b.end] for b in blocks if b.kind not in ("title", "heading", "leftover")).replace(
        JOIN, ""
    )
    if not prose.strip():
        if not page.text.strip():
            raise EmptyInput(f"{page.where}: only white space; nothing to read")
        raise EmptyInput(f"{page.where}: headings at most, and no sentence or list under them; nothing to read")
    require_english(prose, page.where)
    title = page.title
    if not title:
        first = next((b for b in blocks if b.kind in ("heading", "paragraph")), blocks[0])
        found = _FIRST_WORDS.search(visible[first.start : first.end].replace(JOIN, ""))
        title = re.sub(r"\s+", " ", found[0]) if found else page.origin
    title = _within(title, MOST_TITLE)
    return Document(
        id=id or _own_id(page.id) or slug(title),
        title=title,
        text=page.text,
        blocks=blocks,
        pair=pair or page.pair,
        date=date or page.date,
        origin=page.origin,
        address=page.address,
        revision=page.revision,
        licence=page.licence,
        format=page.format,
        shown=page.shown,
    )
