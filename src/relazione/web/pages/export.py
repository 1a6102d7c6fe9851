"""Web: a pair's facts as files for other programs: the page that lists the forms, and the files."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from relazione.publish.exports import FORMS, extract, write
from relazione.publish.words import name
from relazione.web.asking import FILES, MissingPage, links_of, opened
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.rendering import render


def export_page(record: Any, a: str, b: str, links: Links) -> str:
    """The forms in which the pair's facts are given on. Raises UnknownState, SameState."""
    check_pair(a, b)
    counted = len(record.facts(pair=(a, b)))
    return render("export.html", links=links, a=a, b=b, forms=FORMS.values(), facts=counted, record=record.fingerprint())


def _page(request: Request) -> Response:
    with opened(request) as record:
        return HTMLResponse(export_page(record, request.path_params["a"], request.path_params["b"], links_of(request)))


def _file(request: Request) -> Response:
    a, b, form = (request.path_params[key] for key in ("a", "b", "form"))
    check_pair(a, b)
    if form not in FORMS:
        raise MissingPage(f"there is no form of that name; there are {', '.join(FORMS)}.")
    with FILES.turn(), opened(request) as record:
        made = write(extract(record, pair=(a, b), about=f"{name(a)} and {name(b)}"), form)
    headers = {"Content-Disposition": f'attachment; filename="relazione-{a}-{b}{FORMS[form].ending}"'}
    return Response(made.content, media_type=FORMS[form].media, headers=headers)


ROUTES = (Route("/export/{a}/{b}", _page), Route("/export/{a}/{b}/{form}", _file))
