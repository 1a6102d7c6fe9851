"""The room `cli`: `relazione users`: who may log in to a server that others reach."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from relazione.cli import printing
from relazione.model.errors import WrongUse

if TYPE_CHECKING:
    from relazione.web.users import User

file_option = click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    envvar="RELAZIONE_USERS",
    show_envvar=True,
    metavar="FILE",
    help="The file of users.",
)
role_type = click.Choice(("reader", "reviewer"))


@click.group("users")
def users_command() -> None:
    """Who may log in to a shared server.

    add NAME, change NAME, remove NAME, list; key NAME, revoke NAME for programs. The server that is running with the file (relazione serve --users FILE) sees every change at
    once. Passwords are asked for, or read from the first line of stdin where that is no terminal; only hashes are kept.
    """


@users_command.command("add")
@click.argument("name")
@click.option("--role", type=role_type, default="reader", show_default=True, help="See everything, or decide as well.")
@file_option
def add_command(name: str, role: str, file: Path) -> None:
    """Add a person; the file is made where there is none.

    The password is asked for, or read from the first line of stdin where that is no terminal.
    """
    from relazione.web.users import Role, User, changed_users, checked_name, hashed, read_users

    checked = checked_name(name)
    _refuse_known(checked, read_users(file) if file.exists() else {})
    password = hashed(_password())
    with changed_users(file, create=True) as users:
        _refuse_known(checked, users)
        users[checked] = User(checked, cast(Role, role), password)
    printing.tell(f"{checked} may log in as {role}")


@users_command.command("change")
@click.argument("name")
@click.option("--role", type=role_type, help="Give this role, and leave the password.")
@file_option
def change_command(name: str, role: str | None, file: Path) -> None:
    """Give a person another password, or another role.

    With another password all sessions of the person end, and the keys of the person's programs are taken back.
    """
    import msgspec

    from relazione.web.users import changed_users, hashed, read_users

    _known(name, read_users(file))
    changed = {"role": role} if role else {"password": hashed(_password()), "keys": ()}
    with changed_users(file) as users:
        users[name] = msgspec.structs.replace(_known(name, users), **changed)
    printing.tell(f"{name} is {role} now" if role else f"{name} has another password now")


@users_command.command("remove")
@click.argument("name")
@file_option
def remove_command(name: str, file: Path) -> None:
    """Let a person log in no more; sessions end at once.

    What was decided under the name stays in the record.
    """
    from relazione.web.users import changed_users

    with changed_users(file) as users:
        del users[_known(name, users).name]
    printing.tell(f"{name} may log in no more")


@users_command.command("key")
@click.argument("name")
@click.option("--for", "label", default="a program", show_default=True, metavar="TEXT", help="What the key is for.")
@file_option
def key_command(name: str, label: str, file: Path) -> None:
    """Make a key with which a program asks in a person's name.

    It is printed once, and only its hash is kept. The program sends it with each request (Authorization: Bearer KEY). A key reads
    everything and decides nothing, whatever the person's role.
    """
    import msgspec

    from relazione.model.moments import present_day
    from relazione.web.users import changed_users, new_key

    secret, key = new_key(label, present_day())
    with changed_users(file) as users:
        user = _known(name, users)
        if any(one.label == key.label for one in user.keys):
            raise WrongUse(
                f"{user.name} has a key for {printing.clean(key.label)!r} already: name another use with --for, or revoke it"
            )
        users[name] = msgspec.structs.replace(user, keys=(*user.keys, key))
    printing.tell(f"a key of {name}, for {key.label}; it is not shown again:")
    printing.say(secret)


@users_command.command("revoke")
@click.argument("name")
@click.option("--for", "label", metavar="TEXT", help="The key for this; without it all of the person's.")
@file_option
def revoke_command(name: str, label: str | None, file: Path) -> None:
    """Take keys of a person's programs back; they open nothing from then on."""
    import msgspec

    from relazione.web.users import changed_users

    with changed_users(file) as users:
        user = _known(name, users)
        kept = tuple(key for key in user.keys if label is not None and key.label != label)
        if kept == user.keys:
            raise WrongUse(
                f"{user.name} has no key{f' for {printing.clean(label)!r}' if label else ''}; `relazione users list` shows all"
            )
        users[name] = msgspec.structs.replace(user, keys=kept)
    printing.tell(f"{printing.plural(len(user.keys) - len(kept), 'key')} of {name} taken back")


@users_command.command("list")
@file_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_command(file: Path, as_json: bool) -> None:
    """Who may log in, as what, and with which keys of programs."""
    from relazione.web.users import read_users

    users = sorted(read_users(file).values(), key=lambda user: user.name.casefold())
    if as_json:
        printing.say_json({"users": [_told_of(user) for user in users]})
        return
    for user in users:
        printing.say(f"{user.role:9} {user.name}")
        for key in user.keys:
            printing.say(f"{'':9}   key for {key.label}, made on {key.made}")


def _told_of(user: User) -> dict[str, object]:
    """A person, for JSON."""
    return {"name": user.name, "role": user.role, "keys": [{"for": key.label, "made": key.made} for key in user.keys]}


def _known(name: str, users: dict[str, User]) -> User:
    if name not in users:
        raise WrongUse(f"there is no user {printing.clean(name)!r}; `relazione users list` shows all")
    return users[name]


def _refuse_known(name: str, users: dict[str, User]) -> None:
    if same := [known for known in users if known.casefold() == name.casefold()]:
        raise WrongUse(f"there is a user {printing.clean(same[0])!r} already; `relazione users change` gives another password")


def _password() -> str:
    """The password, asked for twice; from stdin where that is no terminal."""
    from relazione.web.users import checked_password

    if not sys.stdin.isatty():
        return checked_password(sys.stdin.readline().rstrip("\r\n"))
    first = checked_password(click.prompt("Password", hide_input=True, err=True))
    if click.prompt("The same again", hide_input=True, err=True) != first:
        raise WrongUse("the two passwords are not the same; nothing was changed")
    return first
