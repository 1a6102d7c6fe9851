"""Web: where each page is. The same templates serve over HTTP and, as files, from a folder."""

from __future__ import annotations

import hashlib
from typing import Protocol
from urllib.parse import quote, urlencode

from relazione.model.identity import slug
from relazione.web.visitor import Visitor


class Links(Protocol):
    """The addresses that the templates ask for. `is_live`: somebody answers forms. `visitor`: who asks; None where that is not known,
    as in files."""

    is_live: bool
    visitor: Visitor | None

    def at(self, page: str, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str: ...
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
    def document(self, id: str, anchor: str = "") -> str: ...
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
    """Addresses on the server, for a person."""

    is_live = True

    def __init__(self, visitor: Visitor | None = None) -> None:
        self.visitor = visitor

    def at(self, page: str, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str:
        """Any page: `at("timeline", "ITA", "TUR", form=".json", as_of="1925")` -> /timeline/ITA/TUR.json?as-of=1925."""
        return "/" + "/".join((page, *(quote(part, safe="") for part in parts))) + form + _query(**asked) + _anchor(anchor)

    def home(self) -> str:
        return "/"

    def style(self) -> str:
        return "/static/style.css"

    def icon(self) -> str:
        return "/static/icon.svg"

    def search(self, words: str = "") -> str:
        return "/search" + _query(q=words)

    def coverage(self) -> str:
        return "/coverage"

    def coverage_data(self) -> str:
        return "/coverage.json"

    def pair(self, a: str, b: str, on: str | None = None) -> str:
        return f"/pair/{quote(a, safe='')}/{quote(b, safe='')}{_query(as_of=on)}"

    def pair_data(self, a: str, b: str, on: str | None = None) -> str:
        return f"/pair/{quote(a, safe='')}/{quote(b, safe='')}.json{_query(as_of=on)}"

    def fact(self, id: str) -> str:
        return f"/fact/{quote(id, safe='')}"

    def fact_data(self, id: str) -> str:
        return f"/fact/{quote(id, safe='')}.json"

    def polity(self, id: str, on: str | None = None) -> str:
        return f"/polities/{quote(id, safe='')}{_query(as_of=on)}"

    def polity_data(self, id: str, on: str | None = None) -> str:
        return f"/polities/{quote(id, safe='')}.json{_query(as_of=on)}"

    def document(self, id: str, anchor: str = "") -> str:
        return f"/document/{quote(id, safe='')}{_anchor(anchor)}"

    def document_data(self, id: str) -> str:
        return f"/document/{quote(id, safe='')}.json"

    def explain(self, id: str, first: int = 1) -> str:
        return f"/explain/{quote(id, safe='')}{_query(first=str(first) if first > 1 else None)}"

    def explain_at(self, id: str, offset: int) -> str:
        return f"/explain/{quote(id, safe='')}?at={offset}"

    def explain_data(self, id: str) -> str:
        return f"/explain/{quote(id, safe='')}.json"


def file_name(id: str) -> str:
    """A document's id, which may be an address or anything else, as the name of a file: readable, and like no other's."""
    return f"{slug(id)[:60]}-{hashlib.sha256(id.encode('utf-8', 'backslashreplace')).hexdigest()[:8]}"


class FileLinks:
    """Addresses in a folder of files, from a page that lies `depth` folders below its root. A date is not kept: the files show
    the present."""

    is_live = False
    visitor: Visitor | None = None

    def __init__(self, depth: int) -> None:
        self._up = "../" * depth

    def at(self, page: str, *parts: str, form: str = "", anchor: str = "", **asked: str | None) -> str:
        """Any page: `at("timeline", "ITA", "TUR")` -> timeline/ITA-TUR.html; what is asked beyond that is not kept."""
        where = "/".join((page, *(("-".join(quote(part, safe="") for part in parts),) if parts else ())))
        return f"{self._up}{where}{form or '.html'}{_anchor(anchor)}"

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

    def document(self, id: str, anchor: str = "") -> str:
        return f"{self._up}document/{file_name(id)}.html{_anchor(anchor)}"

    def document_data(self, id: str) -> str:
        return f"{self._up}document/{file_name(id)}.json"

    def explain(self, id: str, first: int = 1) -> str:
        return ""  # explaining asks the language model: the files have no such pages, and their templates do not ask for them

    def explain_at(self, id: str, offset: int) -> str:
        return ""

    def explain_data(self, id: str) -> str:
        return ""
