"""The room `cli`: what commands share: the record's file, states, dates, JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from relazione.cli.known import known_at, known_at_option

if TYPE_CHECKING:
    from relazione.record.store import Record

    TextType = click.ParamType[str]
    TwoType = click.ParamType[tuple[str, str]]
else:  # click before 8.4 has no generic types
    TextType = TwoType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_RECORD = "relazione.db"


class StateType(TextType):
    """A present-day state, given by a name in any spelling or by an ISO code; its code is what the command gets."""

    name = "state"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from relazione.reference.polities import find_state

        return find_state(value).code

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from relazione.reference.folding import fold
        from relazione.reference.polities import states

        wanted = fold(incomplete)
        return [CompletionItem(state.name) for state in states().values() if fold(state.name).startswith(wanted)]


class DayType(TextType):
    """A day, a month or a year, as YYYY-MM-DD, YYYY-MM or YYYY."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from relazione.model.dates import parse_day

        text = str(value).strip()
        parse_day(text)
        return text


class PairType(TwoType):
    """Two states with a colon between them."""

    name = "A:B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        from relazione.model.errors import WrongUse

        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        first, colon, second = value.partition(":")
        if not (colon and first.strip() and second.strip()):
            raise WrongUse(f"--pair needs two states with a colon between them, as Italy:Turkey, and not {value!r}")
        return checked_pair(STATE.convert(first.strip(), None, None), STATE.convert(second.strip(), None, None))


class YearsType(TextType):
    """A year, or two with a dash between them: the first and the last. `wanted` is what is said of anything else."""

    name = "years"

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from relazione.model.errors import WrongUse

        if not isinstance(value, str):
            return value
        first, _, last = value.partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise WrongUse(f"{self._wanted}, and not {value!r}")
        return int(first), int(last or first)


STATE = StateType()
KIND = click.Choice(("event", "agreement", "mission", "membership", "holding", "measure", "tenure"), case_sensitive=False)
DAY = DayType()
PAIR = PairType()


def checked_pair(a: str, b: str) -> tuple[str, str]:
    """The two codes. Raises SameState where they are one."""
    if a == b:
        from relazione.model.errors import SameState

        raise SameState(state_name(a))
    return a, b


def state_name(code: str) -> str:
    """The present-day name of a state by its code."""
    from relazione.reference.polities import states

    state = states().get(code)
    return state.name if state else code


def pair_name(pair: tuple[str, str]) -> str:
    """ "Italy and Türkiye"."""
    return " and ".join(map(state_name, pair))


db_option = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=DEFAULT_RECORD,
    envvar="RELAZIONE_DB",
    show_default=True,
    show_envvar=True,
    metavar="FILE",
    help="The record.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_of_option = click.option(
    "--as-of", "as_of", type=DAY, metavar="DATE", help="The date asked about (YYYY, YYYY-MM or YYYY-MM-DD).  [default: today]"
)


def pair_arguments(command: Command) -> Command:
    """The arguments A and B."""
    return click.argument("a", type=STATE)(click.argument("b", type=STATE)(command))


def document_options(command: Command) -> Command:
    """What a user can tell of a document that it does not tell itself."""
    from relazione.sources.formats import BY_NAME

    form = click.option(
        "--format",
        "format_",
        type=click.Choice(list(BY_NAME)),
        metavar="FORMAT",
        help=f"Its format: {', '.join(BY_NAME)}.  [default: told by the content]",
    )
    return page_options(form(command))


def page_options(command: Command) -> Command:
    """What a user can tell of a document whose format is known."""
    from relazione.cli.sizes import SIZE

    for option in (
        click.option("--id", "id_", metavar="ID", help="The document's id, such as its address.  [default: from its title]"),
        click.option("--max-size", type=SIZE, default="20MB", show_default=True, metavar="SIZE", help="Refuse larger files."),
        click.option("--date", type=DAY, metavar="DATE", help="The document's own date (YYYY, YYYY-MM or YYYY-MM-DD)."),
        click.option("--pair", type=PAIR, metavar="A:B", help="The two states, where the text does not tell."),
    ):
        command = option(command)
    return command


def this_user() -> str:
    """Who uses this computer; "unknown" where it does not tell."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def asked_record(command: Command) -> Command:
    """--db and --known-at, of a command that asks a record."""
    return db_option(known_at_option(command))


def open_record(path: Path) -> Record:
    """The record at a path, for reading: as it stood at the moment of --known-at, where that is given. Raises the errors of a record."""
    from relazione.record.store import Record

    asked = known_at()
    record = Record.open(path, read_only=True, known_at=asked)
    if record.known_at is not None:
        from relazione.cli.printing import tell
        from relazione.publish.words import nothing_yet

        tell(nothing_yet(record) or f"the record as it stood on {record.known_at.words}")
    return record
