"""The room `coding`: why a sentence was read as it was. The same steps as `code`, with what each of them saw and left.

Nothing here decides anything: the frames, the ranker and the readers are asked what they hold of each sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relazione.coding import explained
from relazione.coding.events import chunk_candidates, kept, surroundings
from relazione.coding.explained import Explained, Outcome
from relazione.coding.frame_words import FORMS, failure_told, words_told
from relazione.coding.frames import Frame, Misfit, Surroundings, frames, misfits, slot_words
from relazione.coding.parsed import ParsedChunk, ParsedDocument, parse_document
from relazione.coding.ranker import Candidate, model
from relazione.coding.readers import READERS
from relazione.coding.silences import FEWEST_WORDS, silences
from relazione.coding.syntax import Arguments, noun_arguments, verb_arguments
from relazione.coding.text import Sentence
from relazione.coding.triggers import find_triggers
from relazione.model.claims import Claim, Event
from relazione.model.documents import Document, Unread
from relazione.model.errors import WrongUse
from relazione.model.identity import number_claims

if TYPE_CHECKING:
    from spacy.tokens import Token

WORDS_TOLD = 6
"""Words of a condition that are told; of longer lists the number of the others."""
STRONGEST = 6
"""Reasons of the ranker that are told."""


def explain(document: Document, sentence: int | None = None) -> list[Explained]:
    """Every sentence of a document, or the one of that number (from 1), with what was seen in it and why it was read so.

    Raises NoPair where the document does not tell whom it is about, WrongUse where it has no sentence of that number.
    """
    parsed = parse_document(document)
    sentences = list(parsed.sentences())
    if sentence is not None and not 1 <= sentence <= len(sentences):
        raise WrongUse(f"{document.title}: there is no sentence {sentence}; it has sentences 1 to {len(sentences)}")
    reading = _Reading(parsed)
    wanted = range(len(sentences)) if sentence is None else [sentence - 1]
    return [_explained(reading, *sentences[i], i + 1) for i in wanted]


class _Reading:
    """What was read in the whole document; candidates are made chunk by chunk when they are asked for."""

    def __init__(self, document: ParsedDocument) -> None:
        self.document = document
        self._candidates: dict[int, list[Candidate]] = {}

    @cached_property
    def claims(self) -> list[Claim]:
        return number_claims(self.document.document.id, [draft for reader in READERS for draft in reader(self.document)])

    @cached_property
    def unread(self) -> tuple[Unread, ...]:
        return silences(self.document, self.claims)

    def candidates(self, parsed: ParsedChunk) -> list[Candidate]:
        if parsed.index not in self._candidates:
            self._candidates[parsed.index] = chunk_candidates(self.document, parsed)
        return self._candidates[parsed.index]


@dataclass(slots=True)
class _Scene:
    """The sentence at hand: tokens first..end (exclusive) of the chunk, characters start..stop of the document."""

    reading: _Reading
    parsed: ParsedChunk
    sentence: Sentence
    start: int
    stop: int


def _explained(reading: _Reading, parsed: ParsedChunk, sentence: Sentence, number: int) -> Explained:
    tokens = sentence.tokens
    text = tokens.text.rstrip()
    start, stop = sentence.offsets(tokens.start_char, tokens.start_char + max(1, len(text)))
    scene = _Scene(reading, parsed, sentence, start, stop)
    dates = parsed.dates_in(tokens.start_char, tokens.end_char)
    on = next((d.edtf for d in dates if d.edtf), None)
    tried = tuple(_frames(scene))
    claims = tuple(c for c in reading.claims if any(e.start < stop and start < e.end for e in c.evidence))
    return Explained(
        number=number,
        start=start,
        end=stop,
        text=text,
        section=" / ".join(parsed.chunk.block.section),
        block=parsed.chunk.block.kind,
        tokens=tuple(_token(t, tokens.start) for t in tokens),
        names=tuple(
            explained.Name(m.text, m.kind, () if m.inert else reading.document.actor(parsed, m, on), m.inert)
            for m in parsed.mentions_in(tokens.start, tokens.end - 1)
        ),
        dates=tuple(
            explained.Date(
                parsed.text[d.start : d.end],
                d.edtf,
                d.how if d.edtf else "unresolved",
                d.words.relation,
                d.words.attributive,
            )
            for d in dates
        ),
        frames=tried,
        claims=claims,
        silent="" if claims else _silent(scene, tried),
    )


def _token(token: Token, first: int) -> explained.Token:
    head = 0 if token.head.i == token.i else token.head.i - first + 1
    return explained.Token(token.i - first + 1, token.text, token.lemma_, token.pos_, token.tag_, token.dep_, head)


def _silent(scene: _Scene, tried: tuple[explained.Frame, ...]) -> str:
    """Why no claim rests on the sentence."""
    dropped = [f for f in tried if f.outcome == "dropped"]
    if dropped:
        best = max(dropped, key=lambda f: f.probability or 0.0)
        return f"the likeliest event proposed, {best.type} by “{best.trigger}”, was dropped: {best.why}"
    undated = next((f for f in tried if f.outcome == "no date"), None)
    if undated is not None:
        return f"“{undated.trigger}” tells {undated.type} only with a date, and none belongs to it"
    told = next((u.why for u in scene.reading.unread if u.start < scene.stop and scene.start < u.end), "")
    if told:
        return told
    if len(scene.sentence.tokens) < FEWEST_WORDS:
        return f"fewer than {FEWEST_WORDS} words: a label, no sentence"
    return "no frame fits, and it tells no date and names no side of the pair"


def _frames(scene: _Scene) -> Iterator[explained.Frame]:
    """Frames by trigger: what was proposed, then the other rows of the trigger's word."""
    tokens = scene.sentence.tokens
    candidates = scene.reading.candidates(scene.parsed)
    by_token: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_token.setdefault(candidate.trigger, []).append(candidate)
    listed = [c for c in by_token.pop(-1, []) if _overlaps(c, scene)]
    if listed:
        yield from (_proposed(c, "", 0) for c in listed)
        return
    around = surroundings(scene.parsed, tokens)
    fitted = {t.token.i: t for t in find_triggers(tokens, around)}
    for token in tokens:
        trigger = fitted.get(token.i)
        proposed = by_token.get(token.i, [])
        line = trigger.frame.line if trigger else 0
        yield from (_proposed(c, token.text, line) for c in proposed)
        if trigger and not proposed:
            why = f"{FORMS[trigger.frame.form] or 'needs a date'}, and none belongs to it"
            yield _row(trigger.frame, token, "no date", why)
        fits_already = False
        for frame, arguments in _rows(token):
            if trigger and frame == trigger.frame:
                fits_already = True
                continue
            yield _other(frame, token, arguments, around, trigger.frame if trigger and fits_already else None)


def _overlaps(candidate: Candidate, scene: _Scene) -> bool:
    evidence = candidate.draft.evidence[0]
    return evidence.start < scene.stop and scene.start < evidence.end


def _rows(token: Token) -> Iterator[tuple[Frame, Arguments]]:
    """The rows of the table that `triggers` looks at for a token, in its order."""
    table = frames()
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
        rows = [*table.get(("V", token.lemma_.lower()), ())]
        for child in token.children:
            if child.dep_ in ("acomp", "attr", "oprd") and child.pos_ in ("ADJ", "VERB"):
                rows += table.get(("A", child.lemma_.lower()), ()) or table.get(("A", child.lower_), ())
        arguments = verb_arguments(token) if rows else None
    elif token.pos_ in ("NOUN", "PROPN"):
        rows = [*(table.get(("N", token.lemma_.lower()), ()) or table.get(("N", token.lower_), ()))]
        arguments = noun_arguments(token) if rows else None
    else:
        return
    if arguments is not None:
        yield from ((row, arguments) for row in rows)


def _other(frame: Frame, token: Token, arguments: Arguments, around: Surroundings, above: Frame | None) -> explained.Frame:
    """A row that gave no trigger, and why."""
    failed = [_misfit_told(misfit, frame, arguments, around) for misfit in misfits(frame, arguments, around)]
    if failed:
        return _row(frame, token, "not fitting", "; ".join(failed))
    if above is not None:
        return _row(frame, token, "overruled", f"line {above.line} ({above.types[0]}) fits and stands above it")
    return _row(frame, token, "used", "the noun belongs to the frame of a verb or of another noun")


def _misfit_told(misfit: Misfit, frame: Frame, arguments: Arguments, around: Surroundings) -> str:
    what, condition = misfit
    if what == "particle":
        return f"“{frame.particle}” does not follow"
    if condition is None:
        return "it is not denied" if frame.form == "neg" else "it is denied"
    if what == "with":
        return failure_told(condition, WORDS_TOLD)
    there = slot_words(condition.slot, arguments, around) & condition.words or condition.words
    return f"excluded by {words_told(there, WORDS_TOLD)}"


def _row(frame: Frame, token: Token, outcome: Outcome, why: str) -> explained.Frame:
    return explained.Frame(token.text, frame.name.removeprefix("frame:"), frame.line, "+".join(frame.types), outcome, why)


def _proposed(candidate: Candidate, trigger: str, line: int) -> explained.Frame:
    """A candidate with the ranker's judgement."""
    ranker = model("keep")
    draft = kept(candidate)
    told = draft or candidate.draft
    body = told.body
    assert isinstance(body, Event)
    probability = ranker.probability(candidate.features) if ranker else None
    reasons = ranker.reasons(candidate.features, STRONGEST) if ranker else []
    return explained.Frame(
        trigger=trigger or body.words,
        frame=told.rule.removeprefix("frame:"),
        line=line,
        type=body.type,
        outcome="kept" if draft else "dropped",
        why=_verdict(candidate, draft is not None, probability, ranker.asked(candidate.features) if ranker else None),
        when=body.when,
        actors=body.actors,
        realis=told.realis,
        probability=None if probability is None else round(probability, 3),
        threshold=ranker.asked(candidate.features) if ranker else None,
        reasons=tuple(explained.Reason(feature, round(weight, 3)) for feature, weight in reasons),
    )


def _verdict(candidate: Candidate, is_kept: bool, probability: float | None, threshold: float | None) -> str:
    if probability is None or threshold is None:
        return "by the rules alone: no ranker is shipped"
    told = f"probability {probability:.2f}, {'at least' if is_kept else 'less than'} the {threshold:.2f} that is asked"
    partner = model("partner")
    if is_kept and partner is not None and candidate.alone is not None:
        chance = partner.probability(candidate.partner)
        told += f"; the other side is {'meant too' if chance >= partner.threshold else 'left out'} (probability {chance:.2f})"
    return told
