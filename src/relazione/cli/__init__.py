"""The room `cli`: thin commands that parse, make one call and print.

`door` holds the table of commands and turns errors into messages and exit codes; `options` what commands share; `printing`
how text reaches a terminal or a pipe. Each file of `commands` is imported only when one of its commands is called, and each
command imports the rooms that it needs only when it runs, so that `relazione --help` answers at once.
"""

from __future__ import annotations


def main() -> None:
    """The program `relazione`. Ends the process with the exit code."""
    try:
        from relazione.cli.door import relazione

        relazione.main()
    except KeyboardInterrupt:  # before the door was open, or after it was shut
        raise SystemExit(130) from None
