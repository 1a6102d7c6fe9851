"""Publish: the words in which a thing on record is told, in the dry voice of a desk officer.

Works on what the answers hold as plain data (the as-of contract and the fields of facts), so that page, brief and files
say the same. A date is never told more exactly than the source tells it; nothing is said that no field says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from relazione.model.dates import bounds, humanize, is_edtf, parse_day, sides

Item = Mapping[str, Any]

DATE_FIELDS = frozenset(
    ("when", "signed", "in_force", "ended", "opened", "closed", "since", "until", "attested", "date", "from", "to")
)
SECTIONS: tuple[tuple[str, str], ...] = (
    ("missions", "Missions"),
    ("memberships", "Memberships"),
    ("agreements", "Agreements in force"),
    ("holdings", "Territory"),
    ("ongoing", "Ongoing"),
    ("measures", "Figures"),
    ("tenures", "Officials"),
)
"""The lists of the as-of contract in the order in which they are told, with their headings."""

_OF_THEIR_TIME = frozenset(("casualties", "survivors", "prisoners", "passengers-and-crew"))
"""Quantities that tell what happened: they are the newest of their kind for ever, and yet nothing that holds later."""

MISSIONS = {
    "embassy": "embassy",
    "high-commission": "high commission",
    "legation": "legation",
    "consulate-general": "consulate-general",
    "consulate": "consulate",
    "vice-consulate": "vice-consulate",
    "honorary-consulate": "honorary consulate",
    "consular-correspondent": "consular correspondent",
    "permanent-mission": "permanent mission",
    "cultural-institute": "cultural institute",
    "trade-office": "trade office",
    "school": "school",
    "accredited-non-resident": "accreditation from elsewhere",
    "other": "mission",
}
_MEMBERSHIPS = {
    "member": "is a member of",
    "founding": "is a founding member of",
    "candidate": "is a candidate for membership of",
    "applicant": "has applied to join",
    "observer": "is an observer at",
    "guest": "is a guest of",
    "associate": "is an associate of",
    "former": "is a former member of",
    "co-chair": "is a co-chair of",
    "other": "takes part in",
}
_HOLDINGS = {
    "sovereign": "holds {territory} as sovereign",
    "possession": "holds {territory} as a possession",
    "occupied": "occupies {territory}",
    "administered": "administers {territory}",
    "claimed": "claims {territory}",
    "renounced": "has renounced {territory}",
}
CERTAINTIES = {
    "attested": "told for this date",
    "assumed": "assumed: told before, and no end is told",
    "disputed": "the sources disagree",
}

SPEAKS_AGAINST = {"mission": "not in a list that is told as complete"}
"""Kind of fact -> in which way other facts speak against it."""


def speaks_against(kind: str) -> str:
    """In which way others speak against a fact of this kind; their labels follow."""
    return SPEAKS_AGAINST.get(kind, "does not go with")


def name(value: Any) -> str:
    """The name of a state (by code or name), an actor or a person; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value.get("name") or name(value.get("state")) or value.get("person") or "")
    text = str(value)
    if len(text) == 3 and text.isascii() and text.isupper():
        from relazione.reference.polities import states

        state = states().get(text)
        return state.name if state else text
    return text


_TAKES_ARTICLE = re.compile(
    r"^(?:Netherlands|Philippines|Bahamas|Maldives|Gambia|Dodecanese|Entente|Levant|Holy See)$"
    r"|\b(?:Empire|Kingdom|Republic|Union|States|Duchy|Principality|Emirates|Federation|Confederation|Government|Islands|Powers|"
    r"League|Council|Organi[sz]ation|Nations|Community|Pact|Bank|Fund|Agency|Association|Commonwealth|Alliance|Conference|"
    r"Court|Committee|Commission|Group|Movement|Forum|Partnership|Initiative|Mandate|Protectorate|Sultanate|Caliphate)\b"
)


def the(text: str) -> str:
    """The name of a state, an organisation or a territory as it stands in a sentence: "the Kingdom of Italy", "Italy"."""
    return f"the {text}" if _TAKES_ARTICLE.search(text) and not text.lower().startswith("the ") else text


def undated(label: str, edtf: str) -> str:
    """A label without the date at its end, for a list that shows the date beside it."""
    for words in (date(edtf), date(sides(edtf)[0])):
        label = label.removesuffix(f", {words}").removesuffix(f", since {words}")
    return label


def names(values: Any) -> list[str]:
    """The names of several, each once, in order. A single value counts as a list of one."""
    if values is None:
        return []
    many: Iterable[Any] = values if isinstance(values, list | tuple) else [values]
    return list(dict.fromkeys(filter(None, map(name, many))))


def listed(parts: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""


def date(edtf: Any) -> str:
    """A date in words; what is no date as it came, nothing as ""."""
    if not edtf:
        return ""
    text = str(edtf)
    return humanize(text) if is_edtf(text) else text


def span(item: Item) -> str:
    """From when to when, in words: "since 1921", "1911 to 1912", "4 January 1932", or "" where no date is told."""
    start, end = item.get("from"), item.get("to")
    if start and end:
        return date(start) if start == end else f"{date(start)} to {date(end)}"
    if start:
        return date(start) if "/" in str(start) else f"since {date(start)}"
    return f"until {date(end)}" if end else ""


def number(value: Any) -> str:
    """12,000; 3.5; what is no number as it came."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def spaced(word: Any) -> str:
    """An id of a table as words: "trade-target" -> "trade target"."""
    return str(word or "").replace("-", " ").replace("_", " ")


def event_label(type_: Any) -> str:
    """The ontology's words for an event type; the id as words where it has none."""
    from relazione.reference.ontology import ontology

    row = ontology().get(str(type_ or ""))
    return row.label if row else spaced(type_).capitalize()


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def _with_dates(text: str, item: Item) -> str:
    when = span(item)
    return f"{text}, {when}" if when else text


def _mission(item: Item) -> str:
    kind = MISSIONS.get(str(item.get("kind")), "mission")
    place = item.get("city") or name(item.get("receiver"))
    text = f"{kind}{f' in {place}' if place else ''}"
    if item.get("name"):
        text += f", “{item['name']}”"
    if item.get("address"):
        text += f", {item['address']}"
    if item.get("head"):
        text += f"; headed by {name(item['head'])}"
    return _with_dates(text, item)


def _membership(item: Item) -> str:
    verb = _MEMBERSHIPS.get(str(item.get("status") or "member"), "takes part in")
    return _with_dates(f"{verb} {the(name(item.get('organisation')))}", item)


MOST_PARTIES, SOME_PARTIES = 8, 4
"""Parties of an agreement that are all named in a line; of more only some, with how many there are."""


def _agreement(item: Item) -> str:
    text = capital(name(item.get("name")) or "Agreement")
    count = re.match(r"\d+ ", str(item.get("label") or ""))
    if count and not any(sign.isdigit() for sign in text):
        text = f"{count[0]}{text[:1].lower()}{text[1:]}"
    parties = [party for party in names(item.get("parties")) if party not in text]
    if parties:
        every = names(item.get("parties"))
        some = every if len(every) <= MOST_PARTIES else every[:SOME_PARTIES]
        text += f" ({', '.join(some)}{f' and {len(every) - len(some)} others' if len(some) < len(every) else ''})"
    if item.get("signed"):
        place = f"in {item['place']} " if item.get("place") else ""
        text += f", signed {place}{_on(item['signed'])}"
    signatories = [signatory(one) for one in item.get("signatories") or ()]
    if signatories:
        text += f" by {listed(signatories)}" if item.get("signed") else f", signed by {listed(signatories)}"
    if item.get("in_force"):
        text += f"; in force {_from(item['in_force'])}"
    if item.get("ended"):
        text += f"; ended {_on(item['ended'])}"
    return text


def provisions(item: Item) -> list[str]:
    """What an agreement settled, in the source's words, each without a full stop of its own."""
    return [str(one).strip().rstrip(".;,") for one in item.get("provisions") or ()]


def signatory(one: Any) -> str:
    """ "Pompeo Aloisi (ambassador, Italy)" from what is told of a signatory."""
    if not isinstance(one, Mapping):
        return name(one)
    person = str(one.get("person") or one.get("name") or "")
    told = [str(one.get("office") or ""), name(one.get("state") or (one.get("name") if one.get("person") else None))]
    details = ", ".join(part for part in told if part)
    return f"{person} ({details})" if person and details else person


def _on(edtf: Any) -> str:
    """ "on 4 January 1932", "in 1912": a day takes "on", what is coarser "in"."""
    text = date(edtf)
    bare = str(edtf).rstrip("~?%")
    if not text or "/" in bare or text.startswith(("about", "perhaps")):
        return text
    return f"on {text}" if bare.lstrip("-").count("-") == 2 else f"in {text}"


def _from(edtf: Any) -> str:
    text = date(edtf)
    return text if text.startswith(("since", "until")) else f"since {text}"


def _holding(item: Item) -> str:
    pattern = _HOLDINGS.get(str(item.get("title")), "holds {territory}")
    text = pattern.format(territory=the(name(item.get("territory"))))
    if item.get("by"):
        text += f" under {item['by']}"
    return _with_dates(text, item)


def _event(item: Item) -> str:
    actors = names(item.get("actors"))
    called = item.get("name")
    text = event_label(item.get("type")) + (f" ({called})" if called else "")
    if actors:
        text += f": {', '.join(actors)}"
    if item.get("place"):
        text += f", {item['place']}"
    when = date(item["date"]) if item.get("date") else span(item)
    return f"{text}, {when}" if when else text


def _measure(item: Item) -> str:
    what = capital(spaced(item.get("what")))
    if item.get("target") and "target" not in what:
        what += " (target)"
    value = number(item.get("value"))
    if item.get("value_max") is not None:
        value += f" to {number(item['value_max'])}"
    qualifier = f"{item['qualifier']} " if item.get("qualifier") else ""
    unit = f" {item['unit']}" if item.get("unit") else ""
    whose = ", ".join(names(item.get("about")))
    text = f"{what}{f' ({whose})' if whose else ''}: {qualifier}{value}{unit}"
    when = date(item["date"]) if item.get("date") else ""
    return f"{text}, {when}" if when else text


def _tenure(item: Item) -> str:
    served = name(item.get("of"))
    text = f"{item.get('person')}: {item.get('office')}{f' of {served}' if served else ''}"
    if item.get("to_state"):
        text += f" to {name(item['to_state'])}"
    return _with_dates(text, item)


_TELLERS: dict[str, Callable[[Item], str]] = {
    "missions": _mission,
    "memberships": _membership,
    "agreements": _agreement,
    "holdings": _holding,
    "ongoing": _event,
    "last_before": _event,
    "measures": _measure,
    "tenures": _tenure,
}


def holding(section: str, data: Mapping[str, Any]) -> list[Item]:
    """The items of a list of the as-of contract (as plain data) that are told as holding: not the dead of a war long over."""
    day = parse_day(data["as_of"])
    return [item for item in data[section] if section != "measures" or not _is_over(item, day)]


def _is_over(item: Item, day: int) -> bool:
    if item.get("what") not in _OF_THEIR_TIME:
        return False
    last = bounds(item["date"]).end_latest if item.get("date") else None
    return last is None or last < day


SUBJECTS = {"missions": "sender", "memberships": "member", "holdings": "holder"}
"""Of which side the items of a list tell something: the field that names it."""


def told(section: str, item: Item, *, subject: bool = True) -> str:
    """One line for an item of a list of the as-of contract, without a full stop. `subject`: say whose it is, too."""
    text = _TELLERS[section](item)
    if section not in SUBJECTS:
        return text
    if not subject:
        return capital(re.sub(r"^is an? ", "", text))
    whose = name(item.get(SUBJECTS[section]))
    return capital(f"{the(whose)}{':' if section == 'missions' else ''} {text}")


def plural_kind(kind: str) -> str:
    """Several missions of a kind: "consulate-general" -> "consulates-general"."""
    word = MISSIONS.get(kind, "mission")
    if kind == "accredited-non-resident":
        return "accreditations from elsewhere"
    head, _, rest = word.partition("-general")
    return f"{head}s-general{rest}" if "-general" in word else f"{word[:-1]}ies" if word.endswith("sy") else f"{word}s"


def is_plain_mission(item: Item) -> bool:
    """Whether nothing but kind and city is told of a mission, so that it can stand in a row with others."""
    return bool(item.get("city")) and not any(item.get(key) for key in ("address", "head", "name", "from", "to"))


def value_words(field: str, value: Any) -> str:
    """A value of a fact's field as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return _actor_words(value)
    if isinstance(value, list | tuple):
        return "; ".join(value_words(field, one) for one in value)
    if field in DATE_FIELDS:
        return date(value)
    if field == "type":
        return event_label(value)
    if field == "kind" and value in MISSIONS:
        return MISSIONS[value]
    return spaced(value) if field in ("kind", "what", "status", "title", "form") else str(value)


def _actor_words(actor: Item) -> str:
    person, office = actor.get("person"), actor.get("office")
    of = name(actor)
    text = (
        f"{person} ({', '.join(filter(None, (office, of if of != person else '')))})"
        if person and (office or of != person)
        else of
    )
    role = actor.get("role")
    return f"{text} ({spaced(role)})" if role and role != "actor" else text


def coverage_kind(kind: str) -> str:
    """What a line of the coverage table is about: "missions", "rows"."""
    return kind if kind == "rows" else f"{kind}s"


def coverage_years(first: int | None, last: int | None) -> str:
    """The years of a line of the coverage table: "1816 to 2014", "1911", "not dated"."""
    if first is None or last is None:
        return "not dated"
    years = [str(year) if year > 0 else f"{1 - year} BC" for year in (first, last)]
    return years[0] if first == last else " to ".join(years)


def stood(record: Any) -> str:
    """Behind the date of an answer: of which earlier state of the record it is; "" at present."""
    return f", as the record stood on {record.known_at.words}" if record.known_at else ""


def nothing_yet(record: Any) -> str:
    """That a record as it stood at an earlier moment had been told nothing yet; "" where it had, or is asked of the present."""
    if record.known_at is None or not record.is_empty():
        return ""
    first = record.first_told()
    came = f"its first document came on {date(first[:10])}, {first[11:16]} UTC" if first else "it holds no document"
    return f"nothing was on record on {record.known_at.words}: {came}"


def century_words(number: int) -> str:
    """A century by its number: 20 -> "20th century", -1 -> "1st century BCE"."""
    count = abs(number)
    ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending} century{' BCE' if number < 0 else ''}"
