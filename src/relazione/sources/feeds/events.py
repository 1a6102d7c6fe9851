"""The room `sources`: a feed's rows that are events between states, and the rows of the lake that they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from relazione.sources.feeds import fates, meanings, states
from relazione.sources.feeds.cells import Columns, Readings
from relazione.sources.feeds.formats import Format
from relazione.sources.feeds.kinds import Kinds
from relazione.sources.feeds.pairing import Pairs, mark

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

TEXTS = ("key", "publisher", "address")


@dataclass(frozen=True, slots=True)
class Events:
    """Rows that are events, before they become a row for each pair."""

    fate: NDArray[np.int8]
    days: NDArray[np.int32]
    """(n, 3): day, month_ix, year."""
    kinds: NDArray[np.int32]
    quads: NDArray[np.int8]
    """0 where it is not told."""
    scores: NDArray[np.float64]
    """The feed's own; nan where it is not told."""
    mentions: NDArray[np.int32]
    texts: dict[str, pa.Array]


class EventReader:
    """Reads what columns tell of the events in a part of a file."""

    def __init__(self, format: Format, known: states.States, schema: pa.Schema) -> None:
        missing = {word.encode() for word in format.missing}
        self._format, self._states, self._schema = format, known, schema
        self._kinds = Kinds(format)
        self._arrays: dict[str, pa.Array] = {}
        self._quads = Readings(lambda cell: 0 if cell.strip() in missing else meanings.quad(cell), "int8")
        self._scores = Readings(lambda cell: float("nan") if cell.strip() in missing else meanings.score(cell), "float64")
        self._mentions = Readings(lambda cell: 1 if cell.strip() in missing else meanings.mentions(cell), "int32")

    def read(self, columns: Columns, days: NDArray[np.int32]) -> Events:
        """The events of rows, with the fate of those that are none after all."""
        import numpy

        fate: NDArray[np.int8] = numpy.zeros(len(columns), dtype=numpy.int8)
        kinds = self._kinds.of(columns)
        quads = self._quads.of(*columns.small("quad"))
        scores = self._scores.of(*columns.small("source_intensity"))
        mentions = self._mentions.of(*columns.small("mentions"))
        mark(fate, kinds < 0, fates.EVENT)
        mark(fate, quads < 0, fates.QUAD)
        mark(fate, numpy.isinf(scores) | (mentions < 0), fates.NUMBER)
        mark(fate, columns.lengths("key") == 0, fates.KEY)
        texts = {name: self._text(columns, name, fate) for name in TEXTS}
        return Events(fate, days, kinds, quads, scores, mentions, texts)

    def _text(self, columns: Columns, name: str, fate: NDArray[np.int8]) -> pa.Array:
        """A column as text. What is not of the format's encoding is read in its next one; where there is none, the row is bad."""
        import numpy
        import pyarrow

        cells = columns.texts(name)
        try:
            return cells.cast(pyarrow.string())
        except pyarrow.ArrowInvalid:
            said, wrong = _decoded(cells.to_pylist(), self._format.encodings)
            mark(fate, numpy.array(wrong), fates.ENCODING)
            return pyarrow.array(said, pyarrow.string())

    def _words(self, name: str, words: Sequence[Any], said: Callable[[Any], str]) -> pa.Array:
        """Words that are only ever added to, as Arrow: made again when there are more."""
        import pyarrow

        known = self._arrays.get(name)
        if known is None or len(known) != len(words):
            known = self._arrays[name] = pyarrow.array([said(one) for one in words], pyarrow.string())
        return known

    def batch(self, events: Events, pairs: Pairs, of: NDArray[np.int64]) -> pa.RecordBatch:
        """A row for each pair; `of` is the place of its event."""
        import numpy
        import pyarrow

        known, form, met = self._states, self._format, self._kinds.met
        kinds, days, scores, quads = events.kinds[of], events.days[of], events.scores[of], events.quads[of]
        back = pairs.first > pairs.second
        choose = numpy.where
        intensity = self._kinds.column("score", "float64", kinds)
        names, polities, codes = (self._words(name, getattr(known, name), str) for name in ("names", "polities", "codes"))
        key = events.texts["key"]
        if form.key_with_day:
            key = _with_day(key, events.days[:, 0])

        def word(values: pa.Array, at: NDArray[Any]) -> pa.Array:
            return values.take(pyarrow.array(at))

        def of_kind(name: str) -> pa.Array:
            return word(self._words(name, met, attrgetter(name)), kinds)

        columns = {
            "a": word(names, choose(back, pairs.second, pairs.first)),
            "b": word(names, choose(back, pairs.first, pairs.second)),
            "day": days[:, 0],
            "month_ix": days[:, 1],
            "year": days[:, 2],
            "direction": choose(pairs.together, 0, choose(back, -1, 1)).astype(numpy.int8),
            "quad": choose(quads > 0, quads, self._kinds.column("quad", "int8", kinds)),
            "intensity": intensity,
            "weight": choose(intensity > 0, 2.0 / pairs.sharing, 1.0),
            "once": numpy.ones(len(of), numpy.int8),
            "plover": of_kind("plover"),
            "mode": of_kind("mode"),
            "cameo": of_kind("cameo"),
            "source_intensity": pyarrow.array(scores, mask=numpy.isnan(scores)),
            "a_polity": word(polities, choose(back, pairs.second_polity, pairs.first_polity)),
            "b_polity": word(polities, choose(back, pairs.first_polity, pairs.second_polity)),
            "a_code": word(codes, choose(back, pairs.second_code, pairs.first_code)),
            "b_code": word(codes, choose(back, pairs.first_code, pairs.second_code)),
            "mentions": events.mentions[of],
            "publisher": word(events.texts["publisher"], of),
            "address": word(events.texts["address"], of),
            "feed": word(pyarrow.array([form.feed]), numpy.zeros(len(of), numpy.int8)),
            "key": word(key, of),
            "load": numpy.zeros(len(of), numpy.int32),
        }
        return pyarrow.RecordBatch.from_arrays([pyarrow.array(columns[name]) for name in self._schema.names], schema=self._schema)


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
