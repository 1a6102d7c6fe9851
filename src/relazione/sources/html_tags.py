"""The room `sources`: the tags of an HTML page with their offsets, and which closes which. Linear in the page, as a browser reads it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from relazione.sources.elements import elements

_START = re.compile(r"<!--|<[!?]|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)")
_REST = re.compile(r"(?:[^\"'>]++|(?<==)\"[^\"]*+\"|(?<==)'[^']*+'|[\"'])*+>")
_SIMPLE_REST = re.compile(r"[^<>]{0,5000}+>")
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:.-]*+)\s*+(?:=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "keygen")
)


@dataclass(slots=True)
class Tag:
    """A tag, text[start:end]; a comment or declaration has the name "". `partner` is the number of the tag that closes it, or -1."""

    name: str
    start: int
    end: int
    is_closing: bool = False
    partner: int = -1

    def attributes(self, text: str) -> dict[str, str]:
        """Its attributes by their names in lower case."""
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(text[self.start + 1 + len(self.name) : self.end - 1]):
            found.setdefault(name.lower(), html.unescape(double or single or bare))
        return found


def find_tags(text: str) -> list[Tag]:
    """All tags in text order, those closed told of their partners."""
    tags = list(_scan(text))
    open_: dict[str, list[int]] = {}
    for number, tag in enumerate(tags):
        if tag.is_closing:
            if waiting := open_.get(tag.name):
                tags[waiting.pop()].partner = number
        elif tag.name and tag.name not in VOID and not text.endswith("/>", tag.start, tag.end):
            open_.setdefault(tag.name, []).append(number)
    return tags


def _scan(text: str) -> list[Tag]:
    found: list[Tag] = []
    roles = elements("html")
    rest, at = _REST, 0
    never_closed: set[str] = set()
    while start := _START.search(text, at):
        at = start.end()
        if start[0] == "<!--":
            stop = text.find("-->", at - 2)
            at = len(text) if stop < 0 else stop + 3
            found.append(Tag("", start.start(), at))
            continue
        if start["name"] is None:
            stop = text.find(">", at)
            at = len(text) if stop < 0 else stop + 1
            found.append(Tag("", start.start(), at))
            continue
        end = rest.match(text, at)
        if end is None:
            rest = _SIMPLE_REST  # what opens here is not closed to the end of the page: from here on tags end with their line of tags
            end = rest.match(text, at)
            if end is None:
                continue
        name, at = start["name"].lower(), end.end()
        found.append(Tag(name, start.start(), at, bool(start["close"])))
        if roles.get(name) == "raw" and not start["close"] and name not in never_closed:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(text, at)
            if closing is None:
                never_closed.add(name)
            else:
                at = closing.start()
    return found
