"""The room `coding`: who takes part in an event: the mentions in its arguments, by role, and the other side where it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from relazione.coding.linking import actor_of_polity, day_of, polity_of, state_of
from relazione.coding.mentions import Mention
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.model.claims import Actor
from relazione.reference.histories import held
from relazione.reference.polities import polities, polity

if TYPE_CHECKING:
    from spacy.tokens import Token

    from relazione.coding.syntax import Arguments

_AWAY = frozenset(
    {
        "in",
        "at",
        "from",
        "near",
        "through",
        "via",
        "off",
        "inside",
        "within",
        "across",
        "during",
        "since",
        "as",
        "for",
        "after",
        "before",
    }
)


MOST_NAMED = 8
"""Actors of one event at most."""


@dataclass(slots=True)
class Found:
    """An actor with the mention that tells it and how it stands to the trigger."""

    actor: Actor
    mention: Mention
    slot: str


def phrase(token: Token) -> tuple[int, int]:
    """First and last token of a noun phrase without its relative clauses and adverbial tails."""
    first = last = token.i
    pending = list(token.children)
    while pending:
        child = pending.pop()
        if child.dep_ in ("relcl", "acl", "punct", "appos", "advcl", "cc", "conj") and not (
            child.dep_ == "appos" and child.pos_ == "PROPN"
        ):
            continue
        if child.dep_ == "prep" and child.lower_ not in ("of", "for", "from"):
            continue
        first, last = min(first, child.i), max(last, child.i)
        pending += list(child.children)
    return first, last


def _in_phrase(document: ParsedDocument, parsed: ParsedChunk, token: Token, on: str | None, slot: str) -> list[Found]:
    """Those named in a noun phrase; a person or the head's own name before an adjective or a genitive."""
    if _is_expletive(token):
        return []
    first, last = phrase(token)
    mentions = [m for m in parsed.mentions_in(first, last) if not m.inert]
    if not mentions:
        return []
    at_head = [m for m in mentions if m.first <= token.i <= m.last]
    chosen = at_head if at_head and at_head[0].kind in ("polity", "organisation", "both") else mentions
    if chosen is at_head and at_head[0].kind == "polity":
        chosen = [*at_head, *(m for m in _joined(parsed, at_head[0]) if m in mentions and _hyphen_between(parsed, at_head[0], m))]
    persons = [m for m in chosen if m.kind == "person" and document.persons.find(m.text) and document.persons.find(m.text).state]  # type: ignore[union-attr]
    if persons:
        chosen = persons[:1]
    elif len(chosen) > 1 and not at_head:
        # "the Turkish ambassador to Italy": the first speaks
        nouns = [m for m in chosen if m.kind != "pronoun"] or chosen
        chosen = [nouns[0], *_joined(parsed, nouns[0])]
    found = []
    for mention in chosen[:MOST_NAMED]:
        found += [Found(a, mention, slot) for a in document.actor(parsed, mention, on)]
    return found


def _is_expletive(token: Token) -> bool:
    """The "it" of "it was announced that ...", which stands for nobody."""
    return token.lower_ == "it" and (
        token.dep_ == "expl" or (token.dep_ == "nsubjpass" and any(c.dep_ in ("ccomp", "csubj") for c in token.head.children))
    )


def _joined(parsed: ParsedChunk, mention: Mention) -> list[Mention]:
    """Mentions coordinated with one, by "and" or a hyphen: "the presidents of Colombia, Venezuela and Ecuador", "Austro-Prussian"."""
    places = {t.i for t in parsed.doc[mention.last].conjuncts}
    return [
        m
        for m in parsed.mentions
        if m is not mention
        and m.kind == mention.kind
        and (any(m.first <= i <= m.last for i in places) or _hyphen_between(parsed, mention, m))
    ]


def _hyphen_between(parsed: ParsedChunk, one: Mention, other: Mention) -> bool:
    """Whether nothing but a hyphen parts two names: "Austro-Prussian"."""
    first, last = sorted((one, other), key=lambda m: m.start)
    return parsed.text[first.end : last.start] in ("-", "–")


def participants(document: ParsedDocument, parsed: ParsedChunk, arguments: Arguments, on: str | None) -> list[Found]:
    """Everybody in the arguments of a trigger, doer first."""
    found: list[Found] = []
    for token in arguments.subjects:
        found += _in_phrase(document, parsed, token, on, "subject")
    for token in arguments.objects:
        found += _in_phrase(document, parsed, token, on, "object")
    for preposition, token in arguments.oblique:
        if preposition == "by" and token in arguments.subjects:
            continue
        slot = "place" if preposition in _AWAY else preposition
        for one in _in_phrase(document, parsed, token, on, slot):
            capital = one.mention.hit is not None and one.mention.hit.has("capital") and not one.mention.hit.has("name")
            found.append(replace_slot(one, "place") if capital and preposition != "with" else one)
    for token in arguments.objects:
        # "the territory of Libya", "attacks on Italian ships": one step further down
        for child in token.children:
            if child.dep_ == "prep":
                for inner in child.children:
                    if inner.dep_ == "pobj":
                        found += _in_phrase(document, parsed, inner, on, _deep_slot(child.lower_))
    return _unique(found)


def _deep_slot(preposition: str) -> str:
    """How a name one step below an object stands: "relations with B", "an attack on B", "the coast of B"."""
    if preposition in ("with", "between", "against", "towards", "among", "on", "upon", "to"):
        return preposition
    return "place" if preposition in _AWAY else "deep"


def replace_slot(found: Found, slot: str) -> Found:
    """The same in another slot."""
    return Found(found.actor, found.mention, slot)


def _unique(found: list[Found]) -> list[Found]:
    seen: set[str] = set()
    kept = []
    for one in found:
        key = one.actor.state or one.actor.organisation or one.actor.name
        if key not in seen:
            seen.add(key)
            kept.append(one)
    return kept


@dataclass(frozen=True, slots=True)
class Where:
    """Where a trigger stands: first and last token of its sentence, and the trigger's own."""

    first: int
    last: int
    trigger: int


def choose_actors(
    document: ParsedDocument,
    parsed: ParsedChunk,
    found: list[Found],
    on: str | None,
    who: str,
    where: Where,
    partner: bool = True,
    one_sided: bool = False,
) -> tuple[Actor, ...]:
    """The actors of an event: those found in its arguments; where one side of the pair is among them and nobody else stands opposite,
    the other side is meant too (`who` is "pair" and `partner` holds). Organisations are what it is about, unless nobody else acts. Of a
    `one_sided` act (an attack, a claim) of a third state the place is the one that it is done to."""
    doers = {f.actor.state for f in found if f.slot == "subject"}
    kept = [one for f in found if (one := _holder_of_land(f, document, on, doers))]
    bodies = [f.actor for f in kept if f.actor.organisation]
    states = _states(
        document, parsed, [f for f in kept if not f.actor.organisation], on, who, where, partner, bool(bodies), one_sided
    )
    if not states:
        return tuple(bodies[:MOST_NAMED])
    about = tuple(msgspec.structs.replace(b, role="about") for b in bodies)
    return (*states[:MOST_NAMED], *about)


def _states(
    document: ParsedDocument,
    parsed: ParsedChunk,
    found: list[Found],
    on: str | None,
    who: str,
    where: Where,
    partner: bool,
    has_bodies: bool,
    one_sided: bool,
) -> list[Actor]:
    """The states among the actors."""
    pair = document.pair
    core = [f for f in found if f.slot not in ("place", "deep", "from")] or [f for f in found if f.slot != "place"] or found
    actors = [f.actor for f in core]
    if who == "named":
        return actors or _mentioned(document, parsed, where, on)[:1]
    if not actors:
        named = _mentioned(document, parsed, where, on)
        actors = named if len(named) == 2 else [a for a in named if a.state in pair][:2]
    if not actors:
        return [] if has_bodies and not partner else [document.side(code, on) for code in pair.codes()]
    sides = {a.state for a in actors if a.state in pair}
    outsiders = [a for a in actors if a.state not in pair]
    if len(sides) == 1 and not outsiders:
        other = pair.other(next(iter(sides)) or pair.a)
        named_other = next((f.actor for f in found if f.actor.state == other), None)
        if named_other:
            return [*actors, named_other]
        return [*actors, document.side(other, on)] if partner and not has_bodies else actors
    if not sides and len(actors) == 1:
        target = [
            f.actor
            for f in found
            if f.slot == "place" and f.actor.state and f.actor.state != actors[0].state and f.mention.is_noun()
        ]
        if target and one_sided:
            return [*actors, *target[:1]]
        near = [a for a in _mentioned(document, parsed, where, on) if a.state in pair]
        return [*actors, *(near if len({a.mention for a in near}) == 1 else near[:1])]
    return actors


def with_roles(actors: tuple[Actor, ...], found: list[Found]) -> tuple[Actor, ...]:
    """Who does it and to whom it is done, for an act of one upon another: those that no subject names are the recipients."""
    doers = {f.actor.state or f.actor.name for f in found if f.slot == "subject"}
    if not doers:
        done_to = {f.actor.state or f.actor.name for f in found if f.slot in ("to", "on", "upon", "against")}
        others = [a for a in actors if (a.state or a.name) not in done_to]
        if not done_to or not others:
            return actors
        # "was ceded to Turkey": the one that is not named did it
        given = [a for a in actors if (a.state or a.name) in done_to]
        return (*others, *(msgspec.structs.replace(a, role="recipient") if a.role == "actor" else a for a in given))
    if all((a.state or a.name) in doers for a in actors if a.role == "actor"):
        return actors
    return tuple(
        msgspec.structs.replace(a, role="recipient") if a.role == "actor" and (a.state or a.name) not in doers else a
        for a in actors
    )


_LANDS = frozenset({"colony", "mandate", "protectorate", "dependency"})


def _holder_of_land(found: Found, document: ParsedDocument, on: str | None, doers: set[str | None]) -> Found | None:
    """A colony or province that something is done to is no party: its holder is, where the register or the name ("Ottoman Libya") tells a side
    of the pair that is no doer itself; None where neither does."""
    actor = found.actor
    if found.slot == "subject" or actor.polity is None or actor.state in document.pair:
        return found
    if doers & set(document.pair.codes()):
        for row in held(actor.polity):
            side = state_of(row.holder, document.pair.codes()) if row.holder in polities() else row.holder
            began = row.start or polity(actor.polity).start or ""
            if (
                side in document.pair
                and side not in doers
                and began < (day_of(on) or "") < (row.end or polity(actor.polity).end or "9")
            ):
                return Found(document.side(str(side), on), found.mention, found.slot)
    first = found.mention.text.split()[0]
    told = polity_of(first, day_of(on), document.pair.codes()) if " " in found.mention.text else None
    if told and told != actor.polity:
        holder = actor_of_polity(told, document.pair, found.mention.text)
        if holder.state in document.pair:
            return Found(holder, found.mention, found.slot)
    return None if polity(actor.polity).kind in _LANDS else found


def switch_actors(document: ParsedDocument, found: list[Found], severed: bool) -> list[Found]:
    """Of "switched recognition from B to C": B for the severance, C for the establishment."""
    left_out = "to" if severed else "place"
    doer = [f for f in found if f.slot == "subject"]
    others = [f for f in found if f.slot != "subject" and f.slot != left_out]
    return doer + [Found(f.actor, f.mention, "object") for f in others[:1]]


def _mentioned(document: ParsedDocument, parsed: ParsedChunk, where: Where, on: str | None) -> list[Actor]:
    """States mentioned anywhere in the sentence, the nearest to the trigger first."""
    found: list[Actor] = []
    mentions = [m for m in parsed.mentions_in(where.first, where.last) if not m.inert and m.kind != "pronoun"]
    for mention in sorted(mentions, key=lambda m: min(abs(m.first - where.trigger), abs(m.last - where.trigger))):
        if mention.hit is not None and mention.hit.has("capital") and not mention.hit.has("name"):
            continue
        for actor in document.actor(parsed, mention, on):
            if actor.state and all(a.state != actor.state for a in found):
                found.append(actor)
    return found


__all__ = ["Found", "Where", "choose_actors", "participants", "phrase", "switch_actors", "with_roles"]
