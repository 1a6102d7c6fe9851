"""The brief: its lists: open issues, disagreements, agreements, missions and names, memberships, figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from relazione.model.dates import bounds
from relazione.publish.brief.scene import Item, Scene, since
from relazione.publish.brief.shape import Draft, Line, Part, clipped, joined, line, more_words, part
from relazione.publish.brief.standing import envoy_words, holding_words, memberships
from relazione.publish.telling import event_sentence, when_words
from relazione.publish.words import (
    MISSIONS,
    MOST_PARTIES,
    SOME_PARTIES,
    capital,
    date,
    is_plain_mission,
    listed,
    name,
    names,
    number,
    plural_kind,
    provisions,
    spaced,
    speaks_against,
    the,
    value_words,
)
from relazione.reference.ontology import ontology

FIGURES = frozenset(
    [
        "trade-volume",
        "trade-target",
        "trade-share",
        "trade-balance",
        "exports",
        "imports",
        "investment",
        "aid",
        "loan",
        "grant",
        "arms-deal-value",
        "diaspora",
        "population-share",
        "tourists",
        "students",
        "workers",
        "refugees",
        "troops",
        "casualties",
        "agreements-signed",
        "companies",
        "gas",
        "oil",
    ]
)
"""Quantities that are news to somebody who goes to a meeting; others (the length of a war, the area of a lake) are left to the pages."""
MOST_TERMS = 150
"""Letters of one provision of an agreement."""
FIGURES_YEARS = 10
"""Years for which a dated figure is still news."""
_AGAINST = {"mission": "a list that is told as complete leaves it out, and has {}"}
MOST_POSTS, MOST_PEOPLE = 12, 10
HOSTILE = (3, 4)
MOST_RIVALS = 4
TOLD_BY = {
    "treaty": "agreement",
    "agreement": "agreement",
    "trade-deal": "agreement",
    "alliance": "agreement",
    "occupation": "holding",
    "territorial-change": "holding",
    "territorial-claim": "holding",
}
"""Type of event -> the kind of fact that tells the same better."""


def open_issues(scene: Scene) -> Draft:
    """What is unsettled on the day: claims, occupations, disputes, sanctions, crises that no source ends."""
    draft = Draft("open", "Open issues", "list", base=0.7, step=0.15, most=10)
    for item in scene.items("holdings"):
        if item["title"] in ("claimed", "occupied"):
            draft.add(line(part(f"{capital(holding_words(scene, item))}.", scene.cite(item["fact"]))))
    held = {number for one in draft.lines for number in one.numbers}
    for item in scene.items("ongoing"):
        row, numbers = ontology().get(str(item["type"])), scene.cite(item["fact"])
        if row is None or row.quad not in HOSTILE or row.type == "war":
            continue
        if TOLD_BY.get(row.type) == "holding" and (held & set(numbers) or (row.type == "territorial-claim" and held)):
            continue
        fields = {field.name: field.values[0].value for field in scene.citations.fact(item["fact"]).fields}
        lasts = item["from"] and item["to"] and item["from"] != item["to"]
        when = since(item) if lasts else f" {when_words(item['from'])}" if item["from"] else ""
        ends = "" if lasts else "; that it ended is not told"
        draft.add(line(part(f"{event_sentence(fields)}{when}{ends}{scene.doubt(item)}.", numbers)))
    return draft


def disagreements(scene: Scene) -> Draft:
    """Where the sources contradict each other: each side with its own sources."""
    draft = Draft("disagree", "Where the sources disagree", "list", base=1.0, step=0.25, most=6)
    known = {
        item["fact"]
        for key in ("missions", "memberships", "agreements", "holdings", "ongoing", "measures", "tenures")
        for item in scene.items(key)
    }
    for id in scene.data["conflicts"]:
        if id in known:
            draft.add(_disagreement(scene, id))
    return draft


def _disagreement(scene: Scene, id: str) -> Line | None:
    fact = scene.citations.fact(id)
    parts: list[Part | None] = []
    for field in fact.fields:
        if field.name in fact.conflicts:
            rivals = [
                part(value_words(field.name, value.value), scene.citations.cite_claims(value.claims))
                for value in field.values[:MOST_RIVALS]
                if value_words(field.name, value.value)
            ]
            found = [one for one in rivals if one]
            for place, one in enumerate(found):
                begin = f"its {spaced(field.name)} is told as " if place == 0 else "or as "
                parts.append(Part(f"{begin}{one.text}", one.numbers))
    if fact.against:
        rivals_told = listed(scene.citations.fact(other).label for other in fact.against[:3])
        words = _AGAINST.get(fact.kind, f"it {speaks_against(fact.kind)}: {{}}").format(rivals_told)
        parts.append(part(words, scene.cite(*fact.against[:3], most=1)))
    if not any(parts):
        return None
    return line(part(f"{fact.label}:", scene.cite(id)), *joined(parts, ","))


def agreement_name(fields: Mapping[str, Any], scene: Scene) -> str:
    """ "Treaty of Ouchy (Kingdom of Italy, Ottoman Empire)"; parties that are the two themselves are not named again, of many only some."""
    text = name(fields.get("name")) or "agreement"
    if fields.get("count") and not re.search(r"\d", text):
        text = f"{fields['count']} {text[:1].lower()}{text[1:]}"
    every = names(fields.get("parties"))
    own = {scene.called[scene.a], scene.called[scene.b]}
    others = [one for one in every if one not in text and the(one) not in own]
    if not others:
        return text
    some = every if len(every) <= MOST_PARTIES else every[:SOME_PARTIES]
    return f"{text} ({', '.join(some)}{f' and {len(every) - len(some)} others' if len(some) < len(every) else ''})"


def agreements(scene: Scene) -> Draft:
    """The agreements in force, the newest first, with what they settle."""
    draft = Draft("agreements", "Agreements in force", "list", base=0.9, step=0.2, most=12)
    items = scene.items("agreements")
    items.sort(key=lambda item: -(bounds(item["signed"]).start_earliest or -(10**6)) if item["signed"] else 10**6)
    for item in items:
        place = f"in {item['place']} " if item["place"] else ""
        signed = f", signed {place}{when_words(item['signed'])}" if item["signed"] else ""
        by = f" by {listed(map(str, item['signatories']))}" if item["signatories"] else ""
        force = f"; in force {when_words(item['in_force'] + '/..')}" if item["in_force"] and "/" not in item["in_force"] else ""
        settled = [f"“{clipped(one, MOST_TERMS)}”" for one in provisions(item)[:3]]
        what = f". Terms: {'; '.join(settled)}" if settled else ""
        count = next(
            (field.values[0].value for field in scene.citations.fact(item["fact"]).fields if field.name == "count"), None
        )
        text = f"{capital(agreement_name({**item, 'count': count}, scene))}{signed}{by}{force}{scene.doubt(item)}{what}"
        draft.add(line(part(f"{text}.", scene.cite(item["fact"]))))
    return draft


def missions(scene: Scene) -> Draft:
    """The missions, those of a sender in a line, by kind; then the people in office."""
    draft = Draft("missions", "Missions and names", "list", base=0.6, step=0.2, most=12)
    by_sender: dict[str, dict[Any, list[dict[str, Any]]]] = {}
    for item in scene.missions():
        key = (item["kind"], item["certainty"]) if is_plain_mission(item) else item["fact"]
        by_sender.setdefault(capital(scene.state(item["sender"])), {}).setdefault(key, []).append(item)
    for sender, rows in by_sender.items():
        told_of = [_posts_of_a_kind(scene, found) for found in rows.values()]
        draft.add(_row(sender, [one for one in told_of if one], MOST_POSTS))
    people = [part(envoy_words(scene, item), scene.cite(item["fact"])) for item in scene.tenures()]
    draft.add(_row("In office", [one for one in people if one], MOST_PEOPLE))
    return draft


def _posts_of_a_kind(scene: Scene, found: list[dict[str, Any]]) -> Part | None:
    first = found[0]
    numbers = scene.cite(*(item["fact"] for item in found), most=1 if len(found) > 1 else 2)
    if len(found) > 1:
        cities = [scene.city(item["city"]) for item in found]
        words = f"{plural_kind(first['kind'])} in {listed(cities)}"
    else:
        where = scene.city(first["city"]) or scene.state(first["receiver"])
        head = f", headed by {name(first['head'])}" if first["head"] else ""
        address = f", {first['address']}" if first["address"] else ""
        words = f"{MISSIONS.get(first['kind'], 'mission')} in {where}{address}{head}{since(first)}"
    return part(f"{words}{scene.doubt(first)}", numbers)


def _row(label: str, parts: list[Part], most: int) -> Line | None:
    """Several things in one line, under what they have in common; of very many some, and how many more."""
    more = len(parts) - most
    shown = joined(parts[:most])
    if not shown:
        return None
    shown[0] = replace(shown[0], text=f"{label}: {shown[0].text}")
    shown[-1] = replace(shown[-1], text=shown[-1].text + (f"; {more_words(more)}." if more > 0 else "."))
    return line(*shown)


def memberships_told(scene: Scene) -> Draft:
    """What both belong to in one line, and what one alone does in another."""
    draft = Draft("memberships", "Memberships", "list", base=1.1, step=0.3, most=3)
    both, first, second = memberships(scene)
    for label, found, most in (
        ("Both", both, 14),
        (capital(scene.called[scene.a]), first, 8),
        (capital(scene.called[scene.b]), second, 8),
    ):
        draft.add(_row(label, [one for words, numbers in found if (one := part(words, numbers))], most))
    return draft


def figures(scene: Scene) -> Draft:
    """The newest quantities that are news on the day: dated in the ten years before it, or told as of the present."""
    draft = Draft("figures", "Figures", "list", base=1.6, step=0.3, most=5)
    for item in scene.items("measures"):
        if str(item["what"]) not in FIGURES:
            continue
        when = item["date"] or item["from"]
        if when:
            told_by = scene.known(when, item["fact"])
            if not told_by or (bounds(told_by).end_latest or scene.day) < scene.day - FIGURES_YEARS * 366:
                continue
        elif scene.past:
            continue
        fields = {field.name: field.values[0].value for field in scene.citations.fact(item["fact"]).fields}
        draft.add(line(part(f"{figure_words(fields)}.", scene.cite(item["fact"]))))
    return draft


def figure_words(fields: Item) -> str:
    """ "Diaspora (Türkiye, Italy): about 30,000 to 40,000 people, 2021"."""
    what = capital(spaced(fields.get("what")))
    if fields.get("target") and "target" not in what.lower():
        what += " (target)"
    value = number(fields.get("value"))
    if fields.get("value_max") is not None:
        value += f" to {number(fields['value_max'])}"
    qualifier = f"{fields['qualifier']} " if fields.get("qualifier") else ""
    unit = f" {fields['unit']}" if fields.get("unit") and str(fields["unit"]) not in what.lower().split() else ""
    whose = ", ".join(names(fields.get("about")))
    when = f", {date(fields['when'])}" if fields.get("when") else ""
    return f"{what}{f' ({whose})' if whose else ''}: {qualifier}{value}{unit}{when}"
