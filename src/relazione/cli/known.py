"""The room `cli`: `--known-at`, of all commands that ask: the record as it stood at an earlier moment.

The moment is kept with the command's context, so that whatever opens the record or prints an answer knows of it: `open_record` of
`options` opens the record of then, `say_json` of `printing` names the moment in the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    TextType = click.ParamType[str]
else:  # click before 8.4 has no generic types
    TextType = click.ParamType

Command = TypeVar("Command", bound=Callable[..., Any])
_KEY = "relazione.known_at"


class MomentType(TextType):
    """A day, or a time in UTC, at the end of which the record had been told something."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from relazione.model.moments import moment

        return moment(str(value)).text


MOMENT = MomentType()


def _keep(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_KEY] = value


def known_at_option(command: Command) -> Command:
    """The option, which no command has to take as an argument."""
    return click.option(
        "--known-at",
        type=MOMENT,
        metavar="MOMENT",
        expose_value=False,
        callback=_keep,
        help="The record as it stood at the end of a day, YYYY-MM-DD, or at a time, YYYY-MM-DDTHH:MM:SSZ (UTC).  [default: now]",
    )(command)


def known_at() -> str | None:
    """The moment that the running command asks about; None: the present."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_KEY) if context is not None else None
    return str(found) if found is not None else None


def with_moment(data: Any) -> Any:
    """An answer with the moment that it is of, where one was asked about: as a key of an object; a list is put into an object."""
    asked = known_at()
    if asked is None:
        return data
    import msgspec

    plain = msgspec.to_builtins(data)
    return {"known_at": asked, **plain} if isinstance(plain, Mapping) else {"known_at": asked, "answer": plain}
