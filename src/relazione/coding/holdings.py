"""The room `coding`: holdings: who holds, occupies, administers, claims or gives up a territory, from when, until when, by what.

Verbs and nouns with their titles are in `data/holding_words.tsv`. A sentence without a date takes that of the treaty it speaks of, else the
last one of its paragraph, marked as carried over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from relazione.coding.agreement_names import agreement_name
from relazione.coding.agreement_terms import signed_when
from relazione.coding.clause_date import carried_date
from relazione.coding.event_dates import best_date
from relazione.coding.event_spans import clause_words, noun_words
from relazione.coding.gazetteer import find_names
from relazione.coding.linking import actor_of_hit, day_of
from relazione.coding.parsed import ParsedChunk, ParsedDocument
from relazione.coding.participants import participants
from relazione.coding.syntax import Arguments, governor, noun_arguments, verb_arguments
from relazione.coding.territories import Memory, Territory, territories
from relazione.model.claims import Actor, Holding, HoldingTitle
from relazione.model.dates import When, precision
from relazione.model.identity import Draft
from relazione.reference import polities
from relazione.reference.places import find_place
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_DATA = Path(__file__).parent / "data"
_OVER = frozenset({"of", "over", "in", "on", "to", "upon"})
_CLAIMS = frozenset({"claim", "sovereignty", "right", "control", "title"})
_STAYING = frozenset("be come fall remain place leave put bring keep stay pass".split())
_FAR = 60  # characters behind a noun at which a date under its verb belongs to something else
_FORCES = frozenset("troop force army soldier military garrison unit personnel administration navy contingent".split())
_INTENT = frozenset(
    [
        "agree",
        "plan",
        "try",
        "attempt",
        "want",
        "seek",
        "intend",
        "promise",
        "offer",
        "hope",
        "threaten",
        "refuse",
        "demand",
        "propose",
        "begin",
    ]
)


_UNTIL = re.compile(r"\b(?:until|till)\b[^.;,]*$")
_FROM = re.compile(r"\b(?:from|since|between)\b[^.;]*$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _frames() -> dict[tuple[str, str], tuple[HoldingTitle, str]]:
    table: dict[tuple[str, str], tuple[HoldingTitle, str]] = {}
    for _, (pos, lemmas, title, frame) in rows(_DATA / "holding_words.tsv", ("pos", "lemmas", "title", "frame")):
        for lemma in lemmas.split():
            table.setdefault((pos, lemma), (cast(HoldingTitle, title), frame))
    return table


@dataclass(slots=True)
class _Treaty:
    name: str
    form: str
    signed: When | None


@dataclass(slots=True)
class _Scene:
    """A sentence being read, with what the paragraph told before."""

    parsed: ParsedDocument
    chunk: ParsedChunk
    sentence: Span
    memory: Memory
    treaties: list[_Treaty]
    treaty: _Treaty | None = None
    treaty_verb: Token | None = None
    doer_before: Actor | None = None

    def treaty_of(self, token: Token) -> _Treaty | None:
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


def read_holdings(parsed: ParsedDocument) -> list[Draft]:
    """The holdings of a document, one draft a territory and title."""
    drafts: list[Draft] = []
    for chunk in parsed.chunks:
        if chunk.chunk.block.kind in ("infobox", "row"):
            continue
        memory = Memory()
        treaties: list[_Treaty] = []
        doer: Actor | None = None
        for sentence in chunk.doc.sents:
            scene = _Scene(parsed, chunk, sentence, memory, treaties, doer_before=doer)
            _note_treaty(scene)
            here: list[Draft] = []
            for token in sentence:
                here += _from_word(scene, token)
                if token.pos_ == "PROPN" and token.dep_ not in ("compound", "nmod"):
                    scene.lands(token)  # remembered for "the island", "the city"
            drafts += _distinct(here)
            doer = _subject(scene)
    return drafts


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft for each territory, holder and title of a sentence; the first, which is the outermost, stays."""
    kept: dict[tuple[str, str, str, bool], Draft] = {}
    for draft in drafts:
        body = draft.body
        assert isinstance(body, Holding)
        kept.setdefault((body.territory, body.holder.name, body.title, body.until is None), draft)
    return list(kept.values())


def _subject(scene: _Scene) -> Actor | None:
    """The polity that the sentence's main verb has as its subject."""
    root = scene.sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return None
    found = participants(scene.parsed, scene.chunk, Arguments(root, subjects=verb_arguments(root).subjects), _on(scene, root))
    return found[0].actor if found else None


def _note_treaty(scene: _Scene) -> None:
    """The treaty that the sentence speaks of: by name, or "the convention" for the one before."""
    for token in scene.sentence:
        name = agreement_name(token)
        if name is None:
            continue
        if name.proper:
            before = scene.chunk.doc[name.first - 1] if name.first > 0 else None
            treaty = _Treaty(name.name, name.form, signed_when(scene.chunk, scene.sentence, token, name, _signing(token)))
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


def _from_word(scene: _Scene, token: Token) -> list[Draft]:
    if token.pos_ in ("VERB", "AUX"):
        particle = next((f"_{c.lower_}" for c in token.children if c.dep_ == "prt"), "")
        found = _frames().get(("V", token.lemma_.lower() + particle)) or _frames().get(("V", token.lemma_.lower()))
        return _from_verb(scene, token, *found) if found and token.dep_ not in ("amod", "compound") else []
    if token.pos_ in ("NOUN", "PROPN"):
        found = _frames().get(("N", token.lemma_.lower()))
        if found and found[1] == "of":
            return _from_noun(scene, token, found[0])
        if found:
            return _from_predicate(scene, token, found[0])
        return _adjective_before(scene, token)
    return []


def _from_verb(scene: _Scene, verb: Token, title: HoldingTitle, frame: str) -> list[Draft]:
    arguments = verb_arguments(verb)
    if arguments.negated or arguments.modal in ("would", "could", "might", "should"):
        return []
    if verb.dep_ == "pcomp" and any(c.dep_ == "dobj" for c in verb.head.head.children):
        return []  # "backed the others in holding it": not the subject's
    lands = _objects(scene, verb, arguments, frame)
    if not lands:
        return []
    on = _on(scene, verb)
    actors = participants(scene.parsed, scene.chunk, arguments, on)
    doers = [f.actor for f in actors if f.slot == "subject"]
    if frame in ("give", "pass"):
        to = [f.actor for f in actors if f.slot == "to"]
        if not to and verb.lemma_ == "surrender" and doers and not arguments.passive:
            return _drafts(scene, verb, lands, doers[0], "occupied", ends=True)
        if not to:
            return []
        giver = doers[0] if doers and frame == "give" else None
        return _drafts(scene, verb, lands, to[0], title, given_by=giver)
    if not doers and frame in ("claim", "renounce"):
        own = [t for h in arguments.objects for t in noun_arguments(h).subjects if h.lemma_.lower() == "claim"]
        doers = [f.actor for f in participants(scene.parsed, scene.chunk, Arguments(verb, subjects=own), on)]
    if not doers and arguments.passive and frame == "take" and scene.doer_before is not None:
        doers = [scene.doer_before]
    if not doers:
        return []
    leaves = frame == "leave" or (frame == "renounce" and not any(h.lemma_.lower() in _CLAIMS for h in arguments.objects))
    return _drafts(scene, verb, lands, doers[0], "possession" if leaves and frame == "renounce" else title, ends=leaves)


def _objects(scene: _Scene, verb: Token, arguments: Arguments, frame: str) -> list[Territory]:
    heads = list(arguments.subjects if frame == "pass" else arguments.objects)
    if not heads and arguments.passive and (be := next((c for c in verb.children if c.dep_ == "auxpass"), None)) is not None:
        heads = [t for t in scene.chunk.doc[max(be.i - 1, scene.sentence.start) : be.i] if t.pos_ in ("NOUN", "PROPN")]
    if frame == "give" and not heads and not arguments.passive:
        return []
    if frame == "leave" and verb.lemma_ == "withdraw" and any(t.lemma_.lower() not in _FORCES for t in arguments.objects):
        return []  # "withdrew its ambassador"
    if frame == "leave":
        heads = [t for p, t in arguments.oblique if p == "from"] or ([] if verb.lemma_ == "withdraw" else heads)
        heads += [p for o in arguments.objects for c in o.children if c.lower_ == "from" for p in c.children if p.dep_ == "pobj"]
    if frame in ("claim", "renounce"):
        inner = [
            t
            for h in heads
            for p, t in noun_arguments(h).oblique
            if p in _OVER and h.lemma_.lower() in _CLAIMS
        ]
        heads = inner or [h for h in heads if h.lemma_.lower() != "claim"]
        heads = [h for h in heads if h.lemma_.lower() not in ("responsibility", "right", "control")]
    found: list[Territory] = []
    for head in heads:
        if head.dep_ == "conj" and head.head in heads:
            continue
        found += scene.lands(head)
    return found


def _from_noun(scene: _Scene, noun: Token, title: HoldingTitle) -> list[Draft]:
    """ "French occupation of Tunisia", "a provisional Italian administration of the islands", "a claim over Libya"."""
    arguments = noun_arguments(noun)
    heads = [t for p, t in arguments.oblique if p in _OVER and not _another_between(noun, t)]
    after = noun.nbor() if noun.i + 1 < scene.sentence.end else None
    if not heads and after is not None and after.lower_ in _OVER:
        heads = [t for t in after.children if t.dep_ == "pobj"]
    lands = [land for h in heads if not (h.dep_ == "conj" and h.head in heads) for land in scene.lands(h)]
    verb = governor(noun)
    if verb is not None and verb.lemma_ in ("renounce", "relinquish", "abandon", "drop", "claim", "end", "give"):
        return []  # told by the verb
    if (
        not lands
        and verb is not None
        and verb.lemma_ in ("be", "come", "fall", "remain", "place")
        and noun.head.lower_ == "under"
    ):
        lands = [land for s in verb_arguments(verb).subjects + verb_arguments(verb).objects for land in scene.lands(s)]
    if not lands:
        return []
    on = _on(scene, noun)
    own = [f.actor for f in participants(scene.parsed, scene.chunk, Arguments(noun, subjects=arguments.subjects), on)]
    if not own and noun.dep_ == "conj":
        own = [
            f.actor for f in participants(scene.parsed, scene.chunk, Arguments(noun, subjects=noun_arguments(noun.head).subjects), on)
        ]
    if not own and verb is not None:
        own = [f.actor for f in participants(scene.parsed, scene.chunk, verb_arguments(verb), on) if f.slot == "subject"]
    return _drafts(scene, noun, lands, own[0], title) if own else []


def _standing_under(scene: _Scene, noun: Token) -> list[Territory]:
    """The territories that are "under Italian administration", "in Ottoman hands"."""
    verb = governor(noun)
    if verb is None or verb.lemma_ not in _STAYING or noun.head.lower_ not in ("under", "in"):
        return []
    arguments = verb_arguments(verb)
    heads = [verb.head if s.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else s for s in arguments.subjects + arguments.objects]
    return [land for h in heads if not (h.dep_ == "conj" and h.head in heads) for land in scene.lands(h)]


def _another_between(noun: Token, token: Token) -> bool:
    """Whether another noun of holding stands between: "French occupation of Tunisia and British control over Cyprus"."""
    return any(("N", t.lemma_.lower()) in _frames() for t in noun.doc[noun.i + 1 : token.i])


def _from_predicate(scene: _Scene, noun: Token, title: HoldingTitle) -> list[Draft]:
    """ "Kastellorizo was an Italian possession", "the French colony of Indochina", "became part of the Ottoman Empire", "a protectorate over
    Egypt"."""
    arguments = noun_arguments(noun)
    on = _on(scene, noun)
    part = noun.lemma_.lower() == "part"
    of = [t for p, t in arguments.oblique if p == "of"]
    over = [t for p, t in arguments.oblique if p == "over"]
    owners = [
        f.actor
        for f in participants(scene.parsed, scene.chunk, Arguments(noun, subjects=arguments.subjects), on)
        if not f.actor.organisation
    ]
    verb = (
        noun.head
        if noun.dep_ in ("attr", "oprd", "acomp")
        else noun.head.head
        if noun.dep_ == "pobj" and noun.head.lower_ in ("as", "into")
        else None
    )
    if verb is not None and verb.pos_ in ("VERB", "AUX") and verb.lemma_ in ("be", "become", "remain", "make", "know", "turn"):
        upper = verb_arguments(verb)
        if upper.negated or upper.modal:
            return []
        subjects = [
            verb.head if s.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else s
            for s in (upper.objects if upper.passive else upper.subjects)
        ]
        lands = [land for s in subjects if not (s.dep_ == "conj" and s.head in subjects) for land in scene.lands(s)]
        if not owners:
            owners = [
                f.actor
                for f in participants(scene.parsed, scene.chunk, Arguments(noun, objects=of), on)
                if not f.actor.organisation
            ]
        if lands and owners:
            return _drafts(scene, noun, lands, owners[0], title)
    if part:
        return []
    if owners and (under := _standing_under(scene, noun)):
        return _drafts(scene, noun, under, owners[0], title)
    lands = [land for h in [*over, *of] for land in scene.lands(h)]
    taking = noun.head.pos_ == "VERB" and noun.head.lemma_ in ("take", "gain", "keep", "retain", "get") and noun.lemma_ == "possession"
    if (over or taking) and not owners and (verb := governor(noun)) is not None:
        owners = [f.actor for f in participants(scene.parsed, scene.chunk, verb_arguments(verb), on) if f.slot == "subject"]
    return _drafts(scene, noun, lands, owners[0], title, implied=not (over or taking)) if lands and owners else []


def _adjective_before(scene: _Scene, noun: Token) -> list[Draft]:
    """ "Ottoman Libya": a territory named with its holder."""
    before = noun.nbor(-1) if noun.i > scene.sentence.start else None
    if noun.pos_ != "PROPN" or before is None or before.dep_ not in ("amod", "compound"):
        return []
    if _is_own_name(scene.chunk.doc[before.i : noun.i + 1].text):
        return []  # "Saudi Arabia", "British Columbia"
    hit = next((h for h in find_names(before.text) if h.has("adjective")), None)
    lands = [t for t in scene.lands(noun) if t.place is not None and t.place.territory] if hit is not None else []
    if hit is None or not lands:
        return []
    holder = actor_of_hit(hit, before.text, day_of(_on(scene, noun)), scene.parsed.pair)
    return _drafts(scene, noun, lands, holder, "sovereign", implied=True) if holder else []


def _is_own_name(phrase: str) -> bool:
    """Whether the adjective belongs to the name of a state or a place and tells no holder."""
    kinds = {polities.polity(m.polity).kind for m in polities.resolve_name(phrase)}
    if kinds:
        return not kinds & {"colony", "protectorate", "mandate", "dependency"}
    place = find_place(phrase)
    return place is not None and place.name == phrase


def _on(scene: _Scene, token: Token) -> str | None:
    since, until = _dates(scene, token)
    when = since or until
    return when.edtf if when else None


def _dates(scene: _Scene, token: Token) -> tuple[When | None, When | None]:
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


def _drafts(
    scene: _Scene, token: Token, lands: list[Territory], holder: Actor, title: HoldingTitle,
    given_by: Actor | None = None, ends: bool = False, implied: bool = False,
) -> list[Draft]:  # fmt: skip
    since, until = _dates(scene, token)
    if ends:
        since, until = None, until or since
    if implied:  # held then: not told from when, nor that it ended
        since, until = When(since.edtf, "implied", since.wording) if since is not None else None, None
    verb = token if token.pos_ in ("VERB", "AUX") else governor(token)
    date, _, _ = best_date(scene.chunk, token, scene.sentence, False)
    words = clause_words if token.pos_ in ("VERB", "AUX") else noun_words
    source = token if verb is None or token.pos_ in ("VERB", "AUX") or token.dep_ not in ("attr", "dobj") else verb
    start, end = (clause_words if source is not token else words)(scene.chunk, scene.sentence, source, frozenset(), date)
    evidence = scene.parsed.evidence(scene.chunk, start, end)
    present = verb is not None and verb.tag_ in ("VBZ", "VBP") and since is None
    treaty = scene.treaty_of(token)
    drafts = []
    for land in lands:
        if land.name.lower() == holder.name.lower():
            continue
        body = Holding(
            land.name, Actor(holder.name, holder.mention, holder.polity, holder.state, holder.organisation), title, since, until,
            treaty.name if treaty is not None and token.pos_ == "VERB" else None,
            Actor(given_by.name, given_by.mention, given_by.polity, given_by.state) if given_by is not None else None,
        )  # fmt: skip
        drafts.append(
            Draft(
                body,
                (evidence,),
                realis="planned" if _intended(verb) else "fact",
                current=present,
                confidence=0.8 if land.place is not None else 0.6,
                rule=f"holding:{token.lemma_.lower()}",
                section=" / ".join(scene.chunk.chunk.block.section),
            )  # fmt: skip
        )
    return drafts


def _intended(verb: Token | None) -> bool:
    """Told as wished, agreed or tried, not as done ("began to withdraw" is done)."""
    if verb is None:
        return False
    if any(c.lower_ in ("will", "shall", "may") and c.dep_ == "aux" for c in verb.children):
        return True
    return verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_ in _INTENT - {"begin"}
