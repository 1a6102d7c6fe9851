"""Web, review: the form of all fields of a claim. What is wrong is said beside its field, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis import review
from relazione.model.claims import Claim
from relazione.model.errors import RelazioneError, WrongUse
from relazione.publish.visible import restored, visible
from relazione.reference.ontology import ontology
from relazione.web.asking import MissingPage, links_now, opened_now, writing
from relazione.web.forms import Form, form_of
from relazione.web.guard import WITH_SCRIPT
from relazione.web.links import Links
from relazione.web.pages.review.asked import LONGEST_NOTE, Asked, name_of, note_of, reviewer
from relazione.web.pages.review.queue import news, seen_of
from relazione.web.rendering import render

LONG = 60
"""Characters from which on a text is given several lines."""
HINTS = {
    "date": "EDTF: 1912-10-18, 1912-10, 1912, 191X (the 1910s), 1911/1912, 1921/.. (still so), 1912~ (about)",
    "actor": "the name of a state, polity or organisation",
    "actors": "names with “;” between them, the role in brackets where it is not that of an actor: Ottoman Empire (recipient)",
    "list": "several with “;” between them",
    "number": "a number: 12,000 or 1.5",
    "whole": "a whole number",
}


def edit_page(
    record: Any, asked: Asked, claim: str, links: Links, given: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> str:
    """The form of a claim; with `errors`, with what was typed (`given`) and what is wrong. Raises WrongUse where there is no such claim."""
    item = review.item(record, claim, name_of(links.visitor))
    fields = review.fields_of(item.claim)
    typed = given if errors is not None else {}
    return render(
        "review_edit.html",
        links=links,
        asked=asked,
        item=item,
        fields=[
            (field, typed.get(f"f-{field.name}", visible(field.text)), (errors or {}).get(field.name, "")) for field in fields
        ],
        general=(errors or {}).get("", ""),
        wrong=[field.name for field in fields if errors and field.name in errors],
        note=typed.get("note", ""),
        seen=typed.get("seen", seen_of(item)),
        way=given.get("next", "")[:80],
        hints=HINTS,
        long=LONG,
        types={row.id: row.label for row in ontology().values()},
        longest_note=LONGEST_NOTE,
    )


def changed(claim: Claim, form: Form) -> dict[str, str]:
    """The fields that were changed, as they were typed."""
    found = {}
    for field in review.fields_of(claim):
        typed = form.get(f"f-{field.name}")
        if typed is not None and (value := restored(typed)) != field.text:
            found[field.name] = value.strip()
    return found


def errors_of(claim: Claim, changes: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field; under "" what is wrong with all of it. Empty: it can be saved."""
    found = {}
    for name, value in changes.items():
        try:
            review.edited(claim, {name: value})
        except RelazioneError as error:
            if not _is_all_right(claim, changes, name):
                found[name] = str(error)
    if not found:
        try:
            review.edited(claim, changes)
        except RelazioneError as error:
            found[""] = str(error)
    return found


def _is_all_right(claim: Claim, changes: Mapping[str, str], name: str) -> bool:
    """Whether a change that cannot be alone can be with the others: an end that lies before the old beginning, and a new beginning."""
    if len(changes) == 1:
        return False
    try:
        review.edited(claim, changes)
    except RelazioneError:
        return False
    return True


def _edit(request: Request) -> Response:
    claim = request.query_params.get("claim", "")[:80]
    with opened_now(request) as record:
        try:
            html = edit_page(record, Asked.of(request.query_params), claim, links_now(request), request.query_params)
        except WrongUse as error:
            raise MissingPage(str(error)) from error
        return HTMLResponse(html, headers=WITH_SCRIPT)


def _save(request: Request) -> Response:
    form, by, links = form_of(request), reviewer(request), links_now(request)
    asked, claim = Asked.of(form), form.get("claim", "")[:80]
    with writing(request) as record:
        with record.together():
            before = review.item(record, claim, by)
            changes = changed(before.claim, form)
            errors = _errors(before.claim, changes, form)
            said = "" if errors else news(before, form.get("seen", ""), by)
            if not errors and not said:
                review.edit(record, claim, changes, by, note_of(form))
        if errors:
            return HTMLResponse(edit_page(record, asked, claim, links, form, errors), 400, WITH_SCRIPT)
        if said:
            again = {**form, "seen": seen_of(review.item(record, claim, by))}
            told = {"": f"{said}. Your edit was not saved: look again; saving it now keeps both words."}
            return HTMLResponse(edit_page(record, asked, claim, links, again, told), 409, WITH_SCRIPT)
    on = form.get("next", "")[:80] or None
    return RedirectResponse(asked.at(links, claim=on, did=claim, how="edit"), 303)


def _errors(claim: Claim, changes: Mapping[str, str], form: Form) -> dict[str, str]:
    found = errors_of(claim, changes)
    try:
        note_of(form)
    except WrongUse as error:
        found["note"] = str(error)
    return found


ROUTES = (Route("/review/edit", _edit), Route("/review/edit", _save, methods=["POST"]))
