"""The brief as Markdown, which reads in a terminal as well."""

from __future__ import annotations

import textwrap

from relazione.publish.brief.shape import NOTHING, Brief, Line, closing, more_words, quoted
from relazione.publish.citations import marks
from relazione.publish.visible import visible

WIDTH = 80


def markdown(made: Brief, *, width: int = WIDTH) -> str:
    """A brief as Markdown, wrapped to `width` columns."""
    out = [f"# {_md(made.title)}, {made.on}", ""]
    if made.today:
        out += [*_wrapped(f"Today: {_md(made.today)}.", width), ""]
    for section in made.sections:
        out += [f"## {section.heading}", ""]
        if section.form == "prose":
            out += _wrapped(" ".join(map(_line, section.lines)), width)
        else:
            for line in section.lines:
                out += _wrapped(_line(line), width, "- ", "  ")
        if section.more:
            out += _wrapped(f"({more_words(section.more)})", width, "" if section.form == "prose" else "- ", "  ")
        if section.note:
            out += _wrapped(section.note, width)
        out.append("")
    if not made.sections:
        out += [NOTHING, ""]
    if made.sources:
        out += ["## Sources", ""]
        for work in made.documents:
            out += _wrapped(_md(work.words), width)
            out.append("")
            for source in made.behind(work):
                out += _wrapped(_md(quoted(source)), width, f"[{source.number}] ", "    ")
            out.append("")
    for note in closing(made):
        out += [*_wrapped(_md(note), width), ""]
    return "\n".join(out).rstrip() + "\n"


def _line(line: Line) -> str:
    label = f"**{_md(line.label)}:** " if line.label else ""
    return label + " ".join(f"{_md(part.text)} {marks(part.numbers)}" for part in line.parts)


_MARKDOWN = str.maketrans({sign: "\\" + sign for sign in "\\`*_[]<>#|"})


def _md(text: str) -> str:
    """Text as Markdown shows it letter by letter: no markup, no link, no line of its own."""
    return " ".join(visible(text).split()).translate(_MARKDOWN)


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
