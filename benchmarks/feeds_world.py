"""Made data for the benchmark of feeds: the world that rows are drawn from. States, how often two of them meet, what kinds of acts there
are, words for addresses. The same seed gives the same world.

How often a code of an act stands in real rows is in `feeds_codes.tsv`; states that real rows name most come first. The rest is chance:
Zipf's law over states, which falls off for the least named, a factor of its own for each pair, and a year in which a pair's relation turns.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from relazione.reference.ontology import ontology
from relazione.reference.polities import states

CODES = Path(__file__).with_name("feeds_codes.tsv")
LISTS = Path(__file__).with_name("feeds_lists.toml")
SEED = 1979
FIRST_YEAR, LAST_YEAR = 1979, 2025
RARE = 75
"""Beyond about so many states, in the order of how often they are named, the next are rarer than Zipf's law has it."""


@lru_cache
def lists() -> dict[str, list[str]]:
    """Lists of words that rows are made of."""
    return tomllib.loads(LISTS.read_text(encoding="utf-8"))


class Code(NamedTuple):
    """A CAMEO code, how many rows of the samples have it, and what goes with it."""

    code: str
    gdelt: int
    icews: int
    quad: int
    goldstein: float
    intensity: float


def read_codes() -> list[Code]:
    """The rows of `feeds_codes.tsv`."""
    with CODES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [
            Code(
                row["code"],
                int(row["gdelt"]),
                int(row["icews"]),
                int(row["quad"]),
                float(row["goldstein"]),
                float(row["intensity"]),
            )
            for row in rows
        ]


class World:
    """States, pairs, codes and words. Numbers of pairs run over `pair_a`, `pair_b` in the order of the codes of the states."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = np.random.default_rng(seed)
        known = states()
        rest = [code for code in sorted(known) if not code.startswith("X") and code not in lists()["most_named"]]
        self.random.shuffle(rest)
        ordered = [*(code for code in lists()["most_named"] if code in known), *rest][:200]
        rank = {code: number for number, code in enumerate(ordered)}
        self.states = sorted(ordered)
        self.names = [known[code].name for code in self.states]
        self.polities = [known[code].polity for code in self.states]
        place = np.array([rank[code] for code in self.states])
        share = np.exp(-place / RARE) / (place + 0.75)
        self.state_share = share / share.sum()
        self.pair_a, self.pair_b = np.triu_indices(len(self.states), 1)
        weight = self.state_share[self.pair_a] * self.state_share[self.pair_b] * self.random.lognormal(0, 1.1, len(self.pair_a))
        weight /= weight.sum()
        weight = np.minimum(weight, 0.03)
        self.pair_share = weight / weight.sum()
        self.hostility = self.random.beta(1.2, 2.5, (2, len(self.pair_a)))
        self.turn = self.random.integers(FIRST_YEAR, LAST_YEAR + 1, len(self.pair_a))

    @cached_property
    def codes(self) -> list[Code]:
        """Codes of acts."""
        return read_codes()

    @cached_property
    def plover(self) -> tuple[list[str], list[str], np.ndarray]:
        """PLOVER type and mode of each code, and its score."""
        scores = {one.plover: one.intensity for one in reversed(ontology().values()) if one.plover and not one.mode}
        types = [lists()["root_types"][int(one.code[:2]) - 1] for one in self.codes]
        return types, [""] * len(types), np.array([scores.get(name, 0.0) for name in types])

    def code_share(self, feed: str) -> np.ndarray:
        """Share of each code in the rows of "gdelt" or "icews"; one that the sample lacks is taken for a quarter of a row."""
        counts = np.array([max(getattr(one, feed), 0.25) for one in self.codes])
        return counts / counts.sum()

    def draw_codes(self, feed: str, hostile: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """A code for each row. `hostile` is the share of conflict that the row's pair has at the time."""
        share, quads = self.code_share(feed), np.array([one.quad for one in self.codes])
        drawn = np.empty(len(hostile), np.int16)
        conflict = random.random(len(hostile)) < hostile
        for told, chosen in ((conflict, quads > 2), (~conflict, quads <= 2)):
            own = np.where(chosen, share, 0)
            places = np.searchsorted(np.cumsum(own) / own.sum(), random.random(int(told.sum())), side="right")
            drawn[told] = np.minimum(places, len(own) - 1)
        return drawn

    @cached_property
    def words(self) -> list[str]:
        """4,000 made words of one to four syllables."""
        random = np.random.default_rng(SEED + 1)
        syllables = lists()["syllables"]
        picks = random.integers(0, len(syllables), (4_000, 4))
        lengths = random.integers(1, 5, 4_000)
        return ["".join(syllables[one] for one in row[:length]) for row, length in zip(picks, lengths, strict=True)]

    @cached_property
    def phrases(self) -> pa.Array:
        """65,536 times three words with hyphens, for addresses."""
        random = np.random.default_rng(SEED + 2)
        ranks = np.minimum((random.pareto(0.9, (65_536, 3)) * 40).astype(int), len(self.words) - 1)
        words = pa.array(self.words)
        columns = [words.take(pa.array(ranks[:, column])) for column in range(3)]
        return _joined(*columns, "-")

    @cached_property
    def papers(self) -> pa.Array:
        """3,000 sites of made newspapers, in the domain that is kept for examples."""
        random = np.random.default_rng(SEED + 3)
        picks = random.integers(0, len(self.words), (3_000, 2))
        return pa.array([f"{self.words[one]}{self.words[two][:4]}.example" for one, two in picks])

    def addresses(self, days: pa.Array, random: np.random.Generator) -> pa.Array:
        """An address for each of `days` ("2018/06/01"); as long as real ones, as often from the same papers."""
        count = len(days)
        papers = np.minimum((random.pareto(1.0, count) * 25).astype(int), len(self.papers) - 1)
        number = pa.array(random.integers(10**6, 10**9, count)).cast(pa.string())
        first, second = (self.phrases.take(pa.array(random.integers(0, len(self.phrases), count))) for _ in range(2))
        slug = _joined(first, second, number, "-")
        start = pa.scalar("http://www.")
        return _joined(_joined(start, self.papers.take(pa.array(papers)), ""), days, slug, "/")


def _joined(*parts: pa.Array | pa.Scalar | str) -> pa.Array:
    import pyarrow.compute as compute

    return compute.binary_join_element_wise(*parts)
