"""Publish: signs that would not be seen, or would reorder what is seen, made visible.

A text from outside may hold marks that turn the direction of writing (a known way to disguise words), control characters
and halves of broken characters. On a page, in a brief and in a table they stand as their code points: ⟨U+202E⟩.
"""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "["
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # control characters, but for tab and line ends
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"  # direction marks, zero-width signs
    "\U000e0000-\U000e007f"  # tags
    "\ud800-\udfff"  # halves of characters
    "\ufffe\uffff"
    "]"
)


def visible(text: str) -> str:
    """The text with such signs as their code points; all others as they are."""
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


_SHOWN = re.compile("⟨U\\+([0-9A-F]{4,6})⟩")


def restored(text: str) -> str:
    """What `visible` was given, from what it gave: for text that a person has edited. Other code points are left as they stand."""

    def sign(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if code <= 0x10FFFF and _HIDDEN.fullmatch(chr(code)) else found[0]

    return _SHOWN.sub(sign, text)
