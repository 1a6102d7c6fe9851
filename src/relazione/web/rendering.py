"""Web: the templates, with all that keeps a foreign text a text.

Everything printed is escaped, and passes `visible` first, so that signs which hide or reorder words are seen as what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from relazione.model.evidence import CONTEXT
from relazione.publish import words
from relazione.publish.visible import visible
from relazione.sources.wiki_address import is_web
from relazione.web.links import Links

HERE = Path(__file__).parent
SNIPPET_MARKS = ("\ue000", "\ue001")
"""Stand around a found word in a snippet of the search."""


def _shown(value: Any) -> Any:
    """What a template prints: text with hidden signs made visible; what is markup already, as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else visible(value)


def snippet(text: str) -> Markup:
    """A snippet of the search with the found words marked."""
    safe = str(escape(visible(text)))
    return Markup(safe.replace(SNIPPET_MARKS[0], "<mark>").replace(SNIPPET_MARKS[1], "</mark>"))


def kept(text: str) -> Markup:
    """Text that a form sends back as it is, letter by letter: the value of a hidden field."""
    return escape(text)


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 claim", "2 claims"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def before(text: str) -> str:
    """What stands before a quote, on its line: from a whole word on, without the marks of a heading or list."""
    line = text.rpartition("\n")[2]
    if line == text and len(text) >= CONTEXT:
        return "…" + (line.partition(" ")[2] or line)
    return line.lstrip("=*-# \t")


def after(text: str) -> str:
    """What stands behind a quote, on its line: up to a whole word, without the marks of a heading."""
    line = text.partition("\n")[0]
    if line == text and len(text) >= CONTEXT:
        whole = line.rpartition(" ")[0] or line
        return whole if whole.endswith((".", "!", "?")) else whole + "…"
    return line.rstrip("= \t")


def moment_field(links: Links) -> Markup:
    """What a form that asks the record carries along: the moment that the page is of. Every form that is sent by GET needs it."""
    if not (links.is_live and links.known_at):
        return Markup("")
    return Markup('<input type="hidden" name="known-at" value="{}">').format(links.known_at.text)


@cache
def environment() -> Environment:
    """The templates of the pages."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "date": words.date,
        "span": words.span,
        "name": words.name,
        "names": words.names,
        "listed": words.listed,
        "told": lambda item, section, subject=True: words.told(section, item, subject=subject),
        "the": words.the,
        "value_words": lambda value, field: words.value_words(field, value),
        "spaced": words.spaced,
        "capital": words.capital,
        "number": words.number,
        "provisions": words.provisions,
        "speaks_against": words.speaks_against,
        "snippet": snippet,
        "before": before,
        "after": after,
        "plural": plural,
        "kept": kept,
        "visible": visible,
        "is_web": is_web,
    }
    env.filters.update(filters)
    env.globals["certainties"] = words.CERTAINTIES
    env.globals["moment_field"] = moment_field
    return env


def render(template: str, **context: Any) -> str:
    """A page as HTML."""
    return environment().get_template(template).render(**context)


@cache
def style_sheet() -> str:
    """The one style sheet of all pages: what they share, what single pages need (static/pages/), the locator map's, the brief's."""
    from relazione.publish.brief.html import brief_style
    from relazione.publish.locator import locator_style

    shared, *single = [HERE / "static" / "style.css", *sorted((HERE / "static" / "pages").glob("*.css"))]
    return "\n".join([*(path.read_text(encoding="utf-8") for path in (shared, *single)), locator_style(), brief_style()])


@cache
def script(name: str) -> str:
    """A script of ours."""
    return (HERE / "static" / name).read_text(encoding="utf-8")


@cache
def icon() -> str:
    """The picture in the browser's tab, as SVG."""
    return (HERE / "static" / "icon.svg").read_text(encoding="utf-8")


@cache
def slider_script() -> str:
    """The script of the slider on a pair's page. Nothing depends on it: the slider is a form."""
    return (HERE / "static" / "asof.js").read_text(encoding="utf-8")
