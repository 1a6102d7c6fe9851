"""The room `cli`: `relazione facts` and `relazione fact` (with evidence and conflicts)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.model.claims import Claim
    from relazione.model.record import Decision, Fact, Field
    from relazione.record.store import Record

_AGREEMENTS = {"same": "told alike", "refines": "told more exactly by one", "conflicts": "in conflict"}
_HOW = {
    "carried": "its date carried over from before",
    "inherited": "inherited from the heading",
    "implied": "implied",
}


@click.command("facts")
@click.argument("states", nargs=-1, type=options.STATE, metavar="[A [B]]")
@click.option("--kind", type=options.KIND, help="Of one kind only.")
@options.asked_record
@options.json_option
def facts_command(states: tuple[str, ...], kind: str | None, db: Path, as_json: bool) -> None:
    """List facts: all, of one state, or of a pair.

    One line each: id, kind, what is told. Of a pair: what both take part in, and whatever else documents about the two
    tell.
    """
    if len(states) > 2:
        raise click.UsageError("name no state, one, or two")
    pair = options.checked_pair(*states) if len(states) == 2 else None
    with options.open_record(db) as record:
        found = record.facts(pair=pair, state=states[0] if len(states) == 1 else None, kind=kind)
    if as_json:
        printing.say_json(found)
        return
    printing.say_table((fact.id, fact.kind, fact.label + (" (disputed)" if is_disputed(fact) else "")) for fact in found)
    if not found:
        whose = f" of {' and '.join(map(options.state_name, states))}" if states else ""
        printing.tell(f"no {f'{kind} ' if kind else ''}fact{whose} is on record; see `relazione status`")


def is_disputed(fact: Fact) -> bool:
    """Whether its sources, or another fact, contradict it."""
    return bool(fact.conflicts or fact.against)


@click.command("fact")
@click.argument("id_", metavar="ID")
@options.asked_record
@options.json_option
def fact_command(id_: str, db: Path, as_json: bool) -> None:
    """One fact with its evidence and conflicts.

    The id of a merged fact, or of one of its claims, leads to it.
    """
    with options.open_record(db) as record:
        fact = record.fact(id_)
        told = Told(record, fact)
    if as_json:
        printing.say_json(told.as_data())
    else:
        told.say()


class Told:
    """A fact with all that stands behind it."""

    def __init__(self, record: Record, fact: Fact) -> None:
        from relazione.record.reasons import reasons

        self.fact = fact
        self.claims: list[Claim] = [record.claim(id_) for id_ in fact.claims]
        self.documents = {claim.document: record.document(claim.document) for claim in self.claims}
        self.against = [record.fact(id_) for id_ in fact.against]
        self.reasons = reasons(self.claims, record.links(), record.spells(fact.id))
        self.decisions: dict[str, list[Decision]] = {claim.id: record.decisions(claim.id) for claim in self.claims}
        self.withdrawn = record.withdrawn_claims(fact.id)
        self.withdrawals = record.withdrawn()
        self.documents |= {claim.document: record.document(claim.document) for claim in self.withdrawn}

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        from relazione.publish.quoting import places

        titles = {
            id_: {key: getattr(document, key) for key in ("title", "date", "format", "origin", "address", "revision", "licence")}
            for id_, document in self.documents.items()
        }
        decisions = [one for of_claim in self.decisions.values() for one in of_claim]
        return {
            "fact": self.fact,
            "claims": self.claims,
            "documents": titles,
            "reasons": [reason._asdict() for reason in self.reasons],
            "against": self.against,
            "decisions": decisions,
            "places": {claim.id: places(self.documents[claim.document], claim) for claim in self.claims},
            "withdrawn": [{"claim": claim, "withdrawal": self.withdrawals[claim.document]} for claim in self.withdrawn],
        }

    def say(self) -> None:
        """Everything, for people."""
        from relazione.model.dates import humanize
        from relazione.publish.citations import provenance

        fact = self.fact
        printing.say_heading(fact.label)
        rows = [("id", fact.id), ("kind", fact.kind), ("states", ", ".join(map(options.state_name, fact.states)) or "none")]
        rows += [(name, humanize(date)) for name, date in (("from", fact.start), ("to", fact.end)) if date]
        rows.append(("told as", fact.realis + (", of the source's present" if fact.current else "")))
        printing.say_table(rows, indent="  ")
        printing.say("")
        printing.say_heading("What is told")
        printing.say_table(_rows_of(fact.fields), indent="  ")
        if self.against:
            printing.say("")
            printing.say_heading("In conflict with")
            for other in self.against:
                printing.say_item(f"{other.label}  [{other.id}]", "- ")
        printing.say("")
        printing.say_heading(f"Evidence: {printing.plural(len(self.claims), 'claim')}")
        for claim in self.claims:
            self._say_claim(claim)
        if len(self.documents) > 1 or any(reason.why.startswith("linked") for reason in self.reasons):
            printing.say("")
            printing.say_heading("Why these are one")
            for reason in self.reasons:
                printing.say_item(f"{reason.claim} and {reason.other}, score {reason.score:.2f}: {reason.why}", "- ")
        self._say_withdrawn()
        told = [
            (
                document.title,
                ", ".join(filter(None, ("" if document.origin in document.address else document.origin, provenance(document)))),
            )
            for document in self.documents.values()
        ]
        if any(where for _, where in told):
            printing.say("")
            printing.say_heading("Documents")
            for title, where in told:
                printing.say_item(f"{title}: {where}" if where else title, "- ")

    def _say_withdrawn(self) -> None:
        from relazione.cli.commands.about import told_of_withdrawal
        from relazione.publish.quoting import quotation

        if not self.withdrawn:
            return
        printing.say("")
        printing.say_heading(f"Withdrawn and not counted: {printing.plural(len(self.withdrawn), 'claim')}")
        for claim in self.withdrawn:
            document = self.documents[claim.document]
            printing.say_item(f"“{quotation(document, claim.evidence[0]).words}”", "- ")
            printing.say_item(f"{document.title}, withdrawn {told_of_withdrawal(self.withdrawals[claim.document])}", "    ")

    def _say_claim(self, claim: Claim) -> None:
        from relazione.publish.quoting import quotation
        from relazione.publish.words import date

        document = self.documents[claim.document]
        for number, passage in enumerate(claim.evidence):
            said = quotation(document, passage)
            printing.say_item(f"“{said.words}”", "- " if number == 0 else "  ", "  ")
            how = f" ({_HOW.get(passage.how, passage.how)})" if passage.how != "said" else ""
            dated = f", {date(document.date)}" if document.date else ""
            section = f", section “{claim.section}”" if claim.section else ""
            page = f", p. {said.page}" if said.page else ""
            row = f", row {said.row}" if said.row else ""
            place = f"line {passage.line:,}" if passage.line else f"characters {passage.start} to {passage.end}"
            where = f"{document.title}{dated}{section}{page}{row}, {place}{how}"
            printing.say_item(where, "    ")
        rule = f", rule {claim.rule}" if claim.rule else ""
        printing.say_item(f"claim {claim.id}, confidence {claim.confidence:.2f}{rule}", "    ")
        for decision in self.decisions[claim.id]:
            note = f": {decision.note}" if decision.note else ""
            printing.say_item(f"{decision.verdict} by {decision.by}, {decision.at[:10]}{note}", "    ")


def _rows_of(fields: Iterable[Field]) -> Iterable[tuple[str, str]]:
    """A row for each value of each field; beside the first how the values stand to each other."""
    from relazione.publish.words import value_words

    for field in fields:
        for number, value in enumerate(field.values):
            words = value_words(field.name, value.value)
            marks = [printing.plural(len(value.claims), "claim")] if len(field.values) > 1 else []
            if number == 0 and field.agreement in _AGREEMENTS:
                marks.append(_AGREEMENTS[field.agreement])
            yield field.name.replace("_", " ") if number == 0 else "", words + (f"  ({', '.join(marks)})" if marks else "")
