"""Whether the curve knows war from peace: its conflict in each dyad-year against lists of disputes and wars that it was not made from.

    python benchmarks/curve_validation.py RECORD --gml gml_dirdisp.csv --ucdp ucdp_acd.csv [--write docs/curve.md]

RECORD holds prose alone: with data files of disputes in it the curve would be compared with itself. A dyad-year counts where a document
about the two is on record, both are members of the state system, the list covers the year and the curve has no gap. The half-life is
chosen on one half of the dyads (by a hash of their names), everything is reported on the other half. Areas under the ROC curve are
pooled over dyad-years, with a bootstrap that draws dyads; "within" compares only years of the same dyad. Nothing of a text is written.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from relazione.analysis.curve import HALF_LIFE, SILENCE
from relazione.analysis.curve.acts import Weighed, acts
from relazione.analysis.curve.covered import covered
from relazione.analysis.curve.levels import Levels
from relazione.analysis.curve.spans import period_of
from relazione.analysis.panel.told import state_number
from relazione.model.dates import parse_day
from relazione.record.store import Record
from relazione.reference.ontology import ontology
from relazione.reference.polities import states

Floats = NDArray[np.float64]
Key = tuple[int, int, int]
"""Two state numbers, the lower first, and a year."""
TODAY = "2026-01-01"
HALF_LIVES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
SILENCES = (5.0, 10.0, 30.0, 60.0)
DRAWS = 1000
SEED = 1816
FORCE = frozenset({"war", "battle", "attack"})
"""Types of the scheme that tell of fighting: the simplest lexicon."""
_BEGIN, _END = "<!-- validation: made by benchmarks/curve_validation.py -->", "<!-- end of validation -->"


class Gold(NamedTuple):
    """A list of dyad-years: its years, its system of numbers, and its positive dyad-years with their level."""

    name: str
    first: int
    last: int
    system: str
    level: dict[Key, int]
    least: int
    """The level from which on a dyad-year is positive."""


class Dyad(NamedTuple):
    """What is needed of a dyad: its acts, and the years that are covered."""

    a: str
    b: str
    acts: list[Weighed]
    years: list[int]


# --- the lists -------------------------------------------------------------------------------------------------------------------


def gml(path: Path) -> dict[Key, int]:
    """Gibler, Miller and Little, directed dispute-years: the highest hostility level of either side (4 use of force, 5 war)."""
    found: dict[Key, int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = _key(int(row["ccode1"]), int(row["ccode2"]), int(row["year"]))
            found[key] = max(found[key], int(row["hostlev1"]), int(row["hostlev2"]))
    return dict(found)


def ucdp(path: Path) -> dict[Key, int]:
    """UCDP/PRIO Armed Conflict, conflicts between states: 1 from 25 deaths in battle in the year on, 2 from 1,000 on."""
    found: dict[Key, int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type_of_conflict"] == "interstate":
                sides = [[*_numbers(row[f"gwno_{side}"]), *_numbers(row[f"gwno_{side}_2nd"])] for side in "ab"]
                for a in sides[0]:
                    for b in sides[1]:
                        key = _key(a, b, int(row["year"]))
                        found[key] = max(found[key], int(row["intensity_level"]))
    return dict(found)


def _numbers(text: str) -> list[int]:
    """State numbers in a cell: "651", "666.0", "2, 200"."""
    return [int(float(part)) for part in text.replace(";", ",").split(",") if part.strip()]


def _key(a: int, b: int, year: int) -> Key:
    return min(a, b), max(a, b), year


# --- the record ------------------------------------------------------------------------------------------------------------------


def dyads(record: Record, silence: float = SILENCE) -> list[Dyad]:
    """The dyads that documents are about, in the order of their codes."""
    now, found = parse_day(TODAY), []
    with record.reading() as connection:
        for a, b in sorted({(min(pair), max(pair)) for pair in record.pairs()}):
            weighed, _ = acts(connection, a, b, now)
            years = {
                year
                for first, last in covered(connection, a, b, now, silence)
                for year in range(period_of(first, "year"), period_of(last, "year") + 1)
            }
            years |= {
                year
                for one in weighed
                for year in range(period_of(one.span.start, "year"), min(2025, period_of(one.span.end, "year")) + 1)
            }
            if years:
                found.append(Dyad(a, b, weighed, sorted(years)))
    return found


def is_half(dyad: Dyad) -> bool:
    """Whether the dyad is of the half on which parameters are chosen."""
    return hashlib.sha256(f"{dyad.a}-{dyad.b}".encode()).digest()[0] % 2 == 0


class Rows(NamedTuple):
    """The dyad-years of one comparison, as columns; `dyad` numbers the dyads."""

    dyad: NDArray[np.int64]
    year: NDArray[np.int64]
    truth: NDArray[np.bool_]
    scores: dict[str, Floats]
    names: list[str]


def rows(of: Iterable[Dyad], gold: Gold, half_lives: Iterable[float]) -> Rows:
    """Each covered dyad-year of the list's years in which both are members of the system, with its scores."""
    columns: dict[str, list[float]] = defaultdict(list)
    numbers, years, truth, names = [], [], [], []
    for number, dyad in enumerate(of):
        names.append(f"{states()[dyad.a].name} and {states()[dyad.b].name}")
        kept = []
        for year in dyad.years:
            if not gold.first <= year <= gold.last:
                continue
            a, b = (state_number(None, code, year, gold.system) for code in (dyad.a, dyad.b))
            if a > 0 and b > 0:
                kept.append(year)
                truth.append(gold.level.get(_key(a, b, year), 0) >= gold.least)
        numbers += [number] * len(kept)
        years += kept
        for name, values in _scores(dyad, half_lives).items():
            columns[name] += [values.get(year, 0.0) for year in kept]
    return Rows(
        np.array(numbers), np.array(years), np.array(truth), {name: np.array(values) for name, values in columns.items()}, names
    )


def _scores(dyad: Dyad, half_lives: Iterable[float]) -> dict[str, dict[int, float]]:
    """The curve's conflict (and its net) for each half-life, and the baselines, each by year; the higher the more hostile."""
    first = min([*dyad.years, *(period_of(one.span.start, "year") for one in dyad.acts)])
    last = dyad.years[-1]
    found: dict[str, dict[int, float]] = {}
    scored = [(one.act.score, one.span) for one in dyad.acts]
    levels = None
    for half_life in half_lives:
        levels = Levels(scored, "year", first, last, half_life)
        found[f"conflict {half_life:g}"] = {first + n: -value for n, value in enumerate(levels.conflict)}
        net = zip(levels.cooperation, levels.conflict, strict=True)
        found[f"net {half_life:g}"] = {first + n: -(good + bad) for n, (good, bad) in enumerate(net)}
    assert levels is not None
    hostile: dict[int, float] = defaultdict(float)
    force: dict[int, float] = defaultdict(float)
    for one in dyad.acts:
        if one.act.score < 0:
            year = period_of(one.span.start, "year")
            hostile[year] += 1
            force[year] = max(force[year], float(ontology()[one.act.type].type in FORCE))
    return found | {"count": dict(hostile), "lexicon": dict(force)}


# --- areas under the curve -------------------------------------------------------------------------------------------------------


class Roc:
    """Areas under the ROC curve of one score, with any weights of the rows: ties count half."""

    def __init__(self, score: Floats, truth: NDArray[np.bool_]) -> None:
        self._order = np.argsort(score, kind="stable")
        ordered = score[self._order]
        self._tie = np.cumsum(np.concatenate(([0], (np.diff(ordered) > 0).astype(np.int64))))
        self._truth = truth[self._order]

    def area(self, weights: Floats | None = None) -> float:
        """The area; NaN where one class is empty."""
        weight = np.ones(len(self._order)) if weights is None else weights[self._order]
        positive = np.bincount(self._tie, weight * self._truth)
        negative = np.bincount(self._tie, weight * ~self._truth)
        pairs = positive.sum() * negative.sum()
        below = np.cumsum(negative) - negative / 2
        return float((positive * below).sum() / pairs) if pairs else float("nan")


def interval(found: Rows, name: str, kept: NDArray[np.bool_] | None = None) -> tuple[float, float, float]:
    """The area of a score and its 95 % interval, drawing dyads with replacement."""
    here = np.ones(len(found.truth), bool) if kept is None else kept
    roc = Roc(found.scores[name][here], found.truth[here])
    of_row = found.dyad[here]
    random = np.random.default_rng(SEED)
    dyads_ = np.unique(of_row)
    drawn = []
    for _ in range(DRAWS):
        counts = np.bincount(random.choice(dyads_, len(dyads_)), minlength=len(found.names)).astype(np.float64)
        drawn.append(roc.area(counts[of_row]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return roc.area(), float(low), float(high)


def within(found: Rows, name: str) -> tuple[float, int]:
    """The area among years of the same dyad (each pair of a positive and a negative year counts once), and how many dyads have both."""
    won = pairs = 0.0
    count = 0
    order = np.argsort(found.dyad, kind="stable")
    edges = np.flatnonzero(np.diff(found.dyad[order])) + 1
    for part in np.split(order, edges):
        truth = found.truth[part]
        if truth.any() and not truth.all():
            size = float(truth.sum() * (~truth).sum())
            won += Roc(found.scores[name][part], truth).area() * size
            pairs += size
            count += 1
    return (won / pairs if pairs else float("nan")), count


# --- the report ------------------------------------------------------------------------------------------------------------------


def report(record: Record, lists: list[Gold]) -> str:
    """The section of docs/curve.md, as Markdown."""
    every = dyads(record)
    chosen_on, reported_on = [one for one in every if is_half(one)], [one for one in every if not is_half(one)]
    out = [
        "## Whether it knows war from peace",
        "",
        *_wrapped(
            f"Made from prose alone: {record.status().documents:,} documents (articles on the relations of two states, pages on the foreign "
            f"relations of one, diplomatic histories), {len(every):,} dyads that a document is about. Compared with lists that the curve is "
            "not made from. A dyad-year counts where both are members of the state system, the list covers the year and the curve has no "
            f"gap. The half-life was chosen on {len(chosen_on):,} of the dyads, taken by a hash of their names; the results are those of "
            f"the other {len(reported_on):,}. Other ways were tried on the half for choosing (material conflict alone, fighting alone, the "
            "strongest act instead of the sum, squares of intensities, acts of which only one side is told): none did clearly better, and "
            "none was taken. The area under the ROC curve is the chance that a year with a dispute shows more conflict than a year without "
            "(0.5: no better than a coin). *Within dyads* compares only years of the same two states: that is what a reader of one curve sees."
        ),
        "",
        *_chosen(chosen_on, lists[0]),
        *_silences(record, lists[0]),
        *_table(reported_on, lists),
    ]
    found = rows(reported_on, lists[0], (HALF_LIFE,))
    return "\n".join([*out, *_centuries(found, lists[0]), *_misses(reported_on, lists)])


def _wrapped(text: str) -> list[str]:
    """A paragraph as lines of the page."""
    return textwrap.wrap(text, 130, break_long_words=False, break_on_hyphens=False)


def in_gaps(of: Iterable[Dyad], gold: Gold) -> int:
    """Positive dyad-years of these dyads in which the curve has a gap, so that they are not compared."""
    count = 0
    for dyad in of:
        covered_years = set(dyad.years)
        for year in range(gold.first, gold.last + 1):
            if year not in covered_years:
                a, b = (state_number(None, code, year, gold.system) for code in (dyad.a, dyad.b))
                count += a > 0 and b > 0 and gold.level.get(_key(a, b, year), 0) >= gold.least
    return count


def _chosen(of: list[Dyad], gold: Gold) -> list[str]:
    found = rows(of, gold, HALF_LIVES)
    lines = [
        "### How the half-life was chosen",
        "",
        f"{gold.name}, on the half of the dyads for choosing ({len(found.truth):,} dyad-years):",
        "",
    ]
    lines += ["| half-life (years) | pooled | within dyads |", "|---:|---:|---:|"]
    for half_life in HALF_LIVES:
        name = f"conflict {half_life:g}"
        area, same = Roc(found.scores[name], found.truth).area(), within(found, name)[0]
        lines.append(f"| {half_life:g} | {area:.3f} | {same:.3f} |")
    return [*lines, ""]


def _silences(record: Record, gold: Gold) -> list[str]:
    lines = [
        *_wrapped(
            "The areas hardly differ between 1 and 8 years; 2 is the shortest of those that are best within dyads. The silence after which "
            "there is a gap was set beforehand, and not by these figures. On the same half, with a half-life of "
            f"{HALF_LIFE:g} years: the longer the silence that is taken for quiet, the more years are called quiet of which nobody tells."
        ),
        "",
        "| silence (years) | dyad-years | with a dispute | pooled | within dyads |",
        "|---:|---:|---:|---:|---:|",
    ]
    name = f"conflict {HALF_LIFE:g}"
    for silence in SILENCES:
        found = rows([one for one in dyads(record, silence) if is_half(one)], gold, (HALF_LIFE,))
        area, same = Roc(found.scores[name], found.truth).area(), within(found, name)[0]
        lines.append(f"| {silence:g} | {len(found.truth):,} | {int(found.truth.sum()):,} | {area:.3f} | {same:.3f} |")
    return [*lines, ""]


_SCORES = (
    ("conflict {h}", "the curve: conflict"),
    ("net {h}", "the curve: net, turned round"),
    ("count", "baseline: number of hostile acts that begin in the year"),
    ("lexicon", "baseline: any war, battle or attack that begins in the year"),
)


def _table(of: list[Dyad], lists: list[Gold]) -> list[str]:
    lines = ["### What came of it", "", f"On the other half. In brackets the 95 % interval of {DRAWS:,} draws of dyads.", ""]
    lines += ["| | dyad-years | of them positive | area, pooled | within dyads |", "|---|---:|---:|---:|---:|"]
    for gold in lists:
        found = rows(of, gold, (HALF_LIFE,))
        for pattern, words in _SCORES:
            name = pattern.format(h=f"{HALF_LIFE:g}")
            area, low, high = interval(found, name)
            same, count = within(found, name)
            lines.append(
                f"| {gold.name}: {words} | {len(found.truth):,} | {int(found.truth.sum()):,} | {area:.3f} ({low:.3f} to {high:.3f}) "
                f"| {same:.3f} ({count} dyads) |"
            )
    return [*lines, ""]


def _centuries(found: Rows, gold: Gold) -> list[str]:
    lines = [
        f"By century ({gold.name}, the curve's conflict):",
        "",
        "| | dyad-years | positive | area, pooled |",
        "|---|---:|---:|---:|",
    ]
    name = f"conflict {HALF_LIFE:g}"
    for words, first, last in (
        ("1816 to 1900", 1816, 1900),
        ("1901 to 1945", 1901, 1945),
        ("1946 to 2000", 1946, 2000),
        ("from 2001", 2001, 9999),
    ):
        kept = (found.year >= first) & (found.year <= last)
        if found.truth[kept].any():
            area, low, high = interval(found, name, kept)
            lines.append(
                f"| {words} | {int(kept.sum()):,} | {int(found.truth[kept].sum()):,} | {area:.3f} ({low:.3f} to {high:.3f}) |"
            )
    return [*lines, ""]


def _misses(of: list[Dyad], lists: list[Gold]) -> list[str]:
    """Where it is most wrong: wars that it shows no conflict in, and peaceful years with the strongest conflict."""
    name = f"conflict {HALF_LIFE:g}"
    wars, disputes = rows(of, lists[1], (HALF_LIFE,)), rows(of, lists[0], (HALF_LIFE,))
    score = wars.scores[name]
    quiet = wars.truth & (score < 0.5)
    missing = in_gaps(of, lists[1])
    return [
        "### What it gets wrong",
        "",
        *_wrapped(
            f"Of {int(wars.truth.sum()):,} war years ({lists[1].name}) {int(quiet.sum()):,} show next to no conflict (below 0.5), most of "
            f"them of {_listed(wars, quiet, score)}. Mostly the documents about the two do not tell of the war: that two states were on "
            "opposite sides of a world war stands in a history of that war, and not in an article on the two. Another "
            f"{missing:,} war years of these dyads lie in gaps, and are not compared."
        ),
        "",
        *_wrapped(
            "The strongest conflict in years of which the list of disputes tells none: "
            f"{_listed(disputes, ~disputes.truth, disputes.scores[name], strongest=True)}. Looked at one by one these are mostly "
            "misreadings in long diplomatic histories: fighting with others, or inside one of the two, is read as fought between them (and "
            "drawn to the next peace where no end is told); missions that were closed because a state had ceased to be count as hostile; and "
            "many small refusals add up."
        ),
    ]


def _listed(found: Rows, kept: NDArray[np.bool_], score: Floats, strongest: bool = False, most: int = 8) -> str:
    """The dyads with most such years (or the strongest of them), each with its years."""
    of: dict[int, list[int]] = defaultdict(list)
    weight: dict[int, float] = defaultdict(float)
    for at in np.flatnonzero(kept):
        if strongest and score[at] < 5:
            continue
        dyad = int(found.dyad[at])
        of[dyad].append(int(found.year[at]))
        weight[dyad] = max(weight[dyad], float(score[at])) if strongest else weight[dyad] + 1
    ranked = sorted(of, key=lambda dyad: (-weight[dyad], found.names[dyad]))[:most]
    return "; ".join(f"{found.names[dyad]} ({_years(of[dyad])})" for dyad in ranked) or "none"


def _years(years: list[int]) -> str:
    """ "1914-1918, 1940" of years in order."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ", ".join(texts[:4]) + (f" and {len(texts) - 4} more times" if len(texts) > 4 else "")


def main(arguments: Any = None) -> int:
    """Measure, print, and write the section where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--gml", type=Path, required=True)
    parser.add_argument("--ucdp", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="a page with the two lines between which the section stands")
    asked = parser.parse_args(arguments)
    of_gml, of_ucdp = gml(asked.gml), ucdp(asked.ucdp)
    lists = [
        Gold("disputes (GML MID)", 1816, 2010, "cow", of_gml, 1),
        Gold("wars (GML MID, hostility level 5)", 1816, 2010, "cow", of_gml, 5),
        Gold("armed conflicts between states (UCDP)", 1946, 2024, "gw", of_ucdp, 1),
    ]
    with Record.open(asked.record, read_only=True) as record:
        if record.data_files():
            print("the record holds data files: the curve would be compared with itself", file=sys.stderr)
            return 2
        section = report(record, lists)
    if asked.write:
        page = asked.write.read_text(encoding="utf-8")
        head, _, rest = page.partition(_BEGIN)
        asked.write.write_text(f"{head}{_BEGIN}\n\n{section}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    else:
        print(section)
    return 0


if __name__ == "__main__":
    sys.exit(main())
