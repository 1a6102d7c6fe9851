"""Web: finding a polity or a state by any name or code, and the list of the states of today."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.errors import AmbiguousPolity, NotThen, UnknownPolity
from relazione.reference.lookup import SYSTEMS, Found, find_polity
from relazione.reference.polities import polities, states
from relazione.reference.register import Polity
from relazione.web.asking import as_of, form_of, json_answer, links_of
from relazione.web.links import Links
from relazione.web.regional import by_region
from relazione.web.rendering import render

LONGEST_WORDS = 80
_SYSTEM_NAMES = {
    "cow": "Correlates of War",
    "gw": "Gleditsch-Ward",
    "iso3": "ISO 3166-1, three letters",
    "iso2": "ISO 3166-1, two letters",
    "isonum": "ISO 3166-1, numeric",
    "wikidata": "Wikidata",
}


def polities_page(links: Links, words: str = "", on: str | None = None, system: str | None = None) -> str:
    """The search box with what it found, if it found several or none, and the states of today by region."""
    told, candidates = _outcome(words, on, system) if words else ("", [])
    letters = sorted({polity.name[0] for polity in polities().values() if polity.name[0].isascii()})
    return render(
        "polities.html",
        links=links,
        words=words,
        on=on,
        system=system,
        systems=[(id, _SYSTEM_NAMES[id]) for id in SYSTEMS],
        told=told,
        candidates=candidates,
        regions=by_region(states()),
        letters=letters,
        of_letter=[],
        letter="",
    )


def letter_page(links: Links, letter: str) -> str:
    """All polities whose name begins with a letter."""
    found = sorted(
        (one for one in polities().values() if one.name.startswith(letter)), key=lambda one: (one.name, one.start or "")
    )
    letters = sorted({polity.name[0] for polity in polities().values() if polity.name[0].isascii()})
    return render(
        "polities.html", links=links, words="", on=None, system=None, systems=[], told="", candidates=[], regions=[],
        letters=letters, of_letter=found, letter=letter,
    )  # fmt: skip


def _outcome(words: str, on: str | None, system: str | None) -> tuple[str, list[tuple[Polity, str]]]:
    """What is said of a search that leads to no single polity, and the polities that may be meant."""
    known = polities()
    try:
        found: Found = find_polity(words, system, on)
    except AmbiguousPolity as error:
        return f"“{words}” means several polities.", [(known[id], "") for id in error.candidates if id in known]
    except NotThen as error:
        return str(error) + ".", [(known[error.polity], "nearest in time")]
    except UnknownPolity as error:
        return "No polity has this name or code.", _meant(error.suggestions)
    return "", [(known[found.polity], "")]


def _meant(suggestions: tuple[str, ...]) -> list[tuple[Polity, str]]:
    """The polities of near spellings, each with the spelling."""
    found: list[tuple[Polity, str]] = []
    for text in suggestions:
        try:
            found.append((polities()[find_polity(text).polity], text))
        except (AmbiguousPolity, NotThen, UnknownPolity):
            continue
    return found


def polities_data(words: str, on: str | None, system: str | None) -> dict[str, Any]:
    """What a search means: the polity, or what may be meant; without words, all polities."""
    if not words:
        return {"polities": [{"id": one.id, "name": one.name, "from": one.start, "to": one.end} for one in polities().values()]}
    told, candidates = _outcome(words, on, system)
    return {"words": words, "told": told, "polities": [{"id": one.id, "name": one.name, "as": said} for one, said in candidates]}


def _polities(request: Request) -> Response:
    words = " ".join(request.query_params.get("q", "").split())[:LONGEST_WORDS]
    system = request.query_params.get("system", "").strip() or None
    on, links = as_of(request), links_of(request)
    if form_of(request) == "json":
        return json_answer(polities_data(words, on, system))
    letter = request.query_params.get("letter", "").strip()[:1]
    if letter and not words:
        return HTMLResponse(letter_page(links, letter))
    if words:
        told, candidates = _outcome(words, on, system)
        if not told and len(candidates) == 1:
            return RedirectResponse(links.polity(candidates[0][0].id, on), status_code=303)
    return HTMLResponse(polities_page(links, words, on, system))


ROUTES = (Route("/polities", _polities), Route("/polities.json", _polities))
