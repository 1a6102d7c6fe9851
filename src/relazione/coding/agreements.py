"""The room `coding`: agreements: treaties, conventions, secret accords, memoranda, contracts, with who settled what, when
and where.

Each mention by name or with the act that concludes it ("signed a demarcation agreement") is a claim. "The agreement", "the
convention" in a later sentence of the paragraph adds its clauses to the one told before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from relazione.coding.agreement_names import AgreementName, agreement_names, listed
from relazione.coding.agreement_terms import parties_of, place_of, provisions_of, signatories_of, signed_when
from relazione.coding.event_dates import best_date, when_of
from relazione.coding.event_spans import clause_words, noun_words
from relazione.coding.numbers import find_numbers
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.syntax import governor
from relazione.model.claims import Actor, Agreement
from relazione.model.dates import When
from relazione.model.evidence import Evidence
from relazione.model.identity import Draft

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_REACH = 4
"""Sentences; "the agreement" means one told at most so far before."""
_REFERS = frozenset(["the", "this", "that", "these", "those", "its", "such", "said"])
_NEVER = frozenset(["never", "not", "no", "without", "neither"])
_REFUSED = frozenset(["refuse", "decline", "fail", "reject", "oppose"])


@dataclass(slots=True)
class _Told:
    """An agreement while its sentences are read."""

    name: AgreementName
    sentence: int
    evidence: list[Evidence]
    section: str
    parties: tuple[Actor, ...] = ()
    signed: When | None = None
    in_force: When | None = None
    ended: When | None = None
    place: str | None = None
    signatories: tuple[Actor, ...] = ()
    provisions: list[str] = field(default_factory=list)
    realis: str = "fact"
    current: bool = False
    made: bool = False

    def draft(self) -> Draft:
        name = self.name
        body = Agreement(
            name.name if name.count is None else f"{name.count} {name.name}", name.form, self.parties, self.signed, self.in_force,
            self.ended, self.place, self.signatories, tuple(dict.fromkeys(self.provisions)), name.secret, name.count,
        )  # fmt: skip
        confidence = 0.8 if name.proper or self.made else 0.6
        rule = "agreement:" + ("named" if name.proper else "made" if self.made else "told")
        return Draft(
            body, tuple(self.evidence), self.realis, self.current, confidence=confidence, rule=rule, section=self.section
        )


def read_agreements(parsed: ParsedDocument) -> list[Draft]:
    """The agreements of a document, one draft for each mention that names or concludes one."""
    told: list[_Told] = []
    for chunk in parsed.chunks:
        if chunk.chunk.block.kind in ("infobox", "row"):
            continue
        here: list[_Told] = []
        for number, sentence in enumerate(chunk.doc.sents):
            for token, name in agreement_names(sentence):
                _read(parsed, chunk, sentence, number, token, name, here)
        told += here
    return [t.draft() for t in told]


def _read(
    parsed: ParsedDocument, chunk: ParsedChunk, sentence: Span, number: int, token: Token, name: AgreementName, here: list[_Told]
) -> None:
    act = _act(token)
    before = chunk.doc[name.first - 1] if name.first > sentence.start else None
    if token.dep_ == "appos" and token.head.lower_ in listed("form"):
        return  # "the Treaty of Kars, a treaty which ..."
    date = signed_when(chunk, sentence, token, name, act)
    if not name.proper and (earlier := _referred(here, before, name, number, date, act)):
        _add(parsed, chunk, sentence, token, earlier, act)
        return
    count = _count(chunk, token, before) if name.plural else None
    if name.plural and (count is None or act is None) and not name.proper:
        return  # "international agreements"
    if not name.proper and act is None and not date and not token.children:
        return
    if _unmade(token, act) or (
        not name.proper and act is None and before is not None and before.lower_ in ("no", "any", "such", "every")
    ):
        return
    if not name.proper and act is None and not name.secret and date is None:
        return
    on = date.edtf if date else None
    item = _Told(
        AgreementName(name.name, name.form, name.first, name.last, name.proper, name.secret, name.plural, count),
        number,
        [parsed.evidence(chunk, *_words(chunk, sentence, token, act))],
        " / ".join(chunk.chunk.block.section),
        parties=parties_of(parsed, chunk, sentence, token, name, act, on),
        signed=date,
        place=place_of(chunk, token, act),
        signatories=signatories_of(parsed, chunk, token, act, on),
        realis=_realis(act),
        current=_is_current(token, act),
        made=act is not None,
    )
    here.append(item)
    _add(parsed, chunk, sentence, token, item, act, own=True)


def _act(token: Token) -> Token | None:
    """The verb (or noun) that concludes the agreement: "signed a treaty", "a treaty was signed", "the signing of a treaty",
    "a treaty signed in Ankara"."""
    make = listed("make")
    for child in token.children:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in listed("sign"):
            return child
    current = token
    for _ in range(6):
        head = current.head
        if head is current:
            return None
        direct = current.dep_ in ("dobj", "nsubjpass", "conj", "appos", "pobj", "nmod", "attr", "nsubj", "oprd", "dep")
        if head.pos_ in ("VERB", "AUX"):
            ok = (head.lemma_ in make and current.dep_ in ("dobj", "nsubjpass", "attr", "oprd")) or _into(current, head)
            return head if ok else None
        if head.pos_ in ("NOUN", "PROPN") and head.lower_ in ("signing", "signature", "conclusion", "ratification", "adoption"):
            return head
        if not direct and head.pos_ != "ADP":
            return None
        if head.pos_ in ("NOUN", "PROPN") and current.dep_ == "pobj":
            return None
        current = head
    return None


def _into(token: Token, verb: Token) -> bool:
    """ "entered into an agreement"."""
    return (
        token.pos_ == "ADP"
        and token.lower_ in ("into", "upon", "to", "at")
        and verb.lemma_ in ("enter", "agree", "come", "arrive")
    )


def _referred(
    here: list[_Told], before: Token | None, name: AgreementName, number: int, date: When | None, act: Token | None
) -> _Told | None:
    """The agreement told before that "the treaty", "this agreement" means."""
    if before is None or before.lower_ not in _REFERS or not here:
        return None
    bare = name.name.lower() in listed("form")
    if act is not None and act.dep_ in ("acl", "relcl") and act.head.lower_ in listed("form"):
        return None  # "the convention that they signed" is told here
    generic = bare and name.form in ("agreement", "deal", "accord", "pact")
    candidates = [t for t in here if number - t.sentence <= _REACH and (generic or t.name.form == name.form)]
    if not candidates or (not bare and (date or act is not None)):
        return None
    same = [t for t in candidates if t.name.form == name.form]
    return (same or candidates)[-1]


def _add(
    parsed: ParsedDocument, chunk: ParsedChunk, sentence: Span, token: Token, item: _Told, act: Token | None, own: bool = False
) -> None:
    """Adds what a sentence tells of an agreement: its clauses, when it came into force or ended, who signed it."""
    provisions = [parsed.evidence(chunk, a, b, ("provisions",)) for a, b in provisions_of(chunk, token, act)]
    item.provisions += [p.exact for p in provisions]
    item.evidence += provisions
    verb = governor(token)
    date, _, _ = best_date(chunk, verb or token, sentence, False)
    when = when_of(date, chunk.text, False) if date else None
    if verb is not None and when is not None:
        clause = {t.lower_ for t in verb.subtree if abs(t.i - verb.i) < 6}
        if verb.lemma_ in listed("force") and clause & {"force", "effect"}:
            item.in_force = when
        elif verb.lemma_ in listed("end") and _is_ended(token, verb):
            item.ended = when
    for child in token.children:
        if child.dep_ == "relcl" and child.lemma_ in listed("force") and {"force", "effect"} & {t.lower_ for t in child.subtree}:
            inner, _, _ = best_date(chunk, child, sentence, False)
            item.in_force = when_of(inner, chunk.text, False) if inner else item.in_force
    if not own and act is not None:
        item.made = True
        item.signed = item.signed or when
        item.place = item.place or place_of(chunk, token, act)
        item.signatories = item.signatories or signatories_of(parsed, chunk, token, act, when.edtf if when else None)


def _is_ended(token: Token, verb: Token) -> bool:
    """Whether the agreement is what ends: "lapsed", "was annulled", "they abrogated it"; not "the treaty ended the war"."""
    return token.dep_ in ("nsubjpass", "dobj") or (token.dep_ == "nsubj" and not any(c.dep_ == "dobj" for c in verb.children))


def _count(chunk: ParsedChunk, token: Token, before: Token | None) -> int | None:
    """ "11 agreements": how many; None for "several"."""
    start = token.sent.start_char
    for number in find_numbers(chunk.text[start : token.idx]):
        close = chunk.text[start + number.end : token.idx]
        if not number.kind and re.fullmatch(r"\s(?:[\w-]+\s){0,3}", close) and 1 < number.value < 1000 and not number.scale:
            return int(number.value)
    return None


def _unmade(token: Token, act: Token | None) -> bool:
    """Told not to have been concluded: "never signed", "refused to ratify", "without a treaty"."""
    verb = act if act is not None and act.pos_ in ("VERB", "AUX") else None
    if verb is None:
        return any(c.lower_ in ("no", "without") for c in token.children) or token.head.lower_ == "without"
    if any(c.dep_ == "neg" or c.lower_ in _NEVER for c in verb.children):
        return True
    return verb.dep_ == "xcomp" and verb.head.lemma_ in _REFUSED


def _realis(act: Token | None) -> str:
    if act is None or act.pos_ not in ("VERB", "AUX"):
        return "fact"
    helpers = {c.lower_ for c in act.children if c.dep_ == "aux"}
    if helpers & {"would", "could", "might"} and "have" in helpers:
        return "hypothetical"
    if helpers & {"will", "shall", "would", "should", "could", "may"}:
        return "planned"
    over = act.head.head if act.dep_ == "pcomp" else act.head
    return "planned" if act.dep_ in ("xcomp", "pcomp") and over.lemma_ in listed("plan") else "fact"


def _is_current(token: Token, act: Token | None) -> bool:
    verb = act if act is not None else governor(token)
    return verb is not None and verb.tag_ in ("VBZ", "VBP") and verb.lemma_ in ("have", "be", "remain", "exist")


def _words(chunk: ParsedChunk, sentence: Span, token: Token, act: Token | None) -> tuple[int, int]:
    """What to quote: the clause of the act, else the noun phrase."""
    is_noun = act is None or act.pos_ not in ("VERB", "AUX") or act.dep_ in ("acl", "relcl")
    date, _, _ = best_date(chunk, act if act is not None else token, sentence, is_noun)
    if act is None or act.dep_ in ("acl", "relcl"):
        return noun_words(chunk, sentence, token, frozenset(), date)
    if act.pos_ in ("VERB", "AUX"):
        return clause_words(chunk, sentence, act, frozenset(), date)
    return noun_words(chunk, sentence, act, frozenset(), date)
