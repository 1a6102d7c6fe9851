"""Archives: members in their own formats, each with errors of its own; nothing that climbs out, links or holds archives."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from relazione.model.errors import InputError
from relazione.sources import archives
from relazione.sources.originals import Original, Page

ARTICLE = b"= Ruritania and Graustark =\n\nThe two states signed a treaty.\n"
Members = Iterable[tuple[str, bytes]]


def zipped(members: Members) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def tarred(members: Members, mode: Any = "w:gz") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


PACKERS: dict[str, Callable[[Members], bytes]] = {
    "zip": zipped,
    "tar": lambda members: tarred(members, "w"),
    "tar.gz": tarred,
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
}
each_kind = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


def read(data: bytes, **options: Any) -> list[Page | InputError]:
    return list(archives.read(Original("a.zip", "a.zip", data, **options)))


def names(found: list[Page | InputError]) -> list[str]:
    return [one.origin.partition("/")[2] if isinstance(one, Page) else f"! {one}" for one in found]


def test_a_document_tells_its_member(format_files: Any) -> None:
    news = format_files.jsonl()
    found = read(zipped([("press/2024/news.jsonl", news), ("a.txt", ARTICLE)]))
    assert [one.origin for one in found if isinstance(one, Page)] == ["a.zip/press/2024/news.jsonl, line 1", "a.zip/a.txt"]


@each_kind
def test_members_are_read_each_in_its_format(pack: Callable[[Members], bytes], format_files: Any) -> None:
    files = {name: write() for name, write in format_files.WRITERS.items()}
    endings = {"plain": "txt", "wikitext": "wiki", "tei": "xml"}
    members = [(f"deep/er/{name}.{endings.get(name, name)}", data) for name, data in files.items()]
    data = pack(members)
    assert archives.matches(Original("a", "a", data).head())
    found = read(data)
    assert [one.format for one in found if isinstance(one, Page)] == list(files)
    assert found[0].where == "a.zip/deep/er/plain.txt" if isinstance(found[0], Page) else False


@each_kind
def test_what_is_no_document_is_passed_over(pack: Callable[[Members], bytes]) -> None:
    members = [("flag.png", b"\x89PNG"), (".hidden.txt", ARTICLE), ("__MACOSX/a.txt", b"\0"), ("a.txt", ARTICLE)]
    assert names(read(pack(members))) == ["a.txt"]


@each_kind
def test_a_bad_member_does_not_stop_the_others(pack: Callable[[Members], bytes]) -> None:
    first, second, third = names(read(pack([("a.txt", ARTICLE), ("b.txt", bytes(range(32)) * 9), ("c.txt", ARTICLE)])))
    assert (first, third) == ("a.txt", "c.txt")
    assert second.startswith("! a.zip/b.txt: no text")


@each_kind
@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "..\\..\\a.txt", "C:\\a.txt", "C:/a.txt", "../evil.png"]
)
def test_names_that_lead_elsewhere_are_refused(pack: Callable[[Members], bytes], name: str) -> None:
    first, second = names(read(pack([(name, ARTICLE), ("good.txt", ARTICLE)])))
    assert first.startswith("! a.zip/") and "not read" in first and "archive" in first
    assert second == "good.txt"


@each_kind
def test_an_archive_within_an_archive_is_refused(pack: Callable[[Members], bytes]) -> None:
    inner = zipped([("a.txt", ARTICLE)])
    found = names(read(pack([("inner.zip", inner), ("disguised.txt", inner), ("a.txt", ARTICLE)])))
    assert [one.endswith("unpack it first") for one in found] == [True, True, False]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(kind: bytes) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo("passwords.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert names(read(packed.getvalue())) == ["! a.zip/passwords.txt: it is a link or device; not read"]


def test_a_link_in_a_zip_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo("passwords.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert names(read(packed.getvalue())) == ["! a.zip/passwords.txt: it is a link; not read"]


@each_kind
def test_a_member_that_is_too_large_is_left_out(pack: Callable[[Members], bytes]) -> None:
    found = names(read(pack([("big.txt", ARTICLE * 100), ("a.txt", ARTICLE)]), max_size=1000))
    assert found[0].startswith("! a.zip/big.txt") and "limit" in found[0] and found[1:] == ["a.txt"]


@each_kind
def test_too_many_members_are_refused(pack: Callable[[Members], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    with pytest.raises(InputError, match="more than 3 members"):
        read(pack((f"{n}.txt", ARTICLE) for n in range(5)))


@each_kind
def test_too_much_in_all_is_refused(pack: Callable[[Members], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_TOGETHER", 50_000)
    with pytest.raises(InputError, match="in all"):
        read(pack((f"{n}.txt", ARTICLE * 200) for n in range(10)))


@each_kind
def test_a_damaged_archive_is_told(pack: Callable[[Members], bytes]) -> None:
    data = pack([(f"{n}.txt", ARTICLE * 50) for n in range(40)])
    with pytest.raises(InputError, match="damaged"):
        found = read(data[: len(data) // 2])
        raise next(one for one in found if isinstance(one, InputError))


@pytest.mark.parametrize(("start", "name"), [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07\x01\0", "RAR")])
def test_other_archives_are_named(start: bytes, name: str) -> None:
    with pytest.raises(InputError, match=f"a {name} archive"):
        read(start + bytes(100))


def test_a_locked_member_is_told() -> None:
    data = bytearray(zipped([("a.txt", ARTICLE)]))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    assert "password" in names(read(bytes(data)))[0]


def test_only_wanted_titles_and_a_word_where_nothing_is_read() -> None:
    data = zipped([("a.txt", ARTICLE), ("b.txt", ARTICLE.replace(b"Ruritania", b"Syldavia"))])
    assert names(read(data, title_matches=re.compile("Syldavia"))) == ["b.txt"]
    told: list[str] = []
    assert read(zipped([("a.png", b"")]), tell=told.append) == []
    assert "no member of it is of a kind that is read" in told[0]


def test_an_archive_on_disk_is_read_through_the_door(tmp_path: Path) -> None:
    from relazione.sources.read import read_documents

    path = tmp_path / "articles.tar.gz"
    path.write_bytes(tarred([("b.txt", ARTICLE), ("a.txt", ARTICLE)]))
    found = list(read_documents(path))
    assert [getattr(one, "origin", one) for one in found] == ["articles.tar.gz/b.txt", "articles.tar.gz/a.txt"]
