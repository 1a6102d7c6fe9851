"""Web, review: the queue and one of its claims beside the words that say it; accept, reject, unsure, same, different, undo.

A decision says which words of others its reviewer had before him (`seen`). Where somebody else has decided since, it is not saved: the claim
is shown again with the new word, and the same key saves it then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from relazione.analysis import review
from relazione.model.claims import KINDS
from relazione.model.errors import WrongUse
from relazione.record.judging import Undone
from relazione.web.asking import json_answer, links_now, opened_now, table_answer, writing
from relazione.web.forms import Form, form_of
from relazione.web.guard import WITH_SCRIPT
from relazione.web.highlight import Part, Passage, blocks_of, parts
from relazione.web.links import Links
from relazione.web.pages.review.asked import LONGEST_NOTE, Asked, name_of, note_of, reviewer
from relazione.web.rendering import render, script

SHOWN = 20
"""Claims of the queue beside the one that is looked at."""
LISTED = 500
"""Claims of the queue in a table."""
COLUMNS = review.Line.__struct_fields__
AROUND = 3
"""Paragraphs before and behind the passage, on demand."""
_LONGEST_BLOCK = 4000
DECIDE: dict[str, Callable[..., Any]] = {"accept": review.accept, "reject": review.reject, "unsure": review.unsure}
LINK: dict[str, Callable[..., Any]] = {"same": review.same, "different": review.different}
_UNCOMPARED = ("words", "realis")
DONE = {
    "accept": "Accepted",
    "reject": "Rejected",
    "unsure": "Left unsure",
    "edit": "Edited",
    "same": "Joined",
    "different": "Kept apart",
    "undo": "Taken back",
}
"""What was just done, in words."""


@dataclass(frozen=True)
class Before:
    """What the page tells beside the queue and the claim: a decision that was not saved, with its note."""

    notice: str = ""
    note: str = ""


def review_data(record: Any, asked: Asked, by: str, claim: str | None = None) -> dict[str, Any]:
    """The queue of a reviewer, and one of its claims with all that is needed to judge it."""
    page = review.queue(record, by, limit=SHOWN, **asked.choice)
    claim = claim or (page.items[0].claim if page.items else None)
    item = review.item(record, claim, by) if claim else None
    return {"reviewer": by, "queue": msgspec.to_builtins(page), "item": msgspec.to_builtins(item) if item else None}


def review_page(
    record: Any, asked: Asked, links: Links, claim: str | None = None, done: str = "", before: Before = Before()
) -> str:
    """The queue, and the claim that is asked for or else its first. Raises WrongUse where there is no such claim."""
    by = name_of(links.visitor)
    page = review.queue(record, by, limit=SHOWN, **asked.choice)
    ids = [line.claim for line in page.items]
    claim = claim or (ids[0] if ids else None)
    item = review.item(record, claim, by) if claim else None
    at = ids.index(item.claim.id) if item and item.claim.id in ids else -1
    is_left = item is not None and (at >= 0 or not item.mine)
    return render(
        "review.html",
        links=links,
        asked=asked,
        page=page,
        item=item,
        before=before,
        done=done,
        behind=ids[at + 1] if at + 1 < len(ids) else "",
        ahead=ids[at - 1] if at > 0 else "",
        is_left=is_left,
        fields=[field for field in told_of(item.claim) if field.text != "fact"] if item else [],
        edits={one.decision.id: changes(item.claim, one.edit) for one in item.opinions if one.edit} if item else {},
        near=sorted(item.near, key=lambda one: bool(one.link and one.link.by == by)) if item else [],
        compared={one.claim: compared(record, item, one) for one in item.near} if item else {},
        context=_context(record, item) if item else [],
        seen=seen_of(item) if item else "",
        act=record.latest_act(by),
        kinds=tuple(KINDS),
        states=review.STATES,
        longest_note=LONGEST_NOTE,
    )


def changes(claim: Any, edit: Any) -> list[tuple[str, str, str]]:
    """The fields in which an edit differs: name, before, after."""
    before = {field.name: field.text for field in review.fields_of(claim)}
    return [
        (field.name, before.get(field.name, ""), field.text)
        for field in review.fields_of(edit)
        if before.get(field.name, "") != field.text
    ]


def told_of(claim: Any) -> list[Any]:
    """The fields of a claim that have a value."""
    return [field for field in review.fields_of(claim) if field.text]


def compared(record: Any, item: review.Item, one: review.Near) -> list[tuple[str, str, str]]:
    """Two claims side by side: the fields that either tells: name, here, there."""
    here = {field.name: field.text for field in told_of(item.claim)}
    there = {field.name: field.text for field in told_of(record.claim(one.claim))}
    return [(name, here.get(name, ""), there.get(name, "")) for name in {**here, **there} if name not in _UNCOMPARED]


def seen_of(item: review.Item) -> str:
    """The words on a claim that a reviewer has before him, as a form sends them back: ids of decisions and of links."""
    said = [one.decision.id for one in item.opinions if one.standing]
    return " ".join([*said, *(one.link.id for one in item.near if one.link)])


def news(item: review.Item, seen: str, by: str) -> str:
    """What others have said of the claim since the reviewer saw it, in words; "" for nothing."""
    known = set(seen.split())
    told = [
        f"{one.decision.by} has decided meanwhile: {one.decision.verdict}"
        for one in item.opinions
        if one.standing and one.decision.by != by and one.decision.id not in known
    ]
    told += [
        f"{one.link.by} has said meanwhile that this and “{one.fact.label}” are {'one' if one.link.same else 'two'}"
        for one in item.near
        if one.link and one.link.by != by and one.link.id not in known
    ]
    return "; ".join(told)


def _context(record: Any, item: review.Item) -> list[Part]:
    """The paragraphs around the first passage, with the passages marked."""
    first = item.passages[0] if item.passages else None
    if first is None or first.start < 0 or first.line:
        return []
    document = record.document(item.document)
    marks = [
        Passage(one.start, one.end, f"m-{number}", item.kind if number == 1 else "detail")
        for number, one in enumerate(item.passages, start=1)
        if one.start >= 0
    ]
    blocks = [block for block in blocks_of(document) if block.end - block.start <= _LONGEST_BLOCK]
    here = next((number for number, block in enumerate(blocks) if block.start <= first.start < block.end), None)
    if here is None:
        return []
    near = tuple(blocks[max(0, here - AROUND) : here + AROUND + 1])
    return parts(msgspec.structs.replace(document, blocks=near), marks)


# --- asked ------------------------------------------------------------------------------------------------------------------------


def _review(request: Request) -> Response:
    asked, claim = Asked.of(request.query_params), request.query_params.get("claim", "")[:80] or None
    with opened_now(request) as record:
        done = _done(record, request)
        return HTMLResponse(review_page(record, asked, links_now(request), claim, done), headers=WITH_SCRIPT)


def _review_data(request: Request) -> Response:
    with opened_now(request) as record:
        claim = request.query_params.get("claim", "")[:80] or None
        return json_answer(review_data(record, Asked.of(request.query_params), reviewer(request), claim))


def _review_table(request: Request) -> Response:
    """The queue from its beginning, as far as one answer holds."""
    with opened_now(request) as record:
        page = review.queue(record, reviewer(request), limit=LISTED, **Asked.of(request.query_params).choice)
    return table_answer(COLUMNS, map(msgspec.structs.astuple, page.items), "review")


def _done(record: Any, request: Request) -> str:
    """What the reviewer just did, where the address tells it and the record knows of it."""
    how, claim = request.query_params.get("how", ""), request.query_params.get("did", "")[:80]
    if how == "nothing":
        return "Nothing was taken back: there was nothing, or it was done already."
    if how not in DONE or not claim:
        return ""
    fact = record.fact_of_claim(claim)
    many = request.query_params.get("many", "")
    if many.isascii() and many.isdigit():
        return f"{DONE[how]}: {int(many[:9]):,} claims"
    return f"{DONE[how]}: {fact.label if fact else claim}"


# --- decided ----------------------------------------------------------------------------------------------------------------------


def _decide(request: Request) -> Response:
    """A verdict on a claim, then on to the next; or a word on two claims, and again this one."""
    form, by, links = form_of(request), reviewer(request), links_now(request)
    asked, claim, verdict = Asked.of(form), form.get("claim", "")[:80], form.get("verdict", "")
    if verdict not in DECIDE and verdict not in LINK:
        raise WrongUse(f"there is no decision {verdict[:40]!r}.")
    note = note_of(form)
    with writing(request) as record:
        with record.together():
            if not (said := news(review.item(record, claim, by), form.get("seen", ""), by)):
                if verdict in DECIDE:
                    DECIDE[verdict](record, claim, by, note)
                else:
                    LINK[verdict](record, claim, form.get("other", "")[:80], by, note)
        if said:
            return not_saved(record, asked, links, claim, said, note)
    on = form.get("next", "")[:80] if verdict in DECIDE else claim
    return RedirectResponse(_onward(asked, links, form, on, did=claim, how=verdict), 303)


def not_saved(record: Any, asked: Asked, links: Links, claim: str, said: str, note: str) -> Response:
    """The claim again, with what others have said of it meanwhile."""
    notice = f"{said}. Your own decision was not saved: look again, and decide as you see it now; both words are kept."
    html = review_page(record, asked, links, claim, before=Before(notice, note))
    return HTMLResponse(html, 409, WITH_SCRIPT)


def _onward(asked: Asked, links: Links, form: Form, claim: str, **more: str) -> str:
    """Where to go on: to a claim, else to the next part of the queue, else to its beginning."""
    if not claim:
        asked = replace(asked, after=form.get("behind", "")[:80] or None)
    return asked.at(links, claim=claim or None, **more)


def _undo(request: Request) -> Response:
    """The reviewer's last act is taken back, and what it was about is shown. A form that is sent twice takes back one act."""
    form, by, links = form_of(request), reviewer(request), links_now(request)
    asked, undone = Asked.of(form), Undone()
    with writing(request) as record, record.together():
        if form.get("act", "") == record.latest_act(by):
            undone = review.undo(record, by)
    claims = [one.claim for one in undone.decisions] + [one.left for one in undone.links]
    if not claims:
        return RedirectResponse(asked.at(links, claim=form.get("claim", "")[:80] or None, how="nothing"), 303)
    many = str(len(claims)) if len(claims) > 1 else None
    return RedirectResponse(asked.at(links, claim=claims[0], did=claims[0], how="undo", many=many), 303)


def _script(request: Request) -> Response:
    return Response(script("review.js"), media_type="text/javascript", headers={"Cache-Control": "max-age=300"})


ROUTES = (
    Route("/review", _review),
    Route("/review.json", _review_data),
    Route("/review.csv", _review_table),
    Route("/review/decide", _decide, methods=["POST"]),
    Route("/review/undo", _undo, methods=["POST"]),
    Route("/static/review.js", _script),
)
