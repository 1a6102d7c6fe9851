"""The room `cli`: `relazione read`: documents in, what was read of them told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.naming import free_id
from relazione.cli.progress import Progress
from relazione.cli.reading import Told, code_file, read_files
from relazione.cli.walking import documents_in
from relazione.model.errors import InputError, WrongUse

if TYPE_CHECKING:
    from relazione.model.documents import Document, Unread
    from relazione.record.store import Record
    from relazione.record.writing import Added

SHOWN = 5
"""Passages not understood that are printed of one document."""
KINDS = {
    "event": "events",
    "agreement": "agreements",
    "mission": "missions",
    "membership": "memberships",
    "holding": "holdings",
    "measure": "measures",
    "tenure": "tenures",
}


class PatternType(options.TextType):
    """A regular expression."""

    name = "pattern"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        import re

        try:
            re.compile(value)
        except re.error as error:
            raise WrongUse(f"--title-matches takes a regular expression, and {value!r} is none ({error})") from error
        return str(value)


PATTERN = PatternType()


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@options.document_options
@click.option("--title-matches", type=PATTERN, metavar="REGEX", help="Of a dump or archive, only documents with such a title.")
@click.option("--again", is_flag=True, help="Read again what this coder has read already.")
@options.db_option
@options.json_option
def read_command(
    paths: tuple[Path, ...],
    pair: tuple[str, str] | None,
    date: str | None,
    max_size: int,
    id_: str | None,
    format_: str | None,
    title_matches: str | None,
    again: bool,
    db: Path,
    as_json: bool,
) -> None:
    """Read documents into the record.

    A folder stands for the files in it and below it whose names end as those of the formats do. A file's format is told by
    its content, also where it is compressed (.gz, .bz2). A document's id comes from its title (with a number where another
    document bears it) unless --id gives one. A changed text is a new version of its document, and reading the same text
    twice adds nothing. A document that cannot be read is listed, and the others go on.
    """
    wanted = list(documents_in(paths))
    if id_ is not None and len(wanted) > 1:
        raise WrongUse(f"--id names one document, and there are {len(wanted)} to read")
    work = Work(db, Told(pair, date, max_size, id_, format_, title_matches), again=again, quiet=as_json)
    with ExitStack() as stack:
        work.run(wanted, stack)
    if as_json:
        printing.say_json(work.as_data())
    else:
        work.say_total()
    if work.errors:
        click.get_current_context().exit(1 if work.read else InputError.exit_code)


class Work:
    """The documents read so far, and the errors."""

    def __init__(self, db: Path, told: Told, again: bool, quiet: bool) -> None:
        self.db = db
        self.told = told
        self.again = again
        self.quiet = quiet
        self.read: list[dict[str, Any]] = []
        self.errors: list[dict[str, str]] = []
        self.by_kind: Counter[str] = Counter()
        self.facts: int | None = None
        self._read_now: set[str] = set()
        self._record: Record | None = None

    def run(self, wanted: Sequence[Path | str | InputError], stack: ExitStack) -> None:
        """Read one after another. Each document goes in whole or not at all, so that Ctrl-C loses only the one at hand."""
        if self.db.exists():
            self._open(stack)
        progress = Progress(len(wanted))
        stack.callback(progress.clear)
        for number, item in enumerate(wanted, start=1):
            name = "" if isinstance(item, InputError) else str(item)
            progress.at(number, name)
            for told in self._all(item, stack):
                progress.clear()
                if isinstance(told, InputError):
                    printing.tell(str(told))
                    self.errors.append({"path": name, "message": str(told)})
                elif not self.quiet:
                    _say_document(told)
                progress.at(number, name)
        if self._record is not None:
            self.facts = self._record.status().facts

    def documents(self, item: Path | str | InputError) -> Iterator[Document | InputError]:
        """The documents of a file, or what is wrong with it."""
        assert not isinstance(item, str)
        yield from read_files(item, self.told)

    def _open(self, stack: ExitStack) -> Record:
        if self._record is None:
            from relazione.record.store import Record

            self._record = stack.enter_context(Record.open(self.db, create=True))
        return self._record

    def _all(self, item: Path | str | InputError, stack: ExitStack) -> Iterator[dict[str, Any] | InputError]:
        """What is told of each document of a file, or why it is bad."""
        for document in self.documents(item):
            if isinstance(document, InputError):
                yield document
                continue
            try:
                yield self._one(item if isinstance(item, Path) else document.address or document.title, document, stack)
            except InputError as error:
                yield error

    def _one(self, path: Path | str, document: Document, stack: ExitStack) -> dict[str, Any]:
        from relazione.coding.coder import CODER_VERSION

        document = self._with_own_id(path, document)
        if self._record is not None and not self.again and self._record.is_read(document, CODER_VERSION):
            claims = self._record.claims(document.id)
            unread: tuple[Unread, ...] = self._record.unread(document.id)
            added = None
        else:
            coded = code_file(path, document)
            claims, unread = coded.claims, coded.unread
            added = self._open(stack).add(document, claims, unread, CODER_VERSION)
        counts = Counter(claim.kind for claim in claims)
        self.by_kind += counts
        told = _told_of(path, document, counts, unread, added)
        self.read.append(told)
        return told

    def _with_own_id(self, path: Path | str, document: Document) -> Document:
        """The document under an id of its own: a title that another document bears already is numbered."""
        import msgspec

        if self.told.id is None:
            name = free_id(self._record, document, self._read_now)
            if name != document.id:
                printing.tell(f"{path}: another document has its title; it is kept apart as {name} (--id gives it another id)")
                document = msgspec.structs.replace(document, id=name)
        self._read_now.add(document.id)
        return document

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {
            "db": str(self.db),
            "documents": self.read,
            "errors": self.errors,
            "claims_by_kind": {kind: self.by_kind[kind] for kind in KINDS},
            "claims": self.by_kind.total(),
            "facts": self.facts,
        }

    def say_total(self) -> None:
        """The end of the report."""
        if len(self.read) > 1:
            printing.say("")
            printing.say_heading(
                f"{printing.plural(len(self.read), 'document')}, {printing.plural(self.by_kind.total(), 'claim')}"
            )
            _say_counts(self.by_kind)
        if self.errors and len(self.errors) + len(self.read) > 1:
            printing.tell(f"{printing.plural(len(self.errors), 'document')} of {len(self.errors) + len(self.read)} not read")
        if self.read:
            printing.say("", f"{printing.clean(self.db)} holds {printing.plural(self.facts or 0, 'fact')}.")


def _told_of(
    path: Path | str, document: Document, counts: Counter[str], unread: tuple[Unread, ...], added: Added | None
) -> dict[str, Any]:
    """What is told of one document."""
    return {
        "path": str(path),
        "document": document.id,
        "title": document.title,
        "pair": document.pair,
        "date": document.date,
        "address": document.address,
        "revision": document.revision,
        "licence": document.licence,
        "words": document.words,
        "claims": counts.total(),
        "claims_by_kind": {kind: counts[kind] for kind in KINDS},
        "new_document": bool(added and added.new_document),
        "new_version": bool(added and added.new_version),
        "new_claims": added.new_claims if added else 0,
        "kept_claims": added.kept_claims if added else counts.total(),
        "gone_claims": added.gone_claims if added else 0,
        "not_understood": [
            {"start": one.start, "end": one.end, "why": one.why, "text": document.text[one.start : one.end]} for one in unread
        ],
    }


def _say_document(told: dict[str, Any]) -> None:
    pair = f" ({options.pair_name(told['pair'])})" if told["pair"] else ""
    printing.say_heading(f"{told['title']}{pair}")
    printing.say_item(
        f"{printing.plural(told['words'], 'word')}, {printing.plural(told['claims'], 'claim')}{_what_is_new(told)}", "  "
    )
    _say_counts(told["claims_by_kind"])
    missed = told["not_understood"]
    if missed:
        printing.say(f"  not understood: {printing.plural(len(missed), 'passage')}")
        for one in missed[:SHOWN]:
            words = " ".join(one["text"].split())
            printing.say_item(f"“{words[:150]}{'…' if len(words) > 150 else ''}” ({one['why']})", "    - ")
        if len(missed) > SHOWN:
            printing.say(f"    … and {len(missed) - SHOWN:,} more: --json lists all")


def _what_is_new(told: dict[str, Any]) -> str:
    if told["new_document"]:
        return ""
    if not (told["new_claims"] or told["gone_claims"] or told["new_version"]):
        return ": nothing new"
    gone = f", {told['gone_claims']:,} no longer made" if told["gone_claims"] else ""
    return f": {told['new_claims']:,} new, {told['kept_claims']:,} known{gone}"


def _say_counts(counts: dict[str, int] | Counter[str]) -> None:
    printing.say_table([(name, f"{counts[kind]:>6,}") for kind, name in KINDS.items() if counts[kind]], indent="  ")
