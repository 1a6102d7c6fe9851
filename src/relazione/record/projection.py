"""The record room: keeping the facts in the file. Everything here can be dropped and made again from the history.

After a document is added only the blocks that its claims are in (or were in) are resolved again, with whatever a person linked
to them; after a claim is judged only its block. The rest of the record is not touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relazione.model.record import Fact, Link
from relazione.record import doubts, pairs, rereads, schema
from relazione.record.blocks import block_of, roster_of
from relazione.record.component import component, links_of
from relazione.record.counted import Counted, chunks, load
from relazione.record.document_rows import state_document
from relazione.record.fact_rows import insert, remove
from relazione.record.opening import statements
from relazione.record.resolve import resolve
from relazione.record.roster_rows import settle_rosters
from relazione.record.search import index_passages

UNSETTLED = (
    "SELECT d.id FROM documents d LEFT JOIN document_states s ON s.document = d.id "
    "WHERE s.reading IS NOT (SELECT max(number) FROM readings WHERE document = d.id) ORDER BY d.number"
)
"""Documents whose latest reading is in no fact yet: their adding was cut short between the two."""


def rebuild(connection: sqlite3.Connection) -> None:
    """Drop the projection and make it again from the history. To be called inside a transaction."""
    for statement in statements(schema.drop_projection()):
        connection.execute(statement)
    make(connection)


def make(connection: sqlite3.Connection) -> None:
    """Make the projection from the history, where there is none. To be called inside a transaction."""
    for statement in statements(schema.PROJECTION):
        connection.execute(statement)
    for (document,) in connection.execute("SELECT id FROM documents ORDER BY number").fetchall():
        state_document(connection, document)
    claims = load(connection)
    connection.executemany(
        "INSERT INTO claim_blocks VALUES (?, ?, ?)",
        ((one.number, block_of(one.claim, one.pair), one.claim.document) for one in claims),
    )
    _settle_rereads(connection, claims)
    touched, _ = _make(connection, claims, links_of(connection), set())
    for (document,) in connection.execute("SELECT document FROM document_states WHERE pair IS NOT NULL").fetchall():
        touched |= pairs.about(connection, document)
    pairs.settle(connection, touched)
    sign(connection)


def sign(connection: sqlite3.Connection) -> None:
    """Say by which version of the rules the projection was made."""
    connection.execute(
        "INSERT INTO settings VALUES ('projection', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(schema.PROJECTION_VERSION),),
    )


@dataclass
class Gone:
    """Where claims and documents were that were taken out: blocks, lists and pairs of states, which are to be looked at again."""

    blocks: set[str] = field(default_factory=set)
    rosters: set[str] = field(default_factory=set)
    pairs: set[pairs.Pair] = field(default_factory=set)


def refresh(connection: sqlite3.Connection, documents: Iterable[str], gone: Gone | None = None) -> None:
    """Make the facts anew that the claims of these documents take part in, and what went with other claims. To be called inside a
    transaction."""
    gone = gone or Gone()
    blocks, rosters, touched = gone.blocks, gone.rosters, gone.pairs
    for document in documents:
        touched |= pairs.about(connection, document)
        blocks |= {row[0] for row in connection.execute("SELECT block FROM claim_blocks WHERE document = ?", (document,))}
        state_document(connection, document)
        touched |= pairs.about(connection, document)
        claims = _of_document(connection, document)
        blocks |= _place(connection, claims)
        rosters |= {roster for one in claims if (roster := roster_of(one.claim, one.pair))}
        rereads.settle(connection, claims)
    _again(connection, blocks, rosters, touched)


def refresh_claims(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Make the facts anew that these claims take part in, after they were judged or linked. To be called inside a transaction.

    Costs what their blocks hold. Where a judged claim there is read no more, its document's claims are looked through for its heirs.
    """
    claims = load(connection, numbers)
    blocks = _place(connection, claims)
    heirs: set[int] = set()
    for document in _with_judged_of_before(connection, blocks):
        heirs |= rereads.settle(connection, _of_document(connection, document))
    if heirs:
        blocks |= _place(connection, load(connection, heirs))
    _again(connection, blocks, set(), set())


def _with_judged_of_before(connection: sqlite3.Connection, blocks: set[str]) -> list[str]:
    """The documents of claims in these blocks that were judged and are read no more: which of the new ones takes over may have changed."""
    if not connection.execute("SELECT 1 FROM decisions LIMIT 1").fetchone():
        return []
    query = (
        "SELECT DISTINCT b.document FROM claim_blocks b JOIN claims c ON c.number = b.claim JOIN document_states s "
        "ON s.document = b.document WHERE b.block IN ({marks}) AND c.person IS NULL "
        "AND EXISTS (SELECT 1 FROM decisions d WHERE d.claim = c.id) "
        "AND NOT EXISTS (SELECT 1 FROM reading_claims rc WHERE rc.claim = c.number AND rc.reading = s.reading)"
    )
    return [
        row[0]
        for part in chunks(sorted(blocks))
        for row in connection.execute(query.format(marks=", ".join("?" * len(part))), part)
    ]


def _of_document(connection: sqlite3.Connection, document: str) -> list[Counted]:
    return load(connection, [row[0] for row in connection.execute("SELECT number FROM claims WHERE document = ?", (document,))])


def _place(connection: sqlite3.Connection, claims: Sequence[Counted]) -> set[str]:
    """Put the claims into their blocks; gives these."""
    placed = [(one.number, block_of(one.claim, one.pair), one.claim.document) for one in claims]
    connection.executemany("INSERT OR REPLACE INTO claim_blocks VALUES (?, ?, ?)", placed)
    return {block for _, block, _ in placed}


def _settle_rereads(connection: sqlite3.Connection, claims: Sequence[Counted]) -> None:
    judged = {one.claim.document for one in claims if one.standing and not one.in_latest and one.person is None}
    for document in sorted(judged):
        rereads.settle(connection, [one for one in claims if one.claim.document == document])


def _again(connection: sqlite3.Connection, blocks: set[str], rosters: set[str], touched: set[pairs.Pair]) -> None:
    """Make the facts of these blocks anew, and the lines of their pairs and of those touched already."""
    claims, links = component(connection, blocks)
    numbers = [one.number for one in claims]
    before = pairs.counted(connection, numbers)
    removed, _ = remove(connection, numbers)
    _, others = _make(connection, claims, links, rosters | removed)
    differ = {(row.a, row.b) for row in before ^ pairs.counted(connection, numbers)}
    pairs.settle(connection, touched | others | differ)


def _make(
    connection: sqlite3.Connection, claims: Sequence[Counted], links: Sequence[Link], rosters: set[str]
) -> tuple[set[pairs.Pair], set[pairs.Pair]]:
    """Make the facts of these claims, and what is to be reviewed of them; gives their pairs, and those of other facts that changed by it."""
    facts = resolve(claims, links)
    first = insert(connection, facts)
    own = pairs.insert(connection, ((first[one.fact.id], pairs.pairs_in(one.parts, one.told_of)) for one in facts))
    changed = settle_rosters(connection, rosters | {fact.roster for fact in facts if fact.roster})
    document = {one.claim.id: one.claim.document for one in claims}
    homes: dict[str, doubts.Home] = {}
    for one in facts:
        number = first[one.fact.id]
        told = changed.pop(number, one.fact)
        home = (number, told, len({document[id_] for id_ in told.claims}))
        homes.update(dict.fromkeys((told.id, *one.redirects), home))
    doubts.write(connection, claims, homes)
    others: set[pairs.Pair] = set()
    for number, fact in changed.items():
        _doubt_again(connection, number, fact)
        others |= set(connection.execute("SELECT a, b FROM fact_pairs WHERE fact = ?", (number,)))
    return own, others


def _doubt_again(connection: sqlite3.Connection, number: int, fact: Fact) -> None:
    """What is to be reviewed of a fact that others now speak against, or no longer."""
    query = (
        "SELECT claim FROM fact_claims WHERE fact = ?1 UNION SELECT c.number FROM fact_redirects r JOIN claims c ON c.id = r.id "
        "WHERE r.fact = ?1 UNION SELECT number FROM claims WHERE id = ?2"
    )
    claims = load(connection, [row[0] for row in connection.execute(query, (number, fact.id))])
    sources = len({one.claim.document for one in claims if one.claim.id in fact.claims})
    doubts.write(connection, claims, {one.claim.id: (number, fact, sources) for one in claims})


def forget(connection: sqlite3.Connection, claims: Sequence[int], documents: Sequence[str]) -> Gone:
    """Take out these claims with the facts that hold them, and what is kept of these documents. To be called inside a transaction."""
    gone = Gone()
    for part in chunks(claims):
        marks = ", ".join("?" * len(part))
        gone.blocks |= {row[0] for row in connection.execute(f"SELECT block FROM claim_blocks WHERE claim IN ({marks})", part)}
        for table in ("claim_blocks", "standing", "review"):
            connection.execute(f"DELETE FROM {table} WHERE claim IN ({marks})", part)
    gone.rosters, gone.pairs = remove(connection, claims)
    for document in documents:
        gone.pairs |= pairs.about(connection, document)
        index_passages(connection, document, (), "")
        connection.execute("DELETE FROM document_states WHERE document = ?", (document,))
    return gone
