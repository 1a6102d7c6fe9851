"""The room `sources`: markup blanked out letter for letter, so that what is left can be read as plain text at its own offsets.

A first, plain way of reading HTML and wikitext: tags, references, templates and link targets become spaces. Every pattern here
takes linear time.
"""

from __future__ import annotations

import re

_HTML = re.compile(r"<(?:!--|(?:!DOCTYPE|html|body|table|div|p|span|a|h[1-6]|ul)\b)", re.IGNORECASE)
_WIKI = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}\n]{1,200}\}\}|<ref\b")
_HIDDEN_OPEN = re.compile(r"<(style|script|ref|head|sup)\b[^<>]{0,2000}>|<!--", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,5000}>")
_BLOCK_TAG = re.compile(r"</?(?:p|div|li|tr|td|th|table|ul|ol|dl|dd|dt|h[1-6]|br|hr|caption)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,10});")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{0,300}\|)?([^\[\]|\n]{0,300})\]\]")
_EXTERNAL = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,2000}(?:\s([^\]\n]{0,500}))?\]")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,3000}\}\}")
_QUOTES = re.compile(r"'{2,5}")
MOST_NESTING = 40


def is_html(text: str) -> bool:
    """Whether the beginning looks like HTML."""
    return len(_HTML.findall(text[:20_000])) >= 2


def is_wikitext(text: str) -> bool:
    """Whether the beginning looks like wikitext."""
    return len(_WIKI.findall(text[:20_000])) >= 2


def _blank(match: re.Match[str]) -> str:
    return _spaces(match[0])


def _spaces(text: str) -> str:
    return "".join("\n" if c == "\n" else " " for c in text)


def visible_text(text: str) -> str:
    """The text with markup blanked out, of the same length."""
    shown = _hide_elements(text)
    shown = _TAG.sub(_tag, shown)
    for _ in range(MOST_NESTING):
        shown, count = _TEMPLATE.subn(_blank, shown)
        if not count:
            break
    shown = _LINK.sub(_keep_label, shown)
    shown = _EXTERNAL.sub(_keep_label, shown)
    shown = _QUOTES.sub(_blank, shown)
    return _ENTITY.sub(_blank, shown)


def _tag(match: re.Match[str]) -> str:
    """A tag becomes spaces, a tag that breaks the line a new line and spaces."""
    if _BLOCK_TAG.match(match[0]):
        return "\n" + _spaces(match[0][1:])
    return _spaces(match[0])


def _keep_label(match: re.Match[str]) -> str:
    if match[1] is None:
        return _spaces(match[0])
    before = match.start(1) - match.start()
    after = match.end() - match.end(1)
    return " " * before + match[1] + " " * after


def _hide_elements(text: str) -> str:
    """Comments, references, scripts and styles blanked out with what is in them; one pass."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while found := _HIDDEN_OPEN.search(text, at):
        pieces.append(text[at : found.start()])
        if found[0] == "<!--":
            stop = text.find("-->", found.end())
            stop = len(text) if stop < 0 else stop + 3
        elif found[0].endswith("/>"):
            stop = found.end()
        else:
            name = found[1].lower()
            close = None if name in unclosed else re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, found.end())
            if close is None:
                unclosed.add(name)  # what is not closed from here on is not closed further on: no need to look again
            stop = close.end() if close else found.end()
        pieces.append(_spaces(text[found.start() : stop]))
        at = stop
    pieces.append(text[at:])
    return "".join(pieces)
