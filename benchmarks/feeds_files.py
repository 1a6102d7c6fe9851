"""Made files of feeds, in the form in which each feed publishes them: GDELT 2.0 and 1.0, ICEWS, POLECAT.

No row is real. Of POLECAT only the header was at hand: its rows are made after its codebook alone, and how often its known faults occur is
our own choice (a tenth of the files with a column too many in the header, a tenth with tabs too many, one row in 10,000 cut short).
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from feeds_draw import Articles, Drawn, Places, draw, taken, text_of, text_of_days
from feeds_world import World, lists

from relazione.reference.ontology import QUADS, ontology

TYPES, SECTORS, ROLES = lists()["actor_types"], lists()["sectors"], lists()["roles"]


def gdelt(world: World, places: Places, drawn: Drawn, articles: Articles, start: int, added: str) -> list[pa.Array]:
    """The 61 columns of GDELT 2.0; those of 1.0 are picked from them."""
    rows, random = len(drawn), drawn.random
    codes = world.codes
    quads, goldstein = ([str(one.quad) for one in codes], [str(one.goldstein) for one in codes])
    mentions = text_of(articles.mentions[drawn.article])
    home = articles.place[drawn.article]
    columns = [
        text_of(np.arange(start, start + rows)),
        *(text_of_days(drawn.day, form) for form in ("%Y%m%d", "%Y%m", "%Y", "fraction")),
        *_actor(world, drawn.first, 0.22, random),
        *_actor(world, drawn.second, 0.53, random),
        taken(["0", "1"], (random.random(rows) < 0.555).astype(int)),
        *(taken([one.code[:length] for one in codes], drawn.code) for length in (4, 3, 2)),
        taken(quads, drawn.code),
        taken(goldstein, drawn.code),
        mentions,
        taken(["1", "2", "5"], np.searchsorted([0.92, 0.96], random.random(rows))),
        mentions,
        text_of(articles.tone[drawn.article]),
        *_place(places, _own_place(home, 0.12, 0.26, random)),
        *_place(places, _own_place(home, 0.31, 0.12, random)),
        *_place(places, np.where(random.random(rows) < 0.02, -1, home)),
        taken([added], np.zeros(rows, int)),
        articles.address.take(pa.array(drawn.article)),
    ]
    return columns


def _actor(world: World, states: np.ndarray, nobody: float, random: np.random.Generator) -> list[pa.Array]:
    """The ten columns of an actor; `nobody`: the share of those without a country who have no code at all."""
    rows = len(states)
    typed = random.random(rows) < np.where(states < 0, 1 - nobody, 0.16)
    kind = np.where(typed, np.minimum((random.pareto(1.0, rows) * 2).astype(int), len(TYPES) - 1), -1)
    variant = np.minimum((random.pareto(1.2, rows) * 1.5).astype(int), 3)
    names = [
        name.upper() if part == 0 else world.words[17 * number + part].upper()
        for number, name in enumerate(world.names)
        for part in range(4)
    ]
    titles = [world.words[3_900 + number].upper() for number in range(len(TYPES))]
    joint = (states + 1) * (len(TYPES) + 1) + kind + 1
    codes = [state + type_ for state in ("", *world.states) for type_ in ("", *TYPES)]
    name = np.where(states < 0, np.where(kind < 0, -1, kind), len(titles) + 4 * states + variant)
    empty = taken([], np.full(rows, -1))
    rare = taken(["CHR", "MOS", "JEW"], np.where(random.random(rows) < 0.02, random.integers(0, 3, rows), -1))
    second_type = taken(TYPES, np.where(typed & (random.random(rows) < 0.05), 0, -1))
    return [
        taken(codes, joint),
        taken([*titles, *names], name),
        taken(world.states, states),
        empty,
        empty,
        rare,
        empty,
        taken(TYPES, kind),
        second_type,
        empty,
    ]


def _own_place(home: np.ndarray, none: float, other: float, random: np.random.Generator) -> np.ndarray:
    """The article's place, none, or another one, by these shares."""
    drawn = random.random(len(home))
    return np.where(drawn < none, -1, np.where(drawn < none + other, np.roll(home, 1), home))


def _place(places: Places, numbers: np.ndarray) -> list[pa.Array]:
    """The eight columns of a place."""
    columns = (
        places.kind,
        places.name,
        places.country,
        places.adm1,
        places.adm2,
        places.latitude,
        places.longitude,
        places.feature,
    )
    return [taken(column, numbers) for column in columns]


def gdelt1(world: World, places: Places, drawn: Drawn, articles: Articles, start: int, added: str) -> list[pa.Array]:
    """The 58 columns of GDELT 1.0: no second-order regions, a day for the time of adding."""
    columns = gdelt(world, places, drawn, articles, start, added[:8])
    return [column for number, column in enumerate(columns) if number not in (39, 47, 55)]


def icews(world: World, places: Places, drawn: Drawn, articles: Articles, start: int, added: str) -> list[pa.Array]:
    """The 20 columns of ICEWS."""
    rows, random = len(drawn), drawn.random
    texts = [f"Made name of act {one.code} {world.words[number]}" for number, one in enumerate(world.codes)]
    home = articles.place[drawn.article]
    sides = [_icews_side(world, states, random) for states in (drawn.first, drawn.second)]
    publishers = [
        f"{one.capitalize()} {two.capitalize()} News" for one, two in zip(world.words[:114], world.words[200:], strict=False)
    ]
    return [
        text_of(np.arange(start, start + rows)),
        text_of_days(drawn.day, "%Y-%m-%d"),
        *sides[0],
        taken(texts, drawn.code),
        taken([one.code for one in world.codes], drawn.code),
        taken([str(one.intensity) for one in world.codes], drawn.code),
        *sides[1],
        text_of(47_000_000 + start % 1_000_000 + drawn.article),
        text_of(random.integers(1, 7, rows)),
        taken(publishers, np.minimum(drawn.article % 997 * 7 // 61, 113)),
        taken(places.city, home),
        taken([], np.full(rows, -1)),
        taken(places.name, home),
        taken(places.country_name, home),
        taken(places.latitude, home),
        taken(places.longitude, home),
    ]


def _icews_side(world: World, states: np.ndarray, random: np.random.Generator) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Name, sectors, country."""
    role = np.minimum((random.pareto(1.0, len(states)) * 2).astype(int), 7)
    names = [f"{role} ({name})" if role else name for name in ("Unspecified Actor", *world.names) for role in ROLES]
    sectors = taken(SECTORS, np.where(random.random(len(states)) < 0.26, -1, (role + states) % len(SECTORS)))
    return taken(names, 8 * (states + 1) + role), sectors, taken(world.names, states)


def polecat(world: World, places: Places, drawn: Drawn, articles: Articles, start: int, added: str) -> list[pa.Array]:
    """The 40 columns of POLECAT."""
    rows, random = len(drawn), drawn.random
    kinds = sorted({(one.plover, one.mode, one.intensity, one.quad) for one in ontology().values() if one.plover})
    weights = random.lognormal(0, 1, len(kinds))
    kind = np.searchsorted(np.cumsum(weights / weights.sum()), random.random(rows)).clip(max=len(kinds) - 1)
    home = articles.place[drawn.article]
    day = text_of_days(drawn.day, "%Y-%m-%d")
    names = [
        taken([f"{world.words[number].capitalize()} Pérez", "None"], np.where(random.random(rows) < 0.5, 0, 1))
        for number in (11, 12, 13)
    ]
    constant = {
        "": taken([], np.full(rows, -1)),
        "eng": taken(["eng"], np.zeros(rows, int)),
        "1": taken(["NGEC_coder-1"], np.zeros(rows, int)),
    }
    papers = [str(one).split(".")[0] for one in world.papers[:300]]
    return [
        text_of(np.arange(start, start + rows)),
        day,
        taken([one[0] for one in kinds], kind),
        taken([one[1] for one in kinds], kind),
        taken([str(one[2]) for one in kinds], kind),
        taken([QUADS[one[3]].upper() for one in kinds], kind),
        taken(["diplomatic", "military; territory", "economic", "None"], random.integers(0, 4, rows)),
        *_polecat_side(world, drawn.first, constant[""], random),
        *_polecat_side(world, drawn.second, constant[""], random),
        *(taken(column, home) for column in (places.name, places.city, places.region, places.region, places.country_name)),
        *(taken(column, home) for column in (places.latitude, places.longitude, places.feature, places.city)),
        taken(["PPL", "ADM1", "PCLI"], random.integers(0, 3, rows)),
        taken(papers, drawn.article % 300),
        day,
        *names,
        constant["eng"],
        constant["1"],
    ]


def _polecat_side(world: World, states: np.ndarray, empty: pa.Array, random: np.random.Generator) -> list[pa.Array]:
    """Name, country, COW code, sectors, title, raw name, Wikipedia; one side in thirty has two countries."""
    several = (random.random(len(states)) < 0.03) & (states >= 0)
    others = np.where(several, random.integers(0, len(world.states), len(states)), -1)
    joint = np.where(several, len(world.states) * (states + 1) + others, states)
    different, place = np.unique(joint, return_inverse=True)
    count = len(world.states)

    def told(values: list[str]) -> pa.Array:
        texts = [
            "None" if one < 0 else values[one] if one < count else f"{values[one // count - 1]}; {values[one % count]}"
            for one in different
        ]
        return taken(texts, place)

    sector = taken(["GOV", "MIL", "CVL", "None"], random.integers(0, 4, len(states)))
    return [
        told(world.names),
        told(world.states),
        told([code[:3] for code in world.states]),
        sector,
        sector,
        empty,
        told(world.names),
        empty,
    ]


class Form(NamedTuple):
    """How a feed publishes: columns, header, usual rows and days of a file, its name, whose shares its rows are drawn by."""

    columns: Callable[..., list[pa.Array]]
    header: list[str] | None
    rows: int
    days: float
    name: str
    first: datetime.date
    drawn_as: str
    encoding: str = "utf-8"


FEED_FILES = {
    "gdelt2": Form(gdelt, None, 2_000, 1 / 96, "%Y%m%d%H%M%S.export.CSV", datetime.date(2018, 1, 1), "gdelt"),
    "gdelt1": Form(gdelt1, None, 100_000, 1, "%Y%m%d.export.CSV", datetime.date(2013, 4, 1), "gdelt"),
    "icews": Form(icews, lists()["icews_header"], 150_000, 90, "events.%Y.%Y%m%d.tab", datetime.date(2015, 1, 1), "icews"),
    "polecat": Form(
        polecat, lists()["polecat_header"], 60_000, 30, "ngecEventsDV-%Y%m%d.txt", datetime.date(2018, 1, 1), "icews", "latin-1"
    ),
}


def made_text(world: World, places: Places, form: Form, rows: int, when: datetime.datetime, start: int, seed: int) -> bytes:
    """The text of one file, header included, as UTF-8. Fewer rows than a usual file has fall on fewer days."""
    days = form.days * min(1.0, rows / form.rows)
    drawn, articles = draw(world, rows, when.date(), days, seed + start, form.drawn_as)
    columns = form.columns(world, places, drawn, articles, start, when.strftime("%Y%m%d%H%M%S"))
    table = pa.table(columns, names=form.header or [f"c{number}" for number in range(len(columns))])
    buffer = io.BytesIO()
    options = arrow_csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="none")
    arrow_csv.write_csv(table, buffer, options)
    header = "\t".join(form.header).encode() + b"\n" if form.header else b""
    return header + buffer.getvalue()


def with_faults(text: bytes, number: int) -> bytes:
    """A file of POLECAT with what is known to be wrong in some: see the module's docstring."""
    lines = text.split(b"\n")
    if number % 10 == 3:
        lines[0] += b"\tHeadline"
    if number % 10 == 7:
        lines = [line + b"\t\t" if line else line for line in lines]
    for place in range(5_000, len(lines) - 1, 10_000):
        lines[place] = lines[place][: len(lines[place]) // 2]
    return b"\n".join(lines)


def write_files(folder: Path, feed: str, rows: int, seed: int, rows_of_a_file: int = 0, zipped: bool = True) -> list[Path]:
    """Write so many rows of a feed as files, of the usual size if none is told. Returns the files."""
    form = FEED_FILES[feed]
    size = rows_of_a_file or form.rows
    folder.mkdir(parents=True, exist_ok=True)
    world = World()
    places = Places(world, seed)
    when = datetime.datetime.combine(form.first, datetime.time())
    made = []
    for number, start in enumerate(range(0, rows, size)):
        text = made_text(world, places, form, min(size, rows - start), when, 700_000_000 + start, seed)
        if feed == "polecat":
            text = with_faults(text, number)
        name = when.strftime(form.name)
        made.append(folder / (f"{name}.zip" if zipped else name))
        _write(made[-1], name, text.decode().encode(form.encoding, "replace") if form.encoding != "utf-8" else text)
        when += datetime.timedelta(days=form.days)
    return made


def _write(path: Path, name: str, content: bytes) -> None:
    """A file; in an archive with a fixed time, so that its bytes are the same every time."""
    if path.suffix != ".zip":
        path.write_bytes(content)
        return
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
