"""Publish: a timeline as SVG: a lane for each subject, a mark for each dated fact, on a scale that crams nothing.

How exactly a thing is dated can be seen: what is certain is solid; what may be, where a source tells no more than a year or a decade,
is a paler band that fades at its uncertain ends; what began and is not told to have ended fades out. Marks that would lie on each
other are put in rows, and what finds no place there is a bundle with its number, which leads closer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from relazione.model.dates import Bounds
from relazione.publish.timescale import Scale
from relazione.publish.visible import visible

WIDTH, LEFT, RIGHT, TOP = 1200.0, 150.0, 14.0, 12.0
POINT = 8.0
"""Units that a mark is wide at least."""
FADE = 70.0
"""Units over which what is open fades."""
LABELLED = 48
"""With so many marks at most, each has its words beside it."""
ROWS, ROWS_CROWDED, ROWS_LABELLED = 6, 4, 7
"""Rows of a lane; of a crowded one; of one whose marks have their words beside them."""
BUNDLE = 47.0
"""Units of a lane that are bundled together."""
CROWD, THICK = 60, 6
"""In a lane with more marks than the first, parts of BUNDLE units with more than the second are bundled whole."""
SIGN = 6.3
"""Units that a sign of a label is wide, on average."""
LONGEST = 34
"""Signs of a label."""


@dataclass(frozen=True)
class Mark:
    """One dated fact. `bounds`: the earliest and latest days of its beginning and end; `target`: where it leads."""

    lane: str
    bounds: Bounds
    label: str
    words: str
    target: str
    is_fact: bool = True
    """Whether it is told as having been so; what is planned, claimed or denied is drawn hollow."""


@dataclass(frozen=True)
class Lane:
    """A subject with the colour of its marks."""

    id: str
    title: str
    colour: str


@dataclass
class _Placed:
    """A mark with its place, in units from the left: the bar, what of it is certain, its label, and the room that both take."""

    mark: Mark
    left: float
    right: float
    solid: tuple[float, float] | None
    fades: str  # the sides on which the bar fades: "", "in", "out" or "both"
    label_at: float = 0.0
    begins: float = 0.0
    ends: float = 0.0
    row: int = 0


@dataclass
class _Filled:
    """A lane with its marks in rows, and what found no place."""

    lane: Lane
    placed: list[_Placed] = field(default_factory=list)
    bundles: list[list[_Placed]] = field(default_factory=list)
    rows: int = 1


def lanes_svg(
    scale: Scale, lanes: Sequence[Lane], marks: Sequence[Mark], closer: Callable[[int, int], str], now: int | None = None
) -> Markup:
    """The timeline; empty where there is nothing to mark. `scale` is WIDTH - LEFT - RIGHT wide. `closer`: the address that shows the
    days from one to another. `now`: the day of the question, drawn as a line. A list must tell the same in words: the picture is
    hidden from those who listen, and no key stops at its marks."""
    if not marks:
        return Markup("")
    labelled = len(marks) <= LABELLED
    filled = [_filled(lane, [mark for mark in marks if mark.lane == lane.id], scale, labelled) for lane in lanes]
    filled = [one for one in filled if one.placed or one.bundles]
    high = 29.0 if labelled else 15.0
    heights = [
        max(28.0 + 15 * (len(_wrapped(one.lane.title)) - 1), high * one.rows + (22 if one.bundles else 0) + 12) for one in filled
    ]
    bottom = TOP + sum(heights)
    out = [
        f'<svg class="lanes" viewBox="0 0 {WIDTH:.0f} {bottom + 32:.0f}" aria-hidden="true">',
        "<defs>",
        *(_fade(name) for name in ("in", "out", "both")),
        "</defs>",
        *_axis(scale, bottom),
    ]
    top = TOP
    for one, height in zip(filled, heights, strict=True):
        out += _lane(one, top, height, high, labelled, closer, scale)
        top += height
    if now is not None and scale.first <= now <= scale.last:
        out.append(f'<path class="now" d="M{LEFT + scale.x(now):.1f} {TOP - 8:.0f}V{bottom + 6:.0f}"/>')
    return Markup("".join([*out, "</svg>"]))


def _fade(name: str) -> str:
    """A mask under which a mark fades at one side or at both."""
    stops = {"in": ((0, 0.05), (1, 1)), "out": ((0, 1), (1, 0.05)), "both": ((0, 0.1), (0.5, 1), (1, 0.1))}[name]
    grades = "".join(f'<stop offset="{at}" stop-color="#fff" stop-opacity="{opacity}"/>' for at, opacity in stops)
    return (
        f'<linearGradient id="g-{name}">{grades}</linearGradient><mask id="fade-{name}" maskContentUnits="objectBoundingBox">'
        f'<rect width="1" height="1" fill="url(#g-{name})"/></mask>'
    )


def _axis(scale: Scale, bottom: float) -> list[str]:
    out = []
    for tick in scale.ticks():
        x = LEFT + tick.x
        out.append(f'<path class="tick" d="M{x:.1f} {TOP:.0f}V{bottom + 3:.0f}"/>')
        anchor = "start" if tick.x < 16 else "middle"
        out.append(f'<text class="year" x="{x:.1f}" y="{bottom + 25:.0f}" text-anchor="{anchor}">{escape(tick.label)}</text>')
    for one in scale.breaks:
        left, high = LEFT + one.left, bottom - TOP
        out.append(f'<rect class="break" x="{left:.1f}" y="{TOP:.0f}" width="{one.width:.1f}" height="{high:.0f}"/>')
        middle = left + one.width / 2
        out.append(f'<path class="zigzag" d="M{middle - 9:.1f} {bottom + 10:.0f}l4.5 -7 4.5 7 4.5 -7 4.5 7"/>')
    return out


def _filled(lane: Lane, marks: Sequence[Mark], scale: Scale, labelled: bool) -> _Filled:
    """The marks of a lane in rows: each in the first row that is free where it begins. Of a crowded lane what is thick is bundled."""
    most = ROWS_LABELLED if labelled else ROWS if len(marks) <= CROWD else ROWS_CROWDED
    ends: list[float] = []
    over: list[_Placed] = []
    found = _Filled(lane)
    everything = [_place(mark, scale, labelled) for mark in marks]
    thick = _thick(everything) if len(everything) > CROWD else frozenset()
    for placed in sorted(everything, key=lambda one: (one.begins, -one.ends, one.mark.target)):
        row = next((number for number, end in enumerate(ends) if end <= placed.begins), len(ends))
        if row >= most or placed.left // BUNDLE in thick:
            over.append(placed)
            continue
        if row == len(ends):
            ends.append(0.0)
        placed.row = row
        ends[row] = placed.ends + 3
        found.placed.append(placed)
    found.rows = len(ends) if found.placed else 0
    bundles: dict[float, list[_Placed]] = {}
    for placed in over:
        bundles.setdefault(placed.left // BUNDLE, []).append(placed)
    found.bundles = [bundle for _, bundle in sorted(bundles.items())]
    return found


def _thick(everything: Sequence[_Placed]) -> frozenset[float]:
    """The parts of a lane in which more begins than can be told apart."""
    counts = Counter(placed.left // BUNDLE for placed in everything)
    return frozenset(part for part, count in counts.items() if count > THICK)


def _place(mark: Mark, scale: Scale, labelled: bool) -> _Placed:
    """Where a mark lies, and what of it is certain."""
    wide = WIDTH - LEFT - RIGHT
    placed = _bar(mark, scale, wide)
    if placed.right - placed.left < POINT:
        left = min(max((placed.left + placed.right - POINT) / 2, 0.0), wide - POINT)
        placed = _Placed(mark, left, left + POINT, (left, left + POINT), "")
    placed.begins, placed.ends = placed.left, placed.right
    if labelled:
        long = SIGN * len(short(mark.label))
        placed.label_at = max(0.0, min(placed.left, wide - long))
        placed.begins, placed.ends = placed.label_at, max(placed.right, placed.label_at + long)
    return placed


def _bar(mark: Mark, scale: Scale, wide: float) -> _Placed:
    b = mark.bounds
    if b.start_earliest is None:  # until a day
        right = scale.x((b.end_latest or 0) + 1)
        return _Placed(mark, max(0.0, right - FADE), right, None, "in")
    left = scale.x(b.start_earliest)
    if b.end_latest is None:  # since a day
        return _Placed(mark, left, min(wide, max(left + FADE, scale.x((b.start_latest or b.start_earliest) + 1))), None, "out")
    right = scale.x(b.end_latest + 1)
    if b.start_latest is None or b.end_earliest is None or b.end_earliest < b.start_latest:
        return _Placed(mark, left, right, None, "both")
    solid = scale.x(b.start_latest), scale.x(b.end_earliest + 1)
    return _Placed(mark, left, right, solid, _SIDES[solid[0] > left + 1, solid[1] < right - 1])


_SIDES = {(False, False): "", (True, False): "in", (False, True): "out", (True, True): "both"}
"""(the beginning is uncertain, the end is) -> where a bar fades."""


def short(label: str) -> str:
    """A label short enough to stand beside its mark."""
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip(" ,:;") + "…"


def _lane(
    one: _Filled, top: float, height: float, high: float, labelled: bool, closer: Callable[[int, int], str], scale: Scale
) -> list[str]:
    out = [
        f'<g class="lane-{escape(one.lane.colour)}">',
        f'<path class="edge" d="M0 {top + height:.0f}H{WIDTH:.0f}"/>',
        f'<text class="lane" x="0" y="{top + 20:.0f}">{escape(_wrapped(one.lane.title)[0])}</text>',
    ]
    out += [f'<text class="lane" x="0" y="{top + 35:.0f}">{escape(more)}</text>' for more in _wrapped(one.lane.title)[1:2]]
    for placed in one.placed:
        out.append(_mark(placed, top + 6 + high * placed.row, labelled))
    free = 0.0
    for bundle in one.bundles:
        is_all = len(bundle) > THICK and len(one.placed) + sum(map(len, one.bundles)) > CROWD
        left = min(max(bundle[0].left, free), WIDTH - LEFT - RIGHT - PILL)
        free = left + PILL + 2
        out.append(_bundle(bundle, left, top + 6 + high * one.rows, closer, scale, is_all))
    return [*out, "</g>"]


def _wrapped(title: str) -> list[str]:
    """A title in two lines, where it is long."""
    if len(title) <= 18:
        return [title]
    words = title.split()
    line = words[0]
    for number, word in enumerate(words[1:], start=1):
        if len(line) + len(word) > 17:
            return [line, " ".join(words[number:])]
        line += f" {word}"
    return [line]


def _mark(placed: _Placed, y: float, labelled: bool) -> str:
    mark = placed.mark
    bar = y + 15 if labelled else y + 1
    parts = [f'<a href="{escape(mark.target)}" tabindex="-1"{"" if mark.is_fact else _HOLLOW}>']
    parts.append(f"<title>{escape(visible(f'{mark.label}, {mark.words}'))}</title>")
    if labelled:
        parts.append(
            f'<text class="name" x="{LEFT + placed.label_at:.1f}" y="{y + 11:.0f}">{escape(visible(short(mark.label)))}</text>'
        )
    if placed.fades:
        parts.append(_rect("may", placed.left, placed.right, bar, f' mask="url(#fade-{placed.fades})"'))
    if placed.solid:
        parts.append(_rect("is", *placed.solid, bar))
    return "".join([*parts, "</a>"])


_HOLLOW = ' class="hollow"'


def _rect(name: str, left: float, right: float, y: float, mask: str = "") -> str:
    wide = max(right - left, 2.0)
    return f'<rect class="{name}" x="{LEFT + left:.1f}" y="{y:.0f}" width="{wide:.1f}" height="10" rx="2"{mask}/>'


PILL = 42.0
"""Units that the number of a bundle is wide."""


def _bundle(
    bundle: Sequence[_Placed], left: float, y: float, closer: Callable[[int, int], str], scale: Scale, is_all: bool
) -> str:
    most = WIDTH - LEFT - RIGHT - 1
    first, last = scale.day(bundle[0].left), scale.day(min(max(one.left for one in bundle) + 1, most))
    x = LEFT + left
    return (
        f'<a href="{escape(closer(first, last))}" tabindex="-1" class="bundle"><title>{len(bundle)} facts: closer</title>'
        f'<rect x="{x:.1f}" y="{y:.0f}" width="{PILL:.0f}" height="18" rx="9"/>'
        f'<text x="{x + PILL / 2:.1f}" y="{y + 13.5:.0f}" text-anchor="middle">{"" if is_all else "+"}{len(bundle)}</text></a>'
    )
