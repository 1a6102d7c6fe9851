"""Reference: organisations, alliances, blocs, courts, banks and standing groups of states.

What articles on relations name as the bodies that states belong to, meet in and vote in. The knowledge is in
`data/organisations.tsv` and `data/organisation_names.tsv`.

    find_organisation("the E.U.")                 Organisation(id="european-union", name="European Union", ...)
    find_organisation("Allied Powers", "1943")    Organisation(id="allies-second-world-war", ...)
    find_organisation("who")                      None: an abbreviation is known by its capitals
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from relazione.reference.folding import fold
from relazione.reference.spans import Span, span_between
from relazione.reference.tables import DATA, rows, table_error

__all__ = ["KINDS", "Organisation", "find_organisation", "names", "organisation", "organisations"]

KINDS = frozenset(
    {
        "alliance",  # a promise of help in war, and what was built on it
        "bank",
        "bloc",  # states of one region or one interest
        "court",
        "forum",  # meets, without a treaty of its own
        "international-organisation",
        "movement",  # not made of states
        "other",
        "treaty-regime",  # known by the treaty that its members are parties to
        "un-body",
        "union",  # its members gave up some sovereignty to it
    }
)

_ORGANISATIONS = DATA / "organisations.tsv"
_NAMES = DATA / "organisation_names.tsv"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body that states belong to, meet in or answer to.

    `name` is the one to display, `short` the usual abbreviation (or ""). `start` and `end` are EDTF dates, None where
    not dated or still existing. `kind` is one of KINDS. `wikidata` is an item's id, "" unless certain.
    """

    id: str
    name: str
    short: str
    kind: str
    start: str | None
    end: str | None
    wikidata: str

    @property
    def span(self) -> Span:
        """The days of its existence, both included."""
        return span_between(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Naming:
    text: str
    organisation: str
    span: Span


def organisations() -> Mapping[str, Organisation]:
    """Every organisation by its id, in the order of the table."""
    return MappingProxyType(_tables()[0])


def organisation(id: str) -> Organisation:
    """The organisation of this id; KeyError if there is none."""
    return _tables()[0][id]


def names() -> tuple[tuple[str, str], ...]:
    """Every name with the id of its organisation: display names, abbreviations, expansions, former names."""
    return tuple((naming.text, naming.organisation) for naming in _tables()[1])


def find_organisation(text: str, on: str | None = None) -> Organisation | None:
    """The organisation that `text` names, or None.

    Case, accents, dots, dashes and a leading "the" make no difference, but an abbreviation must be written in capitals
    ("WHO" is no "who") and a name of one word must have one ("Allies", not "allies"). Where a name meant different
    bodies, the one of the EDTF date `on` is taken; without a date, the first in the table. ValueError if `on` is no
    date.
    """
    bare = _without_article(text.strip())
    if not any(letter.isupper() for letter in bare):
        return None
    found = _index().get(_key(bare)) or _index().get(fold(bare))
    if not found:
        return None
    if on is not None:
        asked = span_between(on, on)
        found = tuple(naming for naming in found if naming.span.overlaps(asked)) or found
    return organisation(found[0].organisation)


def _without_article(text: str) -> str:
    return text[4:] if text[:4].lower() == "the " else text


def _is_abbreviation(text: str) -> bool:
    return " " not in text and sum(letter.isupper() for letter in text) > 1


def _key(text: str) -> str:
    """Abbreviations keep their case, so that they cannot meet a word; other names are folded."""
    return text.replace(".", "") if _is_abbreviation(text) else fold(text)


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[_Naming, ...]]:
    index: dict[str, tuple[_Naming, ...]] = {}
    for naming in _tables()[1]:
        key = _key(naming.text)
        index[key] = (*index.get(key, ()), naming)
    return index


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, Organisation], tuple[_Naming, ...]]:
    """Both tables, checked. Raises ReferenceTableError naming the line."""
    found: dict[str, Organisation] = {}
    namings: list[_Naming] = []
    for line, cells in rows(_ORGANISATIONS, ("id", "name", "short", "kind", "from", "to", "wikidata")):
        id, name, short, kind, start, end, wikidata = cells
        row = Organisation(id, name, short, kind, start or None, end or None, wikidata)
        if row.id in found:
            raise table_error(_ORGANISATIONS, line, f"{row.id} is there twice")
        if row.kind not in KINDS:
            raise table_error(_ORGANISATIONS, line, f"the kind {row.kind!r} is none of {', '.join(sorted(KINDS))}")
        try:
            span = row.span
        except ValueError as problem:
            raise table_error(_ORGANISATIONS, line, str(problem)) from problem
        found[row.id] = row
        namings += [_Naming(text, row.id, span) for text in dict.fromkeys((row.name, row.short)) if text]
    for line, (owner, text, start, end) in rows(_NAMES, ("organisation", "text", "from", "to")):
        if owner not in found:
            raise table_error(_NAMES, line, f"no organisation {owner!r} in {_ORGANISATIONS.name}")
        if not text:
            raise table_error(_NAMES, line, "the name is blank")
        try:
            span = span_between(start, end) if start or end else found[owner].span
        except ValueError as problem:
            raise table_error(_NAMES, line, str(problem)) from problem
        namings.append(_Naming(text, owner, span))
    return found, tuple(namings)
