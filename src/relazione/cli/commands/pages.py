"""The room `cli`: `relazione serve` and `relazione site`: the pages, by a server or as files."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import click

from relazione.cli import lakes, options, printing
from relazione.cli.known import known_at
from relazione.model.errors import WrongUse

TOLD_AFTER = 1.0
"""Seconds after which a user is told why the server does not start yet."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0: any free one.")
@click.option(
    "--as", "person", default=options.this_user, metavar="NAME", help="Who decides.  [default: the user of this computer]"
)
@click.option(
    "--users",
    type=click.Path(path_type=Path),
    envvar="RELAZIONE_USERS",
    show_envvar=True,
    metavar="FILE",
    help="Let these people log in (relazione users makes the file). Needed at any address but this machine's own.",
)
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name under which the server is asked.")
@click.option("--behind-https", is_flag=True, help="A proxy on this machine speaks https with the browsers.")
@lakes.lake_option
@options.db_option
def serve_command(
    host: str, port: int, person: str, users: Path | None, names: tuple[str, ...], behind_https: bool, lake: Path | None, db: Path
) -> None:
    """Show the record in the browser, and review it there.

    Until Ctrl-C. What another process adds is shown at the next request. At this machine's own address there is no login, and decisions bear
    the name of --as. Others are let in with --users FILE only, by name and password, as readers or reviewers: see docs/server.md.
    """
    _bring_up_to_date(db)
    if lake is not None:
        _check(lake)
    from relazione.web.guard import LOOPBACK
    from relazione.web.serving import is_loopback, server
    from relazione.web.users import UsersFile, checked_name
    from relazione.web.visitor import ByLogin, Door, OnePerson

    door: Door = ByLogin(UsersFile(users), secure=behind_https) if users else OnePerson(checked_name(person))
    with listen(host, port) as listening:
        others = not is_loopback(listening)
        if others and not users:
            raise WrongUse(
                f"at {host} others reach the record: name those who may, with --users FILE; `relazione users add NAME --role reviewer "
                "--file FILE` makes one. Without --host only this machine is answered"
            )
        if behind_https and not users:
            raise WrongUse("--behind-https is for a server that others reach: it needs --users FILE")
        if others and not behind_https:
            printing.tell("passwords go over the network unencrypted: put a proxy with https before it, and say --behind-https")
        hosts = LOOPBACK | {one.strip("[]").lower() for one in (host, socket.gethostname(), *names)}
        printing.tell(f"the record is shown at {address_of(listening)} until Ctrl-C")
        server(db, door, hosts, lake).run(sockets=[listening])


def _bring_up_to_date(db: Path) -> None:
    """What is wrong with the record is said before the server starts; one of an earlier version gets what the review needs."""
    from relazione.model.errors import RecordError
    from relazione.record.store import Record

    slow = threading.Timer(TOLD_AFTER, printing.tell, ["the record is brought up to date; that happens once ..."])
    slow.daemon = True
    slow.start()
    try:
        Record.open(db).close()
    except RecordError:  # it cannot be written, or not now: it may be shown all the same
        options.open_record(db).close()
    finally:
        slow.cancel()


def _check(lake: Path) -> None:
    """What is wrong with a lake that was named is said before the server starts."""
    from relazione.analysis.curve.reported import Reports

    with Reports(lake) as reports:
        reports.check()


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
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes that write.  [default: one for each core]")
@options.asked_record
def site_command(folder: Path, jobs: int | None, db: Path) -> None:
    """Write the pages as files that need no server.

    The same pages as those of relazione serve, for the present; open index.html. The files are the same whatever the number of processes.
    A page that cannot be made is named at the end, and all others are written.
    """
    with options.open_record(db):
        pass  # what is wrong with the record is said before the folder is made
    from relazione.cli.commands.read import cores
    from relazione.cli.progress import Progress
    from relazione.web.site import write_site

    progress = Progress(0)

    def watch(done: int, of: int) -> None:
        progress.of = of
        progress.at(done, "pages and their data")

    try:
        start = write_site(db, folder, known_at(), jobs or cores(), watch)
    finally:
        progress.clear()
    printing.say(printing.clean(start))
