"""The room `cli`: `relazione read`: documents in, what was read of them told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.coded import is_coded
from relazione.cli.flow import Flow, Outcome
from relazione.cli.naming import free_id, mark
from relazione.cli.progress import Pace
from relazione.cli.reading import Told
from relazione.cli.walking import documents_in
from relazione.cli.worker import Counted, Note, Open, opened, seldom_collected
from relazione.cli.workers import Here, Pool, Workers
from relazione.model.errors import InputError, WrongUse

if TYPE_CHECKING:
    from relazione.coding.left_out import Page
    from relazione.model.documents import Document, Unread
    from relazione.record.store import Record
    from relazione.record.writing import Added

MANY = 20
"""Documents among which an error is lost: all errors are then told once more at the end."""
LITTLE = 200_000
"""Bytes of files for which starting other processes does not pay."""
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
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that read.  [default: one for each core]")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what failed or was left out, and why, as JSON.",
)
@click.option("--again", is_flag=True, help="Read again what this coder has read already.")
@click.option(
    "--engine",
    type=click.Choice(("processes", "spark")),
    default="processes",
    show_default=True,
    help="What reads: processes of this machine, or Spark.",
)
@click.option("--master", metavar="URL", help="Spark's master, as spark://HOST:PORT.  [default: Spark on this machine]")
@click.option(
    "--coded",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write what is read into a folder, as Parquet, and not into the record.",
)
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
    jobs: int | None,
    report: Path | None,
    again: bool,
    engine: str,
    master: str | None,
    coded: Path | None,
    db: Path,
    as_json: bool,
) -> None:
    """Read documents into the record.

    A folder stands for the files in it and below it whose names end as those of the formats do. A file's format is told by
    its content, also where it is compressed (.gz, .bz2). A document's id comes from its title (with a number where another
    document bears it) unless --id gives one. A changed text is a new version of its document, and reading the same text
    twice adds nothing. A document that cannot be read is listed, and the others go on.

    The record is the same whatever the number of processes, and whether they or Spark read. A reading that was broken off goes
    on where it was when it is started again. A folder that --coded wrote is taken into the record as if its texts were read.
    """
    if master is not None and engine != "spark":
        raise WrongUse("--master is Spark's: give --engine spark with it")
    if jobs is not None and engine == "spark":
        raise WrongUse("--jobs is of processes; how many cores Spark uses on this machine, --master local[N] says")
    told = Told(pair, date, max_size, id_, format_, title_matches)
    if any(map(is_coded, paths)):
        told_more = any((pair, date, id_, format_, title_matches, jobs, master, coded)) or engine == "spark"
        work = take_alone(paths, db, told, again, as_json, told_more)
    else:
        wanted = list(documents_in(paths))
        if id_ is not None and len(wanted) > 1:
            raise WrongUse(f"--id names one document, and there are {len(wanted)} to read")
        if coded is not None or engine == "spark":
            from relazione.cli.at_scale.command import Spark, read_at_scale

            by = Spark(master) if engine == "spark" else pool_for(jobs, wanted)
            read_at_scale(wanted, told, by, coded, db, again, as_json, report)
            return
        work = Work(db, told, again=again, quiet=as_json, pool=pool_for(jobs, wanted))
        with ExitStack() as stack:
            work.run(wanted, stack)
    if report is not None:
        printing.write_json(report, work.report())
    work.end()


def take_alone(paths: tuple[Path, ...], db: Path, told: Told, again: bool, quiet: bool, told_more: bool) -> Work:
    """Take the one folder of coded documents into the record. Raises WrongUse where there is more to do."""
    from relazione.cli.at_scale.command import take
    from relazione.cli.at_scale.folder import Folder

    if len(paths) > 1:
        raise WrongUse("a folder of coded documents is taken into the record alone: name no other path with it")
    if told_more:
        raise WrongUse(
            f"{paths[0]}: holds documents that are coded already; of the options only --again, --report and --max-size fit"
        )
    return take(Folder.whole(paths[0]), db, told, again, quiet)


def pool_for(jobs: int | None, wanted: list[Path | InputError]) -> Pool:
    """So many processes; unless told, one for each core, and this one alone where there is little to read."""
    if jobs is None:
        size = sum(path.stat().st_size for path in wanted if isinstance(path, Path) and path.is_file())
        jobs = cores() if size > LITTLE else 1
    return Workers(jobs) if jobs > 1 else Here()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Work:
    """The documents read so far, and the errors."""

    one_by_one = False
    """Whether each document goes in before the next is asked for."""

    def __init__(self, db: Path, told: Told, again: bool, quiet: bool, pool: Pool | None = None) -> None:
        self.db = db
        self.told = told
        self.again = again
        self.quiet = quiet
        self.read: list[dict[str, Any]] = []
        self.errors: list[dict[str, str]] = []
        self.by_kind: Counter[str] = Counter()
        self.words = 0
        self.facts: int | None = None
        self.files = 0
        self.repeated = 0
        self.empty: list[str] = []
        self.pages: list[Page] = []
        self._pool = pool or Here()
        self._read_now: dict[str, int] = {}
        self._record: Record | None = None

    def run(self, wanted: Sequence[Path | str | InputError], stack: ExitStack) -> None:
        """Read all. Each document goes in whole or not at all, so that Ctrl-C or a crash loses only those under way."""
        stack.callback(self._pool.close)
        stack.enter_context(seldom_collected())
        if self.db.exists():
            self._open(stack)
        progress = Pace(wanted)
        stack.callback(progress.clear)
        before = 0
        for outcome in self.outcomes(wanted, self._tell_of(progress)):
            if outcome.ends:
                self.files += outcome.path is not None
                if len(self.read) + len(self.errors) == before:
                    self.empty.append(str(outcome.path))
                before = len(self.read) + len(self.errors)
                progress.file_done(outcome.path)
                continue
            told = self._finish(outcome, stack)
            if isinstance(told, InputError):
                progress.clear()
                printing.tell(str(told))
                self.errors.append({"path": str(outcome.path or ""), "kind": type(told).__name__, "message": str(told)})
            elif not self.quiet:
                progress.clear()
                _say_document(told)
            progress.document_done(outcome.path, outcome.document.words if outcome.document else 0)
        if self._record is not None:
            self._record.settle()
            self.facts = self._record.status().facts

    def outcomes(self, wanted: Sequence[Path | str | InputError], tell: Callable[[str], None]) -> Iterator[Outcome]:
        """What becomes of each document and file, in order."""
        return Flow(
            wanted, self.told, self._pool, self.place, tell, self.documents, self.one_by_one, self.pages.append
        ).outcomes()

    def _tell_of(self, progress: Pace) -> Callable[[str], None]:
        def tell(message: str) -> None:
            progress.clear()
            printing.tell(message)

        return tell

    def documents(self, item: Path | str) -> Iterator[Document | InputError | Note | Counted]:
        """The documents of a file, or what is wrong with it."""
        assert not isinstance(item, str)
        yield from opened(Open(item, self.told))

    def _open(self, stack: ExitStack) -> Record:
        if self._record is None:
            from relazione.record.store import Record

            self._record = stack.enter_context(Record.open(self.db, create=True))
            stack.enter_context(self._record.deferred())
        return self._record

    def _finish(self, outcome: Outcome, stack: ExitStack) -> dict[str, Any] | InputError:
        """Put a document on record, and what is told of it; or why it is bad."""
        path, document, coded, _ = outcome
        if document is None or path is None or isinstance(coded, InputError):
            assert isinstance(coded, InputError)
            return coded
        from relazione.coding.coder import CODER_VERSION

        if coded is None:
            assert self._record is not None
            counts = Counter(self._record.kinds(document.id))
            unread: tuple[Unread, ...] = self._record.unread(document.id)
            added = None
        else:
            counts, unread = Counter(claim.kind for claim in coded.claims), coded.unread
            added = self._open(stack).add(document, coded.claims, unread, CODER_VERSION)
        self.by_kind += counts
        self.words += document.words
        told = _told_of(path, document, counts, unread, added)
        self.read.append(told if self.quiet else {})
        return told

    def place(self, path: Path | str, document: Document) -> tuple[Document, bool]:
        """The document under an id of its own, and whether its latest reading is of this very text by this coder.

        A title that another document bears already is numbered. Another document is one about another pair, or one that this
        command has read already. A changed text that is neither is taken as a newer version. So that ids do not depend on the
        number of jobs, an id that was given is taken even if its document turns out to be bad.
        """
        import msgspec

        from relazione.coding.coder import CODER_VERSION

        if self.told.id is None:
            name = free_id(self._record, document, self._read_now)
            if name != document.id:
                if not document.part_of:
                    printing.tell(
                        f"{path}: another document has its title; it is kept apart as {name} (--id gives it another id)"
                    )
                document = msgspec.structs.replace(document, id=name)
        is_new = document.id not in self._read_now
        self.repeated += not is_new
        self._read_now[document.id] = mark(document)
        known = is_new and not self.again and self._record is not None and self._record.is_read(document, CODER_VERSION)
        return document, known

    def end(self) -> None:
        """Say the end of the report, or all of it as JSON, and leave with the exit code."""
        if self.quiet:
            printing.say_json(self.as_data())
        else:
            self.say_total()
        if self.errors:
            click.get_current_context().exit(1 if self.read else InputError.exit_code)

    def as_data(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return {
            "db": str(self.db),
            "documents": self.read,
            "errors": self.errors,
            "claims_by_kind": {kind: self.by_kind[kind] for kind in KINDS},
            "claims": self.by_kind.total(),
            "facts": self.facts,
            "pages": [_page(page) for page in self.pages],
        }

    def report(self) -> dict[str, Any]:
        """What failed and what was left out, and why, for `--report`. `read` and `failed` together are all documents that were
        found; those `repeated` are the very text of another, about the same pair, and stand on record once."""
        return {
            "db": str(self.db),
            "files": self.files,
            "files_without_documents": self.empty,
            "documents": len(self.read) + len(self.errors),
            "read": len(self.read),
            "repeated": self.repeated,
            "words": self.words,
            "claims": self.by_kind.total(),
            "failed": len(self.errors),
            "failed_by_kind": dict(sorted(Counter(error["kind"] for error in self.errors).items())),
            "errors": self.errors,
            "pages": [{**_page(page), "passages": [one._asdict() for one in page.left_out]} for page in self.pages],
        }

    def say_total(self) -> None:
        """The end of the report."""
        if len(self.read) > 1:
            printing.say("")
            printing.say_heading(
                f"{printing.plural(len(self.read), 'document')}, {printing.plural(self.words, 'word')}, "
                f"{printing.plural(self.by_kind.total(), 'claim')}"
            )
            _say_counts(self.by_kind)
        if any(page.left_out for page in self.pages):
            self._say_left_out()
        if self.errors and len(self.errors) + len(self.read) > 1:
            printing.tell(f"{printing.plural(len(self.errors), 'document')} of {len(self.errors) + len(self.read):,} not read")
            if len(self.read) > MANY:
                for error in self.errors:
                    printing.tell(error["message"])
        if self.read:
            printing.say("", f"{printing.clean(self.db)} holds {printing.plural(self.facts or 0, 'fact')}.")

    def _say_left_out(self) -> None:
        """What of the pages in parts is about no pair."""
        words, passages = left_out(self.pages)
        printing.say("")
        printing.say(
            f"{printing.plural(len(self.pages), 'page')} read as {printing.plural(sum(page.parts for page in self.pages), 'part')}, "
            "each about one pair; left out of them:"
        )
        rows = [(why, f"{passages[why]:>6,}", f"{words[why]:>8,} words") for why, _ in words.most_common()]
        printing.say_table(rows, indent="  ")


def left_out(pages: Sequence[Page]) -> tuple[Counter[str], Counter[str]]:
    """Words and passages of pages that stand in no part, by why."""
    words: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    for page in pages:
        for one in page.left_out:
            words[one.why] += one.words
            passages[one.why] += 1
    return words, passages


def _page(page: Page) -> dict[str, Any]:
    """What is told of a page in parts."""
    words, passages = left_out([page])
    return {
        "page": page.id,
        "title": page.title,
        "words": page.words,
        "parts": page.parts,
        "words_in_parts": page.words_in_parts,
        "left_out": [{"why": why, "passages": passages[why], "words": count} for why, count in words.most_common()],
    }


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
