"""The room `sources`: the one door to it. A file, or text at hand, becomes a Document."""

from __future__ import annotations

import re
from pathlib import Path

from relazione.model.dates import bounds
from relazione.model.documents import Document
from relazione.model.errors import EmptyInput
from relazione.model.identity import slug
from relazione.sources.decode import MAX_SIZE, decode, read_bytes
from relazione.sources.language import require_english
from relazione.sources.markup import is_html, is_wikitext, visible_text
from relazione.sources.plain import parse_plain

_FIRST_WORDS = re.compile(r"\S(?:.{0,80}\S)?(?=\s|$)")


def read_document(
    path: Path | str,
    *,
    pair: tuple[str, str] | None = None,
    date: str | None = None,
    max_size: int = MAX_SIZE,
    id: str | None = None,
) -> Document:
    """Read a file into a Document. Raises an InputError (exit code 4) that names the file and what is wrong with it."""
    file = Path(path)
    text = decode(read_bytes(file, max_size), str(file))
    return document_from_text(text, pair=pair, date=date, id=id, origin=file.name, where=str(file))


def document_from_text(
    text: str,
    *,
    pair: tuple[str, str] | None = None,
    date: str | None = None,
    id: str | None = None,
    origin: str = "",
    where: str = "the text",
) -> Document:
    """A Document of a text at hand. `pair` holds state codes, `date` the document's own EDTF day."""
    if date is not None:
        bounds(date)
    form = "html" if is_html(text) else "wikitext" if is_wikitext(text) else "plain"
    visible = text if form == "plain" else visible_text(text)
    title, blocks = parse_plain(text, visible)
    prose = "\n".join(visible[b.start : b.end] for b in blocks if b.kind not in ("title", "heading", "leftover"))
    if not prose.strip():
        raise EmptyInput(f"{where}: headings at most, and no sentence or list under them; nothing to read")
    require_english(prose, where)
    if not title:
        first = next((b for b in blocks if b.kind in ("heading", "paragraph")), blocks[0])
        found = _FIRST_WORDS.search(visible[first.start : first.end])
        title = re.sub(r"\s+", " ", found[0]) if found else origin
    return Document(
        id=id or slug(title),
        title=title,
        text=text,
        blocks=blocks,
        pair=pair,
        date=date,
        origin=origin,
        format=form,
        shown=None if form == "plain" else visible,
    )
