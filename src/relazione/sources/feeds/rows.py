"""The room `sources`: the rows of a block of a feed's file, in the columns of `columns`. No Python runs for a single row unless it is bad.

Each row has a fate (see `fates`): the first thing that is wrong with it, or kept. Columns of few different cells (days, codes, scores) are read
once for each different cell; texts (keys, addresses) are copied as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from relazione.sources.feeds import fates, meanings, states
from relazione.sources.feeds.blocks import LONGEST, Block, Grid
from relazione.sources.feeds.cells import LONGEST_REMEMBERED, MOST_REMEMBERED, Columns, Layout, Readings
from relazione.sources.feeds.columns import arrow_schema
from relazione.sources.feeds.files import Part
from relazione.sources.feeds.formats import Format, formats
from relazione.sources.feeds.pairing import Pairs, mark, pairs_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray


class Read(NamedTuple):
    """What a block gave: its rows in Arrow, how many rows of the file they are, those left out by reason, and where the bad ones are."""

    rows: pa.Table
    events: int
    left_out: Counter[str]
    grid: Grid
    fate: NDArray[np.int8]
    """Of every row of the grid."""
    overlong: list[tuple[int, bytes]]
    """Lines that were not looked at: number and beginning."""
    next_line: int


class _Known:
    """What cells of a format mean, remembered from file to file: folders hold many small ones with the same cells."""

    def __init__(self, form: Format) -> None:
        missing = {word.encode() for word in form.missing}
        self.states = states.States(form.words)
        self.days = Readings(lambda cell: meanings.day(cell, form.day), "int32", 3)
        self.quads = Readings(lambda cell: 0 if cell.strip() in missing else meanings.quad(cell), "int8")
        self.scores = Readings(lambda cell: float("nan") if cell.strip() in missing else meanings.score(cell), "float64")
        self.mentions = Readings(lambda cell: 1 if cell.strip() in missing else meanings.mentions(cell), "int32")
        self.happenings: list[meanings.Happening] = []
        self.happening: dict[meanings.Happening, int] = {}
        self.kinds: dict[tuple[bytes, bytes], int] = {}


@cache
def _known(id_: str) -> _Known:
    return _Known(formats()[id_])


class Reader:
    """Reads the blocks of one part of a file, one after the other."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.format = part.format
        self.schema = arrow_schema()
        self._header_to_come = bool(part.header)
        self._line = 1
        known = _known(part.format.id)
        self.states = known.states
        self._days, self._quads, self._scores, self._mentions = known.days, known.quads, known.scores, known.mentions
        self._happenings, self._happening, self._kinds = known.happenings, known.happening, known.kinds

    def read(self, block: Block) -> Read:
        """The rows of the block."""
        import numpy
        import pyarrow

        overlong = [(self._line + at, text) for at, text in enumerate(block.overlong)]
        grid = Grid(block, self._line + len(overlong))
        self._line += len(overlong) + grid.count
        if self._header_to_come and len(grid):
            grid.drop_first()
            self._header_to_come = False
        fate = numpy.full(len(grid), fates.WIDTH, dtype=numpy.int8)
        too_long = grid.ends - grid.starts > LONGEST
        fate[too_long] = fates.LONG
        made: list[pa.RecordBatch] = []
        for rows, layout in self._layouts(grid, ~too_long):
            columns = Columns(grid, rows, layout)
            own, batch = self._of_layout(columns)
            fate[rows] = own
            made.append(batch)
        counts = numpy.bincount(fate, minlength=fates.ALL)
        left_out = Counter({why: int(counts[which]) for which, why in fates.LEFT_OUT.items() if counts[which]})
        return Read(
            pyarrow.Table.from_batches(made, self.schema), int(counts[fates.KEPT]), left_out, grid, fate, overlong, self._line
        )

    def _layouts(self, grid: Grid, asked: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], Layout]]:
        """Rows that are as wide as the format says, with their layout. Behind the last column of a header there may be blank ones."""
        import numpy

        for width, columns in self.part.layouts.items():
            fits = grid.widths == width
            if self.part.header and width == max(self.part.layouts):
                fits |= grid.blank_after(width)
            fits &= asked
            if fits.any():
                yield numpy.flatnonzero(fits), Layout(columns, width)

    def _of_layout(self, columns: Columns) -> tuple[NDArray[np.int8], pa.RecordBatch]:
        """The fate of each row, and the events."""
        import numpy

        grid = columns.grid
        fate = numpy.zeros(len(columns), dtype=numpy.int8)
        if grid.has_nul:
            mark(fate, numpy.isin(columns.rows, grid.rows_with_nul()), fates.NUL)
        days = self._days.of(*columns.small("date"))
        mark(fate, days[:, 0] == meanings.NO_DAY, fates.DATE)
        pairs = pairs_of(self.format, self.states, columns, days[:, 0], fate)

        kept = numpy.flatnonzero(fate == fates.KEPT)
        events = _Events(self, columns.only(kept), days[kept])
        fate[kept] = events.fate
        place = numpy.zeros(len(columns), dtype=numpy.int64)
        place[kept] = numpy.arange(len(kept))
        good = pairs.only(fate[pairs.row] == fates.KEPT)
        return fate, events.batch(good, place[good.row])

    def kinds(self, columns: Columns) -> NDArray[np.int32]:
        """For each row the place of its kind of event in `happenings`; -1 where it has none."""
        import numpy

        by_cameo = "cameo" in columns.layout.columns
        numbers, cells = columns.small("cameo" if by_cameo else "plover")
        if by_cameo:
            return numpy.array([self._kind(cell, b"") for cell in cells], dtype=numpy.int32)[numbers]
        of_mode, modes = columns.small("mode")
        both, which = numpy.unique(numbers.astype(numpy.int64) * max(1, len(modes)) + of_mode, return_inverse=True)
        found = [self._kind(cells[one // len(modes)], modes[one % len(modes)]) for one in both.tolist()]
        return numpy.array(found, dtype=numpy.int32)[which]

    def _kind(self, cell: bytes, mode: bytes) -> int:
        known = self._kinds.get((cell, mode))
        if known is None:
            told = meanings.by_plover(cell, mode, self.format.between) if self.format.between else meanings.by_cameo(cell)
            known = -1 if told is None else self._happening.setdefault(told, len(self._happening))
            if told is not None and known == len(self._happenings):
                self._happenings.append(told)
            if len(self._kinds) < MOST_REMEMBERED and len(cell) + len(mode) <= LONGEST_REMEMBERED:
                self._kinds[cell, mode] = known
        return known

    @property
    def happenings(self) -> list[meanings.Happening]:
        """The kinds of events met so far."""
        return self._happenings

    def numbers(self, columns: Columns) -> tuple[NDArray[np.int8], NDArray[np.float64], NDArray[np.int32]]:
        """Quad classes (0: not told, -1: none), scores of the feed (nan: not told, inf: none), mentions (-1: none)."""
        return (
            self._quads.of(*columns.small("quad")),
            self._scores.of(*columns.small("source_intensity")),
            self._mentions.of(*columns.small("mentions")),
        )


class _Events:
    """The rows that are events between states, before they become a row for each pair."""

    def __init__(self, reader: Reader, columns: Columns, days: NDArray[np.int32]) -> None:
        import numpy

        self.reader = reader
        self.days = days
        self.fate: NDArray[np.int8] = numpy.zeros(len(columns), dtype=numpy.int8)
        self.kinds = reader.kinds(columns)
        self.quads, self.scores, self.mentions = reader.numbers(columns)
        mark(self.fate, self.kinds < 0, fates.EVENT)
        mark(self.fate, self.quads < 0, fates.QUAD)
        mark(self.fate, numpy.isinf(self.scores) | (self.mentions < 0), fates.NUMBER)
        mark(self.fate, columns.lengths("key") == 0, fates.KEY)
        self.texts = {name: self._text(columns, name) for name in ("key", "publisher", "address")}

    def _text(self, columns: Columns, name: str) -> pa.Array:
        """A column as text. What is not of the format's encoding is read in its next one; where there is none, the row is bad."""
        import numpy
        import pyarrow

        form = self.reader.format
        cells = columns.texts(name)
        try:
            found = cells.cast(pyarrow.string())
        except pyarrow.ArrowInvalid:
            said, wrong = _decoded(cells.to_pylist(), form.encodings)
            mark(self.fate, numpy.array(wrong), fates.ENCODING)
            found = pyarrow.array(said, pyarrow.string())
        return found

    def batch(self, pairs: Pairs, of: NDArray[np.int64]) -> pa.RecordBatch:
        """A row for each pair; `of` is the place of its event."""
        import numpy
        import pyarrow

        happenings = self.reader.happenings
        known, form = self.reader.states, self.reader.format
        kinds, days, scores, quads = self.kinds[of], self.days[of], self.scores[of], self.quads[of]
        back = pairs.first > pairs.second
        choose = numpy.where
        intensity = _array([one.score for one in happenings], "float64", kinds)
        of_kind = _array([one.quad for one in happenings], "int8", kinds)
        names, polities, codes = (pyarrow.array(words, pyarrow.string()) for words in (known.names, known.polities, known.codes))
        key = self.texts["key"]
        if form.key_with_day:
            key = _with_day(key, self.days[:, 0])

        def word(values: pa.Array, at: NDArray[Any]) -> pa.Array:
            return values.take(pyarrow.array(at))

        def of_happening(words: list[str]) -> pa.Array:
            return word(pyarrow.array(words, pyarrow.string()), kinds)

        columns = {
            "a": word(names, choose(back, pairs.second, pairs.first)),
            "b": word(names, choose(back, pairs.first, pairs.second)),
            "day": days[:, 0],
            "month_ix": days[:, 1],
            "year": days[:, 2],
            "direction": choose(pairs.together, 0, choose(back, -1, 1)).astype(numpy.int8),
            "quad": choose(quads > 0, quads, of_kind),
            "intensity": intensity,
            "weight": choose(intensity > 0, 2.0 / pairs.sharing, 1.0),
            "once": numpy.ones(len(of), numpy.int8),
            "plover": of_happening([one.plover for one in happenings]),
            "mode": of_happening([one.mode for one in happenings]),
            "cameo": of_happening([one.cameo for one in happenings]),
            "source_intensity": pyarrow.array(scores, mask=numpy.isnan(scores)),
            "a_polity": word(polities, choose(back, pairs.second_polity, pairs.first_polity)),
            "b_polity": word(polities, choose(back, pairs.first_polity, pairs.second_polity)),
            "a_code": word(codes, choose(back, pairs.second_code, pairs.first_code)),
            "b_code": word(codes, choose(back, pairs.first_code, pairs.second_code)),
            "mentions": self.mentions[of],
            "publisher": word(self.texts["publisher"], of),
            "address": word(self.texts["address"], of),
            "feed": word(pyarrow.array([form.feed]), numpy.zeros(len(of), numpy.int8)),
            "key": word(key, of),
            "load": numpy.zeros(len(of), numpy.int32),
        }
        schema = self.reader.schema
        return pyarrow.RecordBatch.from_arrays([pyarrow.array(columns[name]) for name in schema.names], schema=schema)


def _array(values: list[Any], dtype: str, at: NDArray[np.int32]) -> NDArray[Any]:
    import numpy

    found: NDArray[Any] = numpy.array(values, dtype=dtype)[at]
    return found


def _decoded(cells: list[bytes], encodings: tuple[str, ...]) -> tuple[list[str], list[bool]]:
    """The texts, and which of them are of none of the encodings ("" stands for those)."""
    said, wrong = [], []
    for cell in cells:
        for encoding in encodings:
            try:
                said.append(cell.decode(encoding))
                wrong.append(False)
                break
            except UnicodeDecodeError:
                continue
        else:
            said.append("")
            wrong.append(True)
    return said, wrong


def _with_day(keys: pa.Array, days: NDArray[np.int32]) -> pa.Array:
    """Keys as "id of day"."""
    import pyarrow
    import pyarrow.compute as compute

    written = pyarrow.array(days).cast(pyarrow.date32()).cast(pyarrow.string())
    return compute.binary_join_element_wise(keys, written, " ")
