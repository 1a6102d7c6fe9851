"""Web: the brief of a pair on a date, and the same as a file: /brief/ITA/TUR(.pdf, .docx, .md, .html, .json)?as-of=1912-06-01."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.model.moments import present_day
from relazione.publish.brief import Brief, body, brief, brief_bytes
from relazione.web.asking import FILES, as_of, json_answer, links_of, opened, pair_asked
from relazione.web.links import Links
from relazione.web.pages.pair import check_pair
from relazione.web.remembered import remembered
from relazione.web.rendering import render

FORMS = (("pdf", "PDF"), ("docx", "Word"), ("md", "Markdown"), ("html", "HTML file"))
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def brief_data(record: Any, a: str, b: str, on: str | None) -> Brief:
    """The brief as plain data. Raises UnknownState, SameState, ImpossibleDate."""
    check_pair(a, b)
    today = present_day()
    return remembered(record, ("brief", a, b, on, today), lambda: brief(record, a, b, on))


def brief_page(record: Any, a: str, b: str, on: str | None, links: Links) -> str:
    """The brief as a page (`on`: None for the present)."""
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    made = brief_data(record, a, b, on)
    drawing = locator_svg(a, b, standalone=False) if known(a) and known(b) else ""
    return render(
        "brief.html",
        links=links,
        a=a,
        b=b,
        on=on,
        made=made,
        forms=FORMS,
        body=Markup(body(made)),
        picture=Markup(drawing) if drawing else None,
    )


def _brief(request: Request) -> Response:
    on, links = as_of(request), links_of(request)
    a, b, ending, is_plain = pair_asked(request, *(f".{form}" for form in (*TYPES, "json")))
    form = ending.removeprefix(".")
    if not is_plain:
        return RedirectResponse(links.at("brief", a, b, form=ending, as_of=on), status_code=303)
    with opened(request) as record:
        if form == "json":
            return json_answer(brief_data(record, a, b, on))
        if not form:
            return HTMLResponse(brief_page(record, a, b, on, links))
        check_pair(a, b)
        with FILES.turn():
            content = brief_bytes(record, a, b, on, form=form)
    name = f"brief-{a}-{b}{f'-{on}' if on else ''}.{form}"
    return Response(content, media_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


ROUTES = (Route("/brief/{a}/{b}", _brief),)
