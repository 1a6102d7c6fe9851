"""The room `coding`: events. Frames propose candidates, each with its clause, date and actors; the ranker keeps the likely ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from relazione.coding.columns import columns
from relazione.coding.date_context import FoundDate
from relazione.coding.event_cells import read_cell
from relazione.coding.event_dates import best_date, carried_date, carried_when, when_of
from relazione.coding.event_features import actor_features, date_features, trigger_features
from relazione.coding.event_lists import is_list_line, read_list_line
from relazione.coding.event_spans import clause_words, noun_words
from relazione.coding.frames import Surroundings
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.participants import Found, Where, choose_actors, participants, switch_actors, with_roles
from relazione.coding.partner_features import Sentence, partner_features
from relazione.coding.ranker import Candidate, model
from relazione.coding.syntax import clause_span, verb_arguments
from relazione.coding.triggers import Trigger, find_triggers
from relazione.model.claims import Event
from relazione.model.identity import Draft
from relazione.reference.ontology import event_type

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

RULES_CONFIDENCE = 0.6
"""The confidence of an event where no ranker is shipped."""
_LASTING = frozenset(
    [
        "war",
        "occupation",
        "crisis",
        "territorial-claim",
        "embargo",
        "sanction",
        "attack",
        "migration",
        "territorial-change",
        "aid",
        "other",
    ]
)


@dataclass(slots=True)
class _Scene:
    """A sentence being read."""

    document: ParsedDocument
    parsed: ParsedChunk
    sentence: Span
    triggers: list[Trigger]
    heads: frozenset[int]

    @property
    def section(self) -> str:
        return " / ".join(self.parsed.chunk.block.section)


def read_events(document: ParsedDocument) -> list[Draft]:
    """Drafts of all events in a document that the ranker holds to be likely enough, with its probability as confidence."""
    return [draft for candidate in event_candidates(document) if (draft := kept(candidate)) is not None]


def kept(candidate: Candidate) -> Draft | None:
    """The draft that becomes a claim, None where the ranker (or, without its weights, the rules) holds it not to be likely enough."""
    ranker = model("keep")
    if ranker is None:
        loose = "purpose:True" in candidate.features or "clause-other" in candidate.features
        return None if loose else candidate.draft
    probability = ranker.probability(candidate.features)
    if probability < ranker.asked(candidate.features):
        return None
    return msgspec.structs.replace(_with_partner(candidate), confidence=round(probability, 3))


def _with_partner(candidate: Candidate) -> Draft:
    """The draft with both sides, or with the one named where the model holds the other not to take part."""
    partner = model("partner")
    if candidate.alone is None or partner is None:
        return candidate.draft
    return candidate.draft if partner.probability(candidate.partner) >= partner.threshold else candidate.alone


def event_candidates(document: ParsedDocument) -> list[Candidate]:
    """Everything that may be an event, with the ranker's features."""
    return [candidate for parsed in document.chunks for candidate in chunk_candidates(document, parsed)]


def chunk_candidates(document: ParsedDocument, parsed: ParsedChunk) -> list[Candidate]:
    """Everything in one chunk that may be an event."""
    if parsed.chunk.block.kind == "infobox":
        return [Candidate(d, [f"frame:infobox/{d.rule}"]) for d in read_cell(document, parsed)]
    if is_list_line(parsed) and (listed := read_list_line(document, parsed)):
        return [Candidate(d, [f"frame:{d.rule}"]) for d in listed]
    return [candidate for sentence in parsed.doc.sents for candidate in _sentence(document, parsed, sentence)]


def _sentence(document: ParsedDocument, parsed: ParsedChunk, sentence: Span) -> list[Candidate]:
    dates = parsed.dates_in(sentence.start_char, sentence.end_char)
    triggers = find_triggers(sentence, surroundings(parsed, sentence))
    scene = _Scene(document, parsed, sentence, triggers, frozenset(t.token.i for t in triggers))
    found: list[Candidate] = []
    for trigger in triggers:
        found += _from_trigger(scene, trigger)
    if dates:
        found += _unframed(scene)
    return found


def surroundings(parsed: ParsedChunk, sentence: Span) -> Surroundings:
    """What stands around the triggers of a sentence."""
    dates = parsed.dates_in(sentence.start_char, sentence.end_char)
    told, first, last = columns(parsed.doc), sentence.start, sentence.end
    heading = " ".join(parsed.chunk.block.section[-1:]).lower().split()
    own = {*told.lowers[first:last], *told.lemmas[first:last]}
    context = {*told.lemmas[max(0, first - 40) : first]} | {w.rstrip("s.,") for w in heading} | own
    return Surroundings(own, context, any(d.words.relation == "since" for d in dates))


def _from_trigger(scene: _Scene, trigger: Trigger) -> list[Candidate]:
    token, frame = trigger.token, trigger.frame
    date, crossed, gap = best_date(scene.parsed, token, scene.sentence, trigger.is_noun)
    if frame.form in ("dated", "owndate") and date is None:
        return []
    context = carried_date(scene.parsed, token, scene.sentence) if date is None else None
    around = date.edtf if date else context.edtf if context else None
    everybody = found = participants(scene.document, scene.parsed, trigger.arguments, around)
    shared = [
        *date_features(date, crossed, gap),
        *actor_features(scene.document, found),
        f"block:{scene.parsed.chunk.block.kind}",
    ]
    candidates = []
    for kind in frame.types:
        if frame.types[0] == "relations-severed" and len(frame.types) == 2:
            found = switch_actors(scene.document, everybody, kind == frame.types[0])
        draft = _draft(scene, token, kind, date, found, frame.who, trigger.is_noun, frame.name, _realis(trigger), context)
        features = [*trigger_features(trigger, scene.triggers, kind), *shared, f"context:{context is not None}"]
        candidates.append(_candidate(scene, token, draft, features, found, frame.who, around))
    return candidates


def _candidate(
    scene: _Scene, token: Token, draft: Draft, features: list[str], found: list[Found], who: str, on: str | None
) -> Candidate:
    """A candidate, with the draft that leaves the other side out where it was only inferred."""
    body = draft.body
    assert isinstance(body, Event)
    where = Where(scene.sentence.start, scene.sentence.end - 1, token.i)
    one_sided = not event_type(body.type).reciprocal
    few = choose_actors(scene.document, scene.parsed, found, on, who, where, partner=False, one_sided=one_sided)
    if len(few) == len(body.actors):
        return Candidate(draft, features, trigger=token.i)
    other = next((a for a in body.actors if all(a.state != b.state for b in few)), None)
    sentence = Sentence(scene.document, scene.parsed, where, on)
    partner = partner_features(sentence, other.state if other else None, body.type, found, features)
    if other is not None and "named:True" in partner:
        few = (*few, msgspec.structs.replace(other, role="about"))
    alone = msgspec.structs.replace(draft, body=msgspec.structs.replace(body, actors=few))
    return Candidate(draft, features, alone, partner, token.i)


def _draft(
    scene: _Scene,
    token: Token,
    kind: str,
    date: FoundDate | None,
    found: list[Found],
    who: str,
    is_noun: bool,
    rule: str,
    realis: str,
    context: FoundDate | None = None,
) -> Draft:
    when = when_of(date, scene.parsed.text, event_type(kind).type in _LASTING, is_noun) if date else None
    if when is None and context is not None and not is_noun:
        when = carried_when(context, scene.parsed.text)
    on = when.edtf if when else context.edtf if context else None
    one_sided = not event_type(kind).reciprocal
    where = Where(scene.sentence.start, scene.sentence.end - 1, token.i)
    actors = choose_actors(scene.document, scene.parsed, found, on, who, where, one_sided=one_sided)
    if one_sided:
        actors = with_roles(actors, found)
    span = noun_words if is_noun else clause_words
    start, end = span(scene.parsed, scene.sentence, token, scene.heads, date)
    evidence = scene.document.evidence(scene.parsed, start, end)
    return Draft(
        Event(kind, actors, when, words=token.text),
        (evidence,),
        realis=realis,
        confidence=RULES_CONFIDENCE,
        rule=rule,
        section=scene.section,
    )


def _realis(trigger: Trigger) -> str:
    arguments = trigger.arguments
    if arguments.negated and trigger.frame.form != "neg" and trigger.frame.pos == "V":
        return "denied"
    if arguments.modal in ("will", "shall") or trigger.purpose:
        return "planned"
    if arguments.modal in ("would", "could", "might", "should"):
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in trigger.token.children)
        return "hypothetical" if perfect else "planned"
    return "fact"


def _told_by_noun(scene: _Scene, verb: Token, date: FoundDate) -> bool:
    """Whether an event noun of the same clause already tells what happened on the date: "the withdrawal started in July 1921"."""
    first, last = clause_span(verb, scene.heads)
    return any(
        (t.is_noun or t.token.dep_ == "acl")
        and first <= t.token.i <= last
        and best_date(scene.parsed, t.token, scene.sentence, t.is_noun)[0] == date
        for t in scene.triggers
    )


def _unframed(scene: _Scene) -> list[Candidate]:
    """Clauses with a date of their own that no frame fits: "other"."""
    found = []
    taken = {t.token.i for t in scene.triggers}
    for token in scene.sentence:
        finite = token.pos_ in ("VERB", "AUX") and token.dep_ in ("ROOT", "conj", "relcl", "advcl", "ccomp", "parataxis")
        if (
            not finite
            or token.i in taken
            or (token.dep_ == "relcl" and token.head.i in taken)
            or any(c.dep_ == "xcomp" and c.i in taken for c in token.children)
        ):
            continue
        date, crossed, gap = best_date(scene.parsed, token, scene.sentence, False)
        arguments = verb_arguments(token)
        if date is None or arguments.negated or _told_by_noun(scene, token, date):
            continue
        who = participants(scene.document, scene.parsed, arguments, date.edtf)
        draft = _draft(scene, token, "other", date, who, "pair", False, "other", "fact")
        features = [
            "frame:other", "type:other", f"dep:other/{token.dep_}", f"tag:{token.tag_}", f"passive:{arguments.passive}",
            f"copula:{token.lemma_ == 'be'}", f"triggers-beside-other:{min(len(scene.triggers), 3)}",
            *date_features(date, crossed, gap), *actor_features(scene.document, who), f"block:{scene.parsed.chunk.block.kind}",
        ]  # fmt: skip
        if scene.triggers or token.dep_ != "ROOT" or date.words.attributive or date.how != "said":
            features.append("clause-other")
        found.append(_candidate(scene, token, draft, features, who, "pair", date.edtf))
    return found
