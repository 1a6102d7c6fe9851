"""The record room: keeping the facts in the file. Everything here can be dropped and made again from the history.

After a document is added only the blocks that its claims are in (or were in) are resolved again, with whatever a person linked
to them; after a claim is judged only its block. The rest of the record is not touched.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from relazione.model.claims import Claim
from relazione.model.dates import civil, day_number
from relazione.model.documents import Document, Unread
from relazione.model.record import Fact, Link
from relazione.record import doubts, pairs, rereads, schema
from relazione.record.blocks import block_of, roster_of
from relazione.record.counted import Counted, chunks, load
from relazione.record.coverage import covered, told_on
from relazione.record.opening import has_table, statements
from relazione.record.resolve import Resolved, resolve
from relazione.record.rosters import Listed, against
from relazione.record.search import body_of, index_passages
from relazione.record.spells import Spell
from relazione.record.writing import encode

_claim = msgspec.json.Decoder(Claim)
_document = msgspec.json.Decoder(Document)
_fact = msgspec.json.Decoder(Fact)
_unread = msgspec.json.Decoder(tuple[Unread, ...])
_spells = msgspec.json.Decoder(tuple[Spell, ...])


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
        _state_document(connection, document)
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
        _state_document(connection, document)
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
    claims, links = _component(connection, blocks)
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
    first = _insert(connection, facts)
    own = pairs.insert(connection, ((first[one.fact.id], pairs.pairs_in(one.parts, one.told_of)) for one in facts))
    changed = _settle_rosters(connection, rosters | {fact.roster for fact in facts if fact.roster})
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


def links_of(connection: sqlite3.Connection, claims: Sequence[str] | None = None) -> list[Link]:
    """The links that were not taken back (of these claims; None: all), the oldest first."""
    query = "SELECT id, left, right, same, by, at, note, number FROM links l"
    if has_table(connection, "link_withdrawals"):  # a record of before that was never written to since has none
        query += " WHERE NOT EXISTS (SELECT 1 FROM link_withdrawals w WHERE w.link = l.id)"
    else:
        query += " WHERE 1"
    rows: set[tuple[Any, ...]] = set()
    if claims is None:
        rows.update(connection.execute(query))
    for part in chunks(claims or ()):
        for side in ("left", "right"):
            rows.update(connection.execute(f"{query} AND l.{side} IN ({', '.join('?' * len(part))})", part))
    ordered = sorted(rows, key=lambda row: (row[5], row[7]))
    return [Link(row[0], row[1], row[2], bool(row[3]), *row[4:7]) for row in ordered]


def _component(connection: sqlite3.Connection, blocks: set[str]) -> tuple[list[Counted], list[Link]]:
    """All claims of the blocks and of those that links or edits tie to them."""
    done: set[str] = set()
    numbers: set[int] = set()
    tied = False
    while blocks - done:
        fresh = sorted(blocks - done)
        done |= set(fresh)
        found: set[int] = set()
        for part in chunks(fresh):
            marks = ", ".join("?" * len(part))
            found |= {row[0] for row in connection.execute(f"SELECT claim FROM claim_blocks WHERE block IN ({marks})", part)}
        numbers |= found
        mates = _mates(connection, found)
        tied = tied or bool(mates)
        for part_ in chunks(sorted(mates)):
            marks = ", ".join("?" * len(part_))
            blocks |= {row[0] for row in connection.execute(f"SELECT block FROM claim_blocks WHERE claim IN ({marks})", part_)}
    claims = load(connection, numbers)
    return claims, links_of(connection, [one.claim.id for one in claims]) if tied else []


def _mates(connection: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """The claims that a person's link or edit binds to these, which may be in other blocks."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM links) OR EXISTS (SELECT 1 FROM decisions)").fetchone()[0]:
        return set()
    query = (
        "WITH given (id) AS (SELECT id FROM claims WHERE number IN ({marks})) "
        "SELECT m.number FROM given JOIN links l ON l.left = given.id JOIN claims m ON m.id = l.right "
        "UNION SELECT m.number FROM given JOIN links l ON l.right = given.id JOIN claims m ON m.id = l.left "
        "UNION SELECT m.number FROM given JOIN decisions d ON d.claim = given.id JOIN claims m ON m.id = d.replacement "
        "UNION SELECT m.number FROM given JOIN decisions d ON d.replacement = given.id JOIN claims m ON m.id = d.claim"
    )
    return {
        row[0]
        for part in chunks(sorted(numbers))
        for row in connection.execute(query.format(marks=", ".join("?" * len(part))), part)
    }


def _state_document(connection: sqlite3.Connection, document: str) -> None:
    """Which reading of the document counts, what it covers and when it was written; its passages for the search."""
    reading, version, added, unread = connection.execute(
        "SELECT number, version, added, unread FROM readings WHERE document = ? ORDER BY number DESC LIMIT 1", (document,)
    ).fetchone()
    head = _document.decode(connection.execute("SELECT head FROM versions WHERE number = ?", (version,)).fetchone()[0])
    told = connection.execute(
        "SELECT coalesce(rc.told, c.claim) FROM reading_claims rc JOIN claims c ON c.number = rc.claim WHERE rc.reading = ?",
        (reading,),
    )
    claims = [_claim.decode(row[0]) for row in told]
    read_on = day_number(int(added[:4]), int(added[5:7]), int(added[8:10]))
    days = covered(claims, read_on)
    withdrawn = connection.execute(
        "SELECT withdrawn FROM withdrawals WHERE document = ? ORDER BY at DESC, number DESC LIMIT 1", (document,)
    ).fetchone()
    before = connection.execute("SELECT version, words FROM document_states WHERE document = ?", (document,)).fetchone()
    is_new = before is None or before[0] != version
    query = "SELECT t.text FROM versions v JOIN texts t ON t.number = v.text WHERE v.number = ?"
    text = connection.execute(query, (version,)).fetchone()[0] if is_new else ""
    connection.execute(
        f"INSERT OR REPLACE INTO document_states VALUES ({', '.join('?' * 16)})",
        (
            document,
            reading,
            version,
            encode(head.pair) if head.pair else None,
            told_on(head.date, () if head.part_of else claims, read_on),  # a row's own dates do not date its page
            days[0] if days else None,
            days[1] if days else None,
            withdrawn[0] if withdrawn else 0,
            head.title,
            head.date,
            head.origin,
            head.part_of,
            len(text.split()) if is_new else before[1],
            connection.execute("SELECT count(*) FROM versions WHERE document = ?", (document,)).fetchone()[0],
            len(_unread.decode(unread)),
            encode(Counter(claim.kind for claim in claims)),
        ),
    )
    if is_new:
        index_passages(connection, document, head.blocks, head.shown or text)


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


def remove(connection: sqlite3.Connection, claims: Sequence[int]) -> tuple[set[str], set[pairs.Pair]]:
    """Take out the facts that hold any of the claims; gives their rosters and pairs."""
    facts: dict[int, str | None] = {}
    for part in chunks(claims):
        marks = ", ".join("?" * len(part))
        query = f"SELECT number, roster FROM facts WHERE number IN (SELECT fact FROM fact_claims WHERE claim IN ({marks}))"
        facts.update(connection.execute(query, part))
    for statement in (
        "DELETE FROM facts WHERE number = ?",
        "DELETE FROM fact_claims WHERE fact = ?",
        "DELETE FROM fact_redirects WHERE fact = ?",
        "DELETE FROM fact_states WHERE fact = ?",
        "DELETE FROM fact_words WHERE rowid = ?",
    ):
        connection.executemany(statement, [(number,) for number in facts])
    return {roster for roster in facts.values() if roster}, pairs.remove(connection, list(facts))


def _insert(connection: sqlite3.Connection, facts: Sequence[Resolved]) -> dict[str, int]:
    """Put in the facts; gives the number of each."""
    # The number of a fact is that of its first claim, so that facts come in the order in which the record learnt of them.
    first = {one.fact.id: number for one, number in zip(facts, _numbers(connection, facts), strict=True)}
    connection.executemany(
        "INSERT INTO facts (number, id, kind, type, roster, fact, spells, listed, realis, disputed, claims, first_day, century) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                first[one.fact.id],
                one.fact.id,
                one.fact.kind,
                one.type,
                one.roster,
                encode(one.fact),
                encode(one.spells),
                int(one.listed),
                one.fact.realis,
                int(bool(one.fact.conflicts or one.fact.against)),
                len(one.fact.claims),
                dated(one),
                century_of(dated(one)),
            )
            for one in facts
        ),
    )
    connection.executemany(
        "INSERT INTO fact_claims VALUES (?, ?)", ((number, first[one.fact.id]) for one in facts for number in one.numbers)
    )
    connection.executemany(
        "INSERT OR REPLACE INTO fact_redirects VALUES (?, ?)",
        ((id_, first[one.fact.id]) for one in facts for id_ in one.redirects),
    )
    connection.executemany(
        "INSERT INTO fact_states VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (state, one.fact.kind, first[one.fact.id], int(part), one.fact.realis, one.type, one.first_day, one.last_day)
            for one in facts
            for state, part in one.parts.items()
        ),
    )
    connection.executemany(
        "INSERT INTO fact_words (rowid, label, body) VALUES (?, ?, ?)",
        ((first[one.fact.id], one.fact.label, body_of(one.fact)) for one in facts),
    )
    return first


def dated(one: Resolved) -> int | None:
    """The first day on which a fact whose date is told may have begun; None where it is only told as of a document's present."""
    return one.first_day if one.fact.start or one.fact.end else None


def century_of(day: int | None) -> int | None:
    """The century of a day number: 20 is 1901 to 2000, -1 the last one before the common era."""
    if day is None:
        return None
    year = civil(day)[0]
    return (year - 1) // 100 + 1 if year > 0 else -(-year // 100 + 1)


def _numbers(connection: sqlite3.Connection, facts: Sequence[Resolved]) -> list[int]:
    """The numbers of the claims that gave the facts their ids."""
    known: dict[str, int] = {}
    for part in chunks([one.fact.id for one in facts]):
        marks = ", ".join("?" * len(part))
        known.update(connection.execute(f"SELECT id, number FROM claims WHERE id IN ({marks})", part))
    return [known[one.fact.id] for one in facts]


def _settle_rosters(connection: sqlite3.Connection, rosters: Iterable[str]) -> dict[int, Fact]:
    """Write into the facts of these lists which others speak against them; gives those that changed by it."""
    changed: dict[int, Fact] = {}
    for roster in sorted(rosters):
        if not _can_contradict(connection, roster):
            continue
        rows = connection.execute("SELECT number, fact, spells FROM facts WHERE roster = ? ORDER BY number", (roster,)).fetchall()
        if len(rows) == 1 and '"against"' not in rows[0][1]:
            continue
        listed = [
            (number, _listed(connection, number, _fact.decode(fact), _spells.decode(spells))) for number, fact, spells in rows
        ]
        found = against([one for _, one in listed])
        for number, one in listed:
            if found.get(one.fact.id, ()) != one.fact.against:
                fact = msgspec.structs.replace(one.fact, against=found.get(one.fact.id, ()))
                disputed = int(bool(fact.conflicts or fact.against))
                connection.execute("UPDATE facts SET fact = ?, disputed = ? WHERE number = ?", (encode(fact), disputed, number))
                changed[number] = fact
    return changed


def _can_contradict(connection: sqlite3.Connection, roster: str) -> bool:
    """Whether facts of the list may contradict each other (or are still marked so): spares reading long lists that cannot."""
    if roster.startswith("holding"):
        return False
    if roster.startswith("membership"):
        return True
    query = "SELECT 1 FROM facts WHERE roster = ? AND (listed OR json_extract(fact, '$.against') IS NOT NULL) LIMIT 1"
    return connection.execute(query, (roster,)).fetchone() is not None


def _listed(connection: sqlite3.Connection, number: int, fact: Fact, spells: tuple[Spell, ...]) -> Listed:
    query = (
        "SELECT c.id, c.document, coalesce(json_extract(coalesce(rc.told, c.claim), '$.complete'), 0) FROM fact_claims f "
        "JOIN claims c ON c.number = f.claim LEFT JOIN reading_claims rc ON rc.claim = c.number "
        "AND rc.reading = (SELECT max(reading) FROM reading_claims WHERE claim = c.number) WHERE f.fact = ?"
    )
    told = {row[0]: row[1:] for row in connection.execute(query, (number,))}
    return Listed(fact, spells, tuple(told[id_][0] for id_ in fact.claims), tuple(bool(told[id_][1]) for id_ in fact.claims))
