"""The room `cli`: `relazione import`: data files in, what was found in them told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.coded import is_coded
from relazione.cli.commands.read import KINDS
from relazione.model.errors import InputError, UnknownDataset, WrongUse

if TYPE_CHECKING:
    from relazione.record.store import Record
    from relazione.sources.datasets.imported import Imported

SHOWN = 5
"""Bad rows of a file that are printed."""


@click.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--as", "wanted", metavar="DATASET", help="Which dataset it is, where the header is not enough (see --list).")
@click.option("--release", metavar="VERSION", default="", help="Its version or year, where the file does not tell.")
@click.option("--list", "as_list", is_flag=True, help="Show the datasets that are known.")
@options.db_option
@options.json_option
def import_command(paths: tuple[Path, ...], wanted: str | None, release: str, as_list: bool, db: Path, as_json: bool) -> None:
    """Import data files of the field, as they are downloaded.

    Which dataset a file is, its header tells; of a folder those files are taken that are one. Each row becomes a claim, or
    stands behind one: `relazione fact` shows its line. Bad rows are listed and left out. The same file again adds nothing; a new
    release is a new version of its dataset.
    """
    if as_list:
        _say_list(as_json)
        return
    if not paths:
        raise WrongUse("name a data file or a folder of them; --list shows the datasets that are known")
    if coded := next(filter(is_coded, paths), None):
        raise WrongUse(
            f"{coded}: is a folder of coded documents, and no data file: `relazione read {coded}` takes it into the record"
        )
    told: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    with ExitStack() as stack:
        record: Record | None = None
        for path, named in _files(paths):
            try:
                imported = _import(path, wanted, release)
            except UnknownDataset as error:
                if named:
                    errors.append(_tell(path, error))
                continue
            except (InputError, WrongUse) as error:
                if isinstance(error, WrongUse) and named:
                    raise
                errors.append(_tell(path, error))
                continue
            if record is None:
                from relazione.record.store import Record as Store

                record = stack.enter_context(Store.open(db, create=True))
            told.append(add_to_record(path, imported, record))
            if not as_json:
                _say(told[-1])
    if not told and not errors:
        raise InputError(
            f"{', '.join(map(str, paths))}: no data file that is known (`relazione import --list` shows those that are)"
        )
    if as_json:
        printing.say_json({"db": str(db), "files": told, "errors": errors})
    bad_rows = any(one["bad_rows"] for one in told)
    if errors or bad_rows:
        click.get_current_context().exit(1 if told else InputError.exit_code)


def _files(paths: tuple[Path, ...]) -> Iterator[tuple[Path, bool]]:
    """The files, and whether each was named itself; of folders every file below, links not followed."""
    for path in paths:
        if path.is_dir():
            yield from ((file, False) for file in sorted(path.rglob("*")) if file.is_file() and not file.is_symlink())
        else:
            yield path, True


def _import(path: Path, wanted: str | None, release: str = "") -> Imported:
    from relazione.sources.datasets.imported import import_file

    return import_file(path, wanted, release)


def _tell(path: Path, error: InputError | WrongUse) -> dict[str, str]:
    printing.tell(str(error))
    return {"path": str(path), "message": str(error)}


def add_to_record(path: Path, imported: Imported, record: Record) -> dict[str, Any]:
    """Put it into the record, and give what is told of it."""
    from relazione.record.datasets import DataColumn, DataFile, LeftOut

    dataset = imported.dataset
    added = record.add_data(
        imported.document,
        imported.claims,
        DataFile(
            dataset=dataset.id,
            release=imported.version,
            sha256=imported.sha256,
            first=dataset.covers[0],
            last=dataset.covers[1],
            rows=imported.rows,
            bad=tuple(LeftOut(one.line, one.why, one.text) for one in imported.bad),
            bad_rows=imported.bad_count,
        ),
        (DataColumn(one.name, one.kind, one.data, one.texts) for one in imported.columns),
        coder=f"import {dataset.id}",
    )
    kinds = Counter(claim.kind for claim in imported.claims)
    return {
        "path": str(path),
        "dataset": dataset.id,
        "document": imported.document.id,
        "title": imported.document.title,
        "publisher": dataset.publisher,
        "covers": list(dataset.covers),
        "terms": dataset.terms,
        "tested": dataset.tested,
        "rows": imported.rows,
        "bad_rows": imported.bad_count,
        "bad": imported.bad,
        "claims": len(imported.claims),
        "claims_by_kind": {kind: kinds[kind] for kind in KINDS},
        "columns": [column.name for column in imported.columns],
        "new_version": added.new_version,
        "new_claims": added.new_claims,
        "kept_claims": added.kept_claims,
        "gone_claims": added.gone_claims,
    }


def _say(told: dict[str, Any]) -> None:
    printing.say_heading(told["title"])
    rows = [
        ("publisher", told["publisher"]),
        ("covers", " to ".join(told["covers"])),
        ("terms", told["terms"]),
        ("rows", f"{told['rows']:,}" + (f", and {told['bad_rows']:,} bad" if told["bad_rows"] else "")),
        ("claims", f"{told['claims']:,}: {_news(told)}" if told["claims"] else "none: kept for panels"),
    ]
    rows += [(name, f"{told['claims_by_kind'][kind]:,}") for kind, name in KINDS.items() if told["claims_by_kind"][kind]]
    printing.say_table(rows, indent="  ")
    if not told["tested"]:
        printing.say_item("built from the published codebook; not tested on a real file: check some rows", "  ! ")
    for one in told["bad"][:SHOWN]:
        printing.say_item(f"line {one.line:,}: {one.why}{' (no claim; kept for panels)' if one.kept else ''}", "    - ")
    if told["bad_rows"] > SHOWN:
        printing.say(f"    … and {told['bad_rows'] - SHOWN:,} more: --json lists the first thousand")


def _news(told: dict[str, Any]) -> str:
    if not (told["new_claims"] or told["gone_claims"] or told["new_version"]):
        return "nothing new"
    gone = f", {told['gone_claims']:,} no longer made" if told["gone_claims"] else ""
    return f"{told['new_claims']:,} new, {told['kept_claims']:,} known{gone}"


def _say_list(as_json: bool) -> None:
    from relazione.sources.datasets.catalogue import catalogue

    sets = list(catalogue().values())
    if as_json:
        printing.say_json(sets)
        return
    for one in sets:
        printing.say_item(f"{one.id}: {one.title} ({one.publisher})", "- ")
        printing.say_item(f"{one.covers[0]} to {one.covers[1]}{'' if one.tested else '; not tested on a real file'}", "    ")
