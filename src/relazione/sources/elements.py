"""The room `sources`: what becomes of the elements of wikitext and HTML. data/elements.tsv."""

from __future__ import annotations

import functools
from importlib.resources import files
from typing import Literal


@functools.cache
def elements(column: Literal["wikitext", "html"]) -> dict[str, str]:
    """What becomes of each element, by its name; those that are marked "-" are not in it."""
    table = files("relazione.sources").joinpath("data/elements.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    at = lines[0].index(column)
    return {line[0]: line[at] for line in lines[1:] if line[at] != "-"}
