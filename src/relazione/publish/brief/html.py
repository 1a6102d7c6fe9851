"""The brief as HTML: a body for a page of the web room, or one file that needs nothing beside it and is fit to be printed."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from relazione.publish.brief.shape import NOTHING, Brief, Line, Section, closing, more_words, quoted
from relazione.publish.visible import visible

_DATA = Path(__file__).parents[1] / "data"


@cache
def brief_style() -> str:
    """The style sheet of a brief, for a page that has a style of its own."""
    return (_DATA / "brief.css").read_text(encoding="utf-8")


@cache
def _page_style() -> str:
    return (_DATA / "brief_page.css").read_text(encoding="utf-8") + brief_style()


def brief_html(record: Any, a: str, b: str, on: str | None = None) -> str:
    """The brief as one HTML page that needs nothing beside it: locator map, lines, sources. Fit to be printed."""
    from relazione.publish.brief import brief

    return html(brief(record, a, b, on), picture=picture(a, b))


def picture(a: str, b: str) -> str:
    """The locator map of two states, as SVG; "" where the map does not know them."""
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    return locator_svg(a, b) if known(a) and known(b) else ""


def html(made: Brief, *, picture: str = "") -> str:
    """A brief as an HTML page; `picture` is SVG to stand beside the key facts."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{_h(made.title)}, {_h(made.on)}</title><style>{_page_style()}</style></head><body>"
        f'<main class="brief"><header><h1>{_h(made.title)}</h1><p class="on">{_on(made)}</p></header>'
        f"{body(made, picture=picture)}</main></body></html>\n"
    )


def body(made: Brief, *, picture: str = "") -> str:
    """The sections and sources of a brief, without its title."""
    out = [f"<figure>{picture}</figure>" if picture else ""]
    out += [_section(section) for section in made.sections]
    if not made.sections:
        out.append(f"<p>{NOTHING}</p>")
    if made.sources:
        out.append('<section class="sources"><h2>Sources</h2>')
        for work in made.documents:
            out.append(f"<h3>{_h(work.words)}</h3><ol>")
            out += [f'<li id="s{s.number}" value="{s.number}">{_h(quoted(s))}</li>' for s in made.behind(work)]
            out.append("</ol>")
        out.append("</section>")
    notes = "".join(f"<p>{_h(note)}</p>" for note in closing(made))
    out.append(f"<footer>{notes}</footer>")
    return "".join(out)


def _on(made: Brief) -> str:
    return f"{_h(made.on)}{f' · today: {_h(made.today)}' if made.today else ''}"


def _section(section: Section) -> str:
    more = f'<p class="more">{more_words(section.more)}</p>' if section.more else ""
    note = f"<p>{_h(section.note)}</p>" if section.note else ""
    heading = f'<section class="{section.key}"><h2>{section.heading}</h2>'
    if section.form == "prose":
        sentences = " ".join(map(_parts, section.lines))
        inner = f"<p>{sentences}</p>"
    elif section.form == "list":
        items = "".join(f"<li>{_parts(line)}</li>" for line in section.lines)
        inner = f"<ul>{items}</ul>"
    else:
        rows = "".join(f"<div><dt>{_h(line.label)}</dt><dd>{_parts(line)}</dd></div>" for line in section.lines)
        inner = f"<dl>{rows}</dl>"
    return f"{heading}{inner if section.lines else ''}{more}{note}</section>"


def _parts(line: Line) -> str:
    return " ".join(f"{_h(part.text)}<sup>{''.join(map(_mark, part.numbers))}</sup>" for part in line.parts)


def _mark(number: int) -> str:
    return f'<a href="#s{number}">[{number}]</a>'


def _h(text: str) -> str:
    return f"<bdi>{escape(visible(text))}</bdi>" if not text.isascii() else escape(visible(text))
