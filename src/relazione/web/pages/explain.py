"""Web: why each sentence of a document was read as it was. Asks the language model, so one at a time, and the last ones are kept.

It is the coder of this installation that explains. Where another one made the reading in the record, the page says so.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from relazione.model.documents import Document
from relazione.model.errors import RelazioneError
from relazione.publish import reasons
from relazione.record.writing import version_digest
from relazione.web.asking import CannotExplain, links_of, opened, page_or_data
from relazione.web.links import Links
from relazione.web.rendering import render

if TYPE_CHECKING:
    from relazione.coding.explained import Explained

MOST_KEPT = 4
"""Documents whose explanation is kept."""
MOST_WORDS = 30_000
"""Words of a document that is explained; about ten seconds of work."""
PATIENCE = 30.0
"""Seconds to wait while another document is explained."""
MOST_WAITING = 4
"""Questions that wait for that, or are being answered: more would take the threads of the server's other pages."""
_BUSY = "another document is being explained; ask again in a moment."
ON_A_PAGE = 40
"""Sentences."""


class Explainer:
    """Explains documents one at a time, and keeps the last ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = threading.BoundedSemaphore(MOST_WAITING)
        self._kept: OrderedDict[str, list[Explained]] = OrderedDict()

    def of(self, document: Document) -> list[Explained]:
        """Every sentence of a document. Raises CannotExplain."""
        key = f"{document.id}\0{version_digest(document)}"
        if (kept := self._kept.get(key)) is not None:
            return kept
        if not self._waiting.acquire(blocking=False):
            raise CannotExplain(_BUSY)
        try:
            return self._in_turn(key, document)
        finally:
            self._waiting.release()

    def _in_turn(self, key: str, document: Document) -> list[Explained]:
        if not self._lock.acquire(timeout=PATIENCE):
            raise CannotExplain(_BUSY)
        try:
            if key not in self._kept:
                self._kept[key] = _explained(document)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
        finally:
            self._lock.release()


def _explained(document: Document) -> list[Explained]:
    if document.words > MOST_WORDS:
        raise CannotExplain(
            f"it has {document.words:,} words, and here up to {MOST_WORDS:,} are explained; "
            "`relazione explain FILE` explains longer ones."
        )
    try:
        from relazione.coding.explain import explain
        from relazione.coding.language_model import language_model

        language_model()
    except (ImportError, RelazioneError) as error:
        raise CannotExplain(
            "no English language model is installed beside this server, and without it no sentence can be taken apart; "
            "`make setup` brings it."
        ) from error
    return explain(document)


@dataclass(frozen=True)
class Said:
    """A claim that rests on a sentence: what it holds, and where its fact is ("" where the record has none)."""

    claim: Any
    fields: str
    href: str
    label: str


def explain_data(record: Any, id: str, explainer: Explainer) -> dict[str, Any]:
    """All sentences with what was seen in them, as plain data. Raises WrongUse where there is no such document, CannotExplain."""
    from relazione.coding.coder import CODER_VERSION

    document = record.document(id)
    return {
        "document": id,
        "title": document.title,
        "coder": CODER_VERSION,
        "read_by": record.readings(id)[-1].coder,
        "sentences": [msgspec.to_builtins(one) for one in explainer.of(document)],
    }


def explain_page(record: Any, id: str, first: int, links: Links, explainer: Explainer) -> str:
    """The sentences from number `first` on, as many as a page holds."""
    from relazione.coding.coder import CODER_VERSION

    document = record.document(id)
    found = explainer.of(document)
    first = max(1, min(first, len(found)))
    shown = found[first - 1 : first - 1 + ON_A_PAGE]
    blocks = sorted(block.start for block in document.blocks)
    return render(
        "explain.html",
        links=links,
        document=document,
        sentences=[
            (one, f"p-{max((b for b in blocks if b <= one.start), default=0)}", _said(record, one, links)) for one in shown
        ],
        count=len(found),
        first=first,
        last=first + len(shown) - 1,
        before=max(1, first - ON_A_PAGE) if first > 1 else 0,
        behind=first + ON_A_PAGE if first + ON_A_PAGE <= len(found) else 0,
        coder=CODER_VERSION,
        read_by=record.readings(id)[-1].coder,
        reasons=reasons,
        fitted=("kept", "dropped", "no date"),
    )


def sentence_at(record: Any, id: str, offset: int, explainer: Explainer) -> int:
    """The number of the sentence at a character of the document, or of the first one behind it."""
    found = explainer.of(record.document(id))
    return next((one.number for one in found if one.end > offset), len(found))


def page_of(number: int) -> int:
    """The first sentence of the page on which a sentence stands."""
    return (number - 1) // ON_A_PAGE * ON_A_PAGE + 1


def _said(record: Any, one: Explained, links: Links) -> list[Said]:
    found = []
    for claim in one.claims:
        fact = record.fact_of_claim(claim.id)
        fields = reasons.claim(claim)
        found.append(Said(claim, fields, links.fact(fact.id) if fact else "", fact.label if fact else claim.kind))
    return found


def _explain(request: Request) -> Response:
    """The page "why it was read so"; with ?at=OFFSET the way to the sentence there."""
    explainer = request.app.state.explainer
    at = request.query_params.get("at", "")
    if at.isascii() and at.isdigit():
        id, links = request.path_params["id"], links_of(request)
        with opened(request) as record:
            number = sentence_at(record, id, int(at[:12]), explainer)
        there = f"{links.explain(id, page_of(number))}#s-{number}" if number else links.explain(id)
        return RedirectResponse(there, status_code=303)
    first = request.query_params.get("first", "")

    def page(record: Any, id: str, links: Links) -> str:
        return explain_page(record, id, int(first[:9]) if first.isascii() and first.isdigit() else 1, links, explainer)

    return page_or_data(request, page, lambda record, id: explain_data(record, id, explainer))


ROUTES = (Route("/explain/{id:path}", _explain),)
