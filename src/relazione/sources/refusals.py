"""The room `sources`: errors that are handed on as values, beside the documents that were read."""

from __future__ import annotations

from relazione.model.errors import InputError


def bare(error: InputError) -> InputError:
    """The error without the way that it came: a traceback keeps alive all that was read until then, file after file."""
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error
