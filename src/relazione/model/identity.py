"""The model room: ids from content, so that reading the same thing twice adds nothing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from relazione.model.claims import Body, Claim, kind_of
from relazione.model.evidence import Evidence

T = TypeVar("T")
_encoder = msgspec.json.Encoder(order="deterministic")


def claim_id(document: str, body: Body, words: str, occurrence: int, realis: str = "fact") -> str:
    """The id of a claim: "c" and 16 hex digits of a SHA-256.

    Of document, kind, fields, realis and the claim's words with their occurrence among equal ones; not of offsets, confidence or rule.
    """
    return hashed(document, kind_of(body), _encoder.encode(body), words, occurrence, realis)


def hashed(document: str, kind: str, body: bytes, words: str, occurrence: int, realis: str) -> str:
    """The id of a claim whose body is at hand as the JSON that it was written as."""
    parts = [document.encode(), kind.encode(), body, realis.encode(), fold_words(words).encode(), str(occurrence).encode()]
    return "c" + hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def fold_words(words: str) -> str:
    """White space squeezed, so that a re-wrapped text keeps its claims."""
    return " ".join(words.split())


class Draft(msgspec.Struct, frozen=True):
    """A claim before it has an id: what a reader proposes."""

    body: Body
    evidence: tuple[Evidence, ...]
    realis: str = "fact"
    current: bool = False
    complete: bool = False
    confidence: float = 0.5
    rule: str = ""
    section: str = ""


def squeezed(value: T) -> T:
    """A claim's body (or a part of it) with white space squeezed in all its texts: where a line ended is no part of what is told."""
    if isinstance(value, str):
        return fold_words(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        parts = tuple(map(squeezed, value))
        return value if parts == value else parts  # type: ignore[return-value]
    if isinstance(value, msgspec.Struct):
        new = {}
        for name in value.__struct_fields__:
            old = getattr(value, name)
            if isinstance(old, str | tuple | msgspec.Struct) and (found := squeezed(old)) != old:
                new[name] = found
        return msgspec.structs.replace(value, **new) if new else value
    return value


def number_claims(document: str, drafts: Iterable[Draft]) -> list[Claim]:
    """Give each draft its id, in text order; equal claims on equal words are told apart by their occurrence."""
    seen: Counter[tuple[str, bytes, str, str]] = Counter()
    claims = []
    for proposed in sorted(drafts, key=lambda d: (d.evidence[0].start, d.evidence[0].end)):
        draft = msgspec.structs.replace(proposed, body=squeezed(proposed.body))
        words = draft.evidence[0].exact
        key = (kind_of(draft.body), _encoder.encode(draft.body), fold_words(words), draft.realis)
        seen[key] += 1
        claims.append(
            msgspec.convert(
                {
                    "id": claim_id(document, draft.body, words, seen[key], draft.realis),
                    "document": document,
                    "body": draft.body,
                    "evidence": draft.evidence,
                    "realis": draft.realis,
                    "current": draft.current,
                    "complete": draft.complete,
                    "confidence": draft.confidence,
                    "rule": draft.rule,
                    "section": draft.section,
                },
                Claim,
            )
        )
    return claims


def slug(text: str) -> str:
    """A name as an id: lower case, accents off, words joined by "-"; at most 80 characters."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "document"


def content_hash(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
