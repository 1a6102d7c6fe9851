"""The room `cli`: the one door. The table of commands, imported when called, and what becomes of errors.

    0  done                                        3  the record cannot be used (none, newer, locked, damaged, full disk)
    1  some documents were bad, and are listed     4  the input cannot be read
    2  wrong use                                   130  Ctrl-C; 141 the reader of a pipe went away

Data goes to stdout, talk to stderr. An error is one line, `relazione: message`; a traceback is shown for our own faults only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from relazione.cli.printing import prepare_streams, tell

if TYPE_CHECKING:
    from relazione.model.errors import RelazioneError

STOPPED = 130
NO_READER = 141
_FULL = (errno.ENOSPC, errno.EDQUOT)


class Entry(NamedTuple):
    """Where a command is, and its line in the list of commands."""

    module: str
    help: str


SECTIONS: dict[str, dict[str, Entry]] = {
    "Reading": {
        "read": Entry("read", "Read documents into the record."),
        "fetch": Entry("fetch", "Read pages of a live wiki into the record."),
        "import": Entry("datasets", "Import data files of the field, as they are downloaded."),
        "annotate": Entry("annotate", "Print what is read in an article, as JSON."),
        "explain": Entry("explain", "Say why each sentence was read as it was."),
        "changes": Entry("changes", "Which facts came, went and changed in a document."),
        "withdraw": Entry("changes", "Let a source count no more, or again."),
        "evaluate": Entry("evaluate", "Measure the reading against texts annotated by hand."),
    },
    "Judging": {
        "review": Entry("review", "Judge what was read, claim by claim, the most doubtful first."),
        "decisions": Entry("decisions", "Write what people decided into a file, or take such a file in."),
        "link": Entry("links", "Join two claims as one fact, or part them."),
    },
    "Asking": {
        "pair": Entry("pair", "How two states stood to each other on a date."),
        "timeline": Entry("pair", "Everything dated between two states, in order."),
        "diff": Entry("diff", "What changed between two dates, or what the record learnt."),
        "curve": Entry("curve", "Cooperation and conflict of two states over time, by year or month."),
        "facts": Entry("facts", "List facts: all, of one state, or of a pair."),
        "fact": Entry("facts", "One fact with its evidence and conflicts."),
        "search": Entry("search", "Find words in facts and texts."),
        "network": Entry("network", "Who has missions where, is a member of what, or has agreements with whom, on a date."),
        "coverage": Entry("coverage", "What each source covers: kinds, years, states."),
        "panel": Entry("panel", "Make a dyad-year panel of all pairs of states, or of one."),
        "status": Entry("about", "What the record holds: documents, coverage, counts."),
    },
    "Feeds": {
        "feed": Entry("feed", "Keep feeds of coded events beside the record, and ask them."),
    },
    "Giving on": {
        "article": Entry("publish", "The record of two states as an article in wikitext."),
        "brief": Entry("publish", "A cited brief of two states on two pages, as Markdown, HTML, PDF or Word."),
        "map": Entry("publish", "The locator map of two states, as SVG."),
        "export": Entry("export", "Write facts for other programs: of A and B, of A, or all."),
        "serve": Entry("pages", "Show the record in the browser, and review it there."),
        "users": Entry("users", "Who may log in to a shared server."),
        "site": Entry("pages", "Write the pages as files that need no server."),
        "mcp": Entry("assistant", "Answer assistants by the Model Context Protocol."),
    },
    "Reference": {
        "polity": Entry("polity", "What a name or a code means on a date."),
        "schema": Entry("about", "The JSON Schema of the record or of an answer."),
        "codebook": Entry("about", "What the kinds, fields and event types mean."),
    },
}
COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}


class Door(click.Group):
    """The group of all commands. A command's module is imported when it is called, not for the list of commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        found = getattr(import_module(f"relazione.cli.commands.{entry.module}"), f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for heading, entries in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, entry.help) for name, entry in entries.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "see `relazione --help`"
            raise click.UsageError(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run one command and end the process with its exit code."""
        name = prog_name or "relazione"
        _complete(self, name, complete_var or "_RELAZIONE_COMPLETE")
        prepare_streams()
        sys.exit(_run(self, list(sys.argv[1:] if args is None else args), name, extra))


def _complete(group: click.Group, name: str, variable: str) -> None:
    """Answer the shell, where it asks for completions."""
    if instruction := os.environ.get(variable):
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(group, {}, name, variable, instruction))


def _run(group: click.Group, args: list[str], name: str, extra: dict[str, Any]) -> int:
    """The exit code of one command."""
    try:
        with group.make_context(name, args, **extra) as context:
            group.invoke(context)
            context.exit()
    except click.exceptions.Exit as end:
        return _flushed(end.exit_code)
    except (KeyboardInterrupt, click.Abort):
        tell("stopped")
        return STOPPED
    except BrokenPipeError:
        return _no_reader()
    except click.ClickException as error:
        return _wrong_use(error)
    except OSError as error:
        return _system_error(error)
    except Exception as error:
        return _told(error)


def _flushed(code: int) -> int:
    """Write out what is still in hand: a pipe that nobody reads, or a full disk, shows itself only here."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _no_reader()
    except OSError as error:
        return _system_error(error)
    return code


def _no_reader() -> int:
    """Be quiet where the reader of a pipe has gone (`| head`), also when Python closes stdout at the end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NO_READER


def _wrong_use(error: click.ClickException) -> int:
    message = error.format_message()
    tell(message[:1].lower() + message[1:].rstrip(".") if message[1:2].islower() else message)
    context = getattr(error, "ctx", None)
    if context is not None:
        tell(f"see `{context.command_path} --help`")
    return error.exit_code


def _system_error(error: OSError) -> int:
    """What the system refused: a folder that cannot be written, a full disk."""
    where = f"{error.filename}: " if error.filename else ""
    if error.errno in _FULL:
        tell(f"{where}no room left on the disk; make room and repeat")
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 3
    tell(f"{where}{(error.strerror or str(error)).lower()}; name another place, or change its rights")
    return 2


def _told(error: Exception) -> int:
    """An error raised on purpose says itself; anything else is a fault of ours, and its traceback is what helps to mend it."""
    from relazione.model.errors import RelazioneError

    told = error if isinstance(error, RelazioneError) else _of_the_record(error)
    if told is not None:
        tell(str(told))
        return told.exit_code
    import traceback

    traceback.print_exception(error)
    tell("this is a fault of Relazione: please report it with the lines above and what you asked for")
    return 70


def _of_the_record(error: BaseException | None) -> RelazioneError | None:
    """What SQLite says through an error, or one that it was raised over: a full disk shows itself at the oddest moments."""
    if "sqlite3" not in sys.modules:
        return None
    import sqlite3
    from pathlib import Path

    from relazione.model.errors import RelazioneError
    from relazione.record.opening import explain

    while error is not None:
        if isinstance(error, sqlite3.DatabaseError):
            found = explain(error, Path("the record"))
            if isinstance(found, RelazioneError):
                return found
        error = error.__context__
    return None


@click.group(
    cls=Door,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A record is one file: relazione.db here, another with --db FILE after the command, or RELAZIONE_DB. Exit codes: 0 "
    "done; 1 some documents were bad; 2 wrong use; 3 the record cannot be used; 4 the input cannot be read.",
)
@click.version_option(package_name=None, version=__import__("relazione").__version__, message="relazione %(version)s")
def relazione() -> None:
    """What is written about two states, as one cited, dated record that can be questioned at any date.

    Begin with: relazione read ARTICLE, then: relazione pair Italy Türkiye
    """
