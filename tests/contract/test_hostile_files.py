"""Files made to harm: refused with one clear message, or read within bounds of time and memory. Nothing is written, nothing fetched."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import tarfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from relazione.model.documents import Document
from relazione.model.errors import InputError
from relazione.sources.read import read_documents

SENTENCE = "The envoy of Ruritania and that of Graustark signed a treaty in the city of Zenda. "
MEGABYTE = 1_000_000


def outcome(path: Path, **options: Any) -> list[Document | InputError]:
    """The documents and errors of a file; an error of the whole file too."""
    found: list[Document | InputError] = []
    try:
        found.extend(read_documents(path, **options))
    except InputError as error:
        found.append(error)
    return found


def the_error(path: Path, **options: Any) -> str:
    found = outcome(path, **options)
    assert found and isinstance(found[-1], InputError), found
    message = str(found[-1])
    assert str(path) in message and len(message) < 600
    return message


def tei(body: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>\n{before}<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'


# --- XML ------------------------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
XML = {
    "a bomb of nested entities": (tei("<p>&l9;</p>", f"<!DOCTYPE TEI [{LAUGHS}]>"), "XML entity 'l0'"),
    "one long entity, often": (
        tei("<p>" + "&a;" * 9999 + "</p>", f'<!DOCTYPE TEI [<!ENTITY a "{"a" * 99999}">]>'),
        "XML entity 'a'",
    ),
    "a file by an entity": (tei("<p>&x;</p>", '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "XML entity 'x'"),
    "an address by a parameter entity": (
        tei("<p>x</p>", '<!DOCTYPE TEI [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;]>'),
        "XML entity 'p'",
    ),
    "a DTD elsewhere": (tei("<p>x</p>", '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd">'), "DTD elsewhere"),
    "an entity of nowhere": (tei("<p>&nowhere;</p>"), "undefined entity"),
    "elements a million deep": (tei("<p>" * 1_000_000), "nested more than"),
    "an end missing": (tei("<p>x</p>")[:-20], "no well-formed XML"),
    "a zero byte": (tei("<p>a\0b</p>"), "no"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", XML)
def test_hostile_xml_is_refused(tmp_path: Path, name: str) -> None:
    text, said = XML[name]
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    assert said in the_error(path)


# --- compressed -----------------------------------------------------------------------------------------------------------------


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"A" * (300 * MEGABYTE))


def zip_that_lies(path: Path) -> None:
    """The directory says that the member has ten bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"A" * (100 * MEGABYTE))
    data = bytearray(packed.getvalue())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)


def overlapping_zip(path: Path) -> None:
    """A thousand entries of one and the same packed member: small, and gigabytes when unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"A\n" * (2 * MEGABYTE))
    data = packed.getvalue()
    directory, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = data[directory:end] * 1000
    tail = bytearray(data[end:])
    tail[8:12] = (1000).to_bytes(2, "little") * 2
    tail[12:16] = len(entries).to_bytes(4, "little")
    path.write_bytes(data[:directory] + entries + tail)


def gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb") as out:
        for _ in range(300):
            out.write(b"A" * MEGABYTE)


def tar_bomb(path: Path) -> None:
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w|") as archive:
        for number in range(30):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = 15 * MEGABYTE
            archive.addfile(info, io.BytesIO(bytes(info.size)))


def tar_with_an_endless_header(path: Path) -> None:
    with gzip.open(path, "wb") as out:
        info = tarfile.TarInfo("a.txt")
        info.type, info.size = tarfile.GNUTYPE_LONGNAME, 400 * MEGABYTE
        out.write(info.tobuf(tarfile.GNU_FORMAT))
        for _ in range(400):
            out.write(b"A" * MEGABYTE)


def docx_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:document>" + b" " * (200 * MEGABYTE))


BOMBS: list[tuple[str, Callable[[Path], None], str]] = [
    ("a.zip", zip_bomb, "which is the limit"),
    ("b.zip", zip_that_lies, ""),
    ("c.zip", overlapping_zip, "overlap"),
    ("a.txt.gz", gzip_bomb, "which is the limit"),
    ("a.tar.gz", tar_bomb, "in all"),
    ("b.tar.gz", tar_with_an_endless_header, "header or gap"),
    ("a.docx", docx_bomb, "zip bomb"),
]


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("name", "make", "said"), BOMBS, ids=[make.__name__ for _, make, _ in BOMBS])
def test_bombs_do_not_go_off(tmp_path: Path, name: str, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / name
    make(path)
    tracemalloc.start()
    try:
        found = outcome(path)
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 250 * MEGABYTE
    assert found and all(isinstance(one, InputError) for one in found)
    assert said in str(found[-1])


def test_nothing_is_written_and_nothing_outside_is_read(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text(SENTENCE)
    path = inside / "a.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "../secret.txt"
        archive.addfile(link)
        climbing = tarfile.TarInfo("../planted.txt")
        climbing.size = len(SENTENCE)
        archive.addfile(climbing, io.BytesIO(SENTENCE.encode()))
    found = outcome(path)
    assert len(found) == 2 and all(isinstance(one, InputError) and "not read" in str(one) for one in found)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.tar", "inside", "secret.txt"]


# --- long and broken ------------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_a_million_lines_of_news_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    line = json.dumps({"title": "Envoys", "text": SENTENCE}) + "\n"
    with path.open("w", encoding="utf-8") as out:
        for _ in range(100):
            out.write(line)
            out.write("{}\n" * 9999)
    tracemalloc.start()
    try:
        found = [type(one) for one in read_documents(path)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.count(Document) == 100 and len(found) < 300
    assert peak < 50 * MEGABYTE


def many_lines(form: str, count: int) -> bytes:
    lines = [SENTENCE] * count
    if form == "tei":
        return tei("".join(f"<p>{line}</p>\n" for line in lines)).encode()
    if form == "docx":
        raise AssertionError
    return "\n".join(lines).encode()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("form", ["plain", "tei"])
def test_time_grows_with_the_lines_and_no_faster(tmp_path: Path, form: str) -> None:
    def seconds(count: int) -> float:
        path = tmp_path / f"{form}-{count}.xml"
        path.write_bytes(many_lines(form, count))
        times = []
        for _ in range(2):
            begun = time.process_time()
            (document,) = outcome(path)
            times.append(time.process_time() - begun)
            assert isinstance(document, Document) and len(document.blocks) == count
        return min(times)

    assert seconds(40_000) < 4 * seconds(10_000) * 2 + 0.5


@pytest.mark.timeout(300)
def test_word_files_of_many_paragraphs_take_linear_time(tmp_path: Path, format_files: ModuleType) -> None:
    def seconds(count: int) -> float:
        path = tmp_path / f"{count}.docx"
        numbers = random.Random(count)
        lines = (f"<w:p><w:r><w:t>{SENTENCE}{numbers.random()}</w:t></w:r></w:p>" for _ in range(count))
        path.write_bytes(format_files.docx("".join(lines)))
        begun = time.process_time()
        (document,) = outcome(path)
        assert isinstance(document, Document) and len(document.blocks) == count
        return time.process_time() - begun

    assert seconds(40_000) < 4 * seconds(10_000) * 2 + 0.5


@pytest.mark.timeout(300)
def test_pages_of_many_lines_take_linear_time(tmp_path: Path, format_files: ModuleType) -> None:
    def seconds(pages: int) -> float:
        path = tmp_path / f"{pages}.pdf"
        lines = [(SENTENCE, 72, 780 - 12 * n, 10, "F1") for n in range(60)]
        path.write_bytes(format_files.pdf_of([lines] * pages))
        begun = time.process_time()
        (document,) = outcome(path)
        assert isinstance(document, Document) and document.blocks[-1].page == pages
        return time.process_time() - begun

    assert seconds(80) < 4 * seconds(20) * 2 + 0.5


@pytest.mark.parametrize("form", ["tei", "html", "wikitext", "plain", "jsonl"])
def test_bytes_that_are_not_utf8_are_read_as_western_or_refused(tmp_path: Path, format_files: ModuleType, form: str) -> None:
    data = format_files.WRITERS[form]().replace(b"Western", b"W\xe9stern")
    path = tmp_path / "a.file"
    path.write_bytes(data)
    (found,) = outcome(path)
    if form == "jsonl":
        assert isinstance(found, InputError)
    else:
        assert isinstance(found, Document) and "Wéstern Thrace" in found.text


@pytest.mark.timeout(300)
@pytest.mark.parametrize("form", ["pdf", "docx", "tei", "jsonl", "zip"])
def test_damaged_files_never_crash(tmp_path: Path, format_files: ModuleType, form: str) -> None:
    """Cut off, or with bytes changed at places drawn by a fixed seed: documents or clear errors, and nothing else."""
    if form == "zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", format_files.plain())
            archive.writestr("b.pdf", format_files.pdf())
        whole = packed.getvalue()
    else:
        whole = format_files.WRITERS[form]()
    chance = random.Random(form)
    path = tmp_path / f"a.{form}"
    for turn in range(60):
        data = bytearray(whole)
        if turn % 3 == 0:
            data = data[: chance.randrange(len(data))]
        for _ in range(chance.randrange(1, 30)):
            if data:
                data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        assert all(isinstance(one, Document | InputError) for one in outcome(path))


# --- more of an attacker's ideas: each is one file, read or refused, quickly and in little memory -----------------------------------

HTML = "<!DOCTYPE html><html><title>Envoys of Zenda</title><body><p>" + SENTENCE
WIKI = "= Envoys of Zenda =\n\n[[Zenda]] '''was''' a city. " + SENTENCE
NASTY: dict[str, tuple[str, str]] = {
    "elements 10^5 deep": ("a.html", HTML + "<div>" * 100_000 + SENTENCE),
    "tables 10^4 deep": ("a.html", HTML + "<table><tr><td>" * 10_000 + SENTENCE),
    "lists 10^4 deep": ("a.html", HTML + "<ul><li>" * 10_000 + SENTENCE),
    "spans of 10^9": (
        "a.html",
        HTML + "<table><tr>" + f"<td colspan=1000000000 rowspan=1000000000>{SENTENCE}</td>" * 200 + "</table>",
    ),
    "an element of 10^5 attributes": ("a.html", HTML + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + SENTENCE),
    "nothing but <": ("a.html", HTML + "<" * 500_000),
    "comments without end": ("a.html", HTML + "<!--" * 100_000),
    "scripts without end": ("a.html", HTML + "<script>" * 100_000),
    "character references": ("a.html", HTML + "&#99999999999999999999;" * 10_000 + "&#" * 100_000),
    "templates 10^4 deep": ("a.wiki", WIKI + SENTENCE * 200 + "{{a|" * 10_000 + SENTENCE + "}}" * 10_000),
    "templates without end": ("a.wiki", WIKI + "{{" * 200_000),
    "links without end": ("a.wiki", WIKI + SENTENCE * 200 + "[[a|" * 20_000),
    "wiki tables 10^4 deep": ("a.wiki", WIKI + "\n{|\n|-\n| " * 10_000),
    "wiki spans of 10^9": (
        "a.wiki",
        WIKI + '\n{| class="wikitable"\n' + f"|-\n| colspan=1000000000 | {SENTENCE}\n" * 200 + "|}\n",
    ),
    "quotes of wikitext": ("a.wiki", WIKI + "'" * 500_000),
    "cells of one line": ("a.wiki", WIKI + "\n{|\n|" + "|" * 300_000 + "\n|}"),
    "10^6 brackets": ("a.txt", SENTENCE + "(" * 1_000_000),
    "a word of 10^6 letters": ("a.txt", SENTENCE + "a" * 1_000_000),
    "10^6 spaces": ("a.txt", SENTENCE + " " * 1_000_000 + "x"),
    "10^6 line ends": ("a.txt", SENTENCE + "\n" * 1_000_000 + "x"),
    "10^6 quotes": ("a.txt", SENTENCE + '"' * 1_000_000),
    "10^6 equals signs": ("a.txt", SENTENCE + "\n" + "=" * 1_000_000 + "\n" + "= " * 100_000),
    "commands to a terminal": ("a.txt", "= Envoys\x1b]0;owned\x07\x1b[2J of Zenda =\n\n" + SENTENCE),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_text_is_read_within_bounds(tmp_path: Path, name: str) -> None:
    """The words in it are not lost, and what is no language never reaches the language model."""
    from relazione.coding.text import LONGEST_CHUNK, chunks

    file, text = NASTY[name]
    path = tmp_path / file
    path.write_text(text, encoding="utf-8")
    tracemalloc.start()
    try:
        (found,) = outcome(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 400 * MEGABYTE
    assert isinstance(found, Document) and "envoy of Ruritania" in found.visible
    pieces = chunks(found)
    assert any("signed a treaty" in piece.text for piece in pieces) and all(len(piece.text) <= LONGEST_CHUNK for piece in pieces)
    assert sum(len(piece.text) for piece in pieces) < 100_000


def test_a_batch_for_the_language_model_is_bounded_in_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    from relazione.coding import language_model

    batches: list[list[str]] = []

    class Model:
        def pipe(self, texts: list[str], batch_size: int) -> list[str]:
            batches.append(texts)
            return texts

    monkeypatch.setattr(language_model, "language_model", Model)
    texts = ["(" * 6000] * 9 + ["short"] * 300
    assert list(language_model.parse(texts)) == texts  # type: ignore[comparison-overlap]
    assert all(len(batch) <= language_model.BATCH and sum(map(len, batch)) <= language_model.MOST_LETTERS for batch in batches)


def deep_pdf(files: ModuleType, kind: str) -> bytes:
    catalog, page = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    if kind == "pages in a ring":
        kids = b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>"
        return bytes(files.assembled([catalog, kids % (3, 3), kids % (2, 2)]))
    if kind == "pages that double 40 times":
        doubling = [b"<< /Type /Pages /Count 2 /Kids [%d 0 R %d 0 R] >>" % (n, n) for n in range(3, 43)]
        return bytes(files.assembled([catalog, *doubling, page]))
    if kind == "a table of places that names itself":
        whole: bytes = files.pdf()
        return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % whole.rindex(b"xref\n0"))
    if kind == "arrays 10^5 deep":
        return bytes(files.assembled([catalog[:-2] + b"/X " + b"[" * 100_000 + b" >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]))
    if kind == "a length of 10^11":
        return bytes(files.pdf().replace(b"/Length ", b"/Length 9999999"))
    assert kind == "10^5 pages"
    return bytes(files.assembled([catalog, b"<< /Type /Pages /Count 99 /Kids [" + b"3 0 R " * 100_000 + b"] >>", page]))


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "kind",
    [
        "pages in a ring",
        "pages that double 40 times",
        "a table of places that names itself",
        "arrays 10^5 deep",
        "a length of 10^11",
        "10^5 pages",
    ],
)
def test_a_pdf_that_leads_in_circles_ends(tmp_path: Path, format_files: ModuleType, kind: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(deep_pdf(format_files, kind))
    (found,) = outcome(path)
    assert isinstance(found, Document) == (kind == "a table of places that names itself")


@pytest.mark.timeout(60)
def test_word_styles_based_on_each_other_end(tmp_path: Path, format_files: ModuleType) -> None:
    """Sixty thousand in a row, the last based on the first."""
    from relazione.sources import docx

    styles = "".join(
        f'<w:style w:styleId="s{n}"><w:name w:val="n{n}"/><w:basedOn w:val="s{(n + 1) % 60_000}"/></w:style>'
        for n in range(60_000)
    )
    data = f'<w:styles xmlns:w="{format_files._WORD}">{styles}</w:styles>'.encode()
    assert len(docx._styles(data)) == 60_000


def test_news_lines_that_are_nasty_lose_no_neighbour(tmp_path: Path) -> None:
    good = json.dumps({"title": "Envoys", "text": SENTENCE})
    lines = [
        good,
        '{"text":' + "[" * 100_000,
        '{"id": 1e400, "text": "x"}',
        '{"id": ' + "9" * 50_000 + ', "text": "x"}',
        json.dumps({"text": SENTENCE, "date": "2020-99-99"}),
        json.dumps({"id": "a\0b\n\x1b[31m", "title": "Envoys\x00 again", "text": SENTENCE}),
        json.dumps({"id": "x" * 100_000, "title": "Envoys " * 10_000, "text": SENTENCE}),
        '{"text": "\\ud800 ' + SENTENCE + '"}',
        good.replace("Envoys", "Last"),
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    documents = [one for one in outcome(path) if isinstance(one, Document)]
    assert documents[0].title == "Envoys" and documents[-1].title == "Last" and len(documents) >= 4
    assert all(len(one.title) <= 310 and len(one.id) <= 510 for one in documents)
    assert not any(sign in one.id for one in documents for sign in "\0\n\x1b")


def test_a_folder_of_pipes_devices_and_circles_is_read(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "good.txt").write_text(SENTENCE)
    os.mkfifo(inner / "pipe.txt")
    (inner / "endless.txt").symlink_to("/dev/zero")
    (inner / "nowhere.txt").symlink_to("not-there")
    (inner / "up").symlink_to("..")
    (inner / "self").symlink_to(".")
    odd = os.fsencode(inner) + b"/odd\xff\n\x1b[31m.txt"
    with open(odd, "wb") as file:
        file.write(SENTENCE.encode())
    found = outcome(tmp_path)
    documents = [one for one in found if isinstance(one, Document)]
    assert len(documents) == 2 and len(found) == 5
    for one in documents:
        one.origin.encode("utf-8")
    assert sorted("a pipe or a device" in str(one) for one in found if isinstance(one, InputError)) == [False, True, True]
