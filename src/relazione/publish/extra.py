"""Publish: the libraries that only some forms need. They are of the extra "brief" and brought in when a form is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from relazione.model.errors import WrongUse

EXTRA = "brief"


class MissingExtra(WrongUse):
    """A form needs a library that is not installed."""


def needed(module: str, form: str) -> Any:
    """The module of a library of the extra. Raises MissingExtra, which names the extra, where it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f'{form} needs the library {module}, which is not installed; install the extra "{EXTRA}": pip install "relazione[{EXTRA}]"'
        ) from error
