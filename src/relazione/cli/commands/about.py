"""The room `cli`: `relazione status` (what the record holds), `relazione schema` and `relazione codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing

if TYPE_CHECKING:
    from relazione.record.history import Withdrawal
    from relazione.record.summary import DocumentLine, Status


@click.command("status")
@options.db_option
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
        for line in documents:
            printing.say_item(_document(line), "- ")
            if line.id in withdrawn:
                printing.say_item(f"withdrawn and not counted: {told_of_withdrawal(withdrawn[line.id])}", "  ")


def told_of_withdrawal(one: Withdrawal) -> str:
    """Who withdrew a source, when and why."""
    return f"by {one.by}, {one.at[:10]}{f': {one.why}' if one.why else ''}"


def _document(line: DocumentLine) -> str:
    parts = [printing.plural(line.words, "word"), printing.plural(line.claims, "claim")]
    if line.unread:
        parts.append(f"{printing.plural(line.unread, 'passage')} not understood")
    if line.versions > 1:
        parts.append(printing.plural(line.versions, "version"))
    if line.covers:
        parts.append(f"covers {line.covers[0][:-6]} to {line.covers[1][:-6]}")
    return f"{line.title}: {', '.join(parts)}  [{line.id}]"


@click.command("schema")
@click.argument("which", type=click.Choice(("record", "as-of")), default="record")
@click.option("--json", "as_json", is_flag=True, help="As without it: a schema is JSON.")
def schema_command(which: str, as_json: bool) -> None:
    """The JSON Schema of the record or of an answer.

    "record" (the default) describes claims, facts, decisions and links; "as-of" what relazione pair --json prints.
    """
    printing.say_json(schema_of(which))


def schema_of(which: str) -> dict[str, Any]:
    """The JSON Schema of the record, or of the as-of contract."""
    if which == "as-of":
        from relazione.analysis import contract

        return contract.json_schema()
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
