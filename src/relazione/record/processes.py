"""The record room: the process that writes many documents, so that another one can tell whether it was killed."""

from __future__ import annotations

import os
import platform
import sys


def this_process() -> str:
    """Machine and number of this process."""
    return f"{platform.node()} {os.getpid()}"


def is_gone(process: str) -> bool:
    """Whether that process is known to have ended. One of another machine may live, as may one that cannot be asked."""
    machine, _, number = process.rpartition(" ")
    if machine != platform.node() or not number.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return _is_waited_for(int(number))


def _is_waited_for(number: int) -> bool:
    """Whether the process is dead and only not yet waited for by its parent (Linux)."""
    try:
        with open(f"/proc/{number}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False
