"""The room `coding`: events. Triggers are found by the table of frames; each gives one draft with its clause, date and actors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from relazione.coding.event_dates import best_date, when_of
from relazione.coding.event_lists import is_list_line, read_list_line
from relazione.coding.frames import Frame, Surroundings, fits, frames
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.participants import choose_actors, participants
from relazione.coding.syntax import Arguments, clause_span, noun_arguments, verb_arguments
from relazione.model.claims import Event
from relazione.model.identity import Draft
from relazione.reference.ontology import event_type

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST_QUOTE = 60
"""Words of a clause quoted at most."""
_STATEMENTS = frozenset({"statement", "demand"})
_LASTING = frozenset({"war", "occupation", "crisis", "territorial-claim", "embargo", "sanction", "attack", "migration", "territorial-change", "aid", "other", "bombardment"})


@dataclass(slots=True)
class Trigger:
    """A token that a frame fits, with its arguments."""

    token: Token
    frame: Frame
    arguments: Arguments
    used: frozenset[int]


def read_events(document: ParsedDocument) -> list[Draft]:
    """Drafts of all events in a document."""
    drafts: list[Draft] = []
    for parsed in document.chunks:
        if parsed.chunk.block.kind == "infobox":
            drafts += _infobox(document, parsed)
            continue
        if is_list_line(parsed):
            listed = read_list_line(document, parsed)
            drafts += listed
            if listed:
                continue
        for sentence in parsed.doc.sents:
            drafts += _sentence(document, parsed, sentence)
    return drafts


def _infobox(document: ParsedDocument, parsed: ParsedChunk) -> list[Draft]:
    """"Formal relations began: 1992" is the establishment of relations."""
    key = parsed.chunk.block.key.lower()
    if "relations" not in key or not parsed.dates or not parsed.dates[0].edtf:
        return []
    block = parsed.chunk.block
    text = document.document.visible
    line = text.rfind(parsed.chunk.block.key, max(0, block.start - 80), block.start)
    when = parsed.dates[0].when(parsed.text)
    from relazione.coding.linking import actor_of_state, day_of
    from relazione.model.evidence import quote

    on = when.edtf if when else None
    actors = tuple(actor_of_state(c, day_of(on)) for c in document.pair.codes())
    ended = any(w in parsed.text.lower() for w in ("end", "sever", "broke"))
    body = Event("relations-severed" if ended else "relations-established", actors, when, words=block.key)
    evidence = quote(document.document.text, line if line >= 0 else block.start, block.end)
    return [Draft(body, (evidence,), confidence=0.9, rule="infobox", section=" / ".join(block.section))]


def _triggers(sentence: Span, around: Surroundings) -> list[Trigger]:
    """Triggers of a sentence, verbs before nouns; a noun that a verb's frame has used is no trigger of its own."""
    table = frames()
    found: list[Trigger] = []
    used: set[int] = set()
    for token in sentence:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass"):
            continue
        if _is_purpose(token):
            continue
        rows = table.get(("V", token.lemma_.lower()), ())
        arguments = verb_arguments(token) if rows or token.lemma_ in ("be", "remain", "become", "get") else None
        if arguments is None:
            continue
        frame = next((f for f in rows if fits(f, arguments, around)), None)
        if frame is None:
            frame = _adjective(token, arguments, around)
        if frame is not None:
            taken = frozenset(t.i for t in arguments.objects) | (frozenset(t.i for t in arguments.subjects) if frame.needs else frozenset())
            found.append(Trigger(token, frame, arguments, taken))
            used |= taken
    for token in sentence:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        rows = table.get(("N", token.lemma_.lower()), ()) or table.get(("N", token.lower_), ())
        if not rows:
            continue
        arguments = noun_arguments(token)
        frame = next((f for f in rows if fits(f, arguments, around)), None)
        if frame is None or (token.i in used and _same(token, frame, found)):
            continue
        if token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN") and table.get(("N", token.head.lemma_.lower())):
            continue
        found.append(Trigger(token, frame, arguments, frozenset()))
    return found


_CARRIES = frozenset(
    "begin start continue attempt try manage proceed come help refuse decline fail threaten vow cease stop happen go hasten first be last".split()
)


def _is_purpose(token: Token) -> bool:
    """ "to improve ties": an infinitive tells an aim, not an act, unless its governor only carries it ("began to withdraw")."""
    if not any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children):
        return token.dep_ == "conj" and token.tag_ == "VB" and token.head is not token and token.head.tag_ == "VB" and _is_purpose(token.head)
    head = token.head
    return not (token.dep_ == "xcomp" and head.lemma_.lower() in _CARRIES) and token.dep_ != "ROOT" and token.dep_ != "relcl" and not _is_first(head)


def _is_first(noun: Token) -> bool:
    """ "the first country to recognise": the infinitive tells what was done."""
    return noun.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and any(
        t.lower_ in ("first", "only", "last", "second", "among", "one") for t in [noun, *noun.subtree] if t.i <= noun.i + 6
    )


def _same(token: Token, frame: Frame, found: list[Trigger]) -> bool:
    """Whether a verb whose frame took this noun tells the same event."""
    return any(token.i in t.used for t in found)


def _adjective(token: Token, arguments: Arguments, around: Surroundings) -> Frame | None:
    """ "relations were tense": the predicate adjective carries the event."""
    for child in token.children:
        if child.dep_ in ("acomp", "attr", "oprd") and child.pos_ in ("ADJ", "VERB"):
            for frame in frames().get(("A", child.lemma_.lower()), ()) or frames().get(("A", child.lower_), ()):
                if fits(frame, arguments, around):
                    return frame
    return None


def _sentence(document: ParsedDocument, parsed: ParsedChunk, sentence: Span) -> list[Draft]:
    dates = parsed.dates_in(sentence.start_char, sentence.end_char)
    before = parsed.doc[max(0, sentence.start - 40) : sentence.start]
    heading = " ".join(parsed.chunk.block.section[-1:]).lower().split()
    around = Surroundings(
        {t.lower_ for t in sentence} | {t.lemma_.lower() for t in sentence},
        {t.lemma_.lower() for t in before} | {w.rstrip("s") for w in heading} | {t.lemma_.lower() for t in sentence},
        any(d.words.relation == "since" for d in dates),
    )
    triggers = _triggers(sentence, around)
    heads = frozenset(t.token.i for t in triggers)
    drafts: list[Draft] = []
    for trigger in triggers:
        drafts += _event(document, parsed, sentence, trigger, heads)
    if not drafts and any(d.edtf and not d.words.attributive and d.how == "said" for d in dates):
        drafts += _other(document, parsed, sentence)
    return drafts


def _event(document: ParsedDocument, parsed: ParsedChunk, sentence: Span, trigger: Trigger, heads: frozenset[int]) -> list[Draft]:
    token, frame = trigger.token, trigger.frame
    is_noun = frame.pos == "N"
    date = best_date(parsed, token, sentence, is_noun)
    if frame.form in ("dated", "owndate") and date is None:
        return []
    lasting = event_type(frame.types[0]).type in _LASTING
    when = when_of(date, parsed.text, lasting) if date else None
    on = when.edtf if when else None
    found = participants(document, parsed, trigger.arguments, on)
    actors = choose_actors(document, parsed, found, on, frame.who, (sentence.start, sentence.end - 1))
    start, end = _quote_span(parsed, sentence, token, is_noun, heads, date)
    evidence = parsed_evidence(document, parsed, start, end)
    words = token.text
    realis = _realis(trigger)
    return [
        Draft(
            Event(kind, actors, when, words=words),
            (evidence,),
            realis=realis,
            confidence=0.6,
            rule=frame.name,
            section=" / ".join(parsed.chunk.block.section),
        )
        for kind in frame.types
    ]


def parsed_evidence(document: ParsedDocument, parsed: ParsedChunk, start: int, end: int):  # type: ignore[no-untyped-def]
    return document.evidence(parsed, start, end)


def _realis(trigger: Trigger) -> str:
    arguments = trigger.arguments
    if arguments.negated and trigger.frame.form != "neg" and trigger.frame.pos == "V":
        return "denied"
    if arguments.modal == "will":
        return "planned"
    if arguments.modal in ("would", "could", "might", "should"):
        perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in trigger.token.children)
        return "hypothetical" if perfect else "planned"
    return "fact"


def _quote_span(parsed: ParsedChunk, sentence: Span, token: Token, is_noun: bool, heads: frozenset[int], date) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """Characters of the clause that tells the event, with its date where it stands beside it."""
    if is_noun:
        subtree = list(token.subtree)
        first, last = subtree[0].i, subtree[-1].i
    else:
        first, last = clause_span(token, heads)
    doc = parsed.doc
    while first < last and doc[first].is_punct:
        first += 1
    while last > first and doc[last].is_punct and doc[last].text not in ('"', ")"):
        last -= 1
    start, end = doc[first].idx, doc[last].idx + len(doc[last])
    if date is not None and sentence.start_char <= date.start and date.end <= sentence.end_char:
        if date.start < start and start - date.end < 60:
            start = date.start
        elif date.end > end and date.start - end < 40:
            end = date.end
    words = parsed.text[start:end].split()
    if len(words) > LONGEST_QUOTE:
        middle = token.idx
        start = max(start, parsed.text.rfind(" ", 0, max(start, middle - 160)) + 1)
        end = min(end, middle + 240)
    if len(words) < 2:
        start, end = sentence.start_char, sentence.end_char
    return start, end


def _other(document: ParsedDocument, parsed: ParsedChunk, sentence: Span) -> list[Draft]:
    """A dated clause without a frame is kept as "other"."""
    root = sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return []
    date = best_date(parsed, root, sentence, False)
    if date is None:
        return []
    when = when_of(date, parsed.text, True)
    on = when.edtf if when else None
    arguments = verb_arguments(root)
    if arguments.negated:
        return []
    found = participants(document, parsed, arguments, on)
    actors = choose_actors(document, parsed, found, on, "pair", (sentence.start, sentence.end - 1))
    evidence = document.evidence(parsed, sentence.start_char, sentence.end_char)
    return [
        Draft(Event("other", actors, when, words=root.text), (evidence,), confidence=0.4, rule="other", section=" / ".join(parsed.chunk.block.section))
    ]
