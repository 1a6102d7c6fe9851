"""Made data for the benchmark of feeds: what rows of published files are drawn from, whatever their form. Actors, acts, days, articles, places.

Rows come from articles, several from each, and their actors are two states, one state twice, one or none, as often as in GDELT's rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute
from feeds_world import World

LAGS = np.array([0] * 980 + [1] * 6 + [7] * 3 + [30] * 5 + [365] * 6)
"""Days from an event to the report of it."""
MENTIONS = np.repeat([1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 40], [13, 27, 6, 13, 5, 10, 6, 13, 1, 1, 2, 1])
PLACES = 20_000
PLACE_TYPES = np.repeat([1, 2, 3, 4, 5], [25, 11, 21, 41, 2])


class Drawn(NamedTuple):
    """Rows of a file's form to be. Numbers of states are -1 where there is none; `article` is the place in `Articles`."""

    first: np.ndarray
    second: np.ndarray
    code: np.ndarray
    day: np.ndarray
    article: np.ndarray
    random: np.random.Generator

    def __len__(self) -> int:
        return len(self.code)


class Articles(NamedTuple):
    """What is the same in all rows of an article."""

    tone: np.ndarray
    place: np.ndarray
    address: pa.Array
    mentions: np.ndarray


class Habit(NamedTuple):
    """How a feed's rows are drawn: shares of who acts (both, within one, first alone, second alone), articles for each row, whether some
    articles give far more rows than others, share of rows about one of the day's stories, order of rows."""

    shares: tuple[float, float, float, float]
    articles: float
    uneven: bool
    about_stories: float
    by_actors: bool


HABITS = {
    "gdelt": Habit((0.194, 0.057, 0.305, 0.196), 0.25, True, 0.75, True),
    "icews": Habit((0.462, 0.459, 0.044, 0.02), 0.6, False, 0.85, False),
}
STORIES = 40
"""What a day's news are about, mostly."""


def draw(world: World, rows: int, start: datetime.date, days: float, seed: int, feed: str) -> tuple[Drawn, Articles]:
    """The rows of one file from `start` on, and their articles. `feed`: whose habits they have."""
    habit = HABITS[feed]
    random = np.random.default_rng((seed, start.toordinal(), rows))
    kind = np.searchsorted(np.cumsum(habit.shares), random.random(rows))
    articles = max(1, int(rows * habit.articles))
    drawn = random.beta(0.5, 2.0, rows) if habit.uneven else random.random(rows)
    article = random.permutation(articles)[np.minimum((drawn * articles).astype(int), articles - 1)]
    since = article * max(1, int(days)) // articles
    stories = np.sort(random.integers(0, STORIES, (2, articles)), axis=0)[0]
    own = _picked(world.pair_share, STORIES * max(1, int(days)), random)
    story = STORIES * since + stories[article]
    about = random.random(rows) < habit.about_stories
    pair = np.where(about, own[story], _picked(world.pair_share, rows, random))
    alone = _picked(world.state_share, rows, random)
    turned = random.random(rows) < 0.5
    a, b = world.pair_a[pair], world.pair_b[pair]
    alone = np.where(about, np.where(turned, a, b), alone)
    first = np.select([kind == 0, kind < 3], [np.where(turned, a, b), alone], -1)
    second = np.select([kind == 0, (kind == 1) | (kind == 3)], [np.where(turned, b, a), alone], -1)
    told = world.draw_codes(feed, world.hostility[0][own], random)[story]
    code = np.where(about & (random.random(rows) < 0.5), told, world.draw_codes(feed, world.hostility[0][pair], random))
    day = np.datetime64(start) + since - (random.choice(LAGS, rows) if habit.by_actors else 0)
    order = np.lexsort((code, second, first) if habit.by_actors else (code, article, day))
    return Drawn(first[order], second[order], code[order], day[order], article[order], random), _articles(
        world, articles, start, random
    )


def _picked(share: np.ndarray, rows: int, random: np.random.Generator) -> np.ndarray:
    return np.searchsorted(np.cumsum(share), random.random(rows)).clip(max=len(share) - 1)


def _articles(world: World, count: int, start: datetime.date, random: np.random.Generator) -> Articles:
    tone = np.round(100 * random.integers(-40, 25, count) / random.integers(150, 1_500, count), 14)
    address = world.addresses(pa.array([start.strftime("%Y/%m/%d")] * count), random)
    return Articles(tone, random.integers(0, PLACES, count), address, random.choice(MENTIONS, count))


class Places:
    """Made places: columns of text that rows take from, by number; the last one is no place."""

    def __init__(self, world: World, seed: int) -> None:
        random = np.random.default_rng((seed, 5))
        self.type = random.choice(PLACE_TYPES, PLACES)
        self.state = _picked(world.state_share, PLACES, random)
        words = [world.words[one].capitalize() for one in random.integers(0, len(world.words), 3 * PLACES)]
        region = random.integers(1, 30, PLACES)
        second_order = random.integers(1_000, 30_000, PLACES)
        short = [world.states[one][:2] for one in self.state]
        settled = [kind in (3, 4) for kind in self.type]
        self.name = pool(
            ", ".join([*words[3 * number : 3 * number + (0, 0, 1, 2, 2, 1)[kind]], world.names[state]])
            for number, (kind, state) in enumerate(zip(self.type, self.state, strict=True))
        )
        self.kind = pool((str(kind) for kind in self.type), "0")
        self.city = pool(words[3 * number] if told else "" for number, told in enumerate(settled))
        self.region = pool(words[3 * number + 1] if kind > 1 else "" for number, kind in enumerate(self.type))
        self.adm1 = pool(
            one + ("" if kind == 1 else f"{part:02}") for one, part, kind in zip(short, region, self.type, strict=True)
        )
        self.adm2 = pool(str(part) if told else "" for part, told in zip(second_order, settled, strict=True))
        self.latitude = pool(f"{one:.6g}" for one in random.uniform(-50, 65, PLACES))
        self.longitude = pool(f"{one:.6g}" for one in random.uniform(-180, 180, PLACES))
        self.feature = pool(str(one) for one in random.integers(-3_000_000, 3_000_000, PLACES))
        self.country = pool(short)
        self.country_name = pool(world.names[one] for one in self.state)


def pool(values: Iterable[str], none: str = "") -> pa.Array:
    """Texts to take from; the last one stands for none."""
    return pa.array([*values, none], pa.string())


def taken(values: pa.Array | list[str], places: np.ndarray) -> pa.Array:
    """`values` (a list, or a pool) at the places; "" or what stands for none for a place below 0."""
    chosen = values if isinstance(values, pa.Array) else pool(values)
    return chosen.take(pa.array(np.where(places < 0, len(chosen) - 1, places)))


def text_of(numbers: np.ndarray) -> pa.Array:
    """Numbers as text."""
    return compute.cast(pa.array(numbers), pa.string())


def text_of_days(days: np.ndarray, form: str) -> pa.Array:
    """Days as text, in a form of strftime; "fraction" is GDELT's part of the year."""
    different, places = np.unique(days, return_inverse=True)
    dates = different.astype(object)
    if form == "fraction":
        return taken([f"{date.year + min((30 * (date.month - 1) + date.day) / 365, 0.9999):.4f}" for date in dates], places)
    return taken([date.strftime(form) for date in dates], places)
