"""The room `cli`: `relazione annotate`: what is read in an article, as JSON, without a record."""

from __future__ import annotations

from pathlib import Path

import click

from relazione.cli import options, printing
from relazione.cli.progress import Progress
from relazione.cli.reading import Told, code_file, read_files
from relazione.cli.walking import documents_in
from relazione.model.errors import InputError, WrongUse


@click.command("annotate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@options.document_options
@click.option(
    "-o", "folder", type=click.Path(path_type=Path), metavar="DIR", help="Write NAME.json for each article into a folder."
)
@click.option("--json", "as_json", is_flag=True, help="As without it: an annotation is JSON.")
def annotate_command(
    paths: tuple[Path, ...],
    pair: tuple[str, str] | None,
    date: str | None,
    max_size: int,
    id_: str | None,
    format_: str | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Print what is read in an article, as JSON.

    One object: parties, missions, memberships, events, quantities, agreements, holdings and tenures, each with an exact
    quote of the text. Several articles, or a folder of them, are written into the folder that -o names.
    """
    from relazione.coding.annotate import annotation
    from relazione.model.identity import slug

    wanted = list(documents_in(paths))
    if len(wanted) > 1 and folder is None:
        raise WrongUse(f"there are {len(wanted)} articles: name the folder for their annotations with -o")
    if len(wanted) > 1 and id_ is not None:
        raise WrongUse(f"--id names one document, and there are {len(wanted)} to read")
    told = Told(pair, date, max_size, id_, format_)
    progress = Progress(len(wanted))
    done = bad = 0
    for number, item in enumerate(wanted, start=1):
        progress.at(number, item if isinstance(item, Path) else "")
        for document in read_files(item, told):
            try:
                if isinstance(document, InputError):
                    raise document
                assert isinstance(item, Path)
                made = annotation(code_file(item, document))
            except InputError as error:
                progress.clear()
                printing.tell(str(error))
                bad += 1
                continue
            progress.clear()
            done += 1
            if folder is not None:
                of_several = document.origin != item.name
                _write(folder / (f"{item.stem}.{slug(document.id)}.json" if of_several else f"{item.stem}.json"), made)
            elif done > 1:
                raise WrongUse(f"{item} holds several articles: name the folder for their annotations with -o")
            else:
                printing.say_json(made)
    if bad:
        click.get_current_context().exit(1 if done else InputError.exit_code)


def _write(path: Path, made: object) -> None:
    import msgspec

    from relazione.publish.tables import write_whole

    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n")
