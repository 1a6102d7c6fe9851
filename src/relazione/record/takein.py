"""The record room: taking in what people decided elsewhere, from the lines of `exchange`.

Acts are told apart by their ids, so that taking in the same file twice adds nothing. They count by when they were taken, not by when they came
in. A decision on a claim that the record does not have goes to the one claim of the same document's latest reading with equal fields, as a
decision goes over to a claim that is read anew; where there is none it is named, with what the claim said, and left out. A line that is no
good is named and left out too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.claims import Claim
from relazione.model.errors import InputError, WrongUse
from relazione.model.identity import fold_words
from relazione.model.record import Decision, Link
from relazione.record import judging
from relazione.record.exchange import FORMAT, VERSION, DecisionLine, FormatLine, Line, LinkLine, SourceLine, ToldLine

LONGEST = 1_000_000
"""Bytes of a line at most."""
LONGEST_TOLD = 300
"""Characters of what a line says that are told of it where it is left out."""
_line: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
_claim = msgspec.json.Decoder(Claim)
_json = msgspec.json.Encoder(order="deterministic")
_ID = re.compile(r"[dl][0-9a-f]{16}")


class LeftOut(msgspec.Struct, frozen=True):
    """A line that was left out: its number in the file, why, and what it says."""

    line: int
    why: str
    document: str = ""
    claim: str = ""
    act: Annotated[str, Meta(description='what was decided, by whom and when: "reject by ada, 2024-05-01"')] = ""
    quote: Annotated[str, Meta(description="the words that the claim rested on")] = ""


class Taken(msgspec.Struct, frozen=True):
    """What a file of decisions brought."""

    decisions: Annotated[int, Meta(description="judgements added, edits and withdrawals of judgements among them")]
    links: Annotated[int, Meta(description="links added, or taken back")]
    sources: Annotated[int, Meta(description="withdrawals of sources added")]
    known: Annotated[int, Meta(description="lines that the record had already")]
    carried: Annotated[int, Meta(description="of those added: on an equal claim with another id")]
    unknown: Annotated[tuple[LeftOut, ...], Meta(description="decisions on claims that the record does not have")]
    bad: Annotated[tuple[LeftOut, ...], Meta(description="lines that cannot be read")]


class TakeIn:
    """Takes in the lines of one file, inside a transaction. `claims` and `documents` are those whose facts have to be made anew."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.claims: set[str] = set()
        self.documents: set[str] = set()
        self._counts = {"decisions": 0, "links": 0, "sources": 0, "known": 0, "carried": 0}
        self._unknown: list[LeftOut] = []
        self._bad: list[LeftOut] = []
        self._here: dict[str, str] = {}  # a claim's id in the file -> its id here, where that is another one
        self._latest_day = (datetime.now(UTC) + timedelta(days=1)).isoformat()

    def take(self, lines: Iterable[bytes]) -> Taken:
        """Take in all lines. Raises InputError where the first is not that of the format, or is of a later version."""
        acts: list[tuple[str, int, int, DecisionLine | LinkLine | SourceLine]] = []
        is_first = True
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            line = self._read(number, raw)
            if is_first:
                is_first = False
                if not isinstance(line, FormatLine):
                    raise InputError(
                        f'this is no file of decisions: its first line is not that of the format, {{"what":"{FORMAT}", ...}}.'
                    )
                if line.version > VERSION:
                    raise InputError(
                        f"the file is of version {line.version} of the format, this Relazione reads {VERSION}: install a later one."
                    )
            elif isinstance(line, DecisionLine | LinkLine | SourceLine):
                acts.append((_normal(line.at) or line.at, _withdraws_last(line), number, line))
        for _, _, number, act in sorted(acts, key=lambda one: one[:3]):
            try:
                self._act(number, act)
            except WrongUse as error:
                self._bad.append(_left_out(number, str(error), act))
        return Taken(**self._counts, unknown=tuple(self._unknown), bad=tuple(sorted(self._bad, key=lambda one: one.line)))

    def _read(self, number: int, raw: bytes) -> Line | None:
        if len(raw) > LONGEST:
            self._bad.append(LeftOut(number, f"a line of more than {LONGEST:,} bytes"))
            return None
        try:
            return _line.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._bad.append(LeftOut(number, f"cannot be read: {error}"))
            return None

    def _act(self, number: int, act: DecisionLine | LinkLine | SourceLine) -> None:
        at = _normal(act.at)
        if at is None or at > self._latest_day:
            raise WrongUse(f"{act.at!r} is no time at which it can have been decided")
        by = judging.person(act.by)
        judging.noted(act.note)
        if isinstance(act, SourceLine):
            return self._source(number, act, by, at)
        if not _ID.fullmatch(act.id):
            raise WrongUse(f"{act.id!r} is no id of a decision or link")
        if isinstance(act, LinkLine):
            return self._link(number, act, by, at)
        return self._decision(number, act, by, at)

    def _source(self, number: int, act: SourceLine, by: str, at: str) -> None:
        if not self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (act.document,)).fetchone():
            self._unknown.append(_left_out(number, f"there is no document {act.document!r} in the record", act))
            return
        values = (act.document, int(act.withdrawn), by, at)
        known = "SELECT 1 FROM withdrawals WHERE document = ? AND withdrawn = ? AND by = ? AND at = ?"
        if self._connection.execute(known, values).fetchone():
            self._counts["known"] += 1
            return
        add = "INSERT INTO withdrawals (document, withdrawn, by, at, note) VALUES (?, ?, ?, ?, ?)"
        self._connection.execute(add, (*values, act.note))
        self.documents.add(act.document)
        self._counts["sources"] += 1

    def _decision(self, number: int, act: DecisionLine, by: str, at: str) -> None:
        if self._is_known("decisions", number, act, by, at):
            return
        claim = self._find(number, act, act.document, act.claim, act.told)
        if claim is None:
            return
        if (act.verdict == "edit") != (act.edit is not None) or (act.verdict == "withdraw") != (act.withdraws is not None):
            raise WrongUse(
                "an edit needs the corrected claim, a withdrawal the decision that it takes back, and nothing else does"
            )
        if act.withdraws is not None and not self._may_withdraw(claim, act.withdraws, by):
            raise WrongUse(f"{by} has no decision {act.withdraws} on this claim that could be taken back")
        replacement = None
        if act.edit is not None:
            replacement = judging.write_edit(self._connection, self._claim(claim), act.edit.fields, act.edit.realis, by)
            if replacement != act.edit.claim:
                self._here[act.edit.claim] = replacement
            self.claims.add(replacement)
        judging.append(self._connection, [Decision(act.id, claim, act.verdict, by, at, act.note, replacement, act.withdraws)])
        self._added("decisions", (claim, act.claim))

    def _may_withdraw(self, claim: str, decision: str, by: str) -> bool:
        query = "SELECT 1 FROM decisions WHERE id = ? AND claim = ? AND by = ? AND verdict != 'withdraw'"
        return self._connection.execute(query, (decision, claim, by)).fetchone() is not None

    def _link(self, number: int, act: LinkLine, by: str, at: str) -> None:
        if self._is_known("links", number, act, by, at):
            if not self._take_back(act):
                self._counts["known"] += 1
            return
        left = self._find(number, act, act.document, act.left, act.told_left)
        right = self._find(number, act, act.other or act.document, act.right, act.told_right) if left else None
        if left is None or right is None:
            return
        if left == right:
            raise WrongUse("both claims of the link are one here")
        judging.append_link(self._connection, Link(act.id, left, right, act.same, by, at, act.note))
        self._added("links", (left, act.left), (right, act.right))
        self._take_back(act, counted=True)

    def _take_back(self, act: LinkLine, counted: bool = False) -> bool:
        """Note that a link was taken back, if it was and that is new."""
        at = _normal(act.taken_back.at) if act.taken_back else None
        if act.taken_back is None or at is None or at > self._latest_day:
            return False
        add = "INSERT INTO link_withdrawals (link, by, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        if not self._connection.execute(add, (act.id, judging.person(act.taken_back.by), at)).rowcount:
            return False
        if not counted:
            self._counts["links"] += 1
        self.claims |= set(self._connection.execute("SELECT left, right FROM links WHERE id = ?", (act.id,)).fetchone())
        return True

    def _is_known(self, table: str, number: int, act: DecisionLine | LinkLine, by: str, at: str) -> bool:
        """Whether the record has this act. Raises WrongUse where it has another one of this id."""
        row = self._connection.execute(f"SELECT by, at FROM {table} WHERE id = ?", (act.id,)).fetchone()
        if row is None:
            return False
        if (row[0], row[1]) != (by, at):
            raise WrongUse(f"the record has another act of the id {act.id}: by {row[0]}, {row[1]}")
        if table == "decisions":
            self._counts["known"] += 1
            self._remember(act)
        return True

    def _remember(self, act: DecisionLine | LinkLine) -> None:
        """Which claim here an edit made that was taken in before."""
        if isinstance(act, DecisionLine) and act.edit is not None:
            row = self._connection.execute("SELECT replacement FROM decisions WHERE id = ?", (act.id,)).fetchone()
            if row and row[0] and row[0] != act.edit.claim:
                self._here[act.edit.claim] = row[0]

    def _added(self, what: str, *claims: tuple[str, str]) -> None:
        self._counts[what] += 1
        self.claims |= {here for here, _ in claims}
        self._counts["carried"] += any(here != there for here, there in claims)

    def _find(self, number: int, act: DecisionLine | LinkLine, document: str, claim: str, told: ToldLine | None) -> str | None:
        """The claim here that is meant; None, and noted, where there is none."""
        wanted = self._here.get(claim, claim)
        row = self._connection.execute("SELECT document FROM claims WHERE id = ?", (wanted,)).fetchone()
        if row is not None:
            if row[0] != document:
                raise WrongUse(f"claim {claim} is of document {row[0]!r} here, and not of {document!r}")
            return wanted
        equal = self._equal(document, told) if told else []
        if len(equal) == 1:
            self._here[claim] = equal[0]
            return equal[0]
        known = self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (document,)).fetchone()
        why = "its document does not say it here" if known else f"there is no document {document!r} in the record"
        self._unknown.append(_left_out(number, "several claims are equal to it" if equal else why, act, claim, told))
        return None

    def _equal(self, document: str, told: ToldLine) -> list[str]:
        """The claims of the document's latest reading with equal fields; of several those on the same words."""
        query = (
            "SELECT c.id, coalesce(rc.told, c.claim) FROM document_states s JOIN reading_claims rc ON rc.reading = s.reading "
            "JOIN claims c ON c.number = rc.claim WHERE s.document = ? AND c.kind = ?"
        )
        kind = type(told.fields).__name__.lower()
        body = _json.encode(told.fields)
        found = []
        for id_, text in self._connection.execute(query, (document, kind)):
            claim = _claim.decode(text)
            if claim.realis == told.realis and _json.encode(claim.body) == body:
                found.append((id_, fold_words(claim.evidence[0].exact) if claim.evidence else ""))
        same = [id_ for id_, words in found if words == fold_words(told.quote)]
        return same if len(same) == 1 else [id_ for id_, _ in found]

    def _claim(self, id_: str) -> Claim:
        query = (
            "SELECT coalesce(rc.told, c.claim) FROM claims c LEFT JOIN reading_claims rc ON rc.claim = c.number "
            "WHERE c.id = ? ORDER BY rc.reading DESC LIMIT 1"
        )
        return _claim.decode(self._connection.execute(query, (id_,)).fetchone()[0])


def _withdraws_last(act: DecisionLine | LinkLine | SourceLine) -> int:
    """Of acts at one time those that take others back, or rest on an edit of that time, come last."""
    return int(isinstance(act, DecisionLine) and act.verdict == "withdraw")


def _normal(at: str) -> str | None:
    """A time as the record writes it; None where it is none."""
    try:
        told = datetime.fromisoformat(at)
    except ValueError:
        return None
    if told.tzinfo is None:
        return None
    try:
        return told.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        return None


def _left_out(
    number: int, why: str, act: DecisionLine | LinkLine | SourceLine, claim: str = "", told: ToldLine | None = None
) -> LeftOut:
    named = claim or (act.claim if isinstance(act, DecisionLine) else act.left if isinstance(act, LinkLine) else "")
    if told is None and isinstance(act, DecisionLine):
        told = act.told
    return LeftOut(
        number,
        why[:LONGEST_TOLD],
        act.document[:LONGEST_TOLD],
        named[:LONGEST_TOLD],
        f"{_verdict(act)} by {act.by[:LONGEST_TOLD]}, {act.at[:10]}",
        told.quote[:LONGEST_TOLD] if told else "",
    )


def _verdict(act: DecisionLine | LinkLine | SourceLine) -> str:
    match act:
        case DecisionLine():
            return act.verdict
        case LinkLine():
            return "same" if act.same else "different"
        case SourceLine():
            return "source withdrawn" if act.withdrawn else "source taken back in"
