"""Bytes to text: encodings told apart, offsets kept, and what is no text refused with its name."""

import codecs
import os
from pathlib import Path

import pytest

from relazione.model.errors import BinaryInput, EmptyInput, ImpossibleDate, InputError, TooLarge
from relazione.sources.decode import decode, read_bytes
from relazione.sources.read import document_from_text, read_document

WORDS = "Türkiye’s envoy — İzmir, Niš\r\nand São Tomé"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WORDS.encode(), WORDS),
        (codecs.BOM_UTF8 + WORDS.encode(), WORDS),
        (WORDS.encode("utf-16"), WORDS),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), WORDS),
        ("São Tomé – “quoted”".encode("cp1252"), "São Tomé – “quoted”"),
        ("Köln\u0081".encode("latin-1"), "Köln\u0081"),
        (b"plain ascii\n", "plain ascii\n"),
        (b"tab\tand\x0cpage", "tab\tand\x0cpage"),
        ("日本 🏰".encode(), "日本 🏰"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big end", "windows-1252", "latin-1", "ascii", "controls", "wide"],
)
def test_text_is_read(data: bytes, text: str) -> None:
    assert decode(data, "f") == text


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyInput),
        (b" \n\t ", EmptyInput),
        (codecs.BOM_UTF8 + b" \n", EmptyInput),
        ("\u00a0\u2003".encode(), EmptyInput),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, BinaryInput),
        (b"%PDF-1.7\n" + bytes(range(1, 32)) * 20, BinaryInput),
        (b"text with a \0 in it", BinaryInput),
        (b"PK\x03\x04" + b"\x00" * 60, BinaryInput),
        (codecs.BOM_UTF16_LE + b"abc", BinaryInput),
        (codecs.BOM_UTF8 + b"abc\xff", BinaryInput),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 3, BinaryInput),
    ],
    ids=["empty", "blank", "mark alone", "wide blanks", "png", "pdf", "zero", "zip", "half utf-16", "broken utf-8", "surrogates"],
)
def test_no_text_is_refused_and_named(data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error, match=r"^letters\.txt: ") as caught:
        decode(data, "letters.txt")
    assert caught.value.exit_code == 4


def test_a_few_stray_controls_are_let_pass() -> None:
    assert decode(b"one\x07 two\x1b[0m" + b" words" * 100, "f").startswith("one\x07 two")


def test_size_is_looked_at_before_reading(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000)
    with pytest.raises(TooLarge, match=r"big\.txt: 50\.0 MB, and the limit is 20 MB.*--max-size"):
        read_bytes(path)
    assert len(read_bytes(path, max_size=50_000_000)) == 50_000_000


@pytest.mark.parametrize("make", ["missing", "folder"])
def test_no_file(tmp_path: Path, make: str) -> None:
    path = tmp_path / "it"
    if make == "folder":
        path.mkdir()
    with pytest.raises(InputError, match=r"it: (no such file|a folder, not a document)"):
        read_bytes(path)


def test_a_file_is_read_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "letters.txt"
    path.write_bytes(b"\xef\xbb\xbf= Freedonia and Sylvania =\r\nThey met in 1904.\r\n")
    document = read_document(path, pair=("ITA", "TUR"), date="1999-01-02")
    assert (document.title, document.origin, document.pair, document.date) == (
        "Freedonia and Sylvania",
        path.name,
        ("ITA", "TUR"),
        "1999-01-02",
    )
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Freedonia and Sylvania", "They met in 1904."]


@pytest.mark.parametrize("text", ["= Title =\n== One ==\n== Two ==\n", "= Title =\nSee .\n", "Infobox\n"])
def test_headings_alone_are_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput, match="nothing to read"):
        document_from_text(text)


def test_an_impossible_date_of_the_document_is_refused() -> None:
    with pytest.raises(ImpossibleDate, match="1999-02-30"):
        document_from_text("They met.", date="1999-02-30")
