"""Web: the table of the API's operations: where each is, what it takes, what it answers, and what makes the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from relazione.analysis.contract import Standing
from relazione.analysis.coverage import Line as CoverageLine
from relazione.analysis.curve import Curve
from relazione.analysis.timeline import Entry
from relazione.model.claims import KINDS, REALIS, Claim
from relazione.model.documents import Document
from relazione.model.record import Decision, Fact
from relazione.record.lake.rows import FeedRow
from relazione.record.pairs import PairLine
from relazione.record.summary import DocumentLine, Status
from relazione.reference.lookup import Found
from relazione.reference.profile import Profile
from relazione.sources.feeds.columns import FEEDS
from relazione.web.api import parameters as p
from relazione.web.asking import MissingPage
from relazione.web.remembered import remembered

Next = Annotated[int | None, Meta(description="ask for this with `after` to get what follows; null: this is the last page")]


class StateLine(msgspec.Struct, frozen=True):
    """A present-day state."""

    code: str
    name: str
    polity: Annotated[str, Meta(description="id of its present polity")]


class States(msgspec.Struct, frozen=True):
    """Present-day states."""

    items: tuple[StateLine, ...]
    next: Next = None


class PolityAnswer(msgspec.Struct, frozen=True):
    """The polity that a name or code means on a date, and all that is known of it."""

    found: Found
    polity: Profile


class Pairs(msgspec.Struct, frozen=True):
    """Pairs of states of which anything is told; those with most facts first."""

    items: tuple[PairLine, ...]
    next: Next = None


class Entries(msgspec.Struct, frozen=True):
    """Lines of a timeline, the oldest first."""

    items: tuple[Entry, ...]
    next: Next = None


class Facts(msgspec.Struct, frozen=True):
    """Facts in the order in which the record learnt of them."""

    items: tuple[Fact, ...]
    next: Next = None


class FactAnswer(msgspec.Struct, frozen=True):
    """A fact with the claims behind it, their evidence, and what was decided of them."""

    fact: Fact
    claims: tuple[Claim, ...]
    decisions: tuple[Decision, ...]


class ClaimAnswer(msgspec.Struct, frozen=True):
    """A claim, the fact that it counts for, and what was decided of it."""

    claim: Claim
    fact: str | None
    decisions: tuple[Decision, ...]


class Documents(msgspec.Struct, frozen=True):
    """Documents in the order in which they were added, without their texts."""

    items: tuple[DocumentLine, ...]
    next: Next = None


class DocumentAnswer(msgspec.Struct, frozen=True):
    """A document with its text, in which the offsets of evidence count, and its claims."""

    document: Document
    claims: tuple[Claim, ...]


class Hit(msgspec.Struct, frozen=True):
    """A fact, or a passage of a document with its offsets."""

    kind: str
    id: Annotated[str, Meta(description="of a fact its id, of a passage that of its document")]
    text: str
    start: int = 0
    end: int = 0


class Hits(msgspec.Struct, frozen=True):
    """Facts and passages that have all the words, best first."""

    items: tuple[Hit, ...]
    next: Next = None


class Coverage(msgspec.Struct, frozen=True):
    """What each source covers."""

    items: tuple[CoverageLine, ...]
    next: Next = None


class FeedRows(msgspec.Struct, frozen=True):
    """Rows of feeds between two states by day, and how many there are in all."""

    items: tuple[FeedRow, ...]
    count: int
    next: Next = None


Asked = Mapping[str, Any]
LAKE = "the lake"
"""Under this name, which is none of a parameter, the lake is in what is asked of an operation that asks it; None: there is none."""


class Operation(NamedTuple):
    """An operation. `answer` makes the answer of an open record and the checked parameters; `may_miss`: it can answer 404."""

    path: str
    id: str
    summary: str
    parameters: tuple[p.Parameter, ...]
    type: type
    answer: Callable[[Any, Asked], Any]
    may_miss: bool = False
    of_feeds: bool = False
    """It asks the lake of feeds, too."""

    @property
    def asked(self) -> tuple[p.Parameter, ...]:
        """What can be asked: its own parameters, and the moment of the record, which every operation takes."""
        return (*self.parameters, p.KNOWN_AT)


def page(items: list[Any], asked: Asked) -> tuple[tuple[Any, ...], int | None]:
    """The part of a list that is asked for, and where the next one begins."""
    after, limit = asked.get("after") or 0, asked.get("limit") or p.USUAL
    part = tuple(items[after : after + limit])
    return part, after + limit if after + limit < len(items) else None


def _states(record: Any, asked: Asked) -> States:
    from relazione.reference.folding import fold
    from relazione.reference.polities import states

    wanted = fold(asked.get("q") or "")
    found = [
        StateLine(one.code, one.name, one.polity)
        for one in states().values()
        if wanted in fold(one.name) or wanted == fold(one.code)
    ]
    return States(*page(sorted(found, key=lambda one: one.code), asked))


def _polity(record: Any, asked: Asked) -> PolityAnswer:
    from relazione.reference.lookup import find_polity
    from relazione.reference.polities import polities
    from relazione.reference.profile import profile

    name, on = asked["name"], asked.get("as-of")
    found = Found(name) if name in polities() else find_polity(name, asked.get("system"), on)
    return PolityAnswer(found, profile(found.polity, on))


def _pairs(record: Any, asked: Asked) -> Pairs:
    lines = sorted(record.pair_lines(asked.get("state")), key=lambda line: (-line.facts, line.a, line.b))
    return Pairs(*page(lines, asked))


def _both(asked: Asked) -> tuple[str, str]:
    if asked["a"] == asked["b"]:
        raise MissingPage("a state has no relation with itself: name two.")
    return asked["a"], asked["b"]


def _standing(record: Any, asked: Asked) -> Standing:
    from relazione.analysis.as_of import standing

    return standing(record, *_both(asked), asked.get("as-of"))


def _timeline(record: Any, asked: Asked) -> Entries:
    from relazione.analysis.timeline import timeline

    return Entries(*page(timeline(record, *_both(asked), asked.get("from"), asked.get("to"), kind=asked.get("kind")), asked))


def _curve(record: Any, asked: Asked) -> Curve:
    from relazione.analysis.curve import curve

    pair = _both(asked)
    lake = asked.get(LAKE) if asked.get("feeds") is not False else None
    feeds = lake.of(*pair) if lake else None
    weights = asked.get("weights") if feeds is not None else None
    return curve(record, *pair, asked.get("by") or "year", asked.get("from"), asked.get("to"), feeds=feeds, weights=weights)


def _feed_rows(record: Any, asked: Asked) -> FeedRows:
    from relazione.model.dates import bounds, parse_day
    from relazione.web.feeds import shown

    pair, lake = _both(asked), shown(asked.get(LAKE))
    days = parse_day(asked.get("from") or "0001-01-01"), bounds(asked.get("to") or "9999-12-31").end_latest or 0
    feeds = (asked["feed"],) if asked.get("feed") else ()
    count = lake.count(*pair, *days, feeds)
    after, limit = asked.get("after") or 0, asked.get("limit") or p.USUAL
    rows = lake.rows(*pair, *days, feeds, limit, after) if after < count else []
    return FeedRows(tuple(rows), count, after + limit if after + limit < count else None)


def _facts(record: Any, asked: Asked) -> Facts:
    return _facts_of(record, asked, tuple(code for code in (asked.get("state"),) if code))


def _facts_of_pair(record: Any, asked: Asked) -> Facts:
    return _facts_of(record, asked, _both(asked))


def _facts_of(record: Any, asked: Asked, states: tuple[str, ...]) -> Facts:
    from relazione.model.dates import bounds, parse_day
    from relazione.record.listing import Wanted, facts_page

    first = parse_day(asked["from"]) if asked.get("from") else None
    last = bounds(asked["to"]).end_latest if asked.get("to") else None
    wanted = Wanted(states, asked.get("kind"), asked.get("realis"), asked.get("disputed"), first, last)
    limit = asked.get("limit") or p.USUAL
    with record.reading() as connection:
        found = facts_page(connection, wanted, asked.get("after") or 0, limit + 1)
    return Facts(tuple(fact for _, fact in found[:limit]), found[limit - 1][0] if len(found) > limit else None)


def _fact(record: Any, asked: Asked) -> FactAnswer:
    fact = record.fact(asked["id"])
    decisions = tuple(one for claim in fact.claims for one in record.decisions(claim))
    return FactAnswer(fact, tuple(record.claim(claim) for claim in fact.claims), decisions)


def _claim(record: Any, asked: Asked) -> ClaimAnswer:
    claim = record.claim(asked["id"])
    fact = record.fact_of_claim(claim.id)
    return ClaimAnswer(claim, fact.id if fact else None, tuple(record.decisions(claim.id)))


def _documents(record: Any, asked: Asked) -> Documents:
    return Documents(*page(record.documents(), asked))


def _document(record: Any, asked: Asked) -> DocumentAnswer:
    return DocumentAnswer(record.document(asked["id"]), tuple(record.claims(asked["id"])))


def _search(record: Any, asked: Asked) -> Hits:
    hits = record.search(asked["q"], asked.get("limit") or p.USUAL)
    return Hits(tuple(Hit(hit.kind, hit.id, hit.text, hit.start, hit.end) for hit in hits))


def _coverage(record: Any, asked: Asked) -> Coverage:
    from relazione.analysis.coverage import coverage

    return Coverage(*page(list(remembered(record, "coverage lines", lambda: coverage(record))), asked))


_PAGED = (p.LIMIT, p.AFTER)
_A, _B = p.state("a", "one state", "path"), p.state("b", "the other", "path")
_FROM, _TO = p.day("from", "nothing before"), p.day("to", "nothing after")
_KIND = p.choice("kind", "only facts of this kind", tuple(KINDS))
_FILTERS = (_KIND, p.choice("realis", "only what is told so", REALIS), p.DISPUTED, _FROM, _TO, *_PAGED)
_ID = p.text("id", "an id", "path", 1)
_SYSTEM = p.choice("system", "the list in which a number is a code", ("cow", "gw", "iso3", "iso2", "isonum", "wikidata"))

OPERATIONS = (
    Operation("/status", "status", "What the record holds", (), Status, lambda record, asked: record.status()),
    Operation("/states", "states", "Present-day states", (p.text("q", "part of the name, or the code"), *_PAGED), States, _states),
    Operation("/polities/{name}", "polity", "What a name or a code means on a date", (p.text("name", "a name, a code, or an id", "path", 1), p.AS_OF, _SYSTEM), PolityAnswer, _polity, True),
    Operation("/pairs", "pairs", "Pairs of states on record", (p.state("state", "only pairs with it"), *_PAGED), Pairs, _pairs),
    Operation("/pairs/{a}/{b}", "standing", "How two states stood on a date", (_A, _B, p.AS_OF), Standing, _standing),
    Operation("/pairs/{a}/{b}/timeline", "timeline", "Everything dated between two states", (_A, _B, _FROM, _TO, _KIND, *_PAGED), Entries, _timeline),
    Operation("/pairs/{a}/{b}/curve", "curve", "Cooperation and conflict of two states", (_A, _B, p.choice("by", "the length of a period", ("year", "month")), _FROM, _TO, p.WITH_FEEDS, p.WEIGHTS), Curve, _curve, of_feeds=True),
    Operation("/pairs/{a}/{b}/feed-rows", "feedRows", "Rows of feeds between two states", (_A, _B, p.choice("feed", "only rows of this feed", FEEDS), _FROM, _TO, *_PAGED), FeedRows, _feed_rows, True, True),
    Operation("/pairs/{a}/{b}/facts", "pairFacts", "Facts of a pair", (_A, _B, *_FILTERS), Facts, _facts_of_pair),
    Operation("/facts", "facts", "Facts", (p.state("state", "only facts in which it takes part"), *_FILTERS), Facts, _facts),
    Operation("/facts/{id}", "fact", "A fact with its claims and evidence", (_ID,), FactAnswer, _fact, True),
    Operation("/claims/{id}", "claim", "A claim with its evidence", (_ID,), ClaimAnswer, _claim, True),
    Operation("/documents", "documents", "Documents", _PAGED, Documents, _documents),
    Operation("/documents/{id}", "document", "A document with its text and claims", (_ID,), DocumentAnswer, _document, True),
    Operation("/search", "search", "Facts and passages that have all the words", (p.text("q", "the words", least=1), p.LIMIT), Hits, _search),
    Operation("/coverage", "coverage", "What each source covers", _PAGED, Coverage, _coverage),
)  # fmt: skip
