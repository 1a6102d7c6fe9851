"""Publish: what Wikidata can hold as QuickStatements (version 1): relations of two states, and memberships.

Only what is told as a fact, of polities and organisations whose Wikidata item is in our tables, and undisputed: a statement goes to a
public knowledge base, and is looked at by a person before it is run. Each carries its source: the address where there is one, the
title and the words.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from relazione.model.record import Fact
from relazione.publish.exports.extract import Extract, actors, value
from relazione.publish.visible import visible
from relazione.reference import polities
from relazione.reference.organisations import organisations
from relazione.sources.wiki_address import is_web

RELATION, MEMBER_OF, START, END = "P530", "P463", "P580", "P582"
URL, TITLE, QUOTATION = "S854", "S1476", "S1683"
LONGEST = 400
"""Characters of a text that Wikidata takes in a monolingual text."""
_PRECISIONS = ((10, 11, "{}T00:00:00Z"), (7, 10, "{}-00T00:00:00Z"), (4, 9, "{}-00-00T00:00:00Z"))
"""Length of the date, Wikidata's precision, the form of the time."""
STATUSES = ("member", "founding", "former")


def statements(taken: Extract) -> tuple[bytes, Counter[str]]:
    """One statement a line, tab-separated; what has no statement is left out and counted."""
    left_out: Counter[str] = Counter()
    lines: dict[str, None] = {}
    for fact in taken.facts:
        found, reason = _statement(fact)
        if reason:
            left_out[reason] += 1
            continue
        lines["\t".join([*found, *_reference(taken, fact)])] = None
    return "".join(f"{line}\n" for line in lines).encode("utf-8"), left_out


def _statement(fact: Fact) -> tuple[list[str], str]:
    """Item, property, value and qualifiers of a fact, or the reason why there is none."""
    if fact.kind == "membership":
        return _membership(fact)
    if fact.kind == "event" and value(fact, "type") == "relations-established":
        return _relation(fact)
    return [], "Wikidata has no property for it that our items can fill"


def _relation(fact: Fact) -> tuple[list[str], str]:
    items = [item for one in actors(fact, "actors") if (item := _polity(one))]
    if reason := _unfit(fact):
        return [], reason
    if len(items) != 2:
        return [], "no Wikidata item known of one of the two"
    return [items[0], RELATION, items[1], *_qualifiers(fact, START, fact.start)], ""


def _membership(fact: Fact) -> tuple[list[str], str]:
    member = next((item for one in actors(fact, "member") if (item := _polity(one))), "")
    body = organisations().get(str(value(fact, "organisation_id") or ""))
    if reason := _unfit(fact):
        return [], reason
    if value(fact, "status") not in STATUSES:
        return [], "no full membership"
    if not member or body is None or not body.wikidata:
        return [], "no Wikidata item known of the member or of the organisation"
    return [member, MEMBER_OF, body.wikidata, *_qualifiers(fact, START, fact.start), *_qualifiers(fact, END, fact.end)], ""


def _unfit(fact: Fact) -> str:
    if fact.realis != "fact":
        return "not told as a fact"
    return "its sources conflict" if fact.conflicts or fact.against else ""


def _polity(one: dict[str, Any]) -> str | None:
    polity = one.get("polity")
    return polities.code(str(polity), "wikidata") if polity in polities.polities() else None


def _qualifiers(fact: Fact, name: str, edtf: str | None) -> list[str]:
    """A time with its precision, where the date is exact to the day, month or year."""
    for length, precision, form in _PRECISIONS:
        if edtf and len(edtf) == length and edtf.replace("-", "").isdigit():
            return [name, f"+{form.format(edtf)}/{precision}"]
    return []


def _reference(taken: Extract, fact: Fact) -> list[str]:
    document = taken.documents_of(fact)[0]
    found = [URL, _text(document.address)] if is_web(document.address) else []
    return [*found, TITLE, f"en:{_text(document.title)}", QUOTATION, f"en:{_text(taken.quote(fact))}"]


def _text(text: str) -> str:
    """A text in quotation marks, on one line, without marks that would end it."""
    plain = " ".join(visible(text).replace('"', "”").split())
    return f'"{plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"}"'
