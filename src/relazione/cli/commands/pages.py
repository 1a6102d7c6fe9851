"""The room `cli`: `relazione serve` and `relazione site`: the pages, by a server or as files."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import click

from relazione.cli import options, printing
from relazione.model.errors import WrongUse


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any free one.")
@options.db_option
def serve_command(host: str, port: int, db: Path) -> None:
    """Show the record in the browser.

    Until Ctrl-C. Reads only; what another process adds is shown at the next request. There is no login: an address other
    than this machine's own shows the record to everyone who reaches it.
    """
    with options.open_record(db):
        pass  # what is wrong with the record is said before the server starts
    import uvicorn

    from relazione.web.app import create_app
    from relazione.web.guard import LOOPBACK

    listening = listen(host, port)
    with listening:
        hosts = LOOPBACK | {host.strip("[]").lower(), socket.gethostname().lower()}
        printing.tell(f"the record is shown at {address_of(listening)} until Ctrl-C")
        config = uvicorn.Config(create_app(db, hosts=hosts), log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket at the address. Raises WrongUse where there is none to be had."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise WrongUse(f"no address {host!r}; --host 127.0.0.1 is this machine") from error
    opened = socket.socket(found[0], socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(found[4])
        opened.listen()
    except OSError as error:
        opened.close()
        raise WrongUse(
            f"cannot listen at {host}, port {port} ({(error.strerror or str(error)).lower()}); choose another with --port"
        ) from error
    return opened


def address_of(listening: socket.socket) -> str:
    """The address to open in a browser."""
    at: Any = listening.getsockname()
    host = f"[{at[0]}]" if listening.family == socket.AF_INET6 else at[0]
    return f"http://{host}:{at[1]}/"


@click.command("site")
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder.")
@options.db_option
def site_command(folder: Path, db: Path) -> None:
    """Write the pages as files that need no server.

    The same pages as those of relazione serve, for the present; open index.html.
    """
    with options.open_record(db):
        pass  # what is wrong with the record is said before the folder is made
    from relazione.web.site import write_site

    start = write_site(db, folder)
    printing.say(printing.clean(start))
