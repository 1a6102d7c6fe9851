"""The record room: a fact's label, one line that a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from relazione.model.dates import humanize

_MISSIONS = {
    "embassy": "Embassy",
    "high-commission": "High Commission",
    "legation": "Legation",
    "consulate-general": "Consulate-General",
    "consulate": "Consulate",
    "vice-consulate": "Vice-Consulate",
    "honorary-consulate": "Honorary Consulate",
    "consular-correspondent": "Consular Correspondent",
    "permanent-mission": "Permanent Mission",
    "cultural-institute": "Cultural Institute",
    "trade-office": "Trade Office",
    "school": "School",
    "accredited-non-resident": "Non-resident mission",
    "other": "Mission",
}
_STATUS = {
    "member": "member of",
    "founding": "founding member of",
    "candidate": "candidate for",
    "applicant": "applicant to",
    "observer": "observer at",
    "guest": "guest of",
    "associate": "associate of",
    "former": "former member of",
    "partner": "partner of",
    "suspended": "suspended from",
    "expelled": "expelled from",
    "co-chair": "co-chair of",
    "other": "part of",
}
_TITLES = {
    "sovereign": "held {0} (sovereign)",
    "possession": "held {0} (possession)",
    "occupied": "occupied {0}",
    "administered": "administered {0}",
    "claimed": "claimed {0}",
    "renounced": "renounced {0}",
}
_REALIS = {"planned": "Planned: ", "claimed": "Alleged: ", "denied": "Denied: ", "hypothetical": "Hypothetical: "}
Shown = Mapping[str, Any]


def label_of(kind: str, shown: Shown, start: str | None, end: str | None, realis: str = "fact") -> str:
    """The line for a fact of that kind with the values shown of its fields, and its start and end in EDTF."""
    point = kind in ("agreement", "measure") and start is not None and end is None
    return _REALIS.get(realis, "") + LABELS[kind](shown, dates(start, start if point else end))


def dates(start: str | None, end: str | None) -> str:
    """The dates in words, or ""."""
    if start and end:
        return humanize(start if start == end else f"{start}/{end}")
    return humanize(f"{start}/..") if start else humanize(f"../{end}") if end else ""


def _names(actors: Iterable[Mapping[str, Any]] | None) -> list[str]:
    return list(dict.fromkeys(str(actor["name"]) for actor in actors or ()))


def _name(actor: Mapping[str, Any] | None) -> str:
    return str(actor["name"]) if actor else "?"


def _tail(*parts: str) -> str:
    return "".join(f", {part}" for part in parts if part)


def _event(shown: Shown, when: str) -> str:
    from relazione.reference import ontology

    row = ontology.ontology().get(shown["type"])
    label = row.label if row else str(shown["type"]).replace("-", " ").capitalize()
    actors = shown.get("actors") or ()
    doing = _names(actor for actor in actors if actor.get("role", "actor") == "actor")
    done_to = _names(actor for actor in actors if actor.get("role") == "recipient")
    who = ", ".join(doing)
    if done_to and not doing:
        who = ", ".join(done_to)
    elif done_to:
        who = ", ".join([*doing, *done_to]) if row and row.reciprocal else f"{who} → {', '.join(done_to)}"
    name = f" ({shown['name']})" if shown.get("name") else ""
    what = f" over {shown['about']}" if shown.get("about") and not doing else ""
    return f"{label}{name}{': ' + who if who else what}{_tail(shown.get('place') or '', when)}"


def _agreement(shown: Shown, when: str) -> str:
    name = str(shown["name"])
    parties = _names(shown.get("parties"))
    count = f"{shown['count']} " if shown.get("count") and not any(c.isdigit() for c in name) else ""
    between = f" ({', '.join(parties)})" if parties and not all(party in name for party in parties) else ""
    return f"{count}{name[:1].upper()}{name[1:]}{between}{_tail(shown.get('place') or '', when)}"


def _mission(shown: Shown, when: str) -> str:
    kind = _MISSIONS.get(shown["kind"], "Mission")
    place = shown.get("city") or (_name(shown.get("receiver")) if shown.get("receiver") else "")
    name = f" “{shown['name']}”" if shown.get("name") and shown["kind"] in ("cultural-institute", "school", "other") else ""
    state = {"closed": " (closed)", "planned": " (planned)"}.get(shown.get("status") or "", "")
    return f"{kind}{name} of {_name(shown.get('sender'))}{' in ' + place if place else ''}{state}{_tail(when)}"


def _membership(shown: Shown, when: str) -> str:
    status = _STATUS.get(shown.get("status") or "member", "part of")
    return f"{_name(shown.get('member'))}: {status} {shown['organisation']}{_tail(when)}"


def _holding(shown: Shown, when: str) -> str:
    return f"{_name(shown.get('holder'))} {_TITLES[shown['title']].format(shown['territory'])}{_tail(when)}"


def _measure(shown: Shown, when: str) -> str:
    what = str(shown["what"]).replace("-", " ").capitalize()
    target = " (target)" if shown.get("target") and "target" not in what.lower() else ""
    about = _names(shown.get("about"))
    qualifier = f"{shown['qualifier']} " if shown.get("qualifier") else ""
    upper = f" to {number(shown['value_max'])}" if shown.get("value_max") is not None else ""
    unit = f" {shown['unit']}" if shown.get("unit") else ""
    whose = f" ({', '.join(about)})" if about else ""
    return f"{what}{target}: {qualifier}{number(shown['value'])}{upper}{unit}{whose}{_tail(when)}"


def number(value: float) -> str:
    """A number as people write it: 12,000; 3.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def _tenure(shown: Shown, when: str) -> str:
    office = str(shown["office"])
    of = f" of {_name(shown['of'])}" if shown.get("of") else ""
    to = f" to {_name(shown['to'])}" if shown.get("to") else ""
    return f"{shown['person']}: {office}{of}{to}{_tail(when)}"


LABELS: dict[str, Callable[[Shown, str], str]] = {
    "event": _event,
    "agreement": _agreement,
    "mission": _mission,
    "membership": _membership,
    "holding": _holding,
    "measure": _measure,
    "tenure": _tenure,
}
