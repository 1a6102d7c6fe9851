"""The analysis room: which facts of two readings of one document are the same thing.

See `changes` for what is asked. The weights below were chosen on pairs of versions by hand: what is about the same thing counts as much as
a sentence of which three words in four are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from relazione.model.claims import Agreement, Body, Claim, Event, Holding, Measure, Membership, Mission, Tenure
from relazione.model.dates import day_number
from relazione.model.documents import Document
from relazione.model.evidence import Evidence
from relazione.model.record import Fact
from relazione.record.blocks import block_of, takers_part, who
from relazione.record.counted import Counted
from relazione.record.coverage import told_on
from relazione.record.partition import partition
from relazione.record.resolve import resolve
from relazione.record.spells import event_root
from relazione.record.tables import city_key, class_of, territory_key
from relazione.reference.folding import fold

LONGEST = 400
"""Characters of a sentence that are looked at on either side of the evidence."""
MOST_TRIED = 400
"""Facts of one bucket that are tried against each other; of more alike ones the record's own rules and shared claims alone decide."""
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b\d{3,4}\b")
_END_BEFORE = re.compile(r"[.!?][\"'”’)\]]?\s+(?=\S)|\n")
_END_AFTER = re.compile(r"[.!?][\"'”’)\]]?(?=\s|$)|\n")
Pair = tuple[str, str] | None


class Told:
    """A fact of one reading, with its claims and the sentences that say it."""

    def __init__(self, fact: Fact, claims: list[Claim], document: Document) -> None:
        self.fact = fact
        self.claims = claims
        self.document = document
        self.ids = {claim.id for claim in claims}

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences around the claims' first evidence, each once."""
        return tuple(dict.fromkeys(sentence(self.document, claim.evidence[0]) for claim in self.claims if claim.evidence))

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The words of each sentence, folded."""
        return [frozenset(_WORD.findall(fold(text))) for text in self.sentences]

    @cached_property
    def parties(self) -> frozenset[str]:
        """Who takes part."""
        return frozenset(who(actor) for claim in self.claims for actor in takers_part(claim.body))

    @cached_property
    def about(self) -> tuple[str, ...]:
        """What makes it this thing and no other, dates aside."""
        return about(self.claims[0].body)


def told_of(document: Document, claims: Sequence[Claim], read_on: str) -> list[Told]:
    """The facts that a document's claims make on their own. `read_on`: when it was read, ISO 8601."""
    day = day_number(int(read_on[:4]), int(read_on[5:7]), int(read_on[8:10]))
    date = told_on(document.date, claims, day)
    counted = [Counted(number, claim, True, False, None, date, document.pair, True) for number, claim in enumerate(claims, 1)]
    by_id = {claim.id: claim for claim in claims}
    return [Told(one.fact, [by_id[id] for id in one.fact.claims], document) for one in resolve(counted)]


def sentence(document: Document, evidence: Evidence) -> str:
    """The sentence around a passage, as a person reads it; of a row of a data file its cells."""
    if evidence.line:
        return evidence.exact
    text = document.visible
    first = max(0, evidence.start - LONGEST)
    ends = list(_END_BEFORE.finditer(text, first, evidence.start))
    start = ends[-1].end() if ends else first
    end = _END_AFTER.search(text, max(evidence.start, evidence.end - 1), min(len(text), evidence.end + LONGEST))
    return document.shown_words(start, end.end() if end else min(len(text), evidence.end + LONGEST))


def matched(before: Sequence[Told], now: Sequence[Told], pair: Pair) -> list[tuple[Told, Told]]:
    """Facts of both readings that are the same thing, in the order of the first; each in one pair at most."""
    scored = sorted(
        ((score, i, j) for i, j in _candidates(before, now, pair) if (score := _score(before[i], now[j]))),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    scored = [(1000.0, i, j) for i, j in _sharing(before, now)] + [(100.0, i, j) for i, j in _alike(before, now, pair)] + scored
    left: dict[int, int] = {}
    right: set[int] = set()
    for _, i, j in scored:
        if i not in left and j not in right:
            left[i] = j
            right.add(j)
    return [(before[i], now[left[i]]) for i in sorted(left)]


def _sharing(before: Sequence[Told], now: Sequence[Told]) -> list[tuple[int, int]]:
    """Facts that share a claim, those that share most first."""
    home = {id: j for j, one in enumerate(now) for id in one.ids}
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for i, one in enumerate(before):
        for id in one.ids & home.keys():
            shared[i, home[id]] += 1
    return sorted(shared, key=lambda found: (-shared[found], found))


def _alike(before: Sequence[Told], now: Sequence[Told], pair: Pair) -> Iterator[tuple[int, int]]:
    """Facts that the record would take for one thing, were both readings two documents."""
    blocks: dict[str, list[Counted]] = defaultdict(list)
    place: dict[int, tuple[int, int]] = {}
    for side, told in enumerate((before, now)):
        for at, one in enumerate(told):
            for claim in one.claims:
                number = len(place)
                place[number] = (side, at)
                blocks[block_of(claim, pair)].append(Counted(number, claim, True, False, None, None, pair, True))
    for block in blocks.values():
        if len({place[one.number][0] for one in block}) < 2:
            continue
        for group in partition(block):
            found = [place[one.number] for one in group]
            yield from sorted({(i, j) for a, i in found if a == 0 for b, j in found if b == 1})[:MOST_TRIED]


def _candidates(before: Sequence[Told], now: Sequence[Told], pair: Pair) -> set[tuple[int, int]]:
    """Facts of one kind that are about the same thing, or stand in the same sentence."""
    buckets: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, told in enumerate((before, now)):
        for at, one in enumerate(told):
            keys = {f"about {n} {part}" for n, part in enumerate(one.about) if part} | {"sentence " + s for s in one.sentences}
            for key in keys:
                buckets[one.fact.kind, key][side].append(at)
    return {(i, j) for a, b in buckets.values() if len(a) <= MOST_TRIED and len(b) <= MOST_TRIED for i in a for j in b}


def _score(before: Told, now: Told) -> float:
    """How sure it is that the two are one thing, above 0 if at all."""
    if before.parties and now.parties and not before.parties & now.parties:
        return 0.0
    parts = [a == b for a, b in zip(before.about, now.about, strict=True) if a or b]
    same = sum(parts) / len(parts) if parts else 0.0
    near = max((len(a & b) / len(a | b) for a in before.words for b in now.words if a | b), default=0.0)
    if not ((same >= 0.5 and near >= 0.6) or (same == 1.0 and near >= 0.3)):
        return 0.0
    everyone = before.parties | now.parties
    return 3 * same + 4 * near + (len(before.parties & now.parties) / len(everyone) if everyone else 1.0)


def about(body: Body) -> tuple[str, ...]:
    """What makes a claim's thing this one and no other, apart from its parties and dates: the same number of parts for each kind."""
    match body:
        case Event():
            return event_root(body.type), fold(body.words)
        case Agreement():
            return body.form, fold(_YEAR.sub(" ", body.name))
        case Mission():
            return class_of("mission.kind", body.kind), city_key(body.city) if body.city else "", fold(body.name or "")
        case Membership():
            return body.organisation_id or fold(body.organisation), class_of("membership.status", body.status)
        case Holding():
            return territory_key(body.territory), class_of("holding.title", body.title)
        case Measure():
            return body.what, fold(body.unit)
        case Tenure():
            return fold(body.person), fold(body.office)
