"""The brief: what happened: the last twelve months, and a short chronology of what counts most before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from relazione.model.dates import bounds, precision
from relazione.publish.brief.lists import TOLD_BY, agreement_name
from relazione.publish.brief.scene import Scene
from relazione.publish.brief.shape import Draft, Line, line, part
from relazione.publish.telling import event_sentence
from relazione.publish.words import capital, date, name, the
from relazione.reference.ontology import ontology

YEAR = 366
"""Days of the last twelve months."""


def dated_line(scene: Scene, entry: Mapping[str, Any]) -> Line | None:
    """What happened, under its date; with the names of the day."""
    text = told(scene, entry)
    return line(part(f"{text}.", scene.cite(entry["fact"])), label=capital(date(_shown_date(entry["date"])))) if text else None


def _shown_date(edtf: str) -> str:
    """Of what had begun, the beginning."""
    return edtf.removesuffix("/..")


def told(scene: Scene, entry: Mapping[str, Any]) -> str:
    """The sentence of an entry of the timeline."""
    fact = scene.citations.fact(entry["fact"])
    fields = {field.name: field.values[0].value for field in fact.fields}
    if fact.kind == "event":
        goes_on = str(entry["date"]).endswith("/..")
        return event_sentence(fields).replace("fought a war", "went to war") if goes_on else event_sentence(fields)
    if fact.kind == "agreement":
        words = agreement_name(fields, scene)
        article = "" if words[:1].isdigit() else "the " if words[:1].isupper() else "an " if words[:1] in "aeiou" else "a "
        return f"{capital(article + words)} {'were' if words[:1].isdigit() else 'was'} signed"
    if fact.kind == "holding":
        verb = {"occupied": "occupied", "claimed": "claimed", "administered": "administered", "renounced": "renounced"}
        return f"{capital(the(name(fields.get('holder'))))} {verb.get(str(fields.get('title')), 'held')} {the(name(fields.get('territory')))}"
    if fact.kind == "membership" and str(fields.get("status")) in ("member", "founding"):
        return f"{capital(the(name(fields.get('member'))))} became a member of {the(name(fields.get('organisation')))}"
    return ""


def is_news(scene: Scene, entry: Mapping[str, Any]) -> bool:
    """Whether an entry is something that happened, with one of the two in it, and not as vague as a century."""
    if entry["kind"] not in ("event", "agreement", "holding", "membership") or entry["type"] == "other":
        return False
    start = entry["date"].partition("/")[0]
    if entry["date"].startswith("..") or precision(start) in ("century", "decade"):
        return False
    if (entry["kind"] == "membership" and not told(scene, entry)) or (
        entry["kind"] == "holding" and entry["type"] == "sovereign"
    ):
        return False
    return bool({scene.a, scene.b} & set(scene.citations.fact(entry["fact"]).states))


def once(scene: Scene, entries: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The entries, in order, without those that another one tells better: the signing behind an agreement on record, the seizure behind
    a holding, the same sentence of the same year.
    """
    found: list[Mapping[str, Any]] = []
    told_better: dict[str, set[tuple[int, str]]] = {"agreement": set(), "holding": set()}
    sentences, exact = set(), set[str]()
    for entry in sorted(entries, key=lambda entry: (entry["kind"] == "event", -len(entry["date"]))):
        year, numbers = entry["date"][:4], scene.cite(entry["fact"])
        if entry["kind"] in told_better:
            told_better[entry["kind"]] |= {(number, year) for number in numbers}
            exact |= {entry["date"]} if entry["kind"] == "agreement" and "-" in entry["date"] else set()
        row = ontology().get(entry["type"]) if entry["kind"] == "event" else None
        better = told_better.get(TOLD_BY.get(row.type if row else "", ""), set())
        is_signing = row is not None and TOLD_BY.get(row.type) == "agreement" and entry["date"] in exact
        if is_signing or better & {(number, year) for number in numbers} or (told(scene, entry), year) in sentences:
            continue
        sentences.add((told(scene, entry), year))
        found.append(entry)
    return sorted(found, key=lambda entry: (bounds(entry["date"]).start_earliest or 0, entry["label"]))


def last_twelve_months(scene: Scene) -> Draft:
    """What happened in the year before the day; that nothing is on record for it is said."""
    before = f" {date(scene.data['as_of'])}" if scene.past else ""
    draft = Draft("year", "The last twelve months", "dated", base=1.0, step=0.12, most=10)
    first = scene.day - YEAR
    news = [
        entry
        for entry in scene.entries
        if is_news(scene, entry) and (b := bounds(entry["date"])).start_latest is not None and b.start_latest >= first
    ]
    for entry in reversed(once(scene, news)):
        draft.add(dated_line(scene, entry))
    draft.lines.reverse()
    draft.note = "" if draft.lines else f"Nothing is on record for the twelve months before{before}."
    return draft


def weight(scene: Scene, entry: Mapping[str, Any]) -> float:
    """How much an entry counts in a short chronology: what is hostile or friendly in deed, told by many, of both of the two."""
    row = ontology().get(entry["type"]) if entry["kind"] == "event" else None
    strong: float = {"agreement": 6.0, "holding": 4.0, "membership": 3.0}.get(entry["kind"]) or (
        abs(row.intensity) if row else 0.0
    )
    root = row.type if row else ""
    great = (
        6.0
        if root in ("war", "treaty", "relations-established", "relations-severed", "independence", "territorial-change")
        else 0.0
    )
    of_both = 12.0 if {scene.a, scene.b} <= set(scene.citations.fact(entry["fact"]).states) else 0.0
    return strong + great + of_both + min(float(entry["claims"]), 4.0)


def chronology(scene: Scene, left_out: Iterable[str]) -> Draft:
    """A short chronology: what counts most, in the order of time; not what the last twelve months have told."""
    draft = Draft("chronology", "Chronology", "dated", base=0.9, step=0.11, most=16)
    shown = set(left_out)
    news = once(scene, [entry for entry in scene.entries if is_news(scene, entry) and entry["fact"] not in shown])
    ranked = sorted(news, key=lambda entry: -weight(scene, entry))
    place = {entry["fact"]: at for at, entry in enumerate(ranked)}
    for entry in news:
        if place[entry["fact"]] < draft.most:
            draft.add(dated_line(scene, entry), weight=place[entry["fact"]])
        else:
            draft.total += 1
    return draft
