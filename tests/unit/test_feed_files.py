"""Files of feeds become batches of rows, with every row accounted for. What the tests read is made by the tests."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from relazione.model.errors import BinaryInput, EmptyInput, InputError, TooLarge, UnknownDataset
from relazione.sources.feeds import batches as batches_module
from relazione.sources.feeds.batches import BadRow, batches
from relazione.sources.feeds.columns import arrow_schema
from relazione.sources.feeds.files import files_in, recognise

SHARED = Path(__file__).parents[3] / "shared" / "datasets" / "whole"


class Told:
    """What became of a file: all its batches together."""

    def __init__(self, path: Path, block_size: int = 1 << 22) -> None:
        self.rows: list[dict[str, Any]] = []
        self.bad: list[BadRow] = []
        self.left_out: Counter[str] = Counter()
        self.read = self.events = 0
        self.cut_off = ""
        for batch in batches(recognise(path), block_size):
            assert batch.rows.schema.equals(arrow_schema())
            assert batch.read == batch.events + batch.bad_count + batch.left_out.total()
            self.rows += batch.rows.to_pylist()
            self.bad += batch.bad
            self.left_out += batch.left_out
            self.read += batch.read
            self.events += batch.events
            self.cut_off = self.cut_off or batch.cut_off


def gdelt(width: int = 61, **cells: str) -> str:
    """A row of GDELT: of 2.0, or of 1.0 where the width is 58 or 57."""
    row = [""] * width
    told = {
        "key": "7",
        "date": "20180101",
        "a": "ITA",
        "b": "TUR",
        "cameo": "043",
        "quad": "1",
        "goldstein": "2.8",
        "mentions": "3",
    } | cells
    row[:5] = told["key"], told["date"], told["date"][:6], told["date"][:4], told["date"][:4] + ".01"
    row[7], row[17], row[25], row[26], row[28] = told["a"], told["b"], "1", told["cameo"], told["cameo"][:2]
    row[29:32] = told["quad"], told["goldstein"], told["mentions"]
    if width == 61:
        row[59:] = "20180101000000", told.get("address", "https://example.org/a")
    else:
        row[56] = "20180101"
        row[57:58] = ["https://example.org/b"] if width > 57 else []
    return "\t".join(row)


def written(folder: Path, *rows: str | bytes, name: str = "20180101000000.export.CSV", end: bytes = b"\n") -> Path:
    path = folder / name
    path.write_bytes(b"".join((row if isinstance(row, bytes) else row.encode()) + end for row in rows))
    return path


def test_a_row_of_gdelt(tmp_path: Path) -> None:
    told = Told(written(tmp_path, gdelt(), gdelt(key="8", a="TUR", b="ITA", cameo="190", quad="4", goldstein="-10.0")))
    assert told.rows[0] == {
        "a": "ITA", "b": "TUR", "day": 17532, "month_ix": 24216, "year": 2018, "direction": 1, "quad": 1, "intensity": 4.0, "weight": 1.0,
        "once": 1, "plover": "CONSULT", "mode": "visit", "cameo": "043", "source_intensity": 2.8, "a_polity": "italian-republic",
        "b_polity": "republic-of-turkiye", "a_code": "ITA", "b_code": "TUR", "mentions": 3, "publisher": "", "address": "https://example.org/a",
        "feed": "gdelt2", "key": "7", "load": 0,
    }  # fmt: skip
    second = told.rows[1]
    assert (second["a"], second["b"], second["direction"], second["intensity"], second["a_code"]) == (
        "ITA",
        "TUR",
        -1,
        -9.0,
        "ITA",
    )
    assert (told.read, told.events, told.bad) == (2, 2, [])


POLECAT = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
]


def polecat(header: list[str] = POLECAT, **told: str) -> str:
    """A row of POLECAT; `told` by names as "actor_country"."""
    cells = {
        "event_id": "P1", "event_date": "2022-03-01", "event_type": "CONSULT", "event_mode": "visit", "intensity": "4.0", "quad_code": "VERBAL COOPERATION",
        "event_intensity": "4.0", "actor_country": "ITA", "actor_cow": "325", "recipient_country": "TUR", "recipient_cow": "640", "source": "ANSA",
    } | told  # fmt: skip
    return "\t".join(cells.get(name.lower().replace(" ", "_"), "None") for name in header)


ICEWS = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
]


def icews(header: list[str] = ICEWS, **told: str) -> str:
    cells = {
        "event_id": "1", "event_date": "1998-05-05", "source_country": "Italy", "target_country": "Turkey", "cameo_code": "043", "intensity": "2.8",
        "publisher": "Reuters",
    } | told  # fmt: skip
    return "\t".join(cells.get(name.lower().replace(" ", "_"), "") for name in header)


# --- GDELT ----------------------------------------------------------------------------------------------------------------------


def test_both_widths_of_gdelt_1(tmp_path: Path) -> None:
    path = written(tmp_path, gdelt(58), gdelt(57, key="8"), gdelt(59, key="9"), name="20140101.export.CSV", end=b"\r\n")
    told = Told(path)
    assert sorted((row["feed"], row["key"], row["address"]) for row in told.rows) == [
        ("gdelt1", "7", "https://example.org/b"),
        ("gdelt1", "8", ""),
    ]
    assert [(bad.line, bad.why) for bad in told.bad] == [(3, "59 columns where gdelt1 has 57 or 58")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"a": "", "b": ""}, "no state on either side"),
        ({"a": ""}, "no first state"),
        ({"b": ""}, "no second state"),
        ({"a": "IGO"}, "an organisation, and no state"),
        ({"b": "EUR"}, "a region, and no state"),
        ({"b": "ITA"}, "within one state"),
        ({"a": "USA", "b": "GUM"}, "within one state"),
        ({"a": "YUG", "b": "SRB", "date": "20180101"}, "within one state"),
    ],
)
def test_what_is_no_event_between_two_states_is_left_out(tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    told = Told(written(tmp_path, gdelt(), gdelt(**cells)))
    assert (told.left_out, told.bad, told.events, told.read) == ({reason: 1}, [], 1, 2)


@pytest.mark.parametrize(
    ("cells", "reason", "cell"),
    [
        ({"date": "00000101"}, "no day of the years 1000 to 2199", "'00000101'"),
        ({"date": "99990101"}, "no day of the years 1000 to 2199", "'99990101'"),
        ({"date": "20180230"}, "no day of the years 1000 to 2199", "'20180230'"),
        ({"date": ""}, "no day of the years 1000 to 2199", "''"),
        ({"date": "20180101120000"}, "no day of the years 1000 to 2199", "'20180101120000'"),
        ({"date": "", "a": ""}, "no day of the years 1000 to 2199", "''"),
        ({"a": "QQQ"}, "a code of a country that is not known", "'QQQ', 'TUR'"),
        ({"a": "itali"}, "a code of a country that is not known", "'itali', 'TUR'"),
        ({"a": "ITALIANREPUBLIC"}, "a code of a country that is not known", "'ITALIANREPUBLIC', 'TUR'"),
        ({"a": "SVK", "date": "19200101"}, "no state on that day", "'SVK', 'TUR', '19200101'"),
        ({"cameo": "999"}, "no event code that is known", "'999'"),
        ({"cameo": ""}, "no event code that is known", "''"),
        ({"quad": "7"}, "no quad class from 1 to 4", "'7'"),
        ({"goldstein": "cold"}, "no number where one is meant", "'cold', '3'"),
        ({"goldstein": "inf"}, "no number where one is meant", "'inf', '3'"),
        ({"mentions": "-3"}, "no number where one is meant", "'2.8', '-3'"),
        ({"mentions": "99999999999"}, "no number where one is meant", "'2.8', '99999999999'"),
        ({"key": ""}, "no key of its own", ""),
        ({"address": "http://\0"}, "a zero byte in it", ""),
    ],
)
def test_a_bad_row_is_kept_aside_and_the_others_go_on(tmp_path: Path, cells: dict[str, str], reason: str, cell: str) -> None:
    told = Told(written(tmp_path, gdelt(), gdelt(**cells), gdelt(key="9")))
    assert [row["key"] for row in told.rows] == ["7", "9"]
    (bad,) = told.bad
    assert (bad.line, bad.why, bad.cells) == (2, reason, cell)
    assert bad.text == gdelt(**cells)[:400].replace("\0", "\N{REPLACEMENT CHARACTER}")


def test_the_quad_class_and_the_score_are_the_feeds_own(tmp_path: Path) -> None:
    told = Told(
        written(
            tmp_path,
            gdelt(cameo="141", quad="3", goldstein="-6.5"),
            gdelt(cameo="141", quad="", goldstein="", key="8", mentions=""),
        )
    )
    assert [(row["quad"], row["source_intensity"], row["intensity"], row["mentions"]) for row in told.rows] == [
        (3, -6.5, -5.0, 3),
        (4, None, -5.0, 1),
    ]


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    """In a column that is kept the row is bad; in another nobody minds."""
    place = gdelt(key="8").split("\t")
    place[36] = "Zürich"
    told = Told(
        written(
            tmp_path,
            gdelt(),
            gdelt(address="http://x/é").encode("latin-1"),
            "\t".join(place).encode("latin-1"),
            gdelt(address="http://x/é", key="9"),
        )
    )
    assert [(row["key"], row["address"][-1]) for row in told.rows] == [("7", "a"), ("8", "a"), ("9", "é")]
    assert [(bad.line, bad.why) for bad in told.bad] == [(2, "not UTF-8 in a column that is kept")]
    assert "http://x/é" in told.bad[0].text


# --- POLECAT --------------------------------------------------------------------------------------------------------------------


def test_a_row_of_polecat(tmp_path: Path) -> None:
    told = Told(written(tmp_path, "\t".join(POLECAT), polecat(), name="ngecEvents.DV.2022.txt"))
    (row,) = told.rows
    assert {name: row[name] for name in ("a", "b", "direction", "plover", "mode", "quad", "intensity", "source_intensity", "publisher", "key", "feed", "cameo")} == {
        "a": "ITA", "b": "TUR", "direction": 1, "plover": "CONSULT", "mode": "visit", "quad": 1, "intensity": 4.0, "source_intensity": 4.0,
        "publisher": "ANSA", "key": "P1", "feed": "polecat", "cameo": "",
    }  # fmt: skip
    assert (told.read, told.events) == (1, 1)


def test_the_header_of_polecat_tells_the_columns(tmp_path: Path) -> None:
    """Another order, another name of the intensity, a name too many, blank columns at the end, quotation marks, ISO-8859-1."""
    turned = [name.replace("Intensity", "Event Intensity") for name in reversed(POLECAT)]
    with_headline = [*POLECAT[:8], "Headline", *POLECAT[8:]]
    for header, row in (
        (turned, polecat(turned)),
        (with_headline, polecat(with_headline)),
        (with_headline, polecat()),
        (POLECAT, polecat() + "\t\t\t"),
        (POLECAT, polecat(actor_name='Rome "the city", he said')),
        (POLECAT, polecat(actor_country="ITA", source="Le Figaro")),
    ):
        told = Told(written(tmp_path, "\t".join(header), row, name="polecat.txt"))
        assert [(one["a"], one["b"], one["source_intensity"], one["key"]) for one in told.rows] == [("ITA", "TUR", 4.0, "P1")], (
            told.bad
        )
    told = Told(
        written(
            tmp_path,
            "\t".join(POLECAT),
            polecat(source="Libération").encode("latin-1"),
            polecat(source="Libération", event_id="2"),
            name="p.txt",
        )
    )
    assert [row["publisher"] for row in told.rows] == ["Libération", "Libération"]
    told = Told(written(tmp_path, "\t".join(POLECAT), polecat() + "\tx", "\t".join(polecat().split("\t")[:39]), name="p.txt"))
    assert [bad.why for bad in told.bad] == ["41 columns where polecat has 40", "39 columns where polecat has 40"]


def test_a_table_of_polecat_with_quotation_marks_around_its_cells(tmp_path: Path) -> None:
    quoted = ["\t".join(f'"{cell}"' for cell in line) for line in (POLECAT, polecat(actor_name="the great one").split("\t"))]
    told = Told(written(tmp_path, *quoted, polecat(event_id="P2", actor_name='"so'), name="ngec.tab"))
    assert [(row["key"], row["publisher"]) for row in told.rows] == [("P1", "ANSA"), ("P2", "ANSA")]


def pairs(told: Told) -> list[tuple[str, str, int, float]]:
    return sorted((row["a"], row["b"], row["direction"], row["weight"]) for row in told.rows)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"actor_country": "ITA; FRA", "recipient_country": "TUR"}, [("FRA", "TUR", 1, 2 / 3), ("ITA", "TUR", 1, 2 / 3)]),
        ({"actor_country": "TUR; ITA; FRA", "recipient_country": "None", "recipient_cow": "None"},
         [("FRA", "ITA", 0, 2 / 3), ("FRA", "TUR", 0, 2 / 3), ("ITA", "TUR", 0, 2 / 3)]),
        ({"actor_country": "ITA; FRA", "recipient_country": "TUR", "event_type": "ASSAULT", "event_mode": "aerial", "quad_code": "MATERIAL CONFLICT"},
         [("FRA", "TUR", 1, 1.0), ("ITA", "TUR", 1, 1.0)]),
        ({"actor_country": "USA; GUM", "recipient_country": "JPN"}, [("JPN", "USA", -1, 1.0)]),
        ({"actor_country": "ITA; UNO", "recipient_country": "TUR"}, [("ITA", "TUR", 1, 1.0)]),
        ({"actor_country": "ITA;ITA", "recipient_country": "TUR"}, [("ITA", "TUR", 1, 1.0)]),
        ({"actor_country": "None", "actor_cow": "325; 220"}, [("FRA", "TUR", 1, 2 / 3), ("ITA", "TUR", 1, 2 / 3)]),
        ({"actor_country": "KOS"}, [("TUR", "XKX", -1, 1.0)]),
    ],
)  # fmt: skip
def test_lists_of_actors_give_a_row_for_each_pair(
    tmp_path: Path, cells: dict[str, str], found: list[tuple[str, str, int, float]]
) -> None:
    told = Told(written(tmp_path, "\t".join(POLECAT), polecat(**cells), name="p.txt"))
    assert pairs(told) == found, told.bad
    assert (told.read, told.events, {row["key"] for row in told.rows}) == (1, 1, {"P1"})


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"actor_country": "None", "actor_cow": "None"}, "no first state"),
        ({"recipient_country": "None", "recipient_cow": "None"}, "no second state"),
        ({"actor_country": "", "actor_cow": "", "recipient_country": "", "recipient_cow": ""}, "no state on either side"),
        ({"actor_country": "EUR; UNO"}, "an organisation, and no state"),
        ({"recipient_country": "ITA"}, "within one state"),
    ],
)
def test_rows_of_polecat_without_a_pair(tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    told = Told(written(tmp_path, "\t".join(POLECAT), polecat(**cells), name="p.txt"))
    assert (told.left_out, told.bad, told.rows) == ({reason: 1}, [], [])


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"event_type": "DANCE"}, "no event code that is known"),
        ({"quad_code": "cold"}, "no quad class from 1 to 4"),
        ({"event_date": "2022-13-01"}, "no day of the years 1000 to 2199"),
        ({"actor_country": "QQQ; ITA"[:3]}, "a code of a country that is not known"),
        ({"actor_country": "; ".join(f"A{number:02}" for number in range(41))}, "more than 40 states in one event"),
    ],
)
def test_bad_rows_of_polecat(tmp_path: Path, cells: dict[str, str], reason: str) -> None:
    told = Told(written(tmp_path, "\t".join(POLECAT), polecat(**cells), polecat(event_id="P2"), name="p.txt"))
    assert ([(bad.line, bad.why) for bad in told.bad], [row["key"] for row in told.rows]) == ([(2, reason)], ["P2"])


def test_older_names_of_types_and_several_modes(tmp_path: Path) -> None:
    told = Told(
        written(
            tmp_path,
            "\t".join(POLECAT),
            polecat(event_type="fight", event_mode="None; Heavy_Weapons", quad_code="4"),
            name="p.txt",
        )
    )
    assert [(row["plover"], row["mode"], row["intensity"], row["quad"]) for row in told.rows] == [
        ("ASSAULT", "heavy-weapons", -9.5, 4)
    ]


# --- ICEWS ----------------------------------------------------------------------------------------------------------------------


def test_a_row_of_icews_as_it_is_published(tmp_path: Path) -> None:
    told = Told(
        written(tmp_path, "\t".join(ICEWS), icews(), icews(event_id="2", source_country="Yugoslavia"), name="events.1998.tab")
    )
    first, second = told.rows
    assert (first["a"], first["b"], first["a_code"], first["key"], first["publisher"]) == (
        "ITA",
        "TUR",
        "Italy",
        "1 1998-05-05",
        "Reuters",
    )
    assert (second["a"], second["a_polity"], second["quad"], second["mentions"]) == ("SRB", "fr-yugoslavia", 1, 1)


def test_a_table_with_commas_and_quotation_marks(tmp_path: Path) -> None:
    header = ["event_id", "event_date", "source_name", "source_country", "cameo_code", "intensity", "target_country"]
    rows = [
        '1,2018-06-01,"Ministry, Foreign (Italy)",Italy,040,1.0,Turkey',
        '2,2018-06-01,"so, so,Italy,040,1.0,Turkey',
        "3,2018-06-01,x,Italy,040,1.0,Turkey",
    ]
    told = Told(written(tmp_path, ",".join(header), *rows, name="icews.csv"))
    assert [row["key"] for row in told.rows] == ["1 2018-06-01", "3 2018-06-01"]
    assert [(bad.line, bad.why) for bad in told.bad] == [(3, "8 columns where icews has 7")]


# --- which feed -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", EmptyInput),
        (b"\n\n  \n", EmptyInput),
        (b"\0\1\2\3" * 500, BinaryInput),
        (bytes(range(256)) * 50, BinaryInput),
        (b"Dear Sir,\nwe met the envoy.\n", UnknownDataset),
        (b"a\tb\tc\n1\t2\t3\n", UnknownDataset),
        (b"x" * 3_000_000, UnknownDataset),
        (b"\t" * 1_000_000 + b"\n", EmptyInput),
        (b"x\t" * 1_000_000 + b"\n", UnknownDataset),
        ("\t".join(reversed(gdelt().split("\t"))).encode(), UnknownDataset),
        (b"\x1f\x8b\x08junk", InputError),
        (b"PK\3\4junk", InputError),
        (b"PK\5\6" + b"\0" * 18, EmptyInput),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused(tmp_path: Path, content: bytes, error: type[InputError]) -> None:
    path = tmp_path / "20180101000000.export.CSV"
    path.write_bytes(content)
    with pytest.raises(error, match=r"20180101000000\.export\.CSV") as raised:
        recognise(path)
    assert len(str(raised.value)) < 1000


def test_folders_pipes_and_nothing_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(InputError):
            recognise(path)


def test_files_in_a_folder(tmp_path: Path) -> None:
    for name in ("b.export.CSV", "a.zip", "notes.md", ".hidden.csv", "deep/c.txt.gz", "deep/d.TAB"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == [
        "a.zip",
        "b.export.CSV",
        "deep/c.txt.gz",
        "deep/d.TAB",
    ]
    assert files_in(tmp_path / "notes.md") == [tmp_path / "notes.md"]


# --- what holds the text --------------------------------------------------------------------------------------------------------

MANY = [
    gdelt(key=str(number), a="ITA" if number % 3 else "FRA", address=f"https://example.org/{number * 7919}")
    for number in range(3000)
]


def zipped(path: Path, *members: tuple[str, str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in members:
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("library", ["isal", "zlib"])
def test_containers_give_the_same_rows(tmp_path: Path, method: int, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    text = "\n".join(MANY) + "\n"
    plain = Told(written(tmp_path, *MANY))
    assert plain.events == 3000
    (tmp_path / "x.gz").write_bytes(gzip.compress(text[:300_000].encode()) + gzip.compress(text[300_000:].encode()) + b"\0" * 100)
    one, two = (text[: text.index("\n", 200_000) + 1], text[text.index("\n", 200_000) + 1 :])
    for path in (
        zipped(
            tmp_path / "one.zip",
            ("a/", ""),
            ("x.CSV", text),
            ("__MACOSX/._x.CSV", "junk"),
            ("README.txt", "words"),
            method=method,
        ),
        zipped(tmp_path / "two.zip", ("x.CSV", one), ("y.CSV", two), method=method),
        tmp_path / "x.gz",
    ):
        file = recognise(path)
        assert (file.feed, file.container, file.passed_over) == (
            "gdelt2",
            path.suffix[1:],
            ("README.txt",) if path.name == "one.zip" else (),
        )
        told = Told(path)
        assert (told.rows, told.cut_off) == (plain.rows, "")


@pytest.mark.parametrize("kind", ["zip", "gz", "streamed zip"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.9, 0.999])
def test_what_came_before_a_cut_is_kept(tmp_path: Path, kind: str, share: float) -> None:
    text = "\n".join(MANY) + "\n"
    path = tmp_path / "x.export.CSV.zip"
    if kind == "zip":
        zipped(path, ("x.CSV", text))
    elif kind == "gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:  # sizes stand behind the data, as where a program could not seek back
        stream = io.BytesIO()
        stream.seekable = lambda: False  # type: ignore[method-assign]
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.CSV", text)
        path.write_bytes(stream.getvalue())
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    told = Told(path)
    assert "cut off" in told.cut_off and str(path) in told.cut_off
    assert [row["key"] for row in told.rows] == [str(number) for number in range(told.events)]
    assert told.events > 2900 * share - 100
    assert [(bad.line, bad.why) for bad in told.bad] in ([], [(told.events + 1, "the file is cut off in this row")])


@pytest.mark.parametrize("share", [0.3, 0.7, 0.995])
def test_of_a_cut_zip_file_with_several_members_all_that_is_there_is_read(tmp_path: Path, share: float) -> None:
    texts = ["\n".join(MANY[:1500]) + "\n", "\n".join(MANY[1500:]) + "\n"]
    path = zipped(tmp_path / "x.zip", ("one.CSV", texts[0]), ("two.CSV", texts[1]))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    told = Told(path)
    assert "cut off" in told.cut_off
    assert [row["key"] for row in told.rows] == [str(number) for number in range(told.events)]
    assert told.events > 2900 * share - 100
    assert (told.events > 1500) == (share > 0.5)


def test_names_in_a_zip_file_are_shown_without_their_tricks(tmp_path: Path) -> None:
    name = "../../\x1b[31m" + "x" * 5000 + ".CSV"
    (batch,) = batches(recognise(zipped(tmp_path / "x.zip", (name, gdelt()))))
    assert batch.events == 1 and "\x1b" not in batch.member and len(batch.member) == 200
    with pytest.raises(InputError) as raised:
        recognise(zipped(tmp_path / "y.zip", (name, "words")))
    assert "\x1b" not in str(raised.value) and len(str(raised.value)) < 1000


def test_a_wrong_checksum_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("x.CSV", "\n".join(MANY) + "\n"))
    data = path.read_bytes()
    crc = struct.pack("<L", zlib.crc32(("\n".join(MANY) + "\n").encode()))
    path.write_bytes(data.replace(crc, b"\1\2\3\4"))
    told = Told(path)
    assert told.events == 3000 and "checksum" in told.cut_off


def test_damage_in_the_middle_loses_what_comes_after_it_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", ("x.CSV", "\n".join(MANY) + "\n"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 400] = b"\xff" * 400
    path.write_bytes(bytes(data))
    told = Told(path)
    assert told.cut_off
    assert 500 < told.events < 3000
    assert told.rows[:400] == Told(written(tmp_path, *MANY)).rows[:400]


def test_bombs_are_refused(tmp_path: Path) -> None:
    rows = "\n".join([gdelt()] * 10) + "\n" + "\t" * 60_000_000
    with pytest.raises(TooLarge, match="zip bombs"):
        Told(zipped(tmp_path / "x.zip", ("x.CSV", rows)))
    (tmp_path / "x.gz").write_bytes(gzip.compress(rows.encode()))
    with pytest.raises(TooLarge, match="zip bombs"):
        Told(tmp_path / "x.gz")
    with pytest.raises(TooLarge, match="2,001 files"):
        recognise(zipped(tmp_path / "many.zip", *((f"{number}.CSV", "x") for number in range(2001))))


# --- lines ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2_000, 100_000, 1 << 22])
def test_lines_keep_their_numbers_whatever_stands_between_them(tmp_path: Path, size: int) -> None:
    rows = [gdelt(key="1"), "", gdelt(key="3") + "\r", "x\ty", "y" * 700_000, gdelt(key="6"), "\r", "\t" * 1_000_000, gdelt(key="9"), "z" * 300_000,
            gdelt(key="11")]  # fmt: skip
    told = Told(written(tmp_path, *rows, name="x.csv"), size)
    assert [row["key"] for row in told.rows] == ["1", "3", "6", "9", "11"]
    assert [bad.line for bad in told.bad] == [4, 5, 8, 10]
    assert told.bad[0].why == "2 columns where gdelt2 has 61"
    assert told.bad[1].why == "a line longer than 262,144 bytes"
    assert all(len(bad.text) <= 400 for bad in told.bad)
    assert told.read == 9


def test_a_last_line_without_an_end_and_a_mark_at_the_beginning(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xef\xbb\xbf" + gdelt(key="1").encode() + b"\n" + gdelt(key="2").encode())
    assert [row["key"] for row in Told(tmp_path / "x.csv").rows] == ["1", "2"]


def test_many_bad_rows_come_in_batches_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches_module, "MOST_BAD", 100)
    path = written(tmp_path, gdelt(), *(f"bad\t{number}" for number in range(450)))
    found = list(batches(recognise(path)))
    assert [(batch.read, batch.bad_count) for batch in found] == [(101, 100), (100, 100), (100, 100), (100, 100), (50, 50)]
    assert [bad.line for batch in found for bad in batch.bad] == list(range(2, 452))


# --- real files -----------------------------------------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "read", "events", "left_out"),
    [
        (
            "gdelt/20180101000000.export.CSV", 2414, 450,
            {"no state on either side": 579, "no first state": 474, "no second state": 767, "a region, and no state": 17, "within one state": 127},
        ),
        (
            "gdelt/20190121220000.export.CSV", 1629, 300,
            {"no state on either side": 407, "no first state": 320, "no second state": 480, "a region, and no state": 18, "within one state": 104},
        ),
        ("gdelt/gdelt1_58col_and_57col_rows.tsv", 4, 0, {"no state on either side": 3, "no first state": 1}),
        (
            "icews/icews_sample.csv", 4993, 2305,
            {"no state on either side": 11, "no first state": 163, "no second state": 282, "within one state": 2232},
        ),
    ],
)  # fmt: skip
def test_real_samples(name: str, read: int, events: int, left_out: dict[str, int]) -> None:
    told = Told(SHARED / name)
    assert (told.read, told.events, dict(told.left_out), told.bad) == (read, events, left_out, [])
    assert len(told.rows) == events


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_zip_gives_the_rows_of_the_file() -> None:
    plain = SHARED / "gdelt" / "20190121220000.export.CSV"
    assert Told(plain.with_name(plain.name + ".zip")).rows == Told(plain).rows


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_published_header_of_polecat(tmp_path: Path) -> None:
    header = (SHARED / "polecat_format" / "HEADER.tsv").read_text(encoding="utf-8").rstrip("\n")
    assert header.split("\t") == POLECAT
    assert Told(written(tmp_path, header, polecat(), name="p.txt")).events == 1


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["gdelt/events2.csv", "gdelt/gdelt_headers.txt", "icews/goldstein_mappings.csv"])
def test_other_files_are_refused(name: str) -> None:
    with pytest.raises(UnknownDataset):
        recognise(SHARED / name)
