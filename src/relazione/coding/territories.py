"""The room `coding`: which territory a noun phrase names: by name, by "these islands" for the one told before, else in the
source's words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relazione.coding.columns import columns
from relazione.coding.parsed import ParsedChunk
from relazione.coding.syntax import with_conjuncts
from relazione.reference.places import Place, find_place

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTS = frozenset(
    [
        "part",
        "portion",
        "rest",
        "most",
        "half",
        "all",
        "some",
        "province",
        "territory",
        "region",
        "island",
        "islet",
        "city",
        "town",
        "port",
        "area",
        "coast",
        "land",
        "colony",
        "kingdom",
        "peninsula",
        "archipelago",
        "fortress",
        "whole",
        "much",
        "remainder",
        "strip",
        "district",
        "harbour",
        "harbor",
        "sector",
        "zone",
        "village",
        "control",
        "group",
        "number",
    ]
)
_DIRECTIONS = frozenset(["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"])
_LAND = frozenset(
    [
        "island",
        "islet",
        "coast",
        "territory",
        "area",
        "region",
        "province",
        "land",
        "peninsula",
        "archipelago",
        "strip",
        "district",
        "zone",
        "sector",
        "city",
        "town",
        "port",
        "fortress",
        "village",
        "enclave",
        "colony",
        "coastline",
        "hinterland",
    ]
)
_POINTING = frozenset(["the", "these", "this", "those", "that", "its", "their", "both"])
_ISLANDS, _CITIES = frozenset({"island", "islet", "archipelago"}), frozenset({"city", "town", "port", "fortress", "village"})
_LONGEST = 14  # tokens of a territory told in words
_NEVER = frozenset({"sea", "ocean", "strait", "river", "canal", "gulf", "bay", "lake"})


@dataclass(slots=True)
class Territory:
    """A territory: its name and, where the tables know it, the place."""

    name: str
    place: Place | None = None


@dataclass(slots=True)
class Memory:
    """The territories told so far in a paragraph, the last one at the end."""

    told: list[Territory] = field(default_factory=list)

    def meant(self, noun: Token) -> list[Territory]:
        """What "these islands", "the city", "it" means."""
        lemma = noun.lemma_.lower()
        for one in reversed(self.told):
            kind = one.place.kind if one.place else ""
            if lemma in _ISLANDS and "island" not in kind:
                continue
            if lemma in _CITIES and not (one.place and one.place.is_city):
                continue
            return [one]
        return []


def territories(chunk: ParsedChunk, token: Token, memory: Memory, prefer: tuple[str, ...]) -> list[Territory]:
    """The territories that a noun and those joined to it name; empty where it names none."""
    found: list[Territory] = []
    heads = [*with_conjuncts(token)]
    if _one(chunk, token, memory, prefer):
        heads += _along_with(token)
    for head in heads:
        for one in _one(chunk, head, memory, prefer):
            if all(one.name != other.name for other in found):
                found.append(one)
    for one in found:
        if one.place is not None:
            memory.told = [t for t in memory.told if t.name != one.name] + [one]
    return found


def _along_with(token: Token) -> list[Token]:
    """ "the islets, along with the islands of A and B": what is added."""
    found = []
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("with", "including", "along", "besides"):
            pending = list(child.children)
            for inner in pending:
                if inner.dep_ == "pobj":
                    found += with_conjuncts(inner)
                elif inner.dep_ == "prep":
                    pending += list(inner.children)
    return found


def _one(chunk: ParsedChunk, token: Token, memory: Memory, prefer: tuple[str, ...]) -> list[Territory]:
    if token.pos_ == "PRON" and token.lower_ in ("them", "they"):
        return [t for t in memory.told[-1:] if t.place is not None and t.place.kind.endswith("s")]
    if token.pos_ == "PRON":
        return memory.meant(token) if token.lower_ == "it" and memory.told else []
    lemma = token.lemma_.lower()
    if token.dep_ == "appos" and lemma in _LAND and (named := _named(token.head, prefer)):
        return [named]  # "Kastellorizo, an island that ..."
    if lemma not in _PARTS and (named := _named(token, prefer)):
        return [named]
    if lemma in _PARTS or lemma in _DIRECTIONS:
        inner = [p for c in token.children if c.lower_ == "of" and c.i - token.i <= 2 for p in c.children if p.dep_ == "pobj"]
        deeper = [t for p in inner for t in territories(chunk, p, memory, prefer)]
        if lemma in _DIRECTIONS:
            deeper = [_towards(lemma, t) for t in deeper]
        if deeper:
            return deeper
        if named := _named(token, prefer) if token.pos_ == "PROPN" or lemma in _LAND else None:
            return [named]
    if lemma not in _LAND:
        return []
    pointing = any(c.lower_ in _POINTING for c in token.children if c.dep_ in ("det", "poss"))
    bare = not any(c.dep_ in ("amod", "acl", "relcl", "prep", "compound") and c.i != token.i for c in token.children)
    if bare and (tail := _tail(token)):
        return [Territory(token.doc[token.i : tail].text)]
    if pointing and bare:
        return memory.meant(token)
    return [Territory(_words(token))] if not bare else []


def _tail(token: Token) -> int:
    """Where "within the bay" behind "the islets" ends, which the parse may have given to the verb; 0 where nothing like it follows."""
    after = token.doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if after is None or after.lower_ not in ("within", "inside", "off", "around", "near"):
        return 0
    end = max(t.i for t in after.subtree) + 1
    return end if end - token.i <= _LONGEST else 0


def _towards(direction: str, territory: Territory) -> Territory:
    """ "the southwest of Anatolia": a region of that name where the tables know one."""
    place = find_place(f"{direction}ern {territory.name}")
    return Territory(place.name, place) if place is not None and place.territory else territory


def _named(token: Token, prefer: tuple[str, ...]) -> Territory | None:
    """A place by its name: the longest run of words around the noun that the tables know. Each noun is asked for often."""
    known = token.doc.user_data
    key = f"territory {token.i} {prefer}"
    if key not in known:
        known[key] = _find_named(token, prefer)
    found: Territory | None = known[key]
    return found


def _find_named(token: Token, prefer: tuple[str, ...]) -> Territory | None:
    told, at = columns(token.doc), token.i
    if not any(form[0].isupper() for form in told.forms[max(at - 3, 0) : at + 1]):
        return None
    sentence = token.sent
    begin, end = sentence.start, sentence.end
    if not any(form[0].isupper() for form in told.forms[max(at - 3, begin) : at + 1]):
        return None
    lefts = [at]
    for i in range(at - 1, max(begin, at - 4) - 1, -1):
        if told.pos[i] not in ("PROPN", "ADJ", "NOUN") and told.forms[i] not in ("-", "–"):
            break
        lefts.append(i)
    after = at + 1
    rights = [after + 1] if after < end and told.lemmas[after] in ("island", "islands", "archipelago") else []
    for right in [*rights, after]:
        for left in reversed(lefts):
            said = told.text(left, right)
            if not any(w[0].isupper() for w in said.split()):
                continue
            place = find_place(said, prefer)
            if place is not None and place.kind not in _NEVER and (place.territory or place.is_city):
                return Territory(place.name, place)
    return _state_name(token)


def _state_name(token: Token) -> Territory | None:
    """A country that is held by another: "French occupation of Tunisia"."""
    from relazione.reference import polities

    if token.pos_ != "PROPN":
        return None
    kinds = {m.kind for m in polities.resolve_name(token.text)}
    return Territory(token.text) if "name" in kinds else None


def _words(token: Token) -> str:
    """The noun phrase in the source's words, without its article."""
    kept = [t for t in token.subtree if token.i - 6 < t.i < token.i + _LONGEST]
    stop = next(
        (
            t.i
            for t in kept
            if t.i > token.i and (t.is_punct or t.dep_ in ("cc", "relcl") or t.lower_ in ("along", "which", "that"))
        ),
        None,
    )
    kept = [t for t in kept if stop is None or t.i < stop]
    while kept and (kept[0].pos_ in ("DET", "PUNCT") or kept[0].lower_ == "all") and kept[0] is not token:
        kept = kept[1:]
    return token.doc[kept[0].i : kept[-1].i + 1].text if kept else token.text
