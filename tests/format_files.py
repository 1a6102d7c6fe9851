"""One article of our own words, and writers that put it into each format that is read. Nothing here imports the product."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

TITLE = "Bulgaria–Greece relations"
DATE = "2024-05-02"
ADDRESS = "https://example.org/bulgaria-greece"

Part = tuple[str, object]
# What the article holds, in order: a heading, a paragraph, list items, or the rows of a table (the first one names the columns).
PARTS: list[Part] = [
    (
        "paragraph",
        "Bulgaria and Greece established diplomatic relations in 1880. Both states are members of NATO and of the European Union.",
    ),
    ("heading", "History"),
    (
        "paragraph",
        "In October 1925 Greek troops invaded Bulgaria after a soldier had been shot at the border. "
        "The League of Nations condemned the invasion, and Greece withdrew its troops in December 1925. "
        "During World War II Bulgaria occupied Western Thrace from 1941 to 1944.",
    ),
    (
        "paragraph",
        "Bulgaria & Greece signed a treaty of friendship in Sofia in July 1964. "
        "In September 1986 the prime ministers of Bulgaria and Greece signed a declaration on good-neighbourly cooperation.",
    ),
    ("heading", "Diplomatic missions"),
    ("paragraph", "Each of the two states maintains an embassy in the capital of the other."),
    ("items", ["Bulgaria has an embassy in Athens.", "Greece has an embassy in Sofia and a consulate-general in Plovdiv."]),
    ("heading", "Trade and visits"),
    ("paragraph", "Trade between Bulgaria and Greece reached €5 billion in 2022. Some 20,000 Bulgarians live in Greece."),
    (
        "table",
        [
            ["Date", "Visit"],
            ["March 2010", "Prime Minister Boyko Borisov of Bulgaria visited Athens."],
            ["July 2023", "Prime Minister Kyriakos Mitsotakis of Greece visited Sofia."],
        ],
    ),
]


class Article(NamedTuple):
    """What the writers put into a format. Headings of level 2 (a section) have the kind "heading", of level 3 "subheading"."""

    title: str
    parts: list[Part]
    infobox: tuple[tuple[str, str], ...] = ()


SMALL = Article(TITLE, PARTS)
VISITS: Part = (
    "table",
    [
        ["Date", "Visit"],
        ["May 2005", "Prime Minister Silvio Berlusconi of Italy visited Ankara."],
        ["8 July 2008", "President Giorgio Napolitano of Italy visited Ankara."],
        ["February 2018", "President Recep Tayyip Erdoğan of Turkey visited Rome."],
    ],
)


def full_size(path: Path) -> Article:
    """The article of a file in the plain layout, with a table of visits that it does not have."""
    title = ""
    infobox: list[tuple[str, str]] = []
    parts: list[Part] = []
    in_infobox = False
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        text = line.strip()
        if text.startswith("="):
            level, words = len(text) - len(text.lstrip("=")), text.strip("= ")
            in_infobox = False
            if level == 1:
                title = words
            else:
                parts.append(("heading" if level == 2 else "subheading", words))
        elif text == "Infobox":
            in_infobox = True
        elif in_infobox and text.startswith("- "):
            key, _, value = text[2:].partition(": ")
            infobox.append((key, value))
        elif text.startswith("- "):
            if parts[-1][0] != "items":
                parts.append(("items", []))
            items = parts[-1][1]
            assert isinstance(items, list)
            items.append(text[2:])
        else:
            in_infobox = False
            parts.append(("paragraph", text))
    at = parts.index(("heading", "See also"))
    return Article(title, [*parts[:at], ("heading", "Visits"), VISITS, *parts[at:]], tuple(infobox))


def _flat(article: Article) -> list[tuple[str, str | list[str]]]:
    """The parts with each item and row alone."""
    out: list[tuple[str, str | list[str]]] = []
    for kind, content in article.parts:
        if kind in ("items", "table"):
            assert isinstance(content, list)
            out += [("item" if kind == "items" else "row", one) for one in content]
        else:
            assert isinstance(content, str)
            out.append((kind, content))
    return out


SIGNS = {"heading": "==", "subheading": "==="}


def plain(article: Article = SMALL, title: bool = True) -> bytes:
    """The plain layout."""
    lines = [f"= {article.title} =", ""] if title else []
    if article.infobox:
        lines += ["Infobox", *(f"- {key}: {value}" for key, value in article.infobox), ""]
    for kind, content in _flat(article):
        if kind in SIGNS:
            lines += ["", f"{SIGNS[kind]} {content} {SIGNS[kind]}"]
        elif kind == "paragraph":
            lines.append(str(content))
        elif kind == "item":
            lines.append(f"- {content}")
        else:
            lines.append("- " + " | ".join(content))
    return ("\n".join(lines) + "\n").encode()


def wikitext(article: Article = SMALL) -> bytes:
    """The source of a wiki page, with links, references and a template; the title is in it as the dump's layout has it."""
    lines = [f"= {article.title} =", "{{Use dmy dates|date=May 2024}}"]
    if article.infobox:
        lines += ["{{Infobox bilateral relations", *(f"| {key.lower()} = {value}" for key, value in article.infobox), "}}"]
    for kind, content in article.parts:
        if kind in SIGNS:
            lines += ["", f"{SIGNS[kind]} {content} {SIGNS[kind]}"]
        elif kind == "paragraph":
            text = str(content).replace("Greece", "[[Greece]]", 1).replace("NATO", "[[North Atlantic Treaty Organization|NATO]]")
            lines += ["", text.replace("1880.", "1880.<ref>{{cite book|title=A handbook|year=1999}}</ref>")]
        elif kind == "items":
            assert isinstance(content, list)
            lines += [f"* {one.replace('Athens', '[[Athens]]')}" for one in content]
        else:
            assert isinstance(content, list)
            head, *rows = content
            lines += ['{| class="wikitable"', "! " + " !! ".join(head)]
            lines += [line for row in rows for line in ("|-", "| " + " || ".join(row))]
            lines.append("|}")
    return ("\n".join(lines) + "\n").encode()


def dump(pages: dict[str, str]) -> bytes:
    """A MediaWiki export of pages by title, each of one revision."""
    found = (
        f"<page><title>{escape(title)}</title><ns>0</ns><id>1</id><revision><id>7</id><timestamp>{DATE}T00:00:00Z</timestamp>"
        f'<text xml:space="preserve">{escape(text)}</text></revision></page>'
        for title, text in pages.items()
    )
    return f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">{"".join(found)}</mediawiki>'.encode()


def html(article: Article = SMALL) -> bytes:
    """A saved web page, with a menu and a footer that are not of the article."""
    body = [f"<h1>{escape(article.title)}</h1>"]
    if article.infobox:
        rows = (f"<tr><th>{escape(key)}</th><td>{escape(value)}</td></tr>" for key, value in article.infobox)
        body.append(f'<table class="infobox">{"".join(rows)}</table>')
    for kind, content in article.parts:
        if kind in SIGNS:
            level = len(SIGNS[kind])
            body.append(f"<h{level}>{escape(str(content))}</h{level}>")
        elif kind == "paragraph":
            body.append("<p>" + escape(str(content)).replace("Sofia", '<a href="/wiki/Sofia">Sofia</a>') + "</p>")
        elif kind == "items":
            assert isinstance(content, list)
            body.append("<ul>" + "".join(f"<li>{escape(one)}</li>" for one in content) + "</ul>")
        else:
            assert isinstance(content, list)
            head, *rows = content
            cells = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
            cells += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
            body.append("<table>" + "".join(cells) + "</table>")
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{escape(article.title)}</title><style>p {{ margin: 0 }}</style></head>"
        f"<body><nav><a href='/'>Home</a></nav><main>{''.join(body)}</main><footer>All rights reserved.</footer></body></html>"
    ).encode()


def tei(article: Article = SMALL) -> bytes:
    """An edition, with names, dates and a note marked in it. An infobox is a table of keys and values."""
    body: list[str] = []
    opened = 0
    if article.infobox:
        rows = (f"<row><cell>{escape(key)}</cell><cell>{escape(value)}</cell></row>" for key, value in article.infobox)
        body.append("<table>" + "\n".join(rows) + "</table>")
    for kind, content in article.parts:
        if kind in SIGNS:
            depth = len(SIGNS[kind]) - 1
            body.append("</div>" * max(0, opened - depth + 1) + f"<div><head>{escape(str(content))}</head>")
            opened = depth
        elif kind == "paragraph":
            text = escape(str(content), quote=False).replace("Sofia", "<placeName>Sofia</placeName>")
            text = text.replace("1880.", '<date when="1880">1880</date>.<note>See the handbook of 1999.</note>')
            body.append(f"<p>{text}</p>")
        elif kind == "items":
            assert isinstance(content, list)
            body.append("<list>" + "\n".join(f"<item>{escape(one)}</item>" for one in content) + "</list>")
        else:
            assert isinstance(content, list)
            rows = ("<row>" + "".join(f"<cell>{escape(cell)}</cell>" for cell in row) + "</row>" for row in content)
            body.append("<table>" + "\n".join(rows) + "</table>")
    header = f"<teiHeader><fileDesc><titleStmt><title>{escape(article.title)}</title></titleStmt></fileDesc></teiHeader>"
    text = "\n".join(body) + "</div>" * opened
    return (
        f'<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}<text><body>{text}</body></text></TEI>'.encode()
    )


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def docx(document: str | None = None, article: Article = SMALL) -> bytes:
    """A Word file: styles for title and headings, a numbered list, a table. `document` is another body, as XML."""

    def paragraph(text: str, properties: str = "") -> str:
        middle = len(text) // 2  # Word cuts a paragraph into runs wherever it likes
        runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in (text[:middle], text[middle:]))
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"

    body = [paragraph(article.title, '<w:pStyle w:val="T"/>')]
    parts = [*([("table", [list(row) for row in article.infobox])] if article.infobox else []), *article.parts]
    for kind, content in parts:
        if kind in SIGNS:
            body.append(paragraph(str(content), f'<w:pStyle w:val="H{len(SIGNS[kind]) - 1}"/>'))
        elif kind == "paragraph":
            body.append(paragraph(str(content)))
        elif kind == "items":
            assert isinstance(content, list)
            numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            body += [paragraph(one, numbered) for one in content]
        else:
            assert isinstance(content, list)
            rows = ("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in content)
            body.append("<w:tbl>" + "".join(rows) + "</w:tbl>")
    styles = (
        f'<w:styles xmlns:w="{_WORD}"><w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels", f'<Relationships><Relationship Type="{_OFFICE}" Target="word/document.xml"/></Relationships>'
        )
        inner = document if document is not None else "".join(body)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{inner}</w:body></w:document>')
        archive.writestr("word/styles.xml", styles)
    return packed.getvalue()


Placed = tuple[str, float, float, float, str]  # words, left, height, size, font


def pdf(article: Article = SMALL) -> bytes:
    """Two pages with a running header, page numbers, wrapped lines, and words cut at their ends."""
    pages: list[list[Placed]] = []
    height = 0.0

    def turn() -> None:
        nonlocal height
        number = len(pages) + 1
        pages.append([("Notes on the Balkans", 72, 800, 8, "F1"), (f"Page {number}", 280, 30, 8, "F1")])
        height = 740.0

    def write(text: str, size: float = 10, font: str = "F1", left: float = 72, gap: float = 8) -> None:
        nonlocal height
        for line in _wrapped(text, 80):
            if height < 70:
                turn()
            pages[-1].append((line, left, height, size, font))
            height -= 1.25 * size
        height -= gap

    turn()
    write(article.title, size=20, font="F2", gap=14)
    for key, value in article.infobox:
        pages[-1] += [(key, 72, height, 10, "F1"), (value, 192, height, 10, "F1")]
        height -= 18
    for kind, content in _flat(article):
        if kind in SIGNS:
            if content == "Diplomatic missions" or height < 110:
                turn()
            write(str(content), size=14 if kind == "heading" else 12, font="F2")
        elif kind == "paragraph":
            write(str(content))
        elif kind == "item":
            pages[-1].append(("•", 72, height, 10, "F1"))
            write(str(content), left=86)
        else:
            for place, cell in enumerate(content):
                pages[-1].append((cell, 72 + 120 * place, height, 10, "F1"))
            height -= 18
    return pdf_of(pages)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of so many letters at most; long words are cut with a hyphen."""
    lines, line = [], ""
    for word in text.split():
        room = width - len(line) - 1
        if len(word) <= room or not line:
            line = f"{line} {word}".strip()
        elif len(word) >= 9 and word.isalpha() and word.islower() and room >= 6:
            lines.append(f"{line} {word[: room - 2]}-")
            line = word[room - 2 :]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def pdf_of(pages: list[list[Placed]]) -> bytes:
    """A PDF by hand: words at places, in Helvetica (F1) or its bold (F2), with the letters of Turkish."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects += [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%b /Encoding << /BaseEncoding /WinAnsiEncoding "
        b"/Differences [208 /Gbreve 221 /Idotaccent /Scedilla 240 /gbreve 253 /dotlessi /scedilla] >> >>" % name
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    kids = []
    for page in pages:
        drawn = b""
        for words, left, height, size, font in page:
            shown = words.encode("cp1254").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn += b"BT /%b %g Tf %g %g Td (%b) Tj ET\n" % (font.encode(), size, left, height, shown)
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn))
        fonts = b"<< /F1 3 0 R /F2 4 0 R >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font %b >> >>"
            % (len(objects), fonts)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return assembled(objects)


def assembled(objects: list[bytes], more: bytes = b"") -> bytes:
    """A PDF file of such objects, the first its catalog; `more` goes into the trailer."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, more, start)


def jsonl(article: Article = SMALL) -> bytes:
    """One line of news."""
    told = {
        "id": "n-1",
        "title": article.title,
        "text": plain(article, title=False).decode(),
        "date": DATE + "T08:30:00Z",
        "url": ADDRESS,
    }
    return json.dumps(told).encode() + b"\n"


WRITERS: dict[str, Callable[[], bytes]] = {
    "plain": plain,
    "wikitext": wikitext,
    "html": html,
    "tei": tei,
    "docx": docx,
    "pdf": pdf,
    "jsonl": jsonl,
}
