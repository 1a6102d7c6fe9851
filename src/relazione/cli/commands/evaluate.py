"""The room `cli`: `relazione evaluate`: the reading measured against texts annotated by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relazione.cli import options, printing
from relazione.cli.progress import Progress
from relazione.cli.reading import Told, code_file, read_file
from relazione.model.errors import InputError, WrongUse

if TYPE_CHECKING:
    from relazione.coding.evaluation import Evaluation

GOLD = ".gold.json"
TEXTS = (".txt", ".html", ".wikitext")
LARGEST = 1_000_000_000


@click.command("evaluate")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--only", metavar="NAME", help="One text alone.")
@click.option("--misses", type=click.IntRange(0), default=0, metavar="N", help="List N misses (-) and N extras (+) of each.")
@click.option(
    "--predicted", type=click.Path(path_type=Path), metavar="DIR", help="Measure the annotations NAME.json there; read nothing."
)
@options.json_option
def evaluate_command(folder: Path, only: str | None, misses: int, predicted: Path | None, as_json: bool) -> None:
    """Measure the reading against texts annotated by hand.

    DIR holds NAME.txt (or .html, .wikitext) and NAME.gold.json in the annotation scheme. Prints precision, recall and F1 of
    missions, memberships, quantities and events: lenient (place and type) and strict (date and actors as well).
    """
    from relazione.coding.evaluation import Evaluation

    names = _names(folder, only)
    if predicted is not None and not any(predicted.glob("*.json")):
        raise InputError(f"{predicted}: no annotation NAME.json is there")
    made = Evaluation()
    errors: list[dict[str, str]] = []
    progress = Progress(len(names))
    for number, name in enumerate(names, start=1):
        progress.at(number, name)
        gold_file = folder / f"{name}{GOLD}"
        try:
            gold = _annotation(gold_file, ("missions", "memberships", "quantities", "events"))
            text = _text_of(folder, name)
            found = _predicted(predicted, name) if predicted is not None else _read(text)
        except InputError as error:
            progress.clear()
            printing.tell(str(error))
            errors.append({"name": name, "message": str(error)})
            if not gold_file.exists() or str(error).startswith(str(gold_file)):
                continue
            gold, found = _annotation(gold_file, ()), {}  # a text that cannot be read misses all that it tells
        made.add(name, gold, found, text.read_text(encoding="utf-8", errors="replace") if text else "")
    progress.clear()
    if as_json:
        printing.say_json({**made.as_data(), "errors": errors, **_listed(made, misses)})
    else:
        _say(made, misses)
    if errors:
        click.get_current_context().exit(1 if made.documents else InputError.exit_code)


def _names(folder: Path, only: str | None) -> list[str]:
    """The names of the texts with gold. Raises InputError where there is none, WrongUse where `only` is not among them."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    names = sorted(path.name.removesuffix(GOLD) for path in folder.glob(f"*{GOLD}"))
    if not names:
        raise InputError(f"{folder}: no gold is there (NAME{GOLD} beside NAME.txt)")
    if only is None:
        return names
    if only not in names:
        raise WrongUse(f"{folder} has no gold for {only!r}; it has {', '.join(names[:5])}{', …' if len(names) > 5 else ''}")
    return [only]


def _annotation(path: Path, needed: tuple[str, ...]) -> dict[str, Any]:
    """An annotation. Raises InputError where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON ({error})") from error
    if not isinstance(found, dict) or any(not isinstance(found.get(key), list) for key in needed):
        raise InputError(f"{path}: no annotation; it needs the lists {', '.join(needed)}")
    return found


def _predicted(folder: Path, name: str) -> dict[str, Any]:
    """An annotation made before; a missing one counts as an empty one."""
    path = folder / f"{name}.json"
    return _annotation(path, ()) if path.exists() else {}


def _text_of(folder: Path, name: str) -> Path | None:
    return next((path for ending in TEXTS if (path := folder / f"{name}{ending}").exists()), None)


def _read(text: Path | None) -> dict[str, Any]:
    from relazione.coding.annotate import annotation

    if text is None:
        raise InputError(f"the text of a gold is missing; it should be one of {', '.join('NAME' + e for e in TEXTS)}")
    return annotation(code_file(text, read_file(text, Told(max_size=LARGEST))))


def _listed(made: Evaluation, misses: int) -> dict[str, Any]:
    if not misses:
        return {}
    return {
        "missed": {name: score.missed[:misses] for name, score in made.scores.items()},
        "extra": {name: score.extra[:misses] for name, score in made.scores.items()},
    }


def _say(made: Evaluation, misses: int) -> None:
    documents = printing.plural(made.documents, "document")
    printing.say(f"{documents}; {made.quotes_found:,} of {printing.plural(made.quotes, 'quote')} found in the text")
    printing.say(f"{'':18}{'P':>7}{'R':>7}{'F1':>7}{'predicted':>11}{'gold':>6}")
    for name, score in made.scores.items():
        printing.say(f"{name:18}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}{score.predicted:11d}{score.gold:6d}")
    if not misses:
        return
    for name, score in made.scores.items():
        printing.say("")
        printing.say_heading(name)
        for sign, rows in (("-", score.missed), ("+", score.extra)):
            for row in rows[:misses]:
                printing.say_item(row, f"  {sign} ", "    ")
