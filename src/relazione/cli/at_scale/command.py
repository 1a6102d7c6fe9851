"""The room `cli`: `relazione read` at scale, step by step: texts into coded documents (by processes or by Spark), those into a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import click

from relazione.cli import printing, worker
from relazione.cli.at_scale.chunks import Chunk, coder_version, cut
from relazione.cli.at_scale.folder import Folder
from relazione.cli.at_scale.parquet import rows_of
from relazione.cli.at_scale.taking import files_of, outcomes
from relazione.cli.commands.read import MANY, Work
from relazione.cli.flow import Outcome
from relazione.cli.progress import Progress
from relazione.cli.reading import Told
from relazione.cli.workers import Pool
from relazione.model.errors import InputError


class Spark(NamedTuple):
    """Read by Spark: its master, or none for this machine."""

    master: str | None


def read_at_scale(
    wanted: Sequence[Path | InputError],
    told: Told,
    by: Pool | Spark,
    coded: Path | None,
    db: Path,
    again: bool,
    quiet: bool,
    report: Path | None,
) -> None:
    """Read into the folder `coded`, and say what it holds; or, where none is named, into one beside the record, and that into the record."""
    if coded is not None:
        summed = summary(*read_into(coded, wanted, told, by, again))
        if report is not None:
            printing.write_json(report, summed)
        say_summary(summed, quiet)
        return
    folder, there = read_into(folder_of(db), wanted, told, by, again, db)
    if there:
        printing.tell(
            f"{folder.path}: {there:,} of its {printing.plural(len(folder.manifest.chunks or ()), 'chunk')} were read before"
        )
    work = take(folder, db, told, again, quiet)
    folder.remove()
    if report is not None:
        printing.write_json(report, work.report())
    work.end()


class Taking(Work):
    """Coded documents being taken into a record."""

    folder: Folder

    def outcomes(self, wanted: Sequence[Path | str | InputError], tell: Callable[[str], None]) -> Iterator[Outcome]:
        """What became of each document and file when they were read, in order."""
        return outcomes(self.folder, self, tell, worker.CODER)


def take(folder: Folder, db: Path, told: Told, again: bool, quiet: bool) -> Taking:
    """Take a whole folder of coded documents into the record, as if it had read the texts itself."""
    work = Taking(db, told._replace(id=folder.manifest.id), again=again, quiet=quiet)
    work.folder = folder
    with ExitStack() as stack:
        work.run(files_of(folder), stack)
    return work


def read_into(
    place: Path, wanted: Sequence[Path | InputError], told: Told, by: Pool | Spark, again: bool, db: Path | None = None
) -> tuple[Folder, int]:
    """The folder of coded documents, made whole, and how many of its chunks were there already.

    `db`: a record whose readings need not be made again. Raises WrongUse, RelazioneError, OSError.
    """
    folder = Folder.begun(place, told, again)
    keys: list[str] = []
    there: list[int] = []

    def missing() -> Iterator[Chunk]:
        for chunk in cut(wanted, told):
            keys.append(chunk.key)
            if folder.has(chunk):
                there.append(chunk.number)
            else:
                yield chunk

    progress = Progress(len(wanted))
    made: list[int] = []

    def done(number: int) -> None:
        made.append(number)
        progress.of = len(keys)
        progress.at(len(made) + len(there), f"chunks read into {place}")

    try:
        if isinstance(by, Spark):
            from relazione.cli.at_scale.on_spark import read_on_spark

            read_on_spark(missing(), folder, told, done, by.master, _known(db) if db and not again else (), worker.CODER)
        else:
            from relazione.cli.at_scale.here import read_here

            read_here(missing(), folder, told, by, done)
    finally:
        progress.clear()
    folder.finish(keys)
    return folder, len(there)


def _known(db: Path) -> frozenset[str]:
    """What the record has read already; Raises the errors of a record before anything is read."""
    if not db.exists():
        return frozenset()
    from relazione.record.store import Record

    with Record.open(db) as record:
        return record.versions_read(coder_version())


def folder_of(db: Path) -> Path:
    """Where the coded documents of a reading stay until the record has them all: beside it."""
    return db.with_name(f"{db.stem}.coded")


def summary(folder: Folder, there: int) -> dict[str, Any]:
    """What a folder of coded documents holds."""
    found: Counter[str] = Counter()
    errors: list[dict[str, str]] = []
    for number in range(len(folder.manifest.chunks or ())):
        for row in rows_of(folder.file(number), ("kind", "path", "words", "claims", "error", "message")):
            if row.error:
                errors.append({"path": row.path, "kind": row.error, "message": row.message})
            elif row.kind == "document":
                found.update(documents=1, words=row.words, claims=row.claims)
            found[row.kind] += 1
    return {
        "coded": str(folder.path),
        "files": found["end"],
        "documents": found["documents"],
        "words": found["words"],
        "claims": found["claims"],
        "failed": len(errors),
        "failed_by_kind": dict(sorted(Counter(error["kind"] for error in errors).items())),
        "errors": errors,
        "chunks": len(folder.manifest.chunks or ()),
        "chunks_kept": there,
    }


def say_summary(told: dict[str, Any], quiet: bool) -> None:
    """Say what was read into a folder, and leave with the exit code."""
    if quiet:
        printing.say_json(told)
    else:
        for error in told["errors"][: MANY * 50]:
            printing.tell(error["message"])
        if told["errors"]:
            every = told["failed"] + told["documents"]
            printing.tell(f"{printing.plural(told['failed'], 'document')} of {every:,} not read")
        printing.say_heading(
            f"{printing.plural(told['documents'], 'document')}, {printing.plural(told['words'], 'word')}, "
            f"{printing.plural(told['claims'], 'claim')}"
        )
        kept = f", {told['chunks_kept']:,} of them read before" if told["chunks_kept"] else ""
        printing.say(f"{printing.clean(told['coded'])} holds them in {printing.plural(told['chunks'], 'file')}{kept}.")
        printing.say(f"`relazione read {printing.clean(told['coded'])}` takes them into a record.")
    if told["errors"]:
        click.get_current_context().exit(1 if told["documents"] else InputError.exit_code)
