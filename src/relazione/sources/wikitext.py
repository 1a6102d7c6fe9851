"""The room `sources`: the source text of a MediaWiki page. Its markup is painted over, its words are read at their own offsets."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from importlib.resources import files

from relazione.sources.canvas import Canvas, Piece, blocks_of, trimmed, with_bullets
from relazione.sources.originals import Head, Original, Page
from relazione.sources.plain import is_laid_out
from relazione.sources.wikitext_lines import pieces_of_lines
from relazione.sources.wikitext_nodes import Node, find_nodes

_WIKI = re.compile(
    r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}\n]{1,200}(?:\}\}|\n)|<ref\b|^\{\||^={2,6}[^=\n]{1,100}={2,6}\s{0,9}$|'''", re.MULTILINE
)
_HTML = re.compile(r"<(?:!DOCTYPE|html|body|table|div|p|span|a|h[1-6]|ul)\b", re.IGNORECASE)
_ONLY_WIKI = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}\n]{1,200}(?:\}\}|\n)|<ref\b|^\{\|", re.MULTILINE)
_FILE = re.compile(r"\s*(?:file|image|media|category|[a-z]{2,3}(?:-[a-z]{2,8})?)\s*:", re.IGNORECASE)
_NAMED = re.compile(r"\s*+([\w.()–-][\w .()–-]{0,59}?)\s*=")
_COMMENT = re.compile(r"<!--.{0,500}?-->", re.DOTALL)
_BULLET = re.compile(r"^[ \u2060]*+([*#]+)", re.MULTILINE)
_PICTURES = re.compile(
    r"(?:image|map|file ?type|logo|flag|alt|coa|coat|symbol|coordinates|.{0,40}(?:size|width|style|class|align|image|map|flag))\d*$",
    re.IGNORECASE,
)


def matches(head: Head) -> bool:
    """Whether the beginning has links, templates or references as wikitext writes them, and more of them than of HTML's tags.

    A text in the plain layout with scraps of markup is none.
    """
    start = head.text[:20_000]
    if is_laid_out(start):
        return False
    own = len(_ONLY_WIKI.findall(start))
    return own >= 1 and len(_WIKI.findall(start)) >= 2 and own >= len(_HTML.findall(start)) / 4


def read(original: Original) -> Iterator[Page]:
    """The page."""
    yield page_of(original.text())


def page_of(text: str, title: str = "") -> Page:
    """The page of a wikitext; `title` where it is known from elsewhere."""
    canvas = Canvas(text)
    infoboxes: list[Node] = []
    for node in find_nodes(text):
        if not (node.start < len(text) and canvas.hidden[node.start]):
            _paint(canvas, node, infoboxes)
    pieces: list[Piece] = []
    for box in infoboxes:
        pieces += _infobox(canvas, box)
    seen = canvas.finish()
    found, bullets = pieces_of_lines(canvas, seen, [(box.start, box.end) for box in infoboxes])
    pieces += found
    bullets += [found.span(1) for box in infoboxes for found in _BULLET.finditer(seen, box.start, box.end)]
    seen = with_bullets(seen, bullets)
    pieces = [piece for piece in pieces if piece.key == "" or trimmed(seen, piece.start, piece.end)[1] > piece.start]
    own_title, blocks = blocks_of(pieces, seen)
    return Page(text, blocks, shown=seen, title=own_title or title)


def _paint(canvas: Canvas, node: Node, infoboxes: list[Node]) -> None:
    text, start, end = canvas.text, node.start, node.end
    if node.kind == "inline" or (node.kind == "hidden" and node.width == 0):
        canvas.join(start, end)
    elif node.kind == "hidden":
        canvas.hide(start, end)
    elif node.kind == "literal":
        canvas.join(start, node.bars[0])
        canvas.join(node.bars[1], end)
        # What stands between is no markup: its entities are read, its brackets were never looked at.
    elif node.kind == "break":
        canvas.cut(start, end)
    elif node.kind == "gap":
        twice = (
            text[max(0, start - 12) : start].rstrip().lower().endswith((">", "&nbsp;"))
            and "<br" in text[max(0, start - 12) : start].lower()
        )
        (canvas.cut if twice else canvas.gap)(start, end)
    elif node.kind == "link":
        _link(canvas, node)
    elif node.kind == "external":
        label = node.bars[0]
        if text[label : end - 1].strip():
            canvas.join(start, label + 1)
            canvas.join(end - 1, end)
        else:
            canvas.hide(start, end)
    else:
        _template(canvas, node, infoboxes)


def _link(canvas: Canvas, node: Node) -> None:
    """A link shows its last part; pictures, categories and other languages show nothing."""
    if _FILE.match(canvas.text, node.start + 2, min(node.end, node.start + 40)):
        canvas.hide(node.start, node.end)
        return
    first = canvas.text.find("#", node.start, node.end) if not node.bars else -1
    begin = node.bars[-1] + 1 if node.bars else node.start + 2
    if canvas.text.startswith(":", begin) and not node.bars:
        begin += 1
    canvas.join(node.start, begin)
    if first > begin:
        canvas.gap(first, first + 1)
    canvas.join(node.end - 2, node.end)


@functools.cache
def _shows() -> dict[str, str]:
    """What of a template is seen, by its name in lower case. data/templates.tsv."""
    table = files("relazione.sources").joinpath("data/templates.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return {name.lower(): shows for name, shows in lines[1:]}


def _name(text: str, node: Node) -> str:
    stop = node.bars[0] if node.bars else node.end - 2
    name = text[node.start + node.width : min(stop, node.start + 200)]
    return " ".join(_COMMENT.sub("", name).replace("_", " ").split()).lower()


def _shown_by(name: str) -> str:
    shows = _shows()
    if name in shows:
        return shows[name]
    return shows.get(name.partition("-")[0] + "-*", "none") if "-" in name else "none"


def _template(canvas: Canvas, node: Node, infoboxes: list[Node]) -> None:
    """A template: an infobox is read line by line, some show their words, all others nothing."""
    name = _name(canvas.text, node)
    if name.startswith("infobox") or name.endswith(" infobox"):
        if infoboxes and node.start < infoboxes[-1].end:
            canvas.hide(node.start, node.end)  # one within another: its lines would be told twice
        else:
            infoboxes.append(node)
        return
    head, colon, _ = name.partition(":")
    if colon and head in ("formatnum", "lc", "uc", "ucfirst", "nowrap"):
        begin = canvas.text.index(":", node.start) + 1
        canvas.join(node.start, begin)
        canvas.join(node.bars[0] if node.bars else node.end - 2, node.end)
        return
    shows = _shown_by(name).split()
    if shows[0] == "space":
        canvas.gap(node.start, node.end)
        return
    if shows[0].startswith("="):
        canvas.write(node.start, node.end, shows[0][1:])
        return
    if shows == ["none"] or node.width == 3:
        canvas.hide(node.start, node.end)
        return
    arguments = _arguments(canvas.text, node)
    if shows == ["date"]:
        _date(canvas, node, arguments)
        return
    wanted = _wanted(shows, arguments)
    if "name" in shows:
        wanted = [(node.start + node.width, node.bars[0] if node.bars else node.end - node.width), *wanted]
    if not wanted:
        canvas.hide(node.start, node.end)
        return
    at = node.start
    for number, (start, end) in enumerate(wanted):
        (canvas.gap if number else canvas.join)(at, start)
        at = end
    canvas.join(at, node.end)


def _arguments(text: str, node: Node) -> list[tuple[int, int]]:
    """The unnamed arguments (and "1=..."), each from its first letter to the next bar."""
    edges = [*node.bars, node.end - node.width]
    found = []
    for bar, end in itertools.pairwise(edges):
        named = _NAMED.match(text, bar + 1, min(end, bar + 80))
        if named is None:
            found.append((bar + 1, end))
        elif named[1].isdecimal():
            found.append((named.end(), end))
    return found


def _wanted(shows: list[str], arguments: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if "all" in shows:
        return arguments
    if "last" in shows:
        return arguments[-1:]
    numbers = [int(one) for one in shows if one.isdecimal()]
    return [arguments[number - 1] for number in numbers if number <= len(arguments)]


def _date(canvas: Canvas, node: Node, arguments: list[tuple[int, int]]) -> None:
    """Year, month and day as a date of ISO 8601; one argument alone as it stands."""
    parts = [canvas.text[start:end].strip() for start, end in arguments[:3]]
    parts = parts[: next((i for i, part in enumerate(parts) if not part.isdecimal() or len(part) > 4), len(parts))]
    if not parts:
        if arguments:
            canvas.join(node.start, arguments[0][0])
            canvas.join(arguments[0][1], node.end)
        else:
            canvas.hide(node.start, node.end)
        return
    words = "-".join(part.zfill(4 if i == 0 else 2) for i, part in enumerate(parts))
    canvas.write(node.start, node.end, words)


def _infobox(canvas: Canvas, node: Node) -> list[Piece]:
    """The named lines of an infobox, each with its name as key; those of pictures are left out."""
    text = canvas.text
    edges = [*node.bars, node.end - node.width]
    canvas.join(node.start, edges[0])
    canvas.join(node.end - node.width, node.end)
    pieces = []
    for bar, end in itertools.pairwise(edges):
        canvas.gap(bar, bar + 1)
        named = _NAMED.match(text, bar + 1, min(end, bar + 80))
        if named is None:
            continue
        key = " ".join(named[1].replace("_", " ").split())
        if key and not _PICTURES.match(key):
            canvas.gap(named.end() - 1, named.end())
            pieces.append(Piece("infobox", named.end(), end, level=1, key=key))
    return pieces
