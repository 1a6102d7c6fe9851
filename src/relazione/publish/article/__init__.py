"""Publish: the record of a pair as an article in wikitext, that reads well and can be read back.

    article(record, "ITA", "TUR")     "{{Infobox bilateral relations ... '''Italy–Türkiye relations''' ..."

A lead, an infobox with the embassies and envoys, a section for each subject with a sentence for each fact, in order of time, and references
that are named and used again. What is told as planned, denied or supposed is left out: an article tells what was and is. No text from outside is
active markup.
"""

from __future__ import annotations

from typing import Any

from relazione.analysis.timeline import edtf_of
from relazione.model.dates import bounds, parse_day
from relazione.model.record import Fact
from relazione.publish.article.markup import References, link, wiki
from relazione.publish.article.sentences import Told, fields_of, sentences
from relazione.publish.citations import Citations, Source
from relazione.publish.sections import section_of, sections
from relazione.publish.words import date, name

__all__ = ["article", "told_facts"]

CITED = 2
LONGEST_QUOTE = 300
MOST_IN_LEAD = 4
EMBASSIES = ("embassy", "high-commission", "legation")
_TYPES = {"event": "type", "mission": "kind", "measure": "what", "tenure": "office"}


def told_facts(record: Any, a: str, b: str, on: str | None = None) -> list[Fact]:
    """The facts that an article tells: of the pair and of the memberships of either; with a date those that had surely begun by then."""
    from relazione.analysis.pair_facts import facts_of, pair_rows

    facts = [fact for fact in facts_of(record, pair_rows(record, a, b)) if fact.realis == "fact"]
    if on is None:
        return facts
    day = parse_day(on)
    return [fact for fact in facts if (began := _began(fact)) is not None and began <= day]


def _began(fact: Fact) -> int | None:
    b = bounds(fact.start) if fact.start else bounds(fact.end) if fact.end else None
    return None if b is None else b.start_latest if b.start_latest is not None else b.end_earliest


def article(record: Any, a: str, b: str, on: str | None = None) -> str:
    """The article of two states (codes) as wikitext. `on` (EDTF): what had begun by that day. Raises ImpossibleDate."""
    citations = Citations(record, frozenset((a, b)))
    facts = told_facts(record, a, b, on)
    day = parse_day(on) if on else None
    bodies: dict[str, list[Fact]] = {section.id: [] for section in sections()}
    for fact in sorted(facts, key=_order):
        if citations.cite(fact.id, CITED):
            bodies[section_of(fact.kind, str(fields_of(fact).get(_TYPES.get(fact.kind, ""), ""))).id].append(fact)
    words = {source.number: _reference(source) for source in citations.sources}
    references = References()
    one, two = name(a), name(b)
    lead = f"'''{wiki(one)}–{wiki(two)} relations''' are the relations between {link(one)} and {link(two)}."
    first = [fact for fact in sorted(facts, key=_order) if _is_first(fact) and citations.cite(fact.id, CITED)][:MOST_IN_LEAD]
    for group, text in sentences(first, day):
        lead += f" {wiki(text)}{references.of(_cited(citations, group), words)}"
    out = [*_infobox(facts, a, b), lead, ""]
    for section in sections():
        told = sentences(bodies[section.id], day)
        if told:
            out += [f"== {section.title} ==", ""]
            for paragraph in _paragraphs(told):
                said = (f"{wiki(text)}{references.of(_cited(citations, group), words)}" for group, text in paragraph)
                out += [" ".join(said), ""]
    if not any(bodies.values()):
        out += ["Nothing is on record of the two.", ""]
    if words:
        out += ["== References ==", "", "<references />", ""]
    out += [f"[[Category:Bilateral relations of {one}]]", f"[[Category:Bilateral relations of {two}]]"]
    return "\n".join(out) + "\n"


def _is_first(fact: Fact) -> bool:
    """Whether the lead tells it: embassies that stand, and the beginning of relations."""
    fields = fields_of(fact)
    if fact.kind == "mission":
        return fields.get("kind") in EMBASSIES and fields.get("status") == "open" and not fields.get("closed")
    return fact.kind == "event" and fields.get("type") == "relations-established"


def _cited(citations: Citations, group: tuple[Fact, ...]) -> tuple[int, ...]:
    return citations.cite([fact.id for fact in group], CITED if len(group) == 1 else 1)


def _order(fact: Fact) -> tuple[int, str]:
    """Undated ones first: a year before them would be taken for theirs."""
    edtf = edtf_of(fact)
    b = bounds(edtf) if edtf else None
    first = None if b is None else b.start_earliest if b.start_earliest is not None else b.end_earliest
    return (first if first is not None else -(10**9), fact.label)


def _paragraphs(told: list[Told]) -> list[list[Told]]:
    """Sentences of a century in a paragraph, which is never very long; those without a date apart."""
    found: list[list[Told]] = []
    last: str | None = None
    for group, text in told:
        century = (edtf_of(group[0]) or "").removeprefix("../")[:2]
        if century != last or len(found[-1]) == 8:
            found.append([])
        found[-1].append((group, text))
        last = century
    return found


def _infobox(facts: list[Fact], a: str, b: str) -> list[str]:
    one, two = name(a), name(b)
    lines = [
        "{{Infobox bilateral relations",
        f"| name = {wiki(one)}–{wiki(two)}",
        f"| party1 = {wiki(one)}",
        f"| party2 = {wiki(two)}",
    ]
    for number, code in ((1, a), (2, b)):
        for fact in facts:
            fields = fields_of(fact)
            is_seat = fact.kind == "mission" and fields.get("kind") in EMBASSIES and not fields.get("closed")
            if is_seat and (fields.get("sender") or {}).get("state") == code and fields.get("city"):
                kind = str(fields["kind"]).replace("-", " ").capitalize()
                lines.append(f"| mission{number} = {kind} of {wiki(name(fields['sender']))}, {wiki(fields['city'])}")
                break
        for fact in facts:
            fields = fields_of(fact)
            is_envoy = fact.kind == "tenure" and "ambassador" in str(fields.get("office")).lower() and fact.current
            if is_envoy and (fields.get("of") or {}).get("state") == code:
                lines += [f"| envoytitle{number} = Ambassador", f"| envoy{number} = {wiki(fields['person'])}"]
                break
    return [*lines, "}}", ""]


def _reference(source: Source) -> str:
    quote = source.quote if len(source.quote) <= LONGEST_QUOTE else source.quote[: LONGEST_QUOTE - 1] + "…"
    section = f", section “{wiki(source.section.rpartition(' / ')[2])}”" if source.section else ""
    told = f", {date(source.date)}" if source.date else ""
    page = f", p. {source.page}" if source.page else ""
    return f"''{wiki(source.title)}''{told}{section}{page}: “{wiki(quote)}”"
