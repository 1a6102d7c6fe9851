"""Whatever stands in a feed's file: every row is an event, left out or bad, as a reader of single lines has it, and however the file is cut into blocks."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

pytest.importorskip("pyarrow")

from hypothesis import given, settings
from hypothesis import strategies as st

from relazione.model.errors import InputError, RelazioneError, UnknownDataset
from relazione.reference.cameo import cameo
from relazione.sources.feeds import states
from relazione.sources.feeds.batches import BadRow, batches
from relazione.sources.feeds.files import recognise
from relazione.sources.feeds.meanings import NO_DAY, day, mentions, score

GOOD = b"\t".join(
    [
        b"1",
        b"20180101",
        b"201801",
        b"2018",
        b"2018.0",
        *[b""] * 2,
        b"ITA",
        *[b""] * 9,
        b"TUR",
        *[b""] * 7,
        b"1",
        b"043",
        b"043",
        b"04",
        b"1",
        b"2.8",
        b"3",
    ]
    + [b""] * 27
    + [b"20180101000000", b"https://example.org/"]
)
KEY, DATE, A, B, CAMEO, QUAD, SCORE, MENTIONS, ADDRESS = 0, 1, 7, 17, 26, 29, 30, 31, 60
CELLS = {
    KEY: st.sampled_from([b"", b"7", b"719025179", b"a key of more than eight bytes"]),
    DATE: st.sampled_from(
        [b"20180101", b"19111001", b"19850301", b"00000000", b"99991231", b"20180230", b"", b"2018", b"201801011"]
    ),
    A: st.sampled_from([b"", b"ITA", b"TUR", b"YUG", b"SVK", b"QQQ", b"EUR", b"IGO", b"GUM", b"itali", b"ITALIANS!"]),
    B: st.sampled_from([b"", b"ITA", b"TUR", b"SRB", b"USA", b"ZZZ", b"AFR", b"UNO", b"SUN", b" TUR"]),
    CAMEO: st.sampled_from([b"043", b"190", b"0874", b"", b"99", b"X", b"010"]),
    QUAD: st.sampled_from([b"1", b"4", b"", b"0", b"5", b"quad"]),
    SCORE: st.sampled_from([b"2.8", b"-10.0", b"", b"1e1", b"nan", b"x", b"1,5"]),
    MENTIONS: st.sampled_from([b"3", b"", b"-1", b"10", b"9999999999"]),
    ADDRESS: st.sampled_from([b"", b"http://x", "http://é".encode(), b"http://\xe9", b"http://x\0"]),
    40: st.binary(max_size=6).map(lambda cell: cell.translate(None, b"\t\n")),
}


@st.composite
def row(draw: st.DrawFn) -> bytes:
    cells = GOOD.split(b"\t")
    for column in draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=4)):
        cells[column] = draw(CELLS[column])
    if draw(st.integers(0, 9)) == 0:
        del cells[draw(st.integers(0, 60))]
    if draw(st.integers(0, 9)) == 0:
        cells.insert(draw(st.integers(0, len(cells))), draw(CELLS[40]))
    return b"\t".join(cells)


LINES = st.lists(
    st.one_of(row(), row(), st.just(GOOD), st.binary(max_size=80).map(lambda line: line.replace(b"\n", b""))), max_size=40
)


def fate(line: bytes) -> str:
    """What becomes of a line, by its cells one after the other."""
    cells = line.removesuffix(b"\r").split(b"\t")
    if len(cells) != 61:
        return f"{len(cells)} column{'s' * (len(cells) != 1)} where gdelt2 has 61"
    if b"\0" in line:
        return "a zero byte in it"
    on = day(cells[DATE], "YYYYMMDD")[0]
    if on == NO_DAY:
        return "no day of the years 1000 to 2199"
    a, b = (states.meaning("cameo", cells[side].decode("latin-1").strip(), on) for side in (A, B))
    if states.NOBODY in (a.kind, b.kind):
        return (
            "no state on either side" if a.kind == b.kind else "no first state" if a.kind == states.NOBODY else "no second state"
        )
    for kind, why in (
        (states.UNKNOWN, "a code of a country that is not known"),
        (states.ORGANISATION, "an organisation, and no state"),
        (states.REGION, "a region, and no state"),
        (states.ABSENT, "no state on that day"),
    ):
        if kind in (a.kind, b.kind):
            return why
    if a.state == b.state:
        return "within one state"
    if cameo(cells[CAMEO].decode("latin-1").strip()) is None:
        return "no event code that is known"
    if cells[QUAD] not in (b"", b"1", b"2", b"3", b"4"):
        return "no quad class from 1 to 4"
    if (cells[SCORE] and score(cells[SCORE]) == float("inf")) or (cells[MENTIONS] and mentions(cells[MENTIONS]) < 0):
        return "no number where one is meant"
    if not cells[KEY]:
        return "no key of its own"
    try:
        cells[KEY].decode("utf-8"), cells[ADDRESS].decode("utf-8")
    except UnicodeDecodeError:
        return "not UTF-8 in a column that is kept"
    return ""


def told(path: Path, size: int) -> tuple[list[dict[str, object]], list[BadRow], Counter[str], int, str]:
    rows: list[dict[str, object]] = []
    bad: list[BadRow] = []
    left_out: Counter[str] = Counter()
    read, cut_off = 0, ""
    for batch in batches(recognise(path), size):
        assert batch.read == batch.events + batch.bad_count + batch.left_out.total()
        assert batch.events == batch.rows.num_rows
        rows += batch.rows.to_pylist()
        bad += batch.bad
        left_out += batch.left_out
        read += batch.read
        cut_off = cut_off or batch.cut_off
    return rows, bad, left_out, read, cut_off


@settings(max_examples=150, deadline=None)
@given(LINES, st.sampled_from([1, 300, 2000, 1 << 20]), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_every_row_is_accounted_for(lines: list[bytes], size: int, end: bytes, ended: bool) -> None:
    lines = [GOOD, *lines]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.export.CSV"
        path.write_bytes(end.join(lines) + (end if ended else b""))
        physical = path.read_bytes().split(b"\n")
        rows, bad, left_out, read, cut_off = told(path, size)
    fates = {number: fate(line) for number, line in enumerate(physical, start=1) if line.removesuffix(b"\r")}
    named = {
        "no state on either side",
        "no first state",
        "no second state",
        "an organisation, and no state",
        "a region, and no state",
        "within one state",
    }
    assert (read, cut_off) == (len(fates), "")
    assert left_out == Counter(why for why in fates.values() if why in named)
    assert [(one.line, one.why) for one in bad] == [(number, why) for number, why in fates.items() if why and why not in named]
    kept = [physical[number - 1].removesuffix(b"\r").split(b"\t") for number, why in fates.items() if not why]
    assert [(one["key"], one["address"]) for one in rows] == [(cells[KEY].decode(), cells[ADDRESS].decode()) for cells in kept]


@settings(max_examples=60, deadline=None)
@given(st.lists(row(), min_size=1, max_size=60), st.sampled_from(["zip", "gz"]), st.floats(0, 1), st.integers(0, 255) | st.none())
def test_a_cut_or_damaged_file_gives_a_beginning_or_says_what_is_wrong(
    lines: list[bytes], kind: str, place: float, byte: int | None
) -> None:
    text = b"\n".join([GOOD, *lines]) + b"\n"
    stream = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.export.CSV", text)
    packed = stream.getvalue() if kind == "zip" else gzip.compress(text)
    at = min(int(len(packed) * place), len(packed) - 1)
    damaged = packed[:at] if byte is None else packed[:at] + bytes([byte]) + packed[at + 1 :]
    with TemporaryDirectory() as folder:
        (Path(folder) / "plain").write_bytes(text)
        whole = told(Path(folder) / "plain", 2000)
        path = Path(folder) / "x"
        path.write_bytes(damaged)
        try:
            found = told(path, 2000)
        except RelazioneError as error:
            assert isinstance(error, InputError) and str(path) in str(error)
            return
    if not found[4]:
        assert found[:4] == whole[:4] or damaged == packed
    elif byte is None:
        assert found[0] == whole[0][: len(found[0])]
        assert found[1][:-1] == whole[1][: max(0, len(found[1]) - 1)]


HEADER = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Quad Code",
    "Actor Country",
    "Actor COW",
    "Recipient Country",
    "Recipient COW",
    "Source",
]
LISTS = st.lists(st.sampled_from(["USA", "GUM", "JPN", "ITA", "TUR", "SRB", "YUG", "UNO", "SVK", "QQQ", "None"]), max_size=5).map(
    "; ".join
)
DAYS = st.sampled_from(["2022-03-01", "1985-03-01", "1911-10-01"])


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(LISTS, LISTS, DAYS, st.sampled_from(["CONSULT", "ASSAULT"])), max_size=25),
    st.sampled_from([1, 400, 1 << 20]),
)
def test_lists_of_actors_become_pairs(rows: list[tuple[str, str, str, str]], size: int) -> None:
    text = "\t".join(HEADER) + "\n"
    expected: dict[str, set[tuple[str, str, int, float]]] = {}
    for number, (actors, recipients, on, type) in enumerate(rows):
        text += "\t".join([str(number), on, type, "None", "None", actors, "None", recipients, "None", "x"]) + "\n"
        if found := _pairs(actors, recipients, day(on.encode(), "YYYY-MM-DD")[0], type == "CONSULT"):
            expected[str(number)] = found
    with TemporaryDirectory() as folder:
        path = Path(folder) / "polecat.txt"
        path.write_text(text, encoding="utf-8")
        found_rows: dict[str, set[tuple[str, str, int, float]]] = {}
        count = read = 0
        for batch in batches(recognise(path), size):
            assert batch.read == batch.events + batch.bad_count + batch.left_out.total()
            read += batch.read
            for one in batch.rows.to_pylist():
                found_rows.setdefault(one["key"], set()).add((one["a"], one["b"], one["direction"], one["weight"]))
                count += 1
    assert (found_rows, read) == (expected, len(rows))
    assert count == sum(map(len, expected.values()))


def _pairs(actors: str, recipients: str, on: int, cooperative: bool) -> set[tuple[str, str, int, float]]:
    """Pairs of a row of POLECAT: each actor with each recipient; without any recipient, each two actors."""
    first, second = ([code for code in cell.split("; ") if code not in ("", "None")] for cell in (actors, recipients))
    told = [(a, b, False) for a in first for b in second] or (
        [] if second else [(a, b, True) for a in first for b in first if a < b]
    )
    found = set()
    for a, b, together in told:
        one, other = (states.meaning("plover", code, on) for code in (a, b))
        if one.kind == other.kind == states.STATE and one.state != other.state:
            low, high = sorted((one.state, other.state))
            found.add((low, high, 0 if together else 1 if one.state == low else -1))
    share = 2 / len({state for low, high, _ in found for state in (low, high)}) if found and cooperative else 1.0
    return {(*pair, share) for pair in found}


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(61)))
def test_shuffled_columns_are_no_gdelt(order: list[int]) -> None:
    cells = b"719025179\t20180101\t201801\t2018\t2018.0027\tITAGOV\tITALY\tITA".split(b"\t") + GOOD.split(b"\t")[8:]
    shuffled = b"\t".join(cells[column] for column in order)
    with TemporaryDirectory() as folder:
        path, plain = Path(folder) / "20180101000000.export.CSV", Path(folder) / "plain"
        path.write_bytes((shuffled + b"\n") * 5)
        plain.write_bytes((b"\t".join(cells) + b"\n") * 5)
        try:
            found = told(path, 1 << 20)
        except UnknownDataset:
            return
        # What may change places unseen is blank on one side or both, or a number or code that looks alike: but for these the rows are the
        # same. Else there are none.
        assert not found[0] or [_but_alike(row) for row in found[0]] == [_but_alike(row) for row in told(plain, 1 << 20)[0]]


def _but_alike(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what columns hold that look like another one, or may be blank."""
    unseen = ("key", "mentions", "quad", "source_intensity", "address", "direction")
    return {name: value for name, value in row.items() if name not in unseen}
