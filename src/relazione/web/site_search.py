"""Web: what is searched in the files of a site, where no server answers: scripts that set one variable, for the page's own script.

Each entry is a list: where it leads, its words as shown, what stands beside them, its kind ("" for a document), further words by which it is
found. Whatever could end a script, or a line of it, is written as its code point. A large record makes several scripts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from relazione.model.dates import humanize
from relazione.publish.visible import visible
from relazione.publish.words import name
from relazione.web.links import Links

VARIABLE = "RELAZIONE_SEARCH"
SHARD = 2_000_000
"""Bytes of one script, at most (and one entry)."""
_SIGNS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
Entry = tuple[str, str, str, str, str]


def index_files(record: Any, links: Links) -> list[tuple[str, bytes]]:
    """The scripts, by their names below the site's root. `links`: addresses from there."""
    shards: list[list[str]] = [[]]
    size = 0
    for entry in entries(record, links):
        line = script_text(entry)
        if size + len(line) > SHARD and shards[-1]:
            shards.append([])
            size = 0
        shards[-1].append(line)
        size += len(line.encode()) + 2
    return [(f"search/{number}.js", _script(lines)) for number, lines in enumerate(shards)]


def _script(lines: Sequence[str]) -> bytes:
    body = ",\n".join(lines)
    return f"(self.{VARIABLE} = self.{VARIABLE} || []).push([\n{body}\n]);\n".encode()


def script_text(value: Any) -> str:
    """A value as a literal that nothing in a script, or in a page around it, can take for something else."""
    text = msgspec.json.encode(value).decode()
    return "".join(_SIGNS.get(sign, sign) for sign in text) if any(sign in text for sign in _SIGNS) else text


def entries(record: Any, links: Links) -> Iterator[Entry]:
    """Facts, then documents, in the order of the record."""
    for fact in record.facts():
        day = humanize(fact.start) if fact.start else ""
        states = " ".join(f"{name(code)} {code}" for code in fact.states)
        dates = f"{fact.start or ''} {fact.end or ''} {day}"
        yield links.fact(fact.id), _plain(fact.label), _plain(day), fact.kind, _plain(f"{states} {dates}")
    for line in record.documents():
        about = " ".join(f"{name(code)} {code}" for code in line.pair or ())
        yield links.document(line.id), _plain(line.title or line.id), _plain(line.date or ""), "", _plain(f"{about} {line.id}")


def _plain(text: str) -> str:
    return visible(text).encode("utf-8", "backslashreplace").decode()
