"""Web: the start page: the pairs on record, and the ways to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.publish.words import name
from relazione.web.asking import as_of, links_of, opened
from relazione.web.links import Links
from relazione.web.rendering import render


@dataclass(frozen=True)
class PairLine:
    """A pair on record, with what the home page says of it."""

    a: str
    b: str
    documents: int
    claims: int


def home_page(record: Any, links: Links) -> str:
    """The pairs on record, and the ways to them."""
    return render("home.html", links=links, pairs=pair_lines(record), status=record.status(), states=_all_states())


def pair_lines(record: Any) -> list[PairLine]:
    """Every pair that a document is about, with how many documents and claims there are of it."""
    documents: dict[frozenset[str], list[Any]] = {}
    for line in record.documents():
        if line.pair and not line.withdrawn:
            documents.setdefault(frozenset(line.pair), []).append(line)
    found = []
    for a, b in record.pairs():
        lines = documents.get(frozenset((a, b)), [])
        found.append(PairLine(*ordered(a, b), len(lines), sum(line.claims for line in lines)))
    return found


def ordered(a: str, b: str) -> tuple[str, str]:
    """The two in the order of their names: the order of a pair's own page."""
    return (a, b) if name(a) <= name(b) else (b, a)


def _all_states() -> list[str]:
    from relazione.reference.polities import states

    return sorted(state.name for state in states().values())


def _home(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(home_page(record, links_of(request)))


def _choose_pair(request: Request) -> Response:
    """The form of the home page: from names as people write them to the page's own address."""
    from relazione.reference.polities import find_state

    a, b = (find_state(request.query_params.get(side, "").strip()).code for side in ("a", "b"))
    return RedirectResponse(links_of(request).pair(a, b, as_of(request)), status_code=303)


ROUTES = (Route("/", _home), Route("/pair", _choose_pair))
