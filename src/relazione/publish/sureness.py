"""Publish: how sure a fact is, in words: who bears it out, what speaks against it, and what its confidence has been worth.

An event's confidence is a probability, and was measured: of the events of annotated articles that were read with such a confidence, how many
were right in place and type (`data/confidence.tsv`, from docs/accuracy.md). Confidence of other kinds is set by rule and never was measured; of a row
of a data file it says nothing about the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from relazione.model.claims import Claim
from relazione.model.record import Decision, Fact
from relazione.reference.tables import rows

TABLE = Path(__file__).parent / "data" / "confidence.tsv"
_TENTHS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


class Band(NamedTuple):
    """Confidences from `least` on (up to the next band's), the events read so on annotated texts, and the share of them that was right."""

    least: float
    events: int
    right: float


@cache
def bands() -> tuple[Band, ...]:
    """The measured bands, the lowest first."""
    found = [
        Band(float(least), int(events), float(right)) for _, (least, events, right) in rows(TABLE, ("from", "events", "right"))
    ]
    return tuple(sorted(found))


def band_of(confidence: float) -> Band:
    """The band in which a confidence lies."""
    return next((band for band in reversed(bands()) if confidence >= band.least), bands()[0])


def sureness(
    fact: Fact, claims: Sequence[Claim], decisions: Mapping[str, Iterable[Decision]], data_files: Iterable[str] = ()
) -> list[str]:
    """Sentences without full stops. `decisions`: of each claim those that stand; `data_files`: ids of documents that stand for data files."""
    return [
        *_borne_out(claims, set(data_files)),
        *_against(fact),
        *_judged(claims, decisions),
        *_measured(fact, claims, set(data_files)),
    ]


def _borne_out(claims: Sequence[Claim], data_files: set[str]) -> Iterable[str]:
    documents = list(dict.fromkeys(claim.document for claim in claims))
    files = sum(document in data_files for document in documents)
    texts = len(documents) - files
    told = []
    if texts:
        told.append(f"{texts} document{'s' if texts > 1 else ''}")
    if files:
        told.append(f"{files} data file{'s' if files > 1 else ''}")
    if told:
        passages = f", in {len(claims)} passages" if len(claims) > len(documents) else ""
        yield f"told by {' and '.join(told)}{passages}"


def _against(fact: Fact) -> Iterable[str]:
    if fact.conflicts:
        fields = " and ".join(name.replace("_", " ") for name in fact.conflicts)
        yield f"the sources disagree about {fields}; no one of them is declared right"
    if fact.against:
        yield f"{len(fact.against)} other fact{'s speak' if len(fact.against) > 1 else ' speaks'} against it"


def _judged(claims: Sequence[Claim], decisions: Mapping[str, Iterable[Decision]]) -> Iterable[str]:
    words = {"accept": "accepted", "edit": "corrected", "unsure": "looked at, and left open,"}
    for verdict, word in words.items():
        people = dict.fromkeys(one.by for claim in claims for one in decisions.get(claim.id, ()) if one.verdict == verdict)
        if people:
            yield f"{word} by {', '.join(people)}"
    own = dict.fromkeys(claim.rule.removeprefix("person: ") for claim in claims if claim.rule.startswith("person: "))
    if own:
        yield f"as corrected by {', '.join(own)}"


def _measured(fact: Fact, claims: Sequence[Claim], data_files: set[str]) -> Iterable[str]:
    read = [claim for claim in claims if claim.document not in data_files and not claim.rule.startswith("person: ")]
    if not read:
        return
    best = max(claim.confidence for claim in read)
    if fact.kind != "event":
        yield f"read with confidence {best:.2f}, which is set by rule for this kind and not measured"
        return
    band = band_of(best)
    yield (
        f"read with confidence {best:.2f}: of {band.events} events of annotated articles that were read so, {_of_ten(band.right)} "
        "were right in place and type"
    )


def _of_ten(share: float) -> str:
    tenths = round(10 * share)
    if tenths >= 10:
        return "almost all"
    return f"about {_TENTHS.get(tenths, 'one')} in ten"
