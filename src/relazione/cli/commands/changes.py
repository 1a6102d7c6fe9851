"""The room `cli`: `relazione changes` (what a newer version of a document changed) and `relazione withdraw` (a source taken out)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.model.errors import InputError, WrongUse

if TYPE_CHECKING:
    from relazione.analysis.changes import Changes, FactChange, SideLine
    from relazione.cli.reading import Told
    from relazione.model.documents import Document
    from relazione.record.store import Record

COLUMNS = 80
"""Lines are no longer, in a pipe too: this is a page to be read."""
MOST_WORDS = 240
"""Characters of a sentence that are printed."""
_CAUSES = {
    "coder": "the same words, read differently by another coder",
    "around": "the same sentence, in other surroundings",
    "told": "the same words; the document's own date or pair is another",
}


@click.command("changes")
@click.argument("what", metavar="PATH|ID")
@click.option("--from", "from_", metavar="VERSION", help="Of a document in the record: compare this version.")
@click.option("--to", metavar="VERSION", help="With this one.  [default: the latest]")
@options.document_options
@options.asked_record
@options.json_option
def changes_command(
    what: str,
    from_: str | None,
    to: str | None,
    pair: tuple[str, str] | None,
    date: str | None,
    max_size: int,
    id_: str | None,
    format_: str | None,
    db: Path,
    as_json: bool,
) -> None:
    """Which facts came, went and changed in a document.

    Of a document in the record (its ID): between its last two versions, or those named. A version is a number (2), or with
    its reading (2.1) where several coders have read it. Of a PATH: between the record's latest version and the file as it
    stands now, which is read and not written to the record.

    A change is told with the sentences before and now, and whether the text changed or only the coder that read it.
    """
    from relazione.cli.reading import Told

    path = Path(what)
    if path.exists() and (from_ or to):
        raise WrongUse(f"--from and --to are of versions in the record, and {what} is a file; name the document's id")
    bad: list[InputError] = []
    with options.open_record(db) as record:
        if path.exists():
            told = Told(pair, date, max_size, id_, format_)
            found = list(_of_files(record, path, told, bad))
        else:
            found = [_of_record(record, what, from_, to)]
    for error in bad:
        printing.tell(str(error))
    if as_json:
        printing.say_json({"db": str(db), "documents": found, "errors": [str(error) for error in bad]})
    else:
        _say_all(found)
    if bad:
        click.get_current_context().exit(1 if found else InputError.exit_code)


def _of_record(record: Record, id: str, from_: str | None, to: str | None) -> Changes:
    from relazione.analysis.changes import changes_between

    try:
        record.readings(id)
    except WrongUse as error:
        raise WrongUse(f"{error} (and there is no file of that name)") from error
    return changes_between(record, id, from_, to)


def _of_files(record: Record, path: Path, told: Told, bad: list[InputError]) -> Iterator[Changes]:
    from relazione.cli.reading import read_files
    from relazione.cli.walking import documents_in

    taken: dict[str, int] = {}
    for file in documents_in([path]):
        for document in read_files(file, told):
            if isinstance(document, InputError):
                bad.append(document)
                continue
            assert isinstance(file, Path)
            try:
                yield _of_document(record, file, document, told, taken)
            except InputError as error:
                bad.append(error)


def _of_document(record: Record, path: Path, document: Document, told: Told, taken: dict[str, int]) -> Changes:
    import msgspec

    from relazione.analysis.changes import Side, changes
    from relazione.cli.naming import free_id, mark
    from relazione.cli.reading import code_file
    from relazione.coding.coder import CODER_VERSION
    from relazione.record.writing import now

    if told.id is None:
        document = msgspec.structs.replace(document, id=free_id(record, document, taken))
    taken[document.id] = mark(document)
    before = None
    if record.find_document(document.id) is not None:
        line = record.readings(document.id)[-1]
        before = Side(*record.as_read(line), line.coder, line.added, line.name)
    if before is not None and record.is_read(document, CODER_VERSION):
        claims = before.claims  # the same text, read by this coder: it would find the same again
    else:
        claims = list(code_file(path, document).claims)
    return changes(before, Side(document, claims, CODER_VERSION, now()))


# --- for people -----------------------------------------------------------------------------------------------------------------


def _say_all(found: Sequence[Changes]) -> None:
    different = [one for one in found if not one.is_nothing]
    for number, one in enumerate(different if len(found) > 1 else found):
        if number:
            printing.say("")
        _say(one)
    if len(found) > 1:
        printing.say("", f"{printing.plural(len(found) - len(different), 'document')} of {len(found):,} without a change")


def _line(text: str, first: str = "", rest: str | None = None) -> None:
    printing.say(*printing.wrapped(printing.clean(text), first, first if rest is None else rest, COLUMNS))


def _say(one: Changes) -> None:
    printing.say(printing.bold(printing.clean(one.title)))
    _line(one.document, "  id      ", " " * 10)
    if one.before:
        _line(_side(one.before), "  before  ", " " * 10)
    _line(_side(one.now), "  now     ", " " * 10)
    _line(_why(one), "  ")
    for field in one.told:
        _line(f"{field.name}: {_values(field.name, field.before)} -> {_values(field.name, field.now)}", "  ", "    ")
    for title, changes in (("Came", one.came), ("Gone", one.gone), ("Changed", one.changed)):
        if changes and one.before:
            printing.say("", printing.bold(f"{title}: {printing.plural(len(changes), 'fact')}"))
            for change in changes:
                _say_change(change)
    if one.before:
        again = f", {one.reworded:,} of them in other words" if one.reworded else ""
        printing.say("")
        _line(f"{printing.plural(one.unchanged + one.reworded, 'fact')} as before{again}")


def _side(side: SideLine) -> str:
    version = f"version {side.version}, read on {side.read_on[:10]}" if side.version else "the file as it stands, read now"
    return f"{version} by coder {side.coder or '?'}: {printing.plural(side.words, 'word')}, {printing.plural(side.facts, 'fact')}"


def _why(one: Changes) -> str:
    if one.before is None:
        return "new: it is not in the record; `relazione read` adds it"
    if one.is_nothing:
        text = "The text is the same" if one.same_text else "The text changed"
        return f"{text}, and no fact is different."
    if one.same_text and one.same_coder:
        return "The text and the coder are the same."
    if one.same_text:
        return "The text is the same: another coder read it."
    return "The text changed." if one.same_coder else "The text changed, and another coder read it."


def _say_change(change: FactChange) -> None:
    sign = "~" if change.before and change.now else "+" if change.now else "-"
    _line(f"{change.label_now or change.label_before}  [{change.now or change.before}]", f"{sign} ", "  ")
    for field in change.fields:
        before, now = _values(field.name, field.before), _values(field.name, field.now)
        _line(f"{field.name.replace('_', ' ')}: {before} -> {now}", "    ", "      ")
    both = bool(change.before and change.now)
    if both and change.words_before == change.words_now:
        _quote("", change.words_now)
    else:
        _quote("before  " if both else "", change.words_before)
        _quote("now     " if both else "", change.words_now)
    if change.cause in _CAUSES:
        _line(f"({_CAUSES[change.cause]})", "    ")


def _quote(when: str, sentences: Sequence[str]) -> None:
    for words in sentences[:2]:
        shown = words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rpartition(" ")[0] + " …"
        _line(f"“{shown}”", f"    {when}", "    " + " " * len(when))


def _values(name: str, values: Sequence[Any]) -> str:
    from relazione.publish.words import value_words

    if name == "pair":
        return "; ".join(options.pair_name(value) for value in values) or "not told"
    return " / ".join(value_words(name, value) for value in values) or "not told"


# --- a source taken out ---------------------------------------------------------------------------------------------------------


@click.command("withdraw")
@click.argument("id_", metavar="ID")
@click.option("--why", metavar="TEXT", help="The reason. It is kept, and shown where the source is named.")
@click.option("--by", metavar="NAME", help="Who withdraws it.  [default: the user of this machine]")
@click.option("--undo", is_flag=True, help="Let it count again.")
@options.db_option
@options.json_option
def withdraw_command(id_: str, why: str | None, by: str | None, undo: bool, db: Path, as_json: bool) -> None:
    """Let a source count no more, or again.

    Its claims stop counting: facts that rest on it alone are gone, and the others rest on what is left. Nothing is deleted:
    the text, its claims and what people decided of them stay in the history, and --undo brings all of it back.
    """
    from relazione.record.store import Record

    if not undo and not (why or "").strip():
        raise WrongUse("a source is withdrawn for a reason: give it with --why")
    with Record.open(db) as record:
        document = record.document(id_)
        if (id_ in record.withdrawn()) != undo:
            raise WrongUse(f"{id_} is {'not ' if undo else ''}withdrawn{'' if undo else ' already; --undo takes it back in'}")
        before = record.status()
        record.withdraw_source(id_, by or options.this_user(), (why or "").strip(), withdrawn=not undo)
        after = record.status()
    if as_json:
        printing.say_json(
            {"document": id_, "withdrawn": not undo, "facts_before": before.facts, "facts": after.facts, "claims": after.claims}
        )
        return
    printing.say_heading(document.title)
    printing.say_item(
        f"{'counts again' if undo else 'withdrawn'}: {printing.plural(abs(after.claims - before.claims), 'claim')}", "  "
    )
    printing.say_item(f"the record holds {printing.plural(after.facts, 'fact')}, and held {before.facts:,}", "  ")
