"""The record room: its one door.

A `Record` is one SQLite file. Everything that is put in is kept for ever; facts are made from it. One `Record` belongs
to one thread
at a time; several processes can read while one writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from relazione.model.claims import Body, Claim, Realis
from relazione.model.documents import Document, Unread
from relazione.model.errors import LockedRecord, RecordError, WrongUse
from relazione.model.moments import Moment, moment
from relazione.model.record import Decision, Fact, Link, Verdict
from relazione.record import component, datasets, exchange, finding, history, judging, past, projection, schema
from relazione.record import search as searching
from relazione.record.counted import active, chunks, decisions_of
from relazione.record.datasets import DataColumn, DataFile
from relazione.record.finding import Filters, Finding
from relazione.record.fingerprint import fingerprint
from relazione.record.opening import connect, has_table, told, transaction
from relazione.record.pairs import PairLine, lines
from relazione.record.processes import is_gone, this_process
from relazione.record.spells import Spell
from relazione.record.summary import DocumentLine, Status, covers, declared_days, pairs, status
from relazione.record.takein import TakeIn, Taken
from relazione.record.writing import Added, check, write

_claim = msgspec.json.Decoder(Claim)
_fact = msgspec.json.Decoder(Fact)
_document = msgspec.json.Decoder(Document)
_unread = msgspec.json.Decoder(tuple[Unread, ...])
_pair = msgspec.json.Decoder(tuple[str, str])
_kinds = msgspec.json.Decoder(dict[str, int])
_spells = msgspec.json.Decoder(tuple[Spell, ...])

TOGETHER = 500
"""Documents of which facts are made at once inside `deferred`."""
PATIENCE = 5.0
"""Seconds to wait for another process that is writing."""


class Record:
    """An open record. Use it as a context manager, or call `close`."""

    def __init__(self, path: Path, connection: sqlite3.Connection, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.known_at: Moment | None = None
        self._connection = connection
        self._deferred: set[str] | None = None

    @classmethod
    def open(
        cls,
        path: Path | str,
        create: bool = False,
        read_only: bool = False,
        patience: float = PATIENCE,
        known_at: str | None = None,
    ) -> Self:
        """Open the record at `path`; with `create`, make it where there is none.

        With `known_at`, a day or moment of the record's clock (UTC), it is open for reading as it stood then: what was added or
        decided later does not count. Before its first document it is empty.

        Raises NoRecord, NotARecord (another file, or damaged), NewerRecord, LockedRecord, RecordError, ImpossibleMoment.
        """
        place = Path(path)
        if known_at is not None:
            then = moment(known_at)
            present = cls.open(place, read_only=True, patience=patience)
            found = cls(place, past.connect(present._connection, place, then, patience), read_only=True)
            found.known_at = then
            return found
        record = cls(place, connect(place, create=create, read_only=read_only, patience=patience), read_only)
        try:
            record._catch_up()
        except BaseException:
            record.close()
            raise
        return record

    def _catch_up(self) -> None:
        """Project anew what another version of the rules projected, or what a `deferred` that was cut short left behind."""
        if self.read_only:
            self._catch_up_for_readers()
            return
        with told(self.path):
            row = self._connection.execute("SELECT value FROM settings WHERE key = 'projection'").fetchone()
        if row is None or row[0] != str(schema.PROJECTION_VERSION):
            self.rebuild()
            return
        with told(self.path):
            left = [id_ for (id_,) in self._connection.execute(projection.UNSETTLED)]
        if left:
            with self._write() as connection:
                projection.refresh(connection, left)

    def _catch_up_for_readers(self) -> None:
        """Settle what a process that was killed left behind, where this one may write; what a living one is at is left to it.

        Facts that another version made are made anew first: raises RecordError where this one may not write."""
        with told(self.path):
            row = self._connection.execute("SELECT value FROM settings WHERE key = 'projection'").fetchone()
        if row is None or row[0] != str(schema.PROJECTION_VERSION):
            self._made_anew()
            return
        with told(self.path):
            writer = self._connection.execute("SELECT value FROM settings WHERE key = 'writer'").fetchone()
            if writer is None or not is_gone(writer[0]):
                return
            if self._connection.execute(projection.UNSETTLED + " LIMIT 1").fetchone() is None:
                return
        with suppress(RecordError):
            Record.open(self.path, patience=0.5).close()

    def _made_anew(self) -> None:
        try:
            with Record.open(self.path) as anew, told(self.path):
                # A long log that nobody empties would be read at each opening.
                anew._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except LockedRecord:
            raise
        except RecordError as error:
            raise RecordError(
                f"{self.path}: its facts were made by another version of Relazione, and cannot be made anew here ({error}) "
                "Copy the file to where you may write."
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        if self.known_at is not None:
            raise WrongUse(f"the record as it stood on {self.known_at.words} cannot be written to: open it without that moment.")
        with transaction(self._connection, self.path):
            yield self._connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several acts as one: all that is put in inside is kept, or nothing of it."""
        with self._write():
            yield

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for questions of the analysis room; SQLite's errors become errors of the record."""
        with told(self.path):
            yield self._connection

    # --- what goes in
    # -----------------------------------------------------------------------------------------------------------

    def add(self, document: Document, claims: Iterable[Claim], unread: Iterable[Unread] = (), coder: str = "") -> Added:
        """Add a document with the claims that a coder read in it: all of it or nothing, even if the process is killed.

        The same document read again with the same result adds nothing; a changed text becomes a new version of it, in which
        claims that are still made keep their ids and decisions. Raises RecordError, LockedRecord; ValueError where a
        claim is of
        another document.
        """
        checked = check(document, claims)
        with self._write() as connection:
            added = write(connection, document, checked, list(unread), coder)
            if added.new_reading and self._deferred is None:
                self._refresh(document.id)
        if added.new_reading and self._deferred is not None:
            self._deferred.add(document.id)
            if len(self._deferred) >= TOGETHER:
                self.settle()
        return added

    def add_data(
        self, document: Document, claims: Iterable[Claim], file: DataFile, columns: Iterable[DataColumn], coder: str = ""
    ) -> Added:
        """Add a data file: the document that stands for it, claims of its rows, and its columns: all of it or nothing.

        The same file again adds nothing. Raises as `add`.
        """
        checked = check(document, claims)
        with self._write() as connection:
            added = write(connection, document, checked, [], coder)
            datasets.write_file(connection, document, file, columns)
            if added.new_reading:
                self._refresh(document.id)
        return added

    def _refresh(self, document: str) -> None:
        projection.refresh(self._connection, {document, *(self._deferred or ())})
        if self._deferred:
            self._deferred.clear()

    def settle(self) -> None:
        """Make the facts of the documents that a `deferred` has put off."""
        waiting = sorted(self._deferred or ())
        if waiting:
            with self._write() as connection:
                projection.refresh(connection, waiting)
            if self._deferred:
                self._deferred.clear()

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Inside, facts are made of many documents at a time (TOGETHER, and of the rest at the end). For very many documents.

        Each document is kept as soon as it is added, even if the process is killed; if the machine loses power the last ones may
        be missing. What was kept and is in no fact yet is settled when the record is next opened for writing.
        """
        self._deferred = set()
        self._connection.execute("PRAGMA synchronous = NORMAL")
        with self._write() as connection:
            connection.execute("INSERT OR REPLACE INTO settings VALUES ('writer', ?)", (this_process(),))
        try:
            yield
        finally:
            self._connection.execute("PRAGMA synchronous = FULL")
            try:
                self.settle()
                with self._write() as connection:
                    connection.execute("DELETE FROM settings WHERE key = 'writer'")
            finally:
                self._deferred = None

    def decide(
        self,
        claim: str,
        verdict: Verdict,
        by: str,
        note: str = "",
        edit: Body | None = None,
        withdraws: str | None = None,
        realis: Realis | None = None,
    ) -> Decision:
        """Append a person's judgement of a claim. An "edit" takes the corrected body (and realis, where that was wrong), a "withdraw" the
        id of that person's decision that is taken back.

        Raises WrongUse for an unknown claim or a decision that does not fit.
        """
        with self._write() as connection:
            judging.document_of(connection, claim)
            decision = judging.write_decision(connection, self.claim(claim), verdict, by, note, edit, withdraws, realis)
            self._judged({claim, *filter(None, (decision.replacement,))})
        return decision

    def decide_all(self, claims: Iterable[str], verdict: Verdict, by: str, note: str = "") -> list[Decision]:
        """Append one person's verdict (accept, reject, unsure) on many claims as one act: all or none, and `undo` takes all back."""
        with self._write() as connection:
            wanted = list(dict.fromkeys(claims))
            for claim in wanted:
                judging.document_of(connection, claim)
            found = judging.write_decisions(connection, wanted, verdict, by, note)
            self._judged(wanted)
        return found

    def link(self, left: str, right: str, same: bool, by: str, note: str = "") -> Link:
        """Append a person's word that two claims are the same thing, or are not. The latest word on two claims holds."""
        with self._write() as connection:
            for claim in (left, right):
                judging.document_of(connection, claim)
            link = judging.write_link(connection, left, right, same, by, note)
            self._judged((left, right))
        return link

    def latest_act(self, by: str) -> str:
        """When the act was that `undo` would take back: UTC, ISO 8601; "" where there is none."""
        with told(self.path):
            return judging.latest_act(self._connection, by)

    def undo(self, by: str) -> judging.Undone:
        """Take back the latest act of a person that stands (a judgement, a link, or all judgements of one `decide_all`)."""
        with self._write() as connection:
            undone = judging.undo(connection, by)
            self._judged(
                {one.claim for one in undone.decisions}
                | {one.replacement for one in undone.decisions if one.replacement}
                | {claim for link in undone.links for claim in (link.left, link.right)}
            )
        return undone

    def _judged(self, claims: Iterable[str]) -> None:
        numbers = [
            row[0]
            for part in chunks(sorted(claims))
            for row in self._connection.execute(f"SELECT number FROM claims WHERE id IN ({', '.join('?' * len(part))})", part)
        ]
        projection.refresh_claims(self._connection, numbers)

    def withdraw_source(self, document: str, by: str, note: str = "", withdrawn: bool = True) -> None:
        """Let the claims of a document count no more (or again, with `withdrawn` false); they stay in the history."""
        with self._write() as connection:
            judging.write_withdrawal(connection, document, withdrawn, by, note)
            self._refresh(document)

    def take_in(self, lines: Iterable[bytes]) -> Taken:
        """Take in what people decided elsewhere, as `decision_lines` gives it: all of it or nothing. Again the same adds nothing.

        Raises InputError for lines of another format; lines that are no good, or about claims that are not here, are in the answer.
        """
        with self._write() as connection:
            taking = TakeIn(connection)
            taken = taking.take(lines)
            if taking.documents:
                projection.refresh(connection, sorted(taking.documents))
            if taking.claims:
                self._judged(taking.claims)
        return taken

    def rebuild(self) -> None:
        """Drop all facts and make them again from what the record was told."""
        with self._write() as connection:
            projection.rebuild(connection)

    # --- what comes out
    # ---------------------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentLine]:
        """Every document, in the order in which they were added."""
        query = (
            "SELECT d.id, s.title, s.pair, s.date, s.told_on, s.versions, s.kinds, s.unread, s.withdrawn, s.first_day, s.last_day, "
            "s.origin, s.words, s.part_of FROM documents d JOIN document_states s ON s.document = d.id ORDER BY d.number"
        )
        with told(self.path):
            declared = declared_days(self._connection)
            rows = self._connection.execute(query).fetchall()
        return [
            DocumentLine(
                id=id_,
                title=title,
                pair=_pair.decode(pair) if pair else None,
                date=date,
                told_on=told_on,
                versions=versions,
                claims=sum(_kinds.decode(kinds).values()),
                unread=unread,
                withdrawn=bool(withdrawn),
                covers=covers(*declared.get(id_, (first, last))),
                origin=origin,
                words=words,
                part_of=part_of,
            )
            for id_, title, pair, date, told_on, versions, kinds, unread, withdrawn, first, last, origin, words, part_of in rows
        ]

    def document(self, id: str) -> Document:
        """The latest version of a document, with its text. Raises WrongUse if there is none, naming those that are near."""
        found = self.find_document(id)
        if found is None:
            with told(self.path):
                raise history.unknown_document(self._connection, id)
        return found

    def find_document(self, id: str) -> Document | None:
        """The latest version of a document, with its text; None if there is none."""
        query = (
            "SELECT v.head, t.text FROM document_states s JOIN versions v ON v.number = s.version "
            "JOIN texts t ON t.number = v.text WHERE s.document = ?"
        )
        with told(self.path):
            row = self._connection.execute(query, (id,)).fetchone()
        return msgspec.structs.replace(_document.decode(row[0]), text=row[1]) if row else None

    def readings(self, document: str) -> list[history.ReadingLine]:
        """The readings of a document, the oldest first. Raises WrongUse where there is no such document."""
        with told(self.path):
            return history.readings(self._connection, document)

    def as_read(self, reading: history.ReadingLine) -> tuple[Document, list[Claim]]:
        """The document as it was at a reading, and the claims that the reading made."""
        with told(self.path):
            return history.reading(self._connection, reading.number)

    def withdrawals(self, document: str | None = None) -> list[history.Withdrawal]:
        """What was said of a source's withdrawal (None: of all sources), the oldest first."""
        with told(self.path):
            return history.withdrawals(self._connection, document)

    def withdrawn(self) -> dict[str, history.Withdrawal]:
        """The sources that are withdrawn now, each with the word that made them so."""
        with told(self.path):
            return history.withdrawn(self._connection)

    def withdrawn_claims(self, fact: str) -> list[Claim]:
        """The claims that spoke of a fact, and do not count because their source is withdrawn."""
        with told(self.path):
            return history.withdrawn_claims(self._connection, fact)

    def is_read(self, document: Document, coder: str) -> bool:
        """Whether the latest reading of the document is of this very text (with its title, date and pair) by this coder."""
        from relazione.record.writing import version_digest

        query = (
            "SELECT 1 FROM document_states s JOIN readings r ON r.number = s.reading JOIN versions v ON v.number = r.version "
            "WHERE s.document = ? AND r.coder = ? AND v.digest = ?"
        )
        with told(self.path):
            return self._connection.execute(query, (document.id, coder, version_digest(document))).fetchone() is not None

    def versions_read(self, coder: str) -> frozenset[str]:
        """Digests of the versions (`writing.version_digest`) that the latest readings of their documents by this coder are of."""
        query = (
            "SELECT v.digest FROM document_states s JOIN readings r ON r.number = s.reading JOIN versions v ON v.number = r.version "
            "WHERE r.coder = ?"
        )
        with told(self.path):
            return frozenset(row[0] for row in self._connection.execute(query, (coder,)))

    def kinds(self, document: str) -> dict[str, int]:
        """How many claims of each kind the latest reading of the document makes."""
        query = (
            "SELECT c.kind, count(*) FROM document_states s JOIN reading_claims rc ON rc.reading = s.reading "
            "JOIN claims c ON c.number = rc.claim WHERE s.document = ? GROUP BY c.kind"
        )
        with told(self.path):
            return {str(kind): int(count) for kind, count in self._connection.execute(query, (document,))}

    def unread(self, document: str) -> tuple[Unread, ...]:
        """What the latest reading of the document did not understand."""
        query = "SELECT r.unread FROM document_states s JOIN readings r ON r.number = s.reading WHERE s.document = ?"
        with told(self.path):
            row = self._connection.execute(query, (document,)).fetchone()
        return _unread.decode(row[0]) if row else ()

    def claims(self, document: str | None = None) -> list[Claim]:
        """The claims of the latest readings, in text order, with their evidence in the latest version of the text."""
        query = (
            "SELECT coalesce(rc.told, c.claim) FROM documents d JOIN document_states s ON s.document = d.id "
            "JOIN reading_claims rc ON rc.reading = s.reading JOIN claims c ON c.number = rc.claim "
            "WHERE ?1 IS NULL OR d.id = ?1 ORDER BY d.number, rc.position"
        )
        with told(self.path):
            return [_claim.decode(row[0]) for row in self._connection.execute(query, (document,))]

    def claim(self, id: str) -> Claim:
        """One claim, with its evidence as in the latest reading that made it. Raises WrongUse if there is none."""
        query = (
            "SELECT coalesce(rc.told, c.claim) FROM claims c LEFT JOIN reading_claims rc ON rc.claim = c.number "
            "WHERE c.id = ? ORDER BY rc.reading DESC LIMIT 1"
        )
        with told(self.path):
            row = self._connection.execute(query, (id,)).fetchone()
        if row is None:
            raise WrongUse(f"there is no claim {id!r} in the record: see `relazione facts` for ids.")
        return _claim.decode(row[0])

    def decisions(self, claim: str | None = None) -> list[Decision]:
        """What was decided of a claim (None: of all), the oldest first."""
        with told(self.path):
            found = decisions_of(self._connection, None if claim is None else [claim])
        return sorted((decision for of_claim in found.values() for decision in of_claim), key=lambda one: one.at)

    def decision_lines(self) -> list[bytes]:
        """All that people decided, as the lines of a file of decisions (see `relazione.record.exchange`)."""
        with told(self.path):
            return exchange.lines(self._connection)

    def links(self, claims: Iterable[str] | None = None) -> list[Link]:
        """The links that were not taken back (of these claims; None: all), the oldest first."""
        with told(self.path):
            return component.links_of(self._connection, None if claims is None else sorted(claims))

    def facts(self, pair: tuple[str, str] | None = None, state: str | None = None, kind: str | None = None) -> list[Fact]:
        """Facts in the order in which the record learnt of them: of a kind, of a state, of a pair.

        A pair's facts are those with both states, and whatever else a document about the pair tells.
        """
        where, values = ["(?1 IS NULL OR f.kind = ?1)"], [kind]
        if state is not None:
            where.append("f.number IN (SELECT fact FROM fact_states WHERE state = ?)")
            values.append(state)
        if pair is not None:
            where.append(
                "f.number IN (SELECT fact FROM fact_states WHERE state = ? "
                "INTERSECT SELECT fact FROM fact_states WHERE state = ? "
                "UNION SELECT fc.fact FROM document_states s JOIN claims c ON c.document = s.document "
                "JOIN fact_claims fc ON fc.claim = c.number WHERE s.pair IN (?, ?))"
            )
            values += [*pair, *(msgspec.json.encode(order).decode() for order in (pair, pair[::-1]))]
        query = f"SELECT f.fact FROM facts f WHERE {' AND '.join(where)} ORDER BY f.number"
        with told(self.path):
            return [_fact.decode(row[0]) for row in self._connection.execute(query, values)]

    def fact(self, id: str) -> Fact:
        """One fact; the id of a fact that was merged, and that of any of its claims, leads to it. Raises WrongUse if
        there is none.
        """
        found = self._find_fact(id)
        if found is None:
            gone = self.withdrawn_claims(id)
            if gone:
                source = gone[0].document
                raise WrongUse(
                    f"fact {id} rests on no source any more: {source} is withdrawn; `relazione withdraw {source} --undo` restores it."
                )
            against = [one for one in active(self.decisions(id)) if one.verdict in ("reject", "edit")]
            if against:
                done = {"reject": "rejected", "edit": "corrected"}[against[-1].verdict]
                words = self.claim(id).evidence[0].exact
                who, when = against[-1].by, against[-1].at[:10]
                raise WrongUse(f"fact {id} is no fact any more: {done} by {who} on {when}. It was read in “{words}”.")
            raise WrongUse(f"there is no fact {id!r} in the record: see `relazione facts` for ids.")
        return found[0]

    def fact_of_claim(self, id: str) -> Fact | None:
        """The fact that a claim counts for (or would, had it not been rejected); None where there is none."""
        found = self._find_fact(id)
        return found[0] if found else None

    def spells(self, fact: str) -> tuple[Spell, ...]:
        """When each claim of the fact tells that it holds."""
        found = self._find_fact(fact)
        return found[1] if found else ()

    def _find_fact(self, id: str) -> tuple[Fact, tuple[Spell, ...]] | None:
        query = (
            "SELECT fact, spells FROM facts WHERE id = ?1 UNION ALL SELECT f.fact, f.spells FROM fact_redirects r "
            "JOIN facts f ON f.number = r.fact WHERE r.id = ?1 LIMIT 1"
        )
        with told(self.path):
            row = self._connection.execute(query, (id,)).fetchone()
        return (_fact.decode(row[0]), _spells.decode(row[1])) if row else None

    def data_files(self) -> list[DataFile]:
        """The latest file of each dataset whose source is not withdrawn, in the order in which they came."""
        with told(self.path):
            return datasets.files(self._connection)

    def data_columns(
        self, dataset: str, names: Iterable[str] | None = None, edition: str | None = None
    ) -> dict[str, DataColumn] | None:
        """Columns by name (None: all) of a dataset; None where there is none that counts. Where a dataset has editions, each a file of
        its own ("2016", "2019"), of the one named, else of the one that covers the latest days."""
        with told(self.path):
            return datasets.columns(self._connection, dataset, names, edition)

    def fingerprint(self) -> str:
        """SHA-256 of everything that the record was told: says of which record an answer is."""
        with told(self.path):
            return fingerprint(self._connection)

    def search(self, words: str, limit: int = 20) -> list[searching.Hit]:
        """Facts and passages that have all the words, accents and case folded; any sign may be in them."""
        with told(self.path):
            return searching.search(self._connection, words, limit)

    def find(self, asked: Filters, first: int = 0, size: int = 50, passages: tuple[int, int] = (0, 10)) -> Finding:
        """Facts and passages that fit, a page of each, and how many facts there are of each kind, state, pair and so on."""
        with told(self.path):
            return finding.find(self._connection, asked, first, size, passages)

    def near_words(self, words: str) -> list[str]:
        """Words of the record that are spelt nearly like those of a search that it does not have."""
        with told(self.path):
            return finding.near_words(self._connection, words)

    def fewer_words(self, words: str) -> str:
        """Those words of a search that found nothing which one fact or passage has together; "" where there are none."""
        with told(self.path):
            return finding.fewer_words(self._connection, words)

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs of states that documents are about, those with most documents first."""
        with told(self.path):
            return [pair for pair, _ in sorted(pairs(self._connection).items(), key=lambda item: (-item[1], item[0]))]

    def pair_lines(self, state: str | None = None) -> list[PairLine]:
        """Every pair of states of which anything is told (of a state: those with it), with its counts and its last event."""
        with told(self.path):
            return lines(self._connection, state)

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """The titles of these documents."""
        found: dict[str, str] = {}
        with told(self.path):
            for part in chunks(sorted(set(ids))):
                marks = ", ".join("?" * len(part))
                query = f"SELECT document, title FROM document_states WHERE document IN ({marks})"
                found.update(self._connection.execute(query, part))
        return found

    def numbered(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """Facts by their numbers in the record, as other answers of it give them."""
        found: dict[int, Fact] = {}
        with told(self.path):
            for part in chunks(sorted(set(numbers))):
                marks = ", ".join("?" * len(part))
                rows = self._connection.execute(f"SELECT number, fact FROM facts WHERE number IN ({marks})", part)
                found.update((number, _fact.decode(fact)) for number, fact in rows)
        return found

    def is_empty(self) -> bool:
        """Whether no document is on record."""
        with told(self.path):
            return self._connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    def first_told(self) -> str | None:
        """When the record was told its first document (UTC, ISO 8601), whatever the moment asked about; None: it was told none."""
        with told(self.path):
            file = "record." if has_table(self._connection, "edits") else ""
            row = self._connection.execute(f"SELECT min(added) FROM {file}documents").fetchone()
        return str(row[0]) if row[0] is not None else None

    def status(self) -> Status:
        """Documents, claims and facts by kind, coverage and versions."""
        with told(self.path):
            return status(self._connection, str(self.path), self.path.stat().st_size)
