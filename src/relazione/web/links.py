"""Web: where each page is. The same templates serve over HTTP and, as files, from a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlencode

from relazione.model.identity import slug
from relazione.model.moments import Moment
from relazione.web.visitor import Visitor

FIRST_SIGNS = 100_000
"""Signs of a document that its first page shows in any case: what stands in them needs no telling where it is."""


class Here(NamedTuple):
    """The page that is shown: its path ("": it answers a form, and cannot be asked for again), what was asked of it, and what is to be
    said of the moment beside its name."""

    path: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    note: Callable[[], str] = str


class Links(Protocol):
    """The addresses that the templates ask for. `is_live`: somebody answers forms. `visitor`: who asks; None where that is not known,
    as in files. `known_at`: the pages show the record as it stood at that moment, and all addresses lead to such pages."""

    is_live: bool
    visitor: Visitor | None
    known_at: Moment | None

    def at(self, page: str, /, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str: ...
    def has(self, page: str, /, *parts: str) -> bool: ...
    def home(self) -> str: ...
    def style(self) -> str: ...
    def icon(self) -> str: ...
    def search(self, words: str = "") -> str: ...
    def coverage(self) -> str: ...
    def coverage_data(self) -> str: ...
    def pair(self, a: str, b: str, on: str | None = None) -> str: ...
    def pair_data(self, a: str, b: str, on: str | None = None) -> str: ...
    def fact(self, id: str) -> str: ...
    def fact_data(self, id: str) -> str: ...
    def polity(self, id: str, on: str | None = None) -> str: ...
    def polity_data(self, id: str, on: str | None = None) -> str: ...
    def document(self, id: str, anchor: str = "", at: int | None = None) -> str: ...
    def document_data(self, id: str) -> str: ...
    def explain(self, id: str, first: int = 1) -> str: ...
    def explain_at(self, id: str, offset: int) -> str: ...
    def explain_data(self, id: str) -> str: ...


def _query(**values: str | None) -> str:
    given = {key.replace("_", "-"): value for key, value in values.items() if value}
    return f"?{urlencode(given)}" if given else ""


def _anchor(anchor: str) -> str:
    return f"#{quote(anchor)}" if anchor else ""


class ServerLinks:
    """Addresses on the server, for a person, of the record at a moment (None: at present). `here`: the page on which they stand."""

    is_live = True

    def __init__(self, visitor: Visitor | None = None, known_at: Moment | None = None, here: Here | None = None) -> None:
        self.visitor = visitor
        self.known_at = known_at
        self._here = here or Here()

    @property
    def note(self) -> str:
        """What is to be said of the moment beside its name."""
        return self._here.note()

    @property
    def here(self) -> str:
        """The path of the page that is shown; "" where it cannot be asked for again."""
        return quote(self._here.path)

    @property
    def here_asked(self) -> list[tuple[str, str]]:
        """What was asked of it, but for the moment: for the hidden fields of a form that asks for another one."""
        return [(name, value) for name, value in self._here.asked if name != "known-at" and value]

    @property
    def here_now(self) -> str:
        """The same page of the record at present."""
        return self.here + (f"?{urlencode(self.here_asked)}" if self.here_asked else "")

    def _query(self, **values: str | None) -> str:
        return _query(**values, known_at=self.known_at.text if self.known_at else None)

    def at(self, page: str, /, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str:
        """Any page: `at("timeline", "ITA", "TUR", form=".json", as_of="1925")` -> /timeline/ITA/TUR.json?as-of=1925."""
        path = "/" + "/".join((page, *(quote(part, safe="") for part in parts))) + form
        return path + self._query(**asked) + _anchor(anchor)

    def has(self, page: str, /, *parts: str) -> bool:
        """Whether there is such a page: on the server, always."""
        return True

    def home(self) -> str:
        return "/" + self._query()

    def style(self) -> str:
        return "/static/style.css"

    def icon(self) -> str:
        return "/static/icon.svg"

    def search(self, words: str = "") -> str:
        return "/search" + self._query(q=words)

    def coverage(self) -> str:
        return self.at("coverage")

    def coverage_data(self) -> str:
        return self.at("coverage", form=".json")

    def pair(self, a: str, b: str, on: str | None = None) -> str:
        return self.at("pair", a, b, as_of=on)

    def pair_data(self, a: str, b: str, on: str | None = None) -> str:
        return self.at("pair", a, b, form=".json", as_of=on)

    def fact(self, id: str) -> str:
        return self.at("fact", id)

    def fact_data(self, id: str) -> str:
        return self.at("fact", id, form=".json")

    def polity(self, id: str, on: str | None = None) -> str:
        return self.at("polities", id, as_of=on)

    def polity_data(self, id: str, on: str | None = None) -> str:
        return self.at("polities", id, form=".json", as_of=on)

    def document(self, id: str, anchor: str = "", at: int | None = None) -> str:
        """`at`: a sign of the text; of a long document the part in which it stands is shown."""
        return self.at("document", id, anchor=anchor, at=str(at) if at and at >= FIRST_SIGNS else None)

    def document_data(self, id: str) -> str:
        return self.at("document", id, form=".json")

    def explain(self, id: str, first: int = 1) -> str:
        return self.at("explain", id, first=str(first) if first > 1 else None)

    def explain_at(self, id: str, offset: int) -> str:
        return self.at("explain", id, at=str(offset))

    def explain_data(self, id: str) -> str:
        return self.at("explain", id, form=".json")


def file_name(id: str) -> str:
    """A document's id, which may be an address or anything else, as the name of a file: readable, and like no other's."""
    return f"{slug(id)[:60]}-{hashlib.sha256(id.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


class FileLinks:
    """Addresses in a folder of files, from a page that lies `depth` folders below its root. A date is not kept: the files show
    the present. `there`: the pages of which not all are written, as (page, part, ...); None: all are."""

    is_live = False
    visitor: Visitor | None = None
    here = here_now = note = ""

    def __init__(self, depth: int, known_at: Moment | None = None, there: Container[tuple[str, ...]] | None = None) -> None:
        self._up = "../" * depth
        self.known_at = known_at
        self._there = there

    def at(self, page: str, /, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str:
        """Any page: `at("timeline", "ITA", "TUR")` -> timeline/ITA-TUR.html; what is asked beyond that is not kept."""
        where = "/".join((page, *(("-".join(quote(part, safe="") for part in parts),) if parts else ())))
        return f"{self._up}{where}{form or '.html'}{_anchor(anchor)}"

    def has(self, page: str, /, *parts: str) -> bool:
        """Whether the page is written."""
        return self._there is None or (page, *parts) in self._there

    def home(self) -> str:
        return f"{self._up}index.html"

    def style(self) -> str:
        return f"{self._up}static/style.css"

    def icon(self) -> str:
        return f"{self._up}static/icon.svg"

    def search(self, words: str = "") -> str:
        return f"{self._up}search.html"

    def coverage(self) -> str:
        return f"{self._up}coverage.html"

    def coverage_data(self) -> str:
        return f"{self._up}coverage.json"

    def pair(self, a: str, b: str, on: str | None = None) -> str:
        return f"{self._up}pair/{a}-{b}.html"

    def pair_data(self, a: str, b: str, on: str | None = None) -> str:
        return f"{self._up}pair/{a}-{b}.json"

    def fact(self, id: str) -> str:
        return f"{self._up}fact/{quote(id, safe='')}.html"

    def fact_data(self, id: str) -> str:
        return f"{self._up}fact/{quote(id, safe='')}.json"

    def polity(self, id: str, on: str | None = None) -> str:
        return f"{self._up}polities/{quote(id, safe='')}.html"

    def polity_data(self, id: str, on: str | None = None) -> str:
        return f"{self._up}polities/{quote(id, safe='')}.json"

    def document(self, id: str, anchor: str = "", at: int | None = None) -> str:
        return f"{self._up}document/{file_name(id)}.html{_anchor(anchor)}"

    def document_data(self, id: str) -> str:
        return f"{self._up}document/{file_name(id)}.json"

    def explain(self, id: str, first: int = 1) -> str:
        return ""  # explaining asks the language model: the files have no such pages, and their templates do not ask for them

    def explain_at(self, id: str, offset: int) -> str:
        return ""

    def explain_data(self, id: str) -> str:
        return ""
