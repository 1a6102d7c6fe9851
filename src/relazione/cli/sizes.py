"""The room `cli`: sizes of files as people write them: 20MB, 500 kB, 1000000."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    NumberType = click.ParamType[int]
else:  # click before 8.4 has no generic types
    NumberType = click.ParamType

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)i?b?", re.IGNORECASE)
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


class SizeType(NumberType):
    """A size in bytes; kB, MB and GB are powers of a thousand."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(str(value).strip())
        if found is None:
            from relazione.model.errors import WrongUse

            raise WrongUse(f"--max-size takes a size such as 50MB or 50000000, and not {str(value)!r}")
        return int(float(found[1]) * _FACTORS[found[2].lower()])


SIZE = SizeType()
