"""The brief as PDF, set by typst: A4, tagged, with bookmarks, and links from the marks to the sources.

What the brief says is given to typst as data (JSON), never as its language, in a folder of its own that holds the template and the map:
typst refuses files outside of it and asks no network. Its own fonts are used, so that every machine makes the same bytes.
"""

from __future__ import annotations

import json
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from relazione.publish.brief.shape import NOTHING, Brief, closing, more_words, quoted
from relazione.publish.extra import MissingExtra, needed
from relazione.publish.visible import visible
from relazione.publish.words import name

PAGES = 2
"""Pages that a brief has at most."""
_TEMPLATE = Path(__file__).parents[1] / "data" / "brief.typ"
_VARIABLE = re.compile(r"var\(--([a-z]+)\)")
_COLOURS = {
    "sea": "#eef3f6",
    "land": "#d3d0c6",
    "line": "#f8f7f3",
    "a": "#1d5c8c",
    "b": "#c05a12",
    "name": "#1c2430",
    "halo": "#ffffff",
}
_MISSING = re.compile(r'the text `"([^`]*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}")
_RARE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0500-\u1dff\u20d0-\u20ff\u2300-\u27e7\u27ea-\u2bff\u2c00-\ufffd\U00010000-\U0010ffff]+"
)
"""Signs outside of Latin, Greek, Cyrillic, punctuation, arrows and mathematics."""
MOST_POINTS = 3
_LONG = re.compile(r"\S{40,}")


def pdf(made: Brief) -> bytes:
    """A brief as PDF. Raises MissingExtra where typst is not installed."""
    content: bytes = _set(made, "pdf")
    return content


def png(made: Brief, dots: float = 110.0) -> list[bytes]:
    """The pages of a brief as pictures, to be looked at: `dots` an inch."""
    found = _set(made, "png", ppi=dots)
    return found if isinstance(found, list) else [found]


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    import io

    import pypdf

    return len(pypdf.PdfReader(io.BytesIO(content)).pages)


def _set(made: Brief, form: str, **options: Any) -> Any:
    """The brief set by typst. Signs that its fonts lack stand as code points, as PDF/UA demands that none is left blank."""
    typst = needed("typst", "PDF")
    drawing = map_svg(*made.pair)
    data = as_data(made, bool(drawing))
    with tempfile.TemporaryDirectory(prefix="relazione-brief-") as folder:
        root = Path(folder)
        (root / "brief.typ").write_bytes(_TEMPLATE.read_bytes())
        if drawing:
            (root / "map.svg").write_text(drawing, encoding="utf-8")
        for tried in range(3):
            try:
                return typst.compile(
                    str(root / "brief.typ"),
                    root=folder,
                    font_paths=typst.Fonts(include_system_fonts=False),
                    format=form,
                    sys_inputs={"brief": json.dumps(data, ensure_ascii=False)},
                    pdf_standards=["ua-1"],
                    **options,
                )
            except typst.TypstError as error:
                missing = set(_unescaped("".join(_MISSING.findall(f"{error.message} {error.diagnostic}"))))
                if tried == 2 or not missing:
                    raise
                lacks = re.compile(f"[{''.join(map(re.escape, sorted(missing)))}]+")
                data = _in_texts(data, _RARE if tried else lacks)


def _unescaped(told: str) -> str:
    """Signs as typst names them in a message, where it writes some as \\u{378}."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), told)


def _in_texts(data: Any, lacks: re.Pattern[str]) -> Any:
    """The data with signs in its texts as code points: never in what is written of it, where they could part one text from another."""
    if isinstance(data, str):
        return lacks.sub(lambda found: _points(found[0]), data)
    if isinstance(data, list):
        return [_in_texts(item, lacks) for item in data]
    if isinstance(data, dict):
        return {key: _in_texts(item, lacks) for key, item in data.items()}
    return data


def _points(run: str) -> str:
    """Signs that no font at hand has: their code points; of many, how many they are."""
    if len(run) > MOST_POINTS:
        return f"⟨{len(run)} signs of another script⟩"
    return "".join(f"⟨U+{ord(sign):04X}⟩" for sign in run)


def as_data(made: Brief, has_map: bool) -> dict[str, Any]:
    """A brief as the template takes it: every text shown sign by sign, and breakable where it has no blanks."""
    return {
        "title": _shown(made.title),
        "on": _shown(made.on),
        "today": _shown(made.today),
        "description": f"A brief on {_shown(made.title)}, {_shown(made.on)}, with sources",
        "map": has_map,
        "alt": alternative(made),
        "keys": [_shown(name(code)) for code in made.pair],
        "nothing": NOTHING,
        "closing": [_shown(note) for note in closing(made)],
        "sections": [
            {
                "heading": section.heading,
                "form": section.form,
                "note": section.note,
                "more": more_words(section.more) if section.more else "",
                "lines": [
                    {
                        "label": _shown(line.label),
                        "parts": [{"text": _shown(part.text), "numbers": list(part.numbers)} for part in line.parts],
                    }
                    for line in section.lines
                ],
            }
            for section in made.sections
        ],
        "works": [
            {
                "words": _shown(work.words),
                "sources": [{"number": source.number, "words": _shown(quoted(source))} for source in made.behind(work)],
            }
            for work in made.documents
        ],
    }


def alternative(made: Brief) -> str:
    """What the map shows, for those who do not see it."""
    return f"Map: {name(made.pair[0])} in the first colour, {name(made.pair[1])} in the second, other states neutral."


def map_svg(a: str, b: str) -> str:
    """The locator map with plain colours in place of the style sheet's variables; "" where there is none."""
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_style, locator_svg

    if not (known(a) and known(b)):
        return ""
    light = re.sub(r"@media[^{]+\{(?:[^{}]*\{[^{}]*\})+\s*\}", "", locator_style())
    light = re.sub(r"\.locator\{--[^}]*\}", "", light)
    light = _VARIABLE.sub(lambda found: _COLOURS.get(found[1], "#000000"), light)
    head, mark, rest = locator_svg(a, b, standalone=False).partition("</desc>")
    return f"{head}{mark}<style>{light}</style>{rest}"


@lru_cache(maxsize=32)
def map_png(a: str, b: str) -> bytes:
    """The locator map as a picture; b"" where there is none, or no typst to draw it."""
    try:
        typst = needed("typst", "PNG")
    except MissingExtra:
        return b""
    drawing = map_svg(a, b)
    if not drawing:
        return b""
    with tempfile.TemporaryDirectory(prefix="relazione-map-") as folder:
        (Path(folder) / "map.svg").write_text(drawing, encoding="utf-8")
        source = '#set page(width: 120mm, height: auto, margin: 0mm)\n#image("map.svg", width: 120mm)'
        (Path(folder) / "map.typ").write_text(source, encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False)
        found: bytes = typst.compile(str(Path(folder) / "map.typ"), root=folder, font_paths=fonts, format="png", ppi=200)
    return found


def fitting(made: Brief, again: Any) -> bytes:
    """The PDF on two pages at most: `again(room)` makes the brief with less room where the reckoning was too hopeful."""
    from relazione.publish.brief.room import ROOM

    content, room = pdf(made), ROOM
    while pages(content) > PAGES and room > ROOM / 4:
        room *= 0.92
        content = pdf(again(room))
    return content


def _shown(text: str) -> str:
    return _LONG.sub(lambda found: "\u200b".join(_pieces(found[0])), visible(text))


def _pieces(word: str) -> list[str]:
    return [word[at : at + 20] for at in range(0, len(word), 20)]


__all__ = ["alternative", "as_data", "fitting", "map_png", "map_svg", "pages", "pdf", "png"]
