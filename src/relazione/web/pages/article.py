"""Web: the record of a pair as an article in wikitext, to be copied or saved: /article/ITA/TUR(.wiki)?as-of=1912-06-01."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.moments import present_day
from relazione.publish.article import article
from relazione.web.asking import as_of, links_of, opened, pair_asked
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.remembered import remembered
from relazione.web.rendering import render


def article_text(record: Any, a: str, b: str, on: str | None) -> str:
    """The article, remembered: of a pair with thousands of facts it is long. Raises UnknownState, SameState, ImpossibleDate."""
    check_pair(a, b)
    today = present_day()
    return remembered(record, ("article", a, b, on, today), lambda: article(record, a, b, on))


def article_page(record: Any, a: str, b: str, on: str | None, links: Links) -> str:
    """The page of the article (`on`: what had begun by that day; None: everything). Raises UnknownState, SameState, ImpossibleDate."""
    return render("article.html", links=links, a=a, b=b, on=on, text=article_text(record, a, b, on))


def _article(request: Request) -> Response:
    on, links = as_of(request), links_of(request)
    a, b, form, is_plain = pair_asked(request, ".wiki")
    if not is_plain:
        return RedirectResponse(links.at("article", a, b, form=form, as_of=on), status_code=303)
    with opened(request) as record:
        if not form:
            return HTMLResponse(article_page(record, a, b, on, links))
        text = article_text(record, a, b, on)
    name = f"{a}-{b}{f'-{on}' if on else ''}.wiki"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode("utf-8", "backslashreplace"), media_type="text/plain; charset=utf-8", headers=headers)


ROUTES = (Route("/article/{a}/{b}", _article),)
