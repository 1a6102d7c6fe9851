"""The model room: how a claim leads back to the words that say it.

Evidence follows the W3C Web Annotation text quote and text position selectors: the exact words, what stands before and after
them, and where they start and end in the document's text (in characters of the original, unnormalised text). Evidence from a data
file is a row: its line in the file and its key there; `exact` holds the cells that were used, as "column=value".
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from relazione.model.dates import HowGot

CONTEXT = 32
"""Characters of prefix and suffix kept with a quote."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """The passage that says one or more fields of a claim."""

    start: Annotated[int, Meta(description="offset of the first character in the document's text")]
    end: Annotated[int, Meta(description="offset after the last character")]
    exact: Annotated[str, Meta(description="the words, letter by letter")]
    prefix: Annotated[str, Meta(description="the characters before")] = ""
    suffix: Annotated[str, Meta(description="the characters after")] = ""
    fields: Annotated[tuple[str, ...], Meta(description="the claim's fields that it supports; empty: the claim as a whole")] = ()
    how: Annotated[HowGot, Meta(description="how the value was got from these words")] = "said"
    line: Annotated[int, Meta(description="line of the row in a data file, counted from 1; 0 where the source is a text")] = 0
    key: Annotated[str, Meta(description="the row's key in a data file, as 'column=value'")] = ""


def quote(text: str, start: int, end: int, fields: tuple[str, ...] = (), how: HowGot = "said") -> Evidence:
    """Evidence for text[start:end], with its context. Raises ValueError where the span is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage {start}..{end} in a text of {len(text)} characters")
    return Evidence(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        fields=fields,
        how=how,
    )


def row_evidence(line: int, key: str, cells: str, fields: tuple[str, ...] = ()) -> Evidence:
    """Evidence for a row of a data file. `cells`: those that were used, as "column=value, column=value"."""
    return Evidence(start=0, end=0, exact=cells, fields=fields, line=line, key=key)
