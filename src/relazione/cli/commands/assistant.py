"""The room `cli`: `relazione mcp`: the record for assistants, on stdin and stdout."""

from __future__ import annotations

from pathlib import Path

import click

from relazione.cli import options


@click.command("mcp")
@options.db_option
def mcp_command(db: Path) -> None:
    """Answer assistants by the Model Context Protocol.

    Speaks on stdin and stdout until the other side ends; an assistant starts it by itself. Reads only, and answers with numbered
    citations. Needs relazione[mcp].
    """
    from relazione.web.assistant import server

    server(db).run()
