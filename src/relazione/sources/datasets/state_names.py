"""The room `sources`: state numbers for names without blanks, as datasets have them in their column headers ("trinidadandtobago")."""

from __future__ import annotations

from functools import cache

from relazione.reference.folding import fold
from relazione.reference.register import register
from relazione.reference.systems import spells


def number_of(text: str) -> str | None:
    """The COW number that a squeezed name or the list's abbreviation stands for; None where it is not known."""
    return _numbers().get(squeezed(text))


def squeezed(text: str) -> str:
    """The letters of a name alone, folded."""
    return "".join(sign for sign in fold(text) if sign.isalnum())


@cache
def _numbers() -> dict[str, str]:
    known = register()
    found: dict[str, str] = {}
    coded = sorted(
        ((code, known.span(code)) for codes in known.codes.values() for code in codes if code.system == "cow"),
        key=lambda one: one[1].last,
        reverse=True,
    )
    for code, _ in coded:
        for name in (known.polities[code.polity].name, *(one.text for one in known.names_of[code.polity] if one.kind == "name")):
            found.setdefault(squeezed(name), code.code)
    for spell in spells("cow"):
        found.setdefault(spell.abbreviation.lower(), str(spell.number))
    return found
