"""MediaWiki exports: which pages are read and what is kept of each, streamed, compressed, damaged, hostile."""

import bz2
import gzip
import itertools
import re
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import pytest

from relazione.model.documents import Document
from relazione.model.errors import EmptyInput, InputError, TooLarge
from relazione.sources import dumps
from relazione.sources.originals import Original
from relazione.sources.read import document_from_text, read_document, read_documents

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en">
  <siteinfo><sitename>Rivers</sitename><base>https://wiki.example.org/wiki/Main_Page</base>
    <namespaces><namespace key="0" case="first-letter" /><namespace key="1">Talk</namespace></namespaces></siteinfo>
"""
TEXT = "'''Freedonia''' and [[Sylvania]] signed a &lt;b&gt;treaty&lt;/b&gt; in 1904 &amp;amp; met.&lt;ref&gt;A book&lt;/ref&gt;\n== History ==\n* The war of 1911"
ALWAYS = "They met."


def revision(text: str, number: int = 7, day: str = "2019-07-01", model: str = "wikitext") -> str:
    return (
        f"<revision><id>{number}</id><parentid>3</parentid><timestamp>{day}T10:11:12Z</timestamp><contributor><username>U</username><id>99</id>"
        f'</contributor><model>{model}</model><format>text/x-wiki</format><text bytes="1" xml:space="preserve">{text}</text></revision>'
    )


def page(title: str, *revisions: str, ns: int = 0, redirect: str = "") -> str:
    return f"<page><title>{title}</title><ns>{ns}</ns><id>5</id>{redirect}{''.join(revisions or [revision(ALWAYS)])}</page>\n"


def export(*pages: str) -> str:
    return HEAD + "".join(pages) + "</mediawiki>\n"


def titles(path: Path, **told: str) -> list[str]:
    return [
        one.title if isinstance(one, Document) else f"bad: {one}"
        for one in read_documents(path, title_matches=told.get("title_matches"))
    ]


@pytest.fixture
def dump(tmp_path: Path) -> Callable[..., Path]:
    def write(*pages: str) -> Path:
        path = tmp_path / "dump.xml"
        path.write_text(export(*pages), encoding="utf-8")
        return path

    return write


def test_one_page(dump: Callable[..., Path]) -> None:
    document = read_document(dump(page("Freedonia–Sylvania relations", revision(TEXT))))
    assert (document.id, document.title) == ("freedonia-sylvania-relations", "Freedonia–Sylvania relations")
    assert (document.date, document.revision) == ("2019-07-01", "7")
    assert document.address == "https://wiki.example.org/wiki/Freedonia%E2%80%93Sylvania_relations"
    assert document.origin == "dump.xml: Freedonia–Sylvania relations"
    assert document.text.startswith("'''Freedonia''' and [[Sylvania]] signed a <b>treaty</b> in 1904 &amp; met.<ref>")
    assert [document.shown_words(b.start, b.end) for b in document.blocks] == [
        "Freedonia and Sylvania signed a treaty in 1904 & met.",
        "History",
        "The war of 1911",
    ]


PAGES: list[tuple[str, list[str], list[str]]] = [
    # what, pages, titles of those that are read
    ("in their order", [page("B"), page("A")], ["B", "A"]),
    ("talk is left out", [page("Talk:A", ns=1), page("A")], ["A"]),
    ("redirects are left out", [page("B", redirect='<redirect title="A" />'), page("C", revision("#REDIRECT [[A]]")), page("A")], ["A"]),
    ("other models are left out", [page("B.js", revision("x", model="javascript")), page("A")], ["A"]),
    ("empty pages are left out", [page("B", revision(" ")), page("A")], ["A"]),
    ("a page without a revision", ["<page><title>B</title><ns>0</ns></page>", page("A")], ["A"]),
    ("entities of XML in a title", [page("A &amp; B")], ["A & B"]),
    ("elements of later versions", ["<page><title>A</title><new><text>no</text></new><revision><text>They met.</text></revision></page>"], ["A"]),
    ("log items", ["<logitem><id>1</id><text>no</text></logitem>", page("A")], ["A"]),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "found"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_which_pages_are_read(dump: Callable[..., Path], pages: list[str], found: list[str]) -> None:
    assert titles(dump(*pages)) == found


def test_titles_can_be_chosen(dump: Callable[..., Path]) -> None:
    path = dump(page("Freedonia–Sylvania relations"), page("Zenda"), page("Foreign relations of Sylvania"))
    assert titles(path, title_matches="relations$") == ["Freedonia–Sylvania relations"]
    assert titles(path, title_matches="(?i)FOREIGN") == ["Foreign relations of Sylvania"]
    with pytest.raises(EmptyInput, match="3 pages, and none of them matches 'Ruritania'"):
        titles(path, title_matches="Ruritania")


@pytest.mark.parametrize("order", list(itertools.permutations([("2001-01-01", 1), ("2019-07-01", 3), ("2010-01-01", 2)])))
def test_of_several_revisions_the_latest_is_read(dump: Callable[..., Path], order: tuple[tuple[str, int], ...]) -> None:
    document = read_document(dump(page("A", *(revision(f"Text {number}.", number, day) for day, number in order))))
    assert (document.text, document.revision, document.date) == ("Text 3.", "3", "2019-07-01")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda data: bz2.compress(data[:400]) + bz2.compress(data[400:])])
def test_compressed(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "no-ending"
    path.write_bytes(pack(export(page("A"), page("B")).encode()))
    assert titles(path) == ["A", "B"]


def test_a_text_at_hand() -> None:
    assert document_from_text(export(page("A"))).title == "A"


@pytest.mark.parametrize(
    "text", ["<mediawikis><page/></mediawikis>", "<html><mediawiki/></html>", "mediawiki", "<!-- <mediawiki> --><TEI></TEI>"]
)
def test_what_is_no_export(text: str) -> None:
    assert not dumps.matches(Original("x", "x", text).head())


def test_a_bad_page_does_not_stop_the_others(dump: Callable[..., Path]) -> None:
    french = "Les deux pays ont des relations et une ambassade est dans la ville pour le roi avec des ministres. " * 5
    found = titles(dump(page("A"), page("B", revision(french)), page("C", revision("== only ==\n")), page("D")))
    assert [one if len(one) == 1 else one.partition("dump.xml: ")[2][:12] for one in found] == [
        "A",
        "B: in French",
        "C: headings ",
        "D",
    ]


def test_a_page_over_the_limit(dump: Callable[..., Path]) -> None:
    found = list(read_documents(dump(page("A"), page("B", revision("x" * 2000)), page("C")), max_size=1000))
    assert [type(one) for one in found] == [Document, TooLarge, Document]
    assert "dump.xml: B" in str(found[1])


def until_bad(path: Path) -> tuple[list[str], str]:
    """Titles that are read before the error, and the error."""
    found: list[str] = []
    with pytest.raises(InputError) as raised:
        for one in read_documents(path):
            found.append(cast(Document, one).title)
    return found, str(raised.value)


BOMB = (
    '<!DOCTYPE mediawiki [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefgh"))
    + "]>\n"
)
WHOLE = export(page("A"), page("B"))
BAD: dict[str, tuple[bytes, list[str], list[str]]] = {
    "cut off": (WHOLE[: WHOLE.index("<title>B") + 5].encode(), ["A"], ["no well-formed XML", "line"]),
    "invalid UTF-8": (
        WHOLE.replace("<title>B", "<title>\udcff").encode("utf-8", "surrogateescape"),
        ["A"],
        ["no well-formed XML"],
    ),
    "entities of its own": ((BOMB + WHOLE.replace("They met.", "&h;")).encode(), [], ["entity", "refused"]),
    "a DTD from elsewhere": (
        ('<!DOCTYPE mediawiki SYSTEM "http://example.org/x.dtd">' + WHOLE).encode(),
        [],
        ["DTD", "not fetched"],
    ),
    "ten thousand deep": ((HEAD + "<page>" * 10_000).encode(), [], ["deep"]),
    "damaged gzip": (gzip.compress(WHOLE.encode())[:-20], [], ["damaged"]),
    "no article": (export(page("Talk:A", ns=1)).encode(), [], ["1 pages, and none is an article"]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_bad_is_told(tmp_path: Path, name: str) -> None:
    data, before, words = BAD[name]
    path = tmp_path / "bad.xml"
    path.write_bytes(data)
    found, message = until_bad(path)
    assert found == before
    assert message.startswith(str(path)) and [word for word in words if word not in message] == []


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "LARGE", 2_000_000)
    path = tmp_path / "bomb.xml.bz2"
    path.write_bytes(bz2.compress((HEAD + " " * 5_000_000 + page("A") + "</mediawiki>").encode()))
    assert "times its size" in until_bad(path)[1]


def test_a_dump_is_streamed() -> None:
    """Ten thousand pages of which none is wanted cost no more memory than a few."""

    class Many(Original):
        def open(self) -> IO[bytes]:  # type: ignore[override]
            return cast(
                IO[bytes],
                Stream(
                    itertools.chain([HEAD], (page(f"P{i}", revision("word " * 400)) for i in range(10_000)), ["</mediawiki>"])
                ),
            )

    class Stream:
        def __init__(self, parts: Iterator[str]) -> None:
            self.parts = parts

        def read(self, size: int = -1) -> bytes:
            return "".join(itertools.islice(self.parts, 100)).encode()

        def __enter__(self) -> "Stream":
            return self

        def __exit__(self, *_: object) -> None: ...

    tracemalloc.start()
    try:
        found = list(dumps.read(Many("d", "d", b"x" * 50_000, title_matches=re.compile("^P(17|9999)$"))))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [one.title for one in found if not isinstance(one, InputError)] == ["P17", "P9999"]
    assert peak < 5_000_000
