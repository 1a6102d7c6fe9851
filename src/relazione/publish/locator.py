"""Publish: the locator map of a pair as SVG: the two states in a colour each, all others neutral.

A state too small to be seen gets a ring and its name. The picture has a title and a description for those who do not see
it, follows the reader's choice of light or dark, and holds no script, no font and no address.
"""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from pathlib import Path

from relazione.model.errors import SameState, UnknownState
from relazione.publish.basemap import basemap
from relazione.publish.frame import WIDTH, Frame, frame, known

_STYLE = Path(__file__).parent / "data" / "locator.css"
SMALL = 180.0
"""Square units (a quarter of that in square pixels) under which a state is ringed."""
RING = 26
LEGEND = 76
"""Units of height of the strip that names the colours."""


@cache
def locator_style() -> str:
    """The style sheet of the map, for a page that shows the map without its own."""
    return _STYLE.read_text(encoding="utf-8")


def locator_svg(a: str, b: str, *, title: str | None = None, standalone: bool = True) -> str:
    """The map of two states, given by their codes ("ITA", "TUR").

    `standalone`: with its own style and legend, to be saved as a file. Without, the page brings `locator_style()` and
    names the colours itself. Raises UnknownState for a code that the map does not know, SameState for twice the same.
    """
    if a == b:
        raise SameState(a)
    for code in (a, b):
        if not known(code):
            raise UnknownState(code)
    heading = title or f"Locator map of {_name(a)} and {_name(b)}"
    view = frame(a, b)
    height = view.height + (LEGEND if standalone else 0)
    inner = _drawing(a, b)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="locator" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-labelledby="locator-title locator-desc">',
        f'<title id="locator-title">{escape(heading)}</title>',
        f'<desc id="locator-desc">{escape(_description(a, b, view))}</desc>',
    ]
    if standalone:
        about = basemap().about
        parts.append(f"<metadata>Basemap: {escape(about['source'])}; {escape(about['note'])}.</metadata>")
        parts.append(f"<style>{locator_style()}</style>")
    parts.append(inner)
    if standalone:
        parts.append(_legend(a, b, view.height))
    return "".join([*parts, "</svg>"])


def _name(code: str) -> str:
    from relazione.reference.polities import states

    state = states().get(code)
    return state.name if state else code


def _description(a: str, b: str, view: Frame) -> str:
    part = "the part of the world around them" if view.near else "the world"
    small = [_name(code) for code in (a, b) if view.spots[code][1] < SMALL]
    ringed = f" {' and '.join(small)}, too small to be seen, {'is' if len(small) == 1 else 'are'} ringed." if small else ""
    return f"A map of {part}: {_name(a)} in the first colour, {_name(b)} in the second, all other states neutral.{ringed}"


@lru_cache(maxsize=64)
def _drawing(a: str, b: str) -> str:
    view = frame(a, b)
    others = "".join(path for code, path in view.paths.items() if code not in (a, b))
    parts = [
        f'<rect class="sea" width="{WIDTH}" height="{view.height}"/>',
        f'<svg width="{WIDTH}" height="{view.height}" viewBox="0 0 {WIDTH} {view.height}">',
        f'<path class="land" d="{others}"/>',
    ]
    for code, side in ((a, "a"), (b, "b")):
        if path := view.paths.get(code):
            parts.append(f'<path class="side-{side}" d="{path}"/>')
    parts.append(f'<path class="borders" d="{view.border_path}"/>')
    parts.extend(_rings(a, b, view))
    return "".join([*parts, "</svg>"])


def _rings(a: str, b: str, view: Frame) -> list[str]:
    """Ring and name of each state that is too small; two names close to each other go up and down."""
    small = [(code, side) for code, side in ((a, "a"), (b, "b")) if view.spots[code][1] < SMALL]
    (ax, ay), (bx, by) = view.spots[a][0], view.spots[b][0]
    crowded = len(small) == 2 and abs(ax - bx) < 260 and abs(ay - by) < 60
    out = []
    for code, side in small:
        (x, y), _ = view.spots[code]
        left = x > WIDTH * 0.7
        lift = 0 if not crowded else (-34 if (y, side) == min((ay, "a"), (by, "b")) else 34)
        name_x, anchor = (x - RING - 10, "end") if left else (x + RING + 10, "start")
        out.append(
            f'<g class="ringed side-{side}"><circle cx="{x:.0f}" cy="{y:.0f}" r="{RING}"/>'
            f'<circle class="dot" cx="{x:.0f}" cy="{y:.0f}" r="5"/>'
            f'<text x="{name_x:.0f}" y="{y + 11 + lift:.0f}" text-anchor="{anchor}">{escape(_name(code))}</text></g>'
        )
    return out


def _legend(a: str, b: str, top: int) -> str:
    second = 60 + max(len(_name(a)), 4) * 20 + 70
    row = top + LEGEND / 2
    return "".join(
        f'<g class="legend side-{side}"><rect x="{x}" y="{row - 14:.0f}" width="28" height="28" rx="4"/>'
        f'<text x="{x + 42}" y="{row + 12:.0f}">{escape(_name(code))}</text></g>'
        for code, side, x in ((a, "a", 12), (b, "b", second))
    )
