"""The room `cli`: what a coded document has to be before a record takes it in. The Parquet may come from anywhere.

The record, its facts and its pages rely on what the readers and the coder keep to: passages within the text, quotes that are its words,
types and states that the tables know, dates that are dates. What does not keep to it is refused with its reason; ids are made anew.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import msgspec

from relazione.cli.worker import Read
from relazione.model.claims import Actor, Claim, Event
from relazione.model.dates import When, is_edtf
from relazione.model.documents import Document
from relazione.model.errors import InputError
from relazione.model.evidence import Evidence, quote
from relazione.model.identity import fold_words, hashed
from relazione.sources.formats import BY_NAME
from relazione.sources.read import MOST_ID, MOST_TITLE

MOST_LETTERS = 20_000
"""Letters of a field of a claim: a long sentence, or a provision of a treaty."""
MOST_CLAIMS = 200_000
"""Claims of one document."""


def check_document(document: Document, most: int) -> None:
    """Raise InputError where the document cannot have come from a reader. `most`: bytes of a text."""
    text = document.text
    for wrong, why in (
        (not 0 < len(document.id) <= MOST_ID or not document.id.isprintable(), "an id that is none"),
        (not 0 < len(document.title) <= MOST_TITLE, "a title that is none"),
        (len(text) > most, f"a text of more than {most / 1e6:.0f} MB; raise it with --max-size if you mean it"),
        (document.shown is not None and len(document.shown) != len(text), "a shown text of another length than the text"),
        (document.format not in BY_NAME, "a format that is not known"),
        (document.offset < 0, "an offset before the text"),
        (max(map(len, (document.origin, document.address, document.revision, document.licence, document.part_of))) > 3000,
         "an origin, address or licence that is too long"),
        (not document.pair or not _are_states(document.pair), "a pair that is none"),
        (document.date is not None and not is_edtf(document.date), "a date that is none"),
        (len(document.blocks) > len(text) + 1, "more blocks than letters"),
    ):  # fmt: skip
        if wrong:
            raise InputError(f"a document with {why}")
    last = 0
    for block in document.blocks:
        cells = [at for cell in block.cells for at in cell]
        if not last <= block.start <= block.end <= len(text) or any(not block.start <= at <= block.end for at in cells):
            raise InputError("a document with blocks that are not in its text, or not in its order")
        if block.level < 0 or block.page < 0:
            raise InputError("a document with blocks of a level or page below 0")
        last = block.start


class _Claim(msgspec.Struct):
    """Of a claim's JSON: its body, as it was written."""

    body: msgspec.Raw


class _Claims(msgspec.Struct):
    claims: list[_Claim]


_decode = msgspec.json.Decoder(Read).decode
_bodies = msgspec.json.Decoder(_Claims).decode


def read_of(document: Document, told: str, name: str) -> Read:
    """What was read in the document, as it is told in JSON, for the document under another name: with ids made anew.

    The JSON of a claim's body (however it is spaced and its letters are escaped) is what its id is made of, so that an id is the very one
    that the coder would give under this name.
    Raises InputError where a claim cannot be the coder's, msgspec's errors where the JSON is none of a reading.
    """
    found, bodies = _decode(told), _bodies(told).claims
    if len(bodies) > MOST_CLAIMS:
        raise InputError(f"{len(bodies):,} claims, more than {MOST_CLAIMS:,}")
    if any(not 0 <= one.start <= one.end <= len(document.text) or len(one.why) > 1000 for one in found.unread):
        raise InputError("passages without claims that are not in the text")
    seen: Counter[tuple[str, bytes, str, str]] = Counter()
    claims = []
    for claim, raw in zip(found.claims, bodies, strict=True):
        try:
            _check_claim(document, claim)
        except InputError as error:
            raise InputError(f"claim {claim.id[:20]!r}: {error}") from error
        words = claim.evidence[0].exact
        body = msgspec.json.encode(msgspec.json.decode(raw.body))
        key = (claim.kind, body, fold_words(words), claim.realis)
        seen[key] += 1
        id_ = hashed(name, claim.kind, body, words, seen[key], claim.realis)
        claims.append(msgspec.structs.replace(claim, id=id_, document=name))
    return Read(claims, found.unread)


def _check_claim(document: Document, claim: Claim) -> None:
    if not claim.evidence:
        raise InputError("no words that say it")
    for one in claim.evidence:
        if not 0 <= one.start < one.end <= len(document.text) or one != _quoted(document, one):
            raise InputError("a quote that is not in the text where it is said to be")
    if not 0 <= claim.confidence <= 1 or len(claim.rule) > 200 or len(claim.section) > MOST_LETTERS:
        raise InputError("a confidence, rule or section that is none")
    if isinstance(claim.body, Event):
        from relazione.reference.ontology import ontology

        if claim.body.type not in ontology():
            raise InputError(f"an event of a type that is not known, {claim.body.type[:50]!r}")
    _check_value(claim.body)


def _quoted(document: Document, one: Evidence) -> Evidence:
    return quote(document.text, one.start, one.end, one.fields, one.how)


def _check_value(value: Any) -> None:
    """Raise InputError where a value of a claim's body, however deep, cannot be one."""
    if isinstance(value, str):
        if len(value) > MOST_LETTERS:
            raise InputError(f"a field of {len(value):,} letters")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise InputError("a number that is none")
    elif isinstance(value, int):
        if not -(2**53) <= value <= 2**53:
            raise InputError("a number that is too large")
    elif isinstance(value, tuple):
        for one in value:
            _check_value(one)
    elif isinstance(value, msgspec.Struct):
        if isinstance(value, When) and not is_edtf(value.edtf):
            raise InputError(f"a date that is none, {value.edtf[:50]!r}")
        if isinstance(value, Actor):
            _check_actor(value)
        for name in value.__struct_fields__:
            _check_value(getattr(value, name))


def _check_actor(actor: Actor) -> None:
    from relazione.reference.organisations import organisations
    from relazione.reference.polities import polities, states

    for told, known in ((actor.state, states()), (actor.polity, polities()), (actor.organisation, organisations())):
        if told is not None and told not in known:
            raise InputError(f"an actor that is not known, {told[:50]!r}")


def _are_states(pair: tuple[str, str]) -> bool:
    from relazione.reference.polities import states

    return pair[0] != pair[1] and all(one in states() for one in pair)
