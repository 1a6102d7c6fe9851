"""The room `coding`: a sentence that tells holdings, with what its paragraph told before: territories, treaties, dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relazione.coding.agreement_names import agreement_names
from relazione.coding.agreement_terms import signed_when
from relazione.coding.clause_date import carried_date
from relazione.coding.event_dates import best_date
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.syntax import governor
from relazione.coding.territories import Memory, Territory, territories
from relazione.model.dates import When, precision

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_FAR = 60
"""Characters behind a noun at which a date under its verb belongs to something else."""
_UNTIL = re.compile(r"\b(?:until|till)\b[^.;,]*$")
_FROM = re.compile(r"\b(?:from|since|between)\b[^.;]*$", re.IGNORECASE)


@dataclass(slots=True)
class Treaty:
    """A treaty told in the paragraph."""

    name: str
    form: str
    signed: When | None


@dataclass(slots=True)
class Scene:
    """A sentence being read, with what the paragraph told before, and the sentence before it."""

    parsed: ParsedDocument
    chunk: ParsedChunk
    sentence: Span
    memory: Memory
    treaties: list[Treaty]
    treaty: Treaty | None = None
    treaty_verb: Token | None = None
    before: Scene | None = None

    def treaty_of(self, token: Token) -> Treaty | None:
        """The treaty by which what is told at a word was done."""
        verb = token if token.pos_ in ("VERB", "AUX") else governor(token)
        for _ in range(3):
            if verb is None or self.treaty_verb is None:
                return None
            if verb.i == self.treaty_verb.i:
                return self.treaty
            if verb.dep_ not in ("advcl", "conj", "xcomp") and self.treaty_verb.dep_ != "xcomp":
                return None
            verb = verb.head if verb.dep_ in ("advcl", "conj", "xcomp") else self.treaty_verb.head
        return None

    def lands(self, token: Token) -> list[Territory]:
        return territories(self.chunk, token, self.memory, self.parsed.pair.codes())


def note_treaty(scene: Scene) -> None:
    """The treaty that the sentence speaks of: by name, or "the convention" for the one before."""
    for token, name in agreement_names(scene.sentence):
        if name.proper:
            before = scene.chunk.doc[name.first - 1] if name.first > 0 else None
            treaty = Treaty(name.name, name.form, signed_when(scene.chunk, scene.sentence, token, name, _signing(token)))
            scene.treaties.append(treaty)
            if scene.treaty is None and before is not None and _is_means(token):
                scene.treaty, scene.treaty_verb = treaty, governor(token)
        elif scene.treaty is None and _is_means(token):
            scene.treaty = next((t for t in reversed(scene.treaties) if t.form == name.form), None)
            scene.treaty_verb = governor(token)


def _signing(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_ in ("acl", "relcl") and c.lemma_ in ("sign", "conclude")), None)


def _is_means(token: Token) -> bool:
    """Whether what the sentence tells was done by it: "through the convention", "under the Treaty of Ouchy"."""
    current = token
    for _ in range(5):
        current = current.head
        if current.pos_ == "ADP" and current.lower_ in ("in", "through", "under", "by", "with", "per", "via"):
            return True
        if current.pos_ in ("VERB", "AUX"):
            return False
    return False


def dates_of(scene: Scene, token: Token) -> tuple[When | None, When | None]:
    """(since, until) of what is told at a word."""
    own = [d for d in scene.chunk.dates_in(scene.sentence.start_char, scene.sentence.end_char) if d.edtf]
    text = scene.chunk.text
    found, _, _ = best_date(scene.chunk, token, scene.sentence, token.pos_ not in ("VERB", "AUX"))
    verb = governor(token)
    if found is None and verb is not None and token.dep_ in ("dobj", "attr", "nsubj", "nsubjpass"):
        found, _, _ = best_date(scene.chunk, verb, scene.sentence, False)
        found = None if found is not None and found.start > token.idx + _FAR else found
    ending = next((d for d in own if d.words.relation == "until" or _UNTIL.search(text[max(0, d.start - 70) : d.start])), None)
    until = ending.when(text) if ending is not None else None
    if found is not None and "/" in found.edtf:
        ending = until = None
    elif found is not None and found is ending:
        found = next((d for d in own if d.start < ending.start and _FROM.search(text[max(0, d.start - 70) : d.start])), None)
    if _former(token):
        return None, until
    if found is not None:
        when = found.when(text)
        if when is not None and "/" in when.edtf and precision(when.edtf) == "interval" and ".." not in when.edtf:
            start, end = when.edtf.split("/")
            return When(start, when.how, when.wording), When(end, when.how, when.wording)
        return when, until
    if until is not None:
        return None, until
    treaty = scene.treaty_of(token)
    if treaty is not None and treaty.signed is not None:
        signed = treaty.signed
        return When(signed.edtf, "carried", signed.wording), None
    return carried_date(scene.chunk, scene.sentence.start_char), None


def _former(token: Token) -> bool:
    """ "was formerly part of", "had been a colony": told of a time before."""
    verb = token.head if token.dep_ in ("attr", "oprd") else token
    return any(c.lower_ in ("formerly", "previously", "once", "originally") for c in verb.children)
