"""Make the pages of the documentation that come from the code: the commands, the codebook, the JSON Schemas.

python scripts/make_cli_docs.py            write cli.md, codebook.md, as-of.schema.json, curve.schema.json and record.schema.json into docs/
python scripts/make_cli_docs.py --check    write nothing; exit code 1 where a page is not what the code says
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from relazione.cli.codebook import codebook_text
from relazione.cli.commands.about import schema_of
from relazione.cli.door import SECTIONS, relazione

DOCS = Path(__file__).resolve().parent.parent / "docs"
_HEAD = """# Commands

Made from the code by `scripts/make_cli_docs.py`: `relazione COMMAND --help` says the same.

A record is one file: `relazione.db` in the folder where you are, another with `--db FILE` after the command, or the one that
the environment variable `RELAZIONE_DB` names. States are given by any name ("Turkey", "Türkiye", "Ottoman Empire") or ISO code,
dates as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. Data goes to stdout, talk and errors to stderr. In a terminal lines are wrapped to its
width; in a pipe each item is one line. `NO_COLOR` is respected.

| exit code | meaning |
|---:|---|
| 0 | done |
| 1 | some documents were bad (each is listed); the others were read |
| 2 | wrong use: an unknown state, an impossible date, a pair of one state with itself, a file that cannot be written |
| 3 | the record cannot be used: none there, written by a newer version, locked, damaged, or the disk is full |
| 4 | the input cannot be read: nothing at all could be read of what was named |
| 70 | a fault of Relazione: please report it |
| 130 | ended by Ctrl-C; each document is in the record whole or not at all |
| 141 | the reader of a pipe went away (`\\| head`) |

Shells complete commands, options and states after `eval "$(_RELAZIONE_COMPLETE=bash_source relazione)"` (or `zsh_source`,
`fish_source`).
"""


def pages() -> dict[str, str]:
    """File name in docs/ -> what the code says it holds."""
    return {
        "cli.md": cli_page(),
        "codebook.md": codebook_text(),
        "as-of.schema.json": _json("as-of"),
        "curve.schema.json": _json("curve"),
        "record.schema.json": _json("record"),
    }


def _json(which: str) -> str:
    return msgspec.json.format(msgspec.json.encode(schema_of(which)), indent=2).decode() + "\n"


def cli_page() -> str:
    """The page of all commands, in the order in which `relazione --help` lists them."""
    context = click.Context(relazione, info_name="relazione", **relazione.context_settings)
    lines = [_HEAD]
    for section, entries in SECTIONS.items():
        lines.append(f"## {section}\n")
        for name in entries:
            command = relazione.get_command(context, name)
            assert command is not None
            lines += _command(name, command, context)
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: click.Command, above: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=above)
    yield f"###{'#' * name.count(' ')} relazione {name}\n"
    yield f"    {context.command_path} {' '.join(command.collect_usage_pieces(context))}\n"
    yield inspect.cleandoc(command.help or "") + "\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            one = command.get_command(context, below)
            assert one is not None
            yield from _command(f"{name} {below}", one, context)
        return
    options = (parameter for parameter in command.get_params(context) if isinstance(parameter, click.Option))
    rows = [row for option in options if (row := option.get_help_record(context))]
    yield "| option | meaning |\n|---|---|"
    for words, meaning in rows:
        yield "| `{}` | {} |".format(*(cell.replace("|", "\\|") for cell in (words, meaning)))
    yield ""


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    stale = 0
    for name, text in pages().items():
        path = DOCS / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if "--check" in arguments:
            print(f"docs/{name} is not what the code says: run python scripts/make_cli_docs.py")
        else:
            DOCS.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"docs/{name}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
