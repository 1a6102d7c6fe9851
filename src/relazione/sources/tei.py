"""The room `sources`: TEI XML, the form of historians' editions. The text stays as it came; markup is blanked out beside it.

Read are titles, divisions with their heads, paragraphs, lists and tables, opening and closing lines; left out are the header, notes,
figures, bibliographies and what an editor struck out. Page breaks (`pb`) give the page. Documents that declare entities or ask for
a DTD elsewhere are refused: neither is needed for reading, and both are ways to harm (XML bombs, files fetched from afar).

Source: TEI P5 Guidelines, chapters 3 and 4 (https://tei-c.org/release/doc/tei-p5-doc/en/html/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from relazione.model.documents import JOIN, Block, BlockKind
from relazione.model.errors import InputError
from relazione.model.identity import slug
from relazione.sources import safe_xml
from relazione.sources.decode import decode
from relazione.sources.originals import Head, Original, Page

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST = re.compile(r"<(?:!DOCTYPE\s+)?(?:[A-Za-z]+:)?([A-Za-z_][\w.-]*)")
_ENCODING = re.compile(rb"""\A<\?xml[^>]{0,80}\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_NUMBER = re.compile(r"\d{1,5}")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LEFT_OUT = _names(
    "teiHeader note figure graphic listBibl bibl biblStruct biblFull fw del surplus sic orig abbr index gap "
    "facsimile standOff xenoData"
)
"""Elements that are not read. `sic`, `orig` and `abbr` only where the editor gives another reading beside them (`choice`)."""
_ONLY_IN_CHOICE = frozenset(("sic", "orig", "abbr"))
_DIVISIONS = _names("text front body back group div div0 div1 div2 div3 div4 div5 div6 div7")
_LISTS = frozenset(("list", "listEvent", "listPlace", "listPerson", "listOrg"))
_PARAGRAPHS = _names(
    "p ab l lg sp opener closer dateline salute signed byline trailer epigraph argument postscript label docTitle "
    "titlePart docAuthor docDate docImprint imprimatur titlePage"
)
_ITEMS = frozenset(("item", "event"))
_BREAKS = _DIVISIONS | _LISTS | _PARAGRAPHS | _ITEMS | {"head", "table", "row", "cell"}
"""Elements at whose start and end a line of text ends; all others stand within a line."""
_TELLING = _BREAKS - _PARAGRAPHS
"""Those that say what kind of block a line is; paragraphs take the kind of what they stand in."""
_GAPS = frozenset(("lb", "cb", "milestone", "space"))
"""Empty elements that part words."""
Cells = tuple[tuple[int, int], ...]
MOST_LEVEL = 6


def matches(head: Head) -> bool:
    """Whether the first element is that of a TEI document."""
    first = _FIRST.search(_COMMENT.sub("", head.text)) if head.text.lstrip("\ufeff \r\n\t").startswith("<") else None
    return first is not None and first[1] in ("TEI", "TEI.2", "teiCorpus")


def read(original: Original) -> Iterator[Page]:
    """The document. Raises InputError where it is no well-formed XML, declares entities or asks for a DTD."""
    where = original.where
    text = original.source if isinstance(original.source, str) else _decoded(original.data(), where)
    reader = _Reader(text, where)
    reader.run()
    title, short = reader.titles()
    # Editions of many volumes begin all their titles alike: the short one, put first, keeps their ids apart.
    id = slug(f"{short} {title}") if short else None
    yield Page(text, tuple(reader.blocks), shown=reader.shown(), title=title, id=id)


def _decoded(data: bytes, where: str) -> str:
    """The text, in the encoding that the XML declaration names, else as any text is decoded."""
    named = _ENCODING.match(data)
    if named and named[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        try:
            return data.decode(named[1].decode("ascii"))
        except LookupError as error:
            raise InputError(
                f"{where}: says that it is in {named[1].decode()}, which is no known encoding; save it as UTF-8"
            ) from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"{where}: says that it is in {named[1].decode()} and breaks at byte {error.start}; save it as UTF-8"
            ) from error
    return decode(data, where)


class _Reader:
    """One pass over the document. What is shown is gathered as pieces with their place in the text."""

    def __init__(self, text: str, where: str) -> None:
        self.text, self.where = text, where
        # A lone half of a character pair cannot be in XML; expat says where it stands.
        self.data = text.encode("utf-8", "surrogatepass")
        self.blocks: list[Block] = []
        self._titles: list[tuple[str, list[str]]] = []  # type and words of the titles in the header
        self._in_title = 0
        self._pieces: list[tuple[int, str, bool]] = []  # place in the text, what is shown there, whether it goes on a line
        self._stack: list[str] = []
        self._left_out = self._in_text = self._in_cell = 0
        self._sections: list[str] = []
        self._lists = self._tables = 0
        self._cells: list[tuple[int, int]] = []
        self._cell: tuple[int, int] | None = None
        self._start = self._end = -1  # of the line being gathered
        self._first_piece = 0
        self._page = self._page_at_start = self._page_of_row = 0
        self._byte = self._character = 0

    def run(self) -> None:
        """Read it all. Raises InputError."""
        made = self.parser = safe_xml.parser(self.where)
        made.StartElementHandler = self._begin
        made.EndElementHandler = self._finish
        made.CharacterDataHandler = self._words
        safe_xml.parse(made, self.data, self.where)

    def titles(self) -> tuple[str, str]:
        """The main or complete title in the header, else its first, else the first heading; and the short title, "" without one."""
        told = [(kind, " ".join("".join(words).split())) for kind, words in self._titles]
        headings = (block.section[-1] for block in self.blocks if block.kind == "heading")
        main = next((words for kind, words in told if kind in ("complete", "main", "full")), None)
        title = main or next((words for _, words in told if words), None) or next(headings, "")
        return title, next((words for kind, words in told if kind == "short" and words != title), "")

    def shown(self) -> str:
        """The text with everything but its words blanked out, of the same length."""
        out: list[str] = []
        at = 0
        for place, piece, goes_on in self._pieces:
            # What lies between two pieces of one line is markup only: it parts no words.
            out += (JOIN * (place - at) if goes_on else spaces(self.text[at:place]), piece)
            at = place + len(piece)
        out.append(spaces(self.text[at:]))
        return "".join(out)

    # What expat calls.

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = safe_xml.local(name)
        if len(self._stack) >= safe_xml.MOST_NESTING:
            raise InputError(f"{self.where}: elements nested more than {safe_xml.MOST_NESTING} deep; not read")
        if self._left_out or self._is_left_out(tag):
            self._left_out += 1
            if tag == "title" and self._stack[-1:] == ["titleStmt"]:
                self._titles.append((attributes.get("type", ""), []))
                self._in_title = len(self._stack) + 1
        elif tag == "pb":
            self._turn(attributes)
        elif tag in _GAPS and self._start >= 0:
            self._pieces.append((self._place(), " ", True))
        elif tag in _BREAKS:
            self._flush()
            self._enter(tag)
        self._stack.append(tag)

    def _finish(self, name: str) -> None:
        tag = safe_xml.local(name)
        if self._left_out:
            self._left_out -= 1
            if len(self._stack) == self._in_title:
                self._in_title = 0
        elif tag in _BREAKS:
            self._flush()
            self._leave(tag)
        self._stack.pop()

    def _words(self, data: str) -> None:
        if self._in_title:
            self._titles[-1][1].append(data)
        if self._left_out or not self._in_text or (self._start < 0 and data.isspace()):
            return
        start = self._place()
        written = self.text[start : start + len(data)]
        piece = data if written == data else data + JOIN * (self._end_of_reference(start) - start - len(data))
        goes_on = self._start >= 0
        if not goes_on:
            self._start = start + len(data) - len(data.lstrip())
            self._page_at_start = self._page
            self._first_piece = len(self._pieces)
        self._pieces.append((start, piece, goes_on))
        if not data.isspace():
            self._end = start + len(piece.rstrip())

    # Elements at which a line ends.

    def _enter(self, tag: str) -> None:
        if tag in _DIVISIONS:
            self._in_text += tag == "text"
            self._sections.append("")
        elif tag in _LISTS:
            self._lists += 1
        elif tag == "table":
            self._tables += 1
        elif tag == "row" and self._tables == 1:
            self._cells = []
        elif tag == "cell" and self._tables == 1:
            self._in_cell, self._cell = 1, None

    def _leave(self, tag: str) -> None:
        if tag in _DIVISIONS:
            self._in_text -= tag == "text"
            self._sections.pop()
        elif tag in _LISTS:
            self._lists -= 1
        elif tag == "table":
            self._tables -= 1
        elif tag == "cell" and self._tables == 1:
            if self._cell:
                self._cells.append(self._cell)
            self._in_cell, self._cell = 0, None
        elif tag == "row" and self._tables == 1 and self._cells:
            self._add("row", self._cells[0][0], self._cells[-1][1], level=1, cells=tuple(self._cells), page=self._page_of_row)
            self._cells = []

    def _flush(self) -> None:
        """The line gathered so far becomes a block, by the nearest element that says what it is."""
        if self._start < 0:
            return
        start, end, self._start = self._start, self._end, -1
        at = next((i for i in range(len(self._stack) - 1, -1, -1) if self._stack[i] in _TELLING), 0)
        kind, parent = self._stack[at], self._stack[max(at - 1, 0)]
        page = self._page_at_start
        if self._in_cell:
            if not self._cells and not self._cell:
                self._page_of_row = page
            self._cell = (self._cell[0] if self._cell else start, end)
        elif kind == "head" and parent in _DIVISIONS:
            words = "".join(piece for _, piece, _ in self._pieces[self._first_piece :])
            self._sections[-1] = " ".join(words.replace(JOIN, "").split())
            self._add("heading", start, end, level=min(MOST_LEVEL, 1 + sum(map(bool, self._sections))), page=page)
        elif kind in _ITEMS or kind in _LISTS:
            self._add("item", start, end, level=max(1, min(MOST_LEVEL, self._lists)), page=page)
        else:
            self._add("paragraph", start, end, page=page)

    # Helpers.

    def _is_left_out(self, tag: str) -> bool:
        if tag in _ONLY_IN_CHOICE:
            return self._stack[-1:] == ["choice"]
        return tag in _LEFT_OUT

    def _place(self) -> int:
        """Where in the text expat stands, in characters. Places only rise, so that all the counting is linear."""
        byte = self.parser.CurrentByteIndex
        self._character += len(self.data[self._byte : byte].decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._character

    def _end_of_reference(self, start: int) -> int:
        """Where the character reference (&amp;) or the line end of two signs that starts here ends."""
        if self.text[start] == "&":
            return self.text.index(";", start) + 1
        return start + (2 if self.text.startswith("\r\n", start) else 1)

    def _turn(self, attributes: dict[str, str]) -> None:
        """A page break: to the page that it names, else the next."""
        number = _NUMBER.search(attributes.get("n", ""))
        page = int(number[0]) if number else self._page + 1
        if self._start >= 0 and page == self._page + 1:
            self._pieces.append((self._place(), "\f", True))
        self._page = page

    def _add(self, kind: BlockKind, start: int, end: int, *, level: int = 0, cells: Cells = (), page: int = 0) -> None:
        section = tuple(name for name in self._sections if name)
        self.blocks.append(Block(kind, start, end, level=level, section=section, cells=cells, page=page))


def spaces(text: str) -> str:
    """As many blanks, with the line ends kept."""
    return "".join("\n" if c == "\n" else " " for c in text)
