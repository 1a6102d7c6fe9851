"""What all of GDELT and all of Wikipedia would take, on one machine and on clusters: a model from the figures in `scale.toml`.

    python benchmarks/scale_model.py [--price 0.05]     prints the tables
    python benchmarks/scale_model.py --write            puts them into docs/scale.md

    seconds = start + work x serial + work x (1 - serial) / (cores x efficiency) + shuffled / (machines x network)
    core-hours = machines x cores x seconds / 3600; money = core-hours x price

`work` is in CPU seconds as measured here. `start` and what is shuffled count on clusters only.
"""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "benchmarks" / "scale.toml"
PAGE = ROOT / "docs" / "scale.md"
BEGIN, END = "<!-- scale_model.py begins -->\n", "<!-- scale_model.py ends -->\n"


class Task(NamedTuple):
    """Work to be done: CPU seconds, the same where Spark does it, bytes that are shuffled, whether a cluster can do it, and more than one core."""

    name: str
    work: float
    on_spark: float
    shuffled: float = 0.0
    cluster: bool = True
    side_by_side: bool = True


class Size(NamedTuple):
    """How much there is: rows, bytes of text, of zip files, rows between two states, bytes in a lake."""

    name: str
    rows: float
    text: float
    zipped: float
    kept: float
    lake: float


def figures(path: Path = FIGURES) -> dict[str, Any]:
    """All figures."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sizes(given: dict[str, Any]) -> list[Size]:
    """GDELT 2.0 and 1.0 at the end of 2025."""
    told, public, own = given["measured"], given["public"], given["estimated"]
    a_month = public["gdelt2_july_2018"] / own["months_to_july_2018"]
    second = public["gdelt2_july_2018"] + a_month * own["months_to_end_of_2025"]
    a_month = (public["gdelt1_july_2018"] - public["gdelt1_early_2016"]) / own["months_2016_to_july_2018"]
    first = public["gdelt1_july_2018"] + a_month * own["months_to_end_of_2025"]
    found = []
    for name, rows in (("GDELT 2.0, 2015 to 2025", second), ("GDELT 1.0, 1979 to 2025", first)):
        text, kept = rows * told["text_of_a_row"], rows * told["between_two"]
        found.append(Size(name, rows, text, text / told["deflated"], kept, kept / 1e6 * told["lake_of_a_million"]))
    return found


def tasks(given: dict[str, Any]) -> list[Task]:
    """What there is to do."""
    told, public, own = given["measured"], given["public"], given["estimated"]
    second, first = sizes(given)
    kept = (second.kept + first.kept) / 1e6
    load = second.text / told["load_quarter_hours"] + first.text / told["load_daily"]
    series = kept * told["series_of_a_million"]
    moved = kept * told["months_of_a_million"] * given["assumed"]["month_bytes"]
    bilateral = own["bilateral_articles"] * own["words_of_one"]
    claims = given["assumed"]["claims_of_a_word"]
    whole = public["wikipedia_words"] / told["words_in_a_second"]
    into_record = whole * told["record"] / (1 - told["record"])
    return [
        Task("load GDELT 1.0 and 2.0 into a lake", load, load, cluster=False),
        Task("month series of all pairs, from its lake", series, series * told["spark_times"], moved),
        Task(
            "read the articles on relations of two states",
            bilateral / told["words_in_a_second"],
            bilateral / told["words_in_a_second"],
            bilateral * claims,
        ),
        Task(
            "read all of English Wikipedia",
            whole,
            whole,
            public["wikipedia_words"] * claims,
        ),
        Task("take its claims into one record", into_record, into_record, cluster=False, side_by_side=False),
    ]


def seconds(task: Task, machine: dict[str, Any], given: dict[str, Any]) -> float:
    """How long a machine, or a cluster, takes: the formula of the docstring."""
    assumed = given["assumed"]
    many = machine["nodes"] > 1
    work = task.on_spark if many else task.work
    cores = machine["nodes"] * machine["cores"]
    if not task.side_by_side:
        return work
    found = work * assumed["serial"] + work * (1 - assumed["serial"]) / (cores * assumed["efficiency"])
    return float(found + (assumed["start"] + task.shuffled / (machine["nodes"] * assumed["network"]) if many else 0.0))


def two_digits(value: float) -> str:
    """A number to two digits."""
    return f"{float(f'{value:.2g}'):,.10g}"


def duration(value: float) -> str:
    """Seconds as people say it."""
    for unit, name in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if value >= 2 * unit:
            return f"{two_digits(value / unit)} {name}"
    return f"{two_digits(value)} s"


def money(value: float) -> str:
    """An amount."""
    return "< 0.01" if value < 0.01 else f"{value:.2f}" if value < 10 else two_digits(value)


def tables(given: dict[str, Any]) -> Iterator[str]:
    """The lines of both tables."""
    yield "| | rows | text | zip files | rows between two states | in the lake |\n"
    yield "|---|---|---|---|---|---|\n"
    for one in sizes(given):
        parts = f"{one.text / 1e9:.0f} GB | {one.zipped / 1e9:.0f} GB | {one.kept / 1e6:.0f} million | {one.lake / 1e9:.1f} GB"
        yield f"| {one.name} | {one.rows / 1e6:,.0f} million | {parts} |\n"
    yield f"\nTime, core-hours, and money at {given['assumed']['price']:g} for a core-hour:\n\n"
    machines = given["machines"]
    yield f"| | {' | '.join(machine['name'] for machine in machines)} |\n"
    yield f"|---|{'---|' * len(machines)}\n"
    for task in tasks(given):
        yield f"| {task.name} | {' | '.join(_cell(task, machine, given) for machine in machines)} |\n"


def _cell(task: Task, machine: dict[str, Any], given: dict[str, Any]) -> str:
    if machine["nodes"] > 1 and not task.cluster:
        return "one machine"
    took = seconds(task, machine, given)
    hours = (machine["nodes"] * machine["cores"] if task.side_by_side else 1) * took / 3600
    return f"{duration(took)}; {two_digits(hours)} core-h; {money(hours * given['assumed']['price'])}"


def main() -> None:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--price", type=float, help="money for a core-hour")
    parser.add_argument("--write", action="store_true", help="into docs/scale.md")
    asked = parser.parse_args()
    given = figures()
    if asked.price is not None:
        given["assumed"]["price"] = asked.price
    text = "".join(tables(given))
    if not asked.write:
        print(text, end="")
        return
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}{text}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
