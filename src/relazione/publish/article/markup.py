"""The article: text from outside as wikitext shows it letter by letter, and references that are named and used again.

Whatever could open a template, a link, a tag, a table, a list or a heading, switch a word of magic, sign a page or be taken for an address is
written as a character reference, so that it is seen and does nothing.
"""

from __future__ import annotations

import re

from relazione.publish.visible import visible

_ACTIVE = re.compile(r"[{}\[\]|<>&]|'{2,}|~{3,}|_{2,}|://|-(?=\{)|\b(?:ISBN|RFC|PMID)(?= \d)")
_FIRST = re.compile(r"^[*#:;=!\-]+")
_LINK_ACTIVE = re.compile(r"[#<>\[\]{}|_/:]")


def wiki(text: object) -> str:
    """Text on one line, without any markup of its own."""
    plain = " ".join(visible(str(text)).split())
    return _FIRST.sub(_references, _ACTIVE.sub(_references, plain))


def _references(found: re.Match[str]) -> str:
    return "".join(f"&#{ord(sign)};" for sign in found[0])


def link(name: str) -> str:
    """A link to the page of that name, where it can be the name of a page; else the name alone."""
    plain = " ".join(visible(name).split())
    return (
        f"[[{plain}]]" if plain and len(plain) < 200 and not _LINK_ACTIVE.search(plain) and wiki(plain) == plain else wiki(name)
    )


class References:
    """The references of an article: the first use of a source says it, later ones name it."""

    def __init__(self) -> None:
        self._said: set[int] = set()

    def of(self, numbers: tuple[int, ...], words: dict[int, str]) -> str:
        """The references behind a sentence; `words` of each source by number."""
        return "".join(self._one(number, words[number]) for number in numbers)

    def _one(self, number: int, words: str) -> str:
        if number in self._said:
            return f'<ref name="s{number}" />'
        self._said.add(number)
        return f'<ref name="s{number}">{words}</ref>'
