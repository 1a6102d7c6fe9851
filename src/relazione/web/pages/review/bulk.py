"""Web, review: one verdict on all claims that match, looked at before it is given. One act: one undo takes all of it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis import review
from relazione.model.claims import KINDS
from relazione.model.errors import RelazioneError, WrongUse
from relazione.web.asking import json_answer, links_now, opened_now, writing
from relazione.web.forms import form_of
from relazione.web.guard import WITH_SCRIPT
from relazione.web.links import Links
from relazione.web.pages.review.asked import LONGEST, LONGEST_NOTE, NOBODY, Asked, name_of, note_of, pair_of, reviewer
from relazione.web.pages.review.queue import DECIDE, DONE
from relazione.web.rendering import render

FIELDS = ("pair", "kind", "document", "state", "rule", "low", "high")
"""What claims can be chosen by."""


def chosen_of(given: Mapping[str, str]) -> review.Chosen:
    """Which claims a query or form chooses. Raises UnknownState, WrongUse."""
    text: dict[str, Any] = {name: given.get(name, "").strip()[:LONGEST] or None for name in ("kind", "document", "state", "rule")}
    low, high = (_share(given.get(name, "")) for name in ("low", "high"))
    return review.Chosen(pair=pair_of(given.get("pair", "")), **text, low=low, high=high)


def _share(text: str) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise WrongUse(f"a confidence lies between 0 and 1, and {text[:40]!r} does not.")
    return value


def bulk_data(record: Any, given: Mapping[str, str], by: str) -> dict[str, Any]:
    """What a verdict on all claims that match would do. Raises WrongUse where nothing is chosen by."""
    dry = review.bulk(record, _verdict(given), by, chosen_of(given), judged=bool(given.get("judged")), dry_run=True)  # type: ignore[arg-type]
    return dict(msgspec.to_builtins(dry))


def bulk_page(record: Any, given: Mapping[str, str], links: Links, trouble: str = "") -> str:
    """The form, and beneath it what would be done."""
    by, dry = name_of(links.visitor), None
    if not trouble and any(given.get(name, "").strip() for name in FIELDS):
        try:
            chosen, judged = chosen_of(given), bool(given.get("judged"))
            dry = review.bulk(record, _verdict(given), by, chosen, judged=judged, dry_run=True)  # type: ignore[arg-type]
        except WrongUse as error:
            trouble = str(error)
    values = {name: given.get(name, "")[:LONGEST] for name in (*FIELDS, "judged")}
    return render(
        "review_bulk.html",
        links=links,
        asked=Asked(),
        values={**values, "verdict": given.get("verdict", "accept")},
        note=given.get("note", ""),
        dry=dry,
        trouble=trouble,
        verdicts={name: DONE[name] for name in DECIDE},
        kinds=tuple(KINDS),
        states=review.STATES,
        longest_note=LONGEST_NOTE,
    )


def _verdict(given: Mapping[str, str]) -> str:
    verdict = given.get("verdict", "accept")
    if verdict not in DECIDE:
        raise WrongUse(f"many claims can be accepted, rejected or left unsure at once, and not: {verdict[:40]}.")
    return verdict


def _bulk(request: Request) -> Response:
    with opened_now(request) as record:
        return HTMLResponse(bulk_page(record, request.query_params, links_now(request)), headers=WITH_SCRIPT)


def _bulk_data(request: Request) -> Response:
    with opened_now(request) as record:
        return json_answer(bulk_data(record, request.query_params, reviewer(request) or NOBODY))


def _do(request: Request) -> Response:
    form, by, links = form_of(request), reviewer(request), links_now(request)
    expect = form.get("expect", "")
    with writing(request) as record:
        try:
            if not (expect.isascii() and expect.isdigit()):
                raise WrongUse("look at what would be done first.")
            chosen, judged = chosen_of(form), bool(form.get("judged"))
            done = review.bulk(record, _verdict(form), by, chosen, note_of(form), judged=judged, expect=int(expect[:12]))  # type: ignore[arg-type]
        except WrongUse as error:
            return HTMLResponse(_again(record, form, links, error), 409, WITH_SCRIPT)
    if not done.count:
        return RedirectResponse(links.at("review", "bulk"), 303)
    return RedirectResponse(links.at("review", did=done.sample[0].claim, how=done.verdict, many=str(done.count)), 303)


def _again(record: Any, form: Mapping[str, str], links: Links, error: RelazioneError) -> str:
    return bulk_page(record, form, links, f"Nothing was decided: {error}")


ROUTES = (
    Route("/review/bulk", _bulk),
    Route("/review/bulk.json", _bulk_data),
    Route("/review/bulk", _do, methods=["POST"]),
)
