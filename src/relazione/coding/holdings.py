"""The room `coding`: holdings: who holds, occupies, administers, claims or gives up a territory, from when, until when, by
what.

Verbs and nouns with their titles are in `data/holding_words.tsv`. A sentence without a date takes that of the treaty it
speaks of, else the last one of its paragraph, marked as carried over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from relazione.coding.columns import columns
from relazione.coding.event_dates import best_date
from relazione.coding.event_spans import clause_words, noun_words
from relazione.coding.gazetteer import find_names
from relazione.coding.holding_scene import Scene, Treaty, dates_of, note_treaty
from relazione.coding.linking import actor_of_hit, day_of
from relazione.coding.parsed import ParsedDocument
from relazione.coding.participants import participants
from relazione.coding.syntax import Arguments, governor, noun_arguments, verb_arguments
from relazione.coding.territories import Memory, Territory
from relazione.model.claims import Actor, Holding, HoldingTitle
from relazione.model.dates import When
from relazione.model.identity import Draft
from relazione.reference import polities
from relazione.reference.places import find_place
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

_DATA = Path(__file__).parent / "data"
_OVER = frozenset({"of", "over", "in", "on", "to", "upon"})
_CLAIMS = frozenset({"claim", "sovereignty", "right", "control", "title"})
_STAYING = frozenset(["be", "come", "fall", "remain", "place", "leave", "put", "bring", "keep", "stay", "pass"])
_FORCES = frozenset(
    ["troop", "force", "army", "soldier", "military", "garrison", "unit", "personnel", "administration", "navy", "contingent"]
)
_BRIEFLY = re.compile(
    r"\b(?:briefly|short-lived|temporarily|for a (?:short|brief|little) (?:while|time|period)|for some (?:weeks|months))\b"
)
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


@lru_cache(maxsize=1)
def _frames() -> dict[tuple[str, str], tuple[HoldingTitle, str]]:
    table: dict[tuple[str, str], tuple[HoldingTitle, str]] = {}
    for _, (pos, lemmas, title, frame) in rows(_DATA / "holding_words.tsv", ("pos", "lemmas", "title", "frame")):
        for lemma in lemmas.split():
            table.setdefault((pos, lemma), (cast(HoldingTitle, title), frame))
    return table


@lru_cache(maxsize=1)
def _words() -> frozenset[tuple[str, str]]:
    """Part of speech and lemma (of a verb without its particle) of all words with a frame."""
    return frozenset((pos, lemma.split("_")[0]) for pos, lemma in _frames())


def _may_tell(pos: str, lemma: str) -> bool:
    """Whether a word may tell a holding or name a territory: another is not looked at."""
    if pos in ("VERB", "AUX"):
        return ("V", lemma) in _words()
    return pos == "PROPN" or (pos == "NOUN" and ("N", lemma) in _words())


def read_holdings(parsed: ParsedDocument) -> list[Draft]:
    """The holdings of a document, one draft a territory and title."""
    drafts: list[Draft] = []
    for chunk in parsed.chunks:
        if chunk.chunk.block.kind in ("infobox", "row"):
            continue
        memory = Memory()
        treaties: list[Treaty] = []
        before: Scene | None = None
        told = columns(chunk.doc)
        for sentence in chunk.doc.sents:
            scene = Scene(parsed, chunk, sentence, memory, treaties, before=before)
            note_treaty(scene)
            here: list[Draft] = []
            for i in range(sentence.start, sentence.end):
                if not _may_tell(told.pos[i], told.lemmas[i]):
                    continue
                here += _from_word(scene, token := chunk.doc[i])
                if token.pos_ == "PROPN" and token.dep_ not in ("compound", "nmod"):
                    scene.lands(token)  # remembered for "the island", "the city"
            drafts += _distinct(here)
            scene.before, before = None, scene
    return drafts


def _distinct(drafts: list[Draft]) -> list[Draft]:
    """One draft for each territory, holder and title of a sentence; the first, which is the outermost, stays."""
    kept: dict[tuple[str, str, str, bool], Draft] = {}
    for draft in drafts:
        body = draft.body
        assert isinstance(body, Holding)
        kept.setdefault((body.territory, body.holder.name, body.title, body.until is None), draft)
    return list(kept.values())


def _subject(scene: Scene) -> list[Actor]:
    """The polity that the sentence's main verb has as its subject, if any."""
    root = scene.sentence.root
    if root.pos_ not in ("VERB", "AUX"):
        return []
    return _actors(scene, root, verb_arguments(root).subjects, _on(scene, root))[:1]


def _from_word(scene: Scene, token: Token) -> list[Draft]:
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


def _from_verb(scene: Scene, verb: Token, title: HoldingTitle, frame: str) -> list[Draft]:
    arguments = verb_arguments(verb)
    if arguments.negated or arguments.modal in ("would", "could", "might", "should"):
        return []
    if verb.dep_ == "pcomp" and any(c.dep_ == "dobj" for c in verb.head.head.children):
        return []  # "backed the others in holding it": not the subject's
    lands = _objects(scene, verb, arguments, frame)
    if not lands:
        return []
    on = _on(scene, verb)
    doers = _actors(scene, verb, arguments.subjects, on)
    if frame in ("give", "pass"):
        to = _actors(scene, verb, [t for p, t in arguments.oblique if p == "to"], on)
        if not to and verb.lemma_ == "surrender" and doers and not arguments.passive:
            return _drafts(scene, verb, lands, doers[0], "occupied", ends=True)
        if not to:
            return []
        if frame == "pass" and (to[0].organisation or any(a.polity and polities.polity(a.polity).kind == "state" for a in doers)):
            return []  # "the two states went to the United Nations"
        giver = doers[0] if doers and frame == "give" else None
        return _drafts(scene, verb, lands, to[0], title, given_by=giver)
    if not doers and frame in ("claim", "renounce"):
        own = [t for h in arguments.objects for t in noun_arguments(h).subjects if h.lemma_.lower() == "claim"]
        doers = _actors(scene, verb, own, on)
    if not doers and arguments.passive and frame == "take" and scene.before is not None:
        doers = _subject(scene.before)
    if not doers:
        return []
    leaves = frame == "leave" or (frame == "renounce" and not any(h.lemma_.lower() in _CLAIMS for h in arguments.objects))
    return _drafts(scene, verb, lands, doers[0], "possession" if leaves and frame == "renounce" else title, ends=leaves)


def _actors(scene: Scene, trigger: Token, tokens: list[Token], on: str | None) -> list[Actor]:
    """Who the noun phrases name, role by role: a territory may be a polity of the same state."""
    return [f.actor for f in participants(scene.parsed, scene.chunk, Arguments(trigger, subjects=tokens), on)]


def _objects(scene: Scene, verb: Token, arguments: Arguments, frame: str) -> list[Territory]:
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
        inner = [t for h in heads for p, t in noun_arguments(h).oblique if p in _OVER and h.lemma_.lower() in _CLAIMS]
        heads = inner or [h for h in heads if h.lemma_.lower() != "claim"]
        heads = [h for h in heads if h.lemma_.lower() not in ("responsibility", "right", "control")]
    found: list[Territory] = []
    for head in heads:
        if head.dep_ == "conj" and head.head in heads:
            continue
        found += scene.lands(head)
    return found


def _from_noun(scene: Scene, noun: Token, title: HoldingTitle) -> list[Draft]:
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
    lands = lands or _standing_under(scene, noun)
    if not lands:
        return []
    on = _on(scene, noun)
    own = _actors(scene, noun, arguments.subjects, on)
    if not own and noun.dep_ == "conj":
        own = _actors(scene, noun, noun_arguments(noun.head).subjects, on)
    if not own and verb is not None:
        own = _actors(scene, verb, verb_arguments(verb).subjects, on)
    return _drafts(scene, noun, lands, own[0], title) if own else []


def _standing_under(scene: Scene, noun: Token) -> list[Territory]:
    """The territories that are "under Italian administration", "in Ottoman hands"."""
    verb = governor(noun)
    if verb is None or verb.lemma_ not in _STAYING or noun.head.lower_ not in ("under", "in"):
        return []
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
        return []  # "a war to bring the region under its control": an aim
    arguments = verb_arguments(verb)
    heads = [verb.head if s.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else s for s in arguments.subjects + arguments.objects]
    return [land for h in heads if not (h.dep_ == "conj" and h.head in heads) for land in scene.lands(h)]


def _another_between(noun: Token, token: Token) -> bool:
    """Whether another noun of holding stands between: "Dutch occupation of Java and Portuguese control over Timor"."""
    return any(("N", t.lemma_.lower()) in _frames() for t in noun.doc[noun.i + 1 : token.i])


def _from_predicate(scene: Scene, noun: Token, title: HoldingTitle) -> list[Draft]:
    """ "Kastellorizo was an Italian possession", "the French colony of Indochina", "became part of the Ottoman Empire", "a
    protectorate over Egypt"."""
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
    taking = (
        noun.head.pos_ == "VERB" and noun.head.lemma_ in ("take", "gain", "keep", "retain", "get") and noun.lemma_ == "possession"
    )
    if (over or taking) and not owners and (verb := governor(noun)) is not None:
        owners = _actors(scene, verb, verb_arguments(verb).subjects, on)
    if taking and noun.head.lemma_ in ("take", "gain"):
        title = "occupied"
    return _drafts(scene, noun, lands, owners[0], title, implied=not (over or taking)) if lands and owners else []


def _adjective_before(scene: Scene, noun: Token) -> list[Draft]:
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


def _on(scene: Scene, token: Token) -> str | None:
    since, until = dates_of(scene, token)
    when = since or until
    return when.edtf if when else None


def _drafts(
    scene: Scene, token: Token, lands: list[Territory], holder: Actor, title: HoldingTitle,
    given_by: Actor | None = None, ends: bool = False, implied: bool = False,
) -> list[Draft]:  # fmt: skip
    since, until = dates_of(scene, token)
    if ends:
        since, until = None, until or since
    if implied:  # held then: not told from when, nor that it ended
        since, until = When(since.edtf, "implied", since.wording) if since is not None else None, None
    if until is None and since is not None and "/" not in since.edtf and _BRIEFLY.search(scene.sentence.text):
        until = When(f"{since.edtf.rstrip('~?%')}~", "implied", since.wording)
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
            )
        )
    return drafts


def _intended(verb: Token | None) -> bool:
    """Told as wished, agreed or tried, not as done ("began to withdraw" is done)."""
    if verb is None:
        return False
    if any(c.lower_ in ("will", "shall", "may") and c.dep_ == "aux" for c in verb.children):
        return True
    return verb.dep_ in ("xcomp", "ccomp") and verb.head.lemma_ in _INTENT - {"begin"}
