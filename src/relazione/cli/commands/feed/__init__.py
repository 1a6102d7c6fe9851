"""The room `cli`: `relazione feed`: feeds of coded events beside the record, one module for each of its commands."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "add": "Load files of feeds, as they are published, into the lake.",
    "status": "What the lake holds: feeds, files, rows, days, years.",
    "series": "What feeds tell of two states, year by year or month by month.",
    "top": "The pairs with most conflict, cooperation, events or change.",
    "breaks": "The months in which the level between two states changed most.",
    "tidy": "Sort in what a loading that was broken off left behind.",
}
"""Command -> its line in the list. Each is the `command` of the module of its name, imported when it is called."""


class Feed(click.Group):
    """The group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("feed", cls=Feed)
def feed_command() -> None:
    """Keep feeds of coded events beside the record, and ask them.

    Files of GDELT 1.0 and 2.0, ICEWS and POLECAT are loaded as they are published into a lake: a folder beside the record
    (relazione.db has relazione.lake). Needs the extra: pip install "relazione[feeds]".
    """
