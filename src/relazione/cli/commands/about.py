"""The room `cli`: `relazione status` (what the record holds), `relazione schema` and `relazione codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.record.history import Withdrawal
    from relazione.record.summary import DocumentLine, Status


MOST = 40
"""Documents and pages that are printed."""


@click.command("status")
@options.asked_record
@options.json_option
def status_command(db: Path, as_json: bool) -> None:
    """What the record holds: documents, coverage, counts."""
    with options.open_record(db) as record:
        status, documents, withdrawn = record.status(), record.documents(), record.withdrawn()
    if as_json:
        import msgspec

        printing.say_json({**msgspec.to_builtins(status), "document_list": documents, "withdrawn": list(withdrawn.values())})
    else:
        _say_status(status, documents, withdrawn)


def _say_status(status: Status, documents: list[DocumentLine], withdrawn: dict[str, Withdrawal]) -> None:
    from relazione.cli.commands.read import KINDS

    printing.say_heading(status.path)
    covers = f"{status.covers[0]} to {status.covers[1]}" if status.covers else "no dated claim yet"
    printing.say_table(
        [
            (
                "documents",
                f"{status.documents:,} (versions: {status.versions:,}{f'; withdrawn: {len(withdrawn):,}' if withdrawn else ''})",
            ),
            ("pairs", "; ".join(map(options.pair_name, status.pairs[:10])) + ("; …" if len(status.pairs) > 10 else "") or "none"),
            ("covers", covers),
            ("claims", f"{status.claims:,}"),
            ("facts", f"{status.facts:,} ({status.conflicts:,} with conflicts)"),
            ("decisions", f"{status.decisions:,} (links: {status.links:,})"),
            ("schema version", str(status.schema_version)),
            ("coder", ", ".join(status.coders) or "none"),
            ("size", f"{status.size / 1e6:,.1f} MB"),
        ],
        indent="  ",
    )
    if status.facts:
        printing.say("")
        rows = [
            (name, f"{status.facts_by_kind.get(kind, 0):>8,}", f"{status.claims_by_kind.get(kind, 0):>8,}")
            for kind, name in KINDS.items()
        ]
        printing.say_table([("", f"{'facts':>8}", f"{'claims':>8}"), *rows], indent="  ")
    if documents:
        printing.say("")
        printing.say_heading("Documents")
        groups = pages_and_documents(documents)
        for lines in groups[:MOST]:
            printing.say_item(_document(lines[0]) if not lines[0].part_of else _page(lines), "- ")
            for line in lines:
                if line.id in withdrawn:
                    which = f"{line.id}: " if line.part_of else ""
                    printing.say_item(f"{which}withdrawn and not counted: {told_of_withdrawal(withdrawn[line.id])}", "  ")
        if len(groups) > MOST:
            printing.say(f"… and {len(groups) - MOST:,} more: --json lists all")


def pages_and_documents(documents: list[DocumentLine]) -> list[list[DocumentLine]]:
    """Documents one by one, but the parts of a page together, where its first part stands."""
    groups: dict[tuple[str, bool], list[DocumentLine]] = {}
    for line in documents:
        groups.setdefault((line.part_of or line.id, bool(line.part_of)), []).append(line)
    return list(groups.values())


def told_of_withdrawal(one: Withdrawal) -> str:
    """Who withdrew a source, when and why."""
    return f"by {one.by}, {one.at[:10]}{f': {one.why}' if one.why else ''}"


def _page(lines: list[DocumentLine]) -> str:
    """A page that was read as its parts."""
    days = sorted((day for line in lines for day in line.covers or ()), key=lambda day: (int(day[:-6]), day[-5:]))
    return _told(
        f"{lines[0].part_of}, in {printing.plural(len(lines), 'part')}",
        sum(line.words for line in lines),
        sum(line.claims for line in lines),
        sum(line.unread for line in lines),
        covers=(days[0], days[-1]) if days else None,
    )


def _document(line: DocumentLine) -> str:
    return f"{_told(line.title, line.words, line.claims, line.unread, line.versions, line.covers)}  [{line.id}]"


def _told(title: str, words: int, claims: int, unread: int, versions: int = 1, covers: tuple[str, str] | None = None) -> str:
    parts = [printing.plural(words, "word"), printing.plural(claims, "claim")]
    if unread:
        parts.append(f"{printing.plural(unread, 'passage')} not understood")
    if versions > 1:
        parts.append(printing.plural(versions, "version"))
    if covers:
        parts.append(f"covers {covers[0][:-6]} to {covers[1][:-6]}")
    return f"{title}: {', '.join(parts)}"


@click.command("schema")
@click.argument("which", type=click.Choice(("record", "as-of", "curve")), default="record")
@click.option("--json", "as_json", is_flag=True, help="As without it: a schema is JSON.")
def schema_command(which: str, as_json: bool) -> None:
    """The JSON Schema of the record or of an answer.

    "record" (the default) describes claims, facts, decisions and links; "as-of" what relazione pair --json prints,
    "curve" what relazione curve --json prints.
    """
    printing.say_json(schema_of(which))


def schema_of(which: str) -> dict[str, Any]:
    """The JSON Schema of the record, of the as-of contract or of the curve."""
    if which == "as-of":
        from relazione.analysis import contract

        return contract.json_schema()
    if which == "curve":
        from relazione.analysis import curve

        return curve.json_schema()
    from relazione.model import schema

    return schema.json_schema()


@click.command("codebook")
@options.json_option
def codebook_command(as_json: bool) -> None:
    """What the kinds, fields and event types mean.

    Markdown, made from the classes and the ontology; with --json the event types alone.
    """
    if as_json:
        from relazione.reference.ontology import ontology

        printing.say_json(list(ontology().values()))
        return
    from relazione.cli.codebook import codebook_text

    click.echo(codebook_text(), nl=False)
