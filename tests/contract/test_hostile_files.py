"""Files made to harm: refused with one clear message, or read within bounds of time and memory. Nothing is written, nothing fetched."""

from __future__ import annotations

import gzip
import io
import json
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
