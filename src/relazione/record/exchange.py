"""The record room: what people decided, as lines for a file: so that a curated record is documents plus a file of decisions in git.

JSON Lines, one line an act, sorted by document, claim and time, so that two versions of the file differ where the decisions differ. The
first line names the format. Each other line carries what its claim said (kind, quote, fields), so that it can be told what was decided
even where the claim is not there. Shapes: `DecisionLine`, `LinkLine`, `SourceLine`. `takein` reads such lines.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.claims import Body, Claim, Realis
from relazione.model.record import Verdict

FORMAT = "relazione decisions"
VERSION = 1

_claim = msgspec.json.Decoder(Claim)
_json = msgspec.json.Encoder()


class FormatLine(msgspec.Struct, frozen=True, tag_field="what", tag=FORMAT):
    """The first line: which format, in which version."""

    version: int


class ToldLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a claim said."""

    quote: Annotated[str, Meta(description="the words of its first evidence")]
    fields: Body
    realis: Realis = "fact"


class EditLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an edit put in a claim's place: the id of the person's own claim, and its fields."""

    claim: str
    fields: Body
    realis: Realis = "fact"


class DecisionLine(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag="decision"):
    """A person's judgement of a claim, or (verdict "withdraw") that an earlier one was taken back."""

    document: str
    claim: str
    verdict: Verdict
    by: str
    at: Annotated[str, Meta(description="UTC, ISO 8601")]
    id: str
    note: str = ""
    withdraws: str | None = None
    edit: EditLine | None = None
    told: ToldLine | None = None


class TakenBack(msgspec.Struct, frozen=True):
    """Who took a link back, and when."""

    by: str
    at: str


class LinkLine(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag="link"):
    """A person's word that two claims are the same thing, or are not."""

    document: str
    left: str
    right: str
    same: bool
    by: str
    at: str
    id: str
    note: str = ""
    taken_back: TakenBack | None = None
    other: Annotated[str, Meta(description="the document of `right`, where it is another one")] = ""
    told_left: ToldLine | None = None
    told_right: ToldLine | None = None


class SourceLine(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="what", tag="source"):
    """A source was withdrawn, or taken back in (`withdrawn` false)."""

    document: str
    withdrawn: bool
    by: str
    at: str
    note: str = ""


Line = FormatLine | DecisionLine | LinkLine | SourceLine


def lines(connection: sqlite3.Connection) -> list[bytes]:
    """All that people decided, as lines without their ends, in their order."""
    acts: list[DecisionLine | LinkLine | SourceLine] = [*_decisions(connection), *_links(connection), *_sources(connection)]
    acts.sort(key=_order)
    return [_json.encode(FormatLine(VERSION)), *map(_json.encode, acts)]


def _order(act: DecisionLine | LinkLine | SourceLine) -> tuple[str, int, str, str, str]:
    match act:
        case SourceLine():
            return act.document, 0, "", act.at, act.by
        case DecisionLine():
            return act.document, 1, act.claim, act.at, act.id
        case LinkLine():
            return act.document, 2, act.left, act.at, act.id


_TOLD = (
    "coalesce((SELECT rc.told FROM reading_claims rc WHERE rc.claim = {0}.number ORDER BY rc.reading DESC LIMIT 1), {0}.claim)"
)


def _told(text: str) -> ToldLine:
    claim = _claim.decode(text)
    return ToldLine(claim.evidence[0].exact if claim.evidence else "", claim.body, claim.realis)


def _decisions(connection: sqlite3.Connection) -> Iterator[DecisionLine]:
    query = (
        "SELECT c.document, d.claim, d.verdict, d.by, d.at, d.id, d.note, d.withdraws, e.claim, "
        f"{_TOLD.format('c')} FROM decisions d JOIN claims c ON c.id = d.claim LEFT JOIN claims e ON e.id = d.replacement"
    )
    for document, claim, verdict, by, at, id_, note, withdraws, edit, told in connection.execute(query):
        own = _claim.decode(edit) if edit else None
        line = EditLine(own.id, own.body, own.realis) if own else None
        yield DecisionLine(document, claim, verdict, by, at, id_, note, withdraws, line, _told(told))


def _links(connection: sqlite3.Connection) -> Iterator[LinkLine]:
    query = (
        "SELECT l.document, k.left, k.right, k.same, k.by, k.at, k.id, k.note, w.by, w.at, r.document, "
        f"{_TOLD.format('l')}, {_TOLD.format('r')} FROM links k JOIN claims l ON l.id = k.left JOIN claims r ON r.id = k.right "
        "LEFT JOIN link_withdrawals w ON w.link = k.id"
    )
    for document, left, right, same, by, at, id_, note, gone_by, gone_at, other, told_left, told_right in connection.execute(
        query
    ):
        yield LinkLine(
            document,
            left,
            right,
            bool(same),
            by,
            at,
            id_,
            note,
            TakenBack(gone_by, gone_at) if gone_by else None,
            other if other != document else "",
            _told(told_left),
            _told(told_right),
        )


def _sources(connection: sqlite3.Connection) -> Iterator[SourceLine]:
    for document, withdrawn, by, at, note in connection.execute("SELECT document, withdrawn, by, at, note FROM withdrawals"):
        yield SourceLine(document, bool(withdrawn), by, at, note)
