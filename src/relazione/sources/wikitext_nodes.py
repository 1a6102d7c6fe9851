"""The room `sources`: where templates, links, tags and quotes of wikitext begin and end.

One pass over the text with a stack; nothing is looked at twice, so that the time is linear whatever the nesting. What is not
closed is no markup, as in MediaWiki.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from relazione.sources.elements import elements

NodeKind = Literal["template", "link", "external", "hidden", "inline", "gap", "break", "literal"]

_TOKEN = re.compile(
    r"<!--|<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]{0,20})(?P<rest>(?:[\s/][^<>]{0,2000}+)?)>|\{\{++|\}\}++|\[\[|"
    r"\[(?=(?:https?:|ftps?:|mailto:)?//|mailto:)[^\s\[\]<>\"{}|]{1,2000}+|\]++|\||\n|'{2,}+|__[A-Z]{3,20}__",
)


@dataclass(slots=True)
class Node:
    """A piece of markup, text[start:end]. `bars` are the offsets of its own "|"; a link to an address has the end of the address there."""

    kind: NodeKind
    start: int
    end: int
    width: int = 2
    bars: list[int] = field(default_factory=list)


def find_nodes(text: str) -> list[Node]:
    """The markup of a text in the order in which it starts, what contains before what is contained."""
    return sorted(_Scanner(text).scan(), key=lambda node: (node.start, -node.end))


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.elements = elements("wikitext")
        self.found: list[Node] = []
        self.open: list[Node] = []
        self.counts: Counter[str] = Counter()
        self.never_closed: set[str] = set()

    def scan(self) -> list[Node]:
        at = 0
        while token := _TOKEN.search(self.text, at):
            at = self._take(token)
        return self.found

    def _take(self, token: re.Match[str]) -> int:
        """One token; the offset behind it."""
        words, start, end = token[0], token.start(), token.end()
        first = words[0]
        if first == "\n":
            while self.open and self.open[-1].kind == "external":
                self._pop()
        elif first == "|":
            if self.open and self.open[-1].kind != "external":
                self.open[-1].bars.append(start)
        elif first == "{":
            self._open_templates(start, end)
        elif first == "}":
            self._close_templates(start, end)
        elif words == "[[":
            self._push(Node("link", start, start))
        elif first == "[":
            self._push(Node("external", start, start, 1, [end]))
        elif first == "]":
            self._close_links(start, end)
        elif first in "'_":
            self.found.append(Node("inline", start, end))
        else:
            return self._tag(token)
        return end

    def _push(self, node: Node) -> None:
        self.open.append(node)
        self.counts[node.kind] += 1

    def _pop(self) -> Node:
        node = self.open.pop()
        self.counts[node.kind] -= 1
        return node

    def _close(self, end: int) -> None:
        node = self._pop()
        node.end = end
        self.found.append(node)

    def _open_templates(self, start: int, end: int) -> None:
        """A run of "{": threes are parameters, twos are templates; the outermost takes what is left over."""
        if end - start == 3:
            self._push(Node("template", start, start, 3))
            return
        for at in range(start + (end - start) % 2, end, 2):
            self._push(Node("template", at, at))

    def _close_templates(self, start: int, end: int) -> None:
        while end - start >= 2 and self.counts["template"]:
            while self.open[-1].kind != "template":
                self._pop()  # a link that is not closed within its template is none
            width = min(self.open[-1].width, end - start)
            if width < self.open[-1].width:
                self.open[-1].start += 1
            start += width
            self._close(start)

    def _close_links(self, start: int, end: int) -> None:
        while start < end and self.open:
            top = self.open[-1]
            if top.kind == "external":
                start += 1
                self._close(start)
            elif top.kind == "link" and end - start >= 2:
                start += 2
                self._close(start)
            else:
                return

    def _tag(self, token: re.Match[str]) -> int:
        """A comment or an element; where its content is not wikitext, the offset behind all of it."""
        start, end = token.span()
        if token[0] == "<!--":
            stop = self.text.find("-->", end)
            stop = len(self.text) if stop < 0 else stop + 3
            self.found.append(Node("hidden", start, stop, 0))
            return stop
        name = token["tag"].lower()
        role = self.elements.get(name)
        if role in ("left out", "literal"):
            kind: NodeKind = "hidden" if role == "left out" else "literal"
            if token["close"] or token["rest"].endswith("/"):
                self.found.append(Node("hidden", start, end))
                return end
            closing = self._closing(name, end)
            if closing is None:
                self.found.append(Node("inline", start, end))
                return end
            self.found.append(Node(kind, start, closing[1], bars=[end, closing[0]]))
            return closing[1]
        if name == "br":
            self.found.append(Node("gap", start, end))
        elif role == "break":
            self.found.append(Node("break", start, end))
        elif role == "inline":
            self.found.append(Node("inline", start, end))
        else:
            return start + 1  # no element: the text may hold markup behind the "<"
        return end

    def _closing(self, name: str, at: int) -> tuple[int, int] | None:
        """Where the element is closed. One that is not closed here is not closed further on: it is looked for once."""
        if name in self.never_closed:
            return None
        found = re.compile(rf"</{name}\s{{0,20}}>", re.IGNORECASE).search(self.text, at)
        if found is None:
            self.never_closed.add(name)
            return None
        return found.span()
