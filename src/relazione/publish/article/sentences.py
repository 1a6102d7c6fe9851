"""The article: a fact as a sentence, in words that read well and that our own coder reads as the same fact.

    sentence(fact)      "Italy has an embassy in Ankara."

Names of people, treaties and the like come from outside: what is given back is plain text, and whoever prints it escapes it. "" where nothing can
be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from relazione.model.dates import bounds, is_open, sides
from relazione.model.record import Fact
from relazione.publish.telling import event_sentence, when_words
from relazione.publish.words import MISSIONS, capital, date, listed, name, names, number, plural_kind, the

_COMMON = re.compile(
    r"(?:The|There|An?|People|Territory|Relations|Talks|Leaders|Ministers|Officers|Ships|Towns|Aid|Refugees|Property) "
)
"""Words at the beginning of a sentence that are no names."""
_ENDS = frozenset(("until", "closed", "ended"))
Fields = Mapping[str, Any]

MEMBERS = {
    "member": "{who} is a member of {body}",
    "founding": "{who} is a founding member of {body}",
    "candidate": "{who} is a candidate for membership of {body}",
    "applicant": "{who} has applied for membership of {body}",
    "observer": "{who} is an observer to {body}",
    "guest": "{who} is a guest member of {body}",
    "associate": "{who} is an associate member of {body}",
    "partner": "{who} is a dialogue partner of {body}",
    "former": "{who} is a former member of {body}",
    "suspended": "{who} was suspended from {body}",
    "expelled": "{who} was expelled from {body}",
    "co-chair": "{who} is a co-chair of {body}",
}
HOLDINGS = {
    "sovereign": "{who} ruled {land}",
    "possession": "{who} held {land}",
    "occupied": "{who} occupied {land}",
    "administered": "{who} administered {land}",
    "claimed": "{who} claimed {land}",
    "renounced": "{who} renounced its claim on {land}",
}
MEASURES = {
    "trade-volume": "trade between {about} was worth {value}",
    "trade-target": "{about} have set a trade target of {value}",
    "exports": "exports from {a} to {b} were worth {value}",
    "imports": "imports of {a} from {b} were worth {value}",
    "investment": "investment of {a} in {b} was worth {value}",
    "diaspora": "{value} of {a} live in {b}",
    "casualties": "{value}",
    "survivors": "{value} survived",
    "tourists": "{value} from {a} visited {b}",
    "agreements-signed": "{about} signed {count} agreements",
    "arms-deal-value": "the contract was worth {value}",
}


def fields_of(fact: Fact, day: int | None = None) -> dict[str, Any]:
    """The value shown of each field; with a day (its number) without ends that were still to come."""
    fields = {field.name: field.values[0].value for field in fact.fields}
    if day is None:
        return fields
    for key in _ENDS & set(fields):
        last = bounds(str(fields[key])).end_latest
        if last is None or last > day:
            del fields[key]
            fields["status"] = "open" if fact.kind == "mission" else fields.get("status")
    for key in ("when", "since", "opened"):
        told = str(fields.get(key) or "")
        if "/" in told and not is_open(told) and (bounds(told).end_latest or 0) > day:
            fields[key] = f"{sides(told)[0]}/.."
    return fields


def sentence(fact: Fact, day: int | None = None) -> str:
    """The fact as a sentence with a full stop, "" where it cannot be told. `day`: what came after it is not told."""
    text = _TELLERS[fact.kind](fields_of(fact, day))
    return f"{capital(text)}." if text else ""


Told = tuple[tuple[Fact, ...], str]
"""Facts and the sentence that tells them all."""


def sentences(facts: Sequence[Fact], day: int | None = None) -> list[Told]:
    """The facts as sentences, in their order; what can be told together is: the posts of a sender, memberships of one status."""
    groups: dict[Any, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_together(fact) or fact.id, []).append(fact)
    found: list[Told] = []
    for key, group in groups.items():
        text = _JOINT[group[0].kind](group) if isinstance(key, tuple) and len(group) > 1 else sentence(group[0], day)
        if text:
            found.append((tuple(group), text))
    return found


def _together(fact: Fact) -> tuple[Any, ...] | None:
    """What facts have in common that can be told in one sentence."""
    fields = fields_of(fact)
    dated = any(fields.get(key) for key in ("opened", "closed", "since", "until", "attested", "name"))
    if fact.kind == "mission" and not dated and fields.get("city") and fields.get("status", "open") == "open":
        return ("mission", name(fields.get("sender")))
    if fact.kind == "membership" and not dated and fields.get("status") in ("member", "founding", "candidate", "observer"):
        return ("membership", name(fields.get("member")), fields["status"])
    return None


def _posts(group: list[Fact]) -> str:
    kinds: dict[str, list[str]] = {}
    for fact in group:
        fields = fields_of(fact)
        kinds.setdefault(str(fields["kind"]), []).append(str(fields["city"]))
    told = []
    for kind in sorted(kinds, key=list(MISSIONS).index):
        cities, word = kinds[kind], MISSIONS.get(kind, "mission")
        article = "an" if word[0] in "aeiou" or word.startswith("honor") else "a"
        told.append(f"{f'{article} {word}' if len(cities) == 1 else plural_kind(kind)} in {listed(cities)}")
    return f"{capital(the(name(fields_of(group[0]).get('sender'))))} has {listed(told)}."


def _bodies(group: list[Fact]) -> str:
    fields = fields_of(group[0])
    bodies = listed(the(name(fields_of(fact).get("organisation"))) for fact in group)
    return f"{capital(MEMBERS[str(fields['status'])].format(who=the(name(fields.get('member'))), body=bodies))}."


_JOINT: dict[str, Callable[[list[Fact]], str]] = {"mission": _posts, "membership": _bodies}


def _dated(text: str, edtf: Any) -> str:
    """With its date in front: "in 1912, ..."; an open one begins there."""
    return f"{when_words(edtf)}, {text}" if edtf else text


def _begin(edtf: Any) -> str:
    """Of a date with an open end, where it begins; else the date."""
    text = str(edtf or "")
    return text.removesuffix("/..")


def _event(fields: Fields) -> str:
    edtf = fields.get("when")
    told = event_sentence(fields, persons=False)
    told = told[:1].lower() + told[1:] if _COMMON.match(told) else told
    if edtf and is_open(str(edtf)) and not str(edtf).startswith(".."):
        return f"{told} from {date(sides(str(edtf))[0])} onwards"
    return _dated(told, edtf)


def _mission(fields: Fields) -> str:
    kind = MISSIONS.get(str(fields.get("kind")), "mission")
    sender, city = the(name(fields.get("sender"))), fields.get("city")
    where = f"in {city}" if city else f"in {the(name(fields.get('receiver')))}"
    article = "an" if kind[0] in "aeiou" or kind.startswith("honor") else "a"
    called = f" “{fields['name']}”" if fields.get("name") else ""
    opened, closed = _begin(fields.get("opened")), fields.get("closed")
    if fields.get("status") == "planned":
        return f"{sender} plans to open {article} {kind} {where}"
    if opened and closed:
        return f"{sender} opened {article} {kind} {where} {when_words(opened)} and closed it {when_words(closed)}"
    if closed:
        return f"{sender} closed its {kind} {where} {when_words(closed)}"
    if fields.get("status") == "closed":
        return f"{sender} had {article} {kind} {where}, which is closed"
    if opened:
        return f"{sender} opened {article} {kind} {where} {when_words(opened)}"
    return f"{sender} has {article} {kind}{called} {where}"


def _membership(fields: Fields) -> str:
    pattern = MEMBERS.get(str(fields.get("status")))
    if pattern is None:
        return ""
    who, body = the(name(fields.get("member"))), the(name(fields.get("organisation")))
    since, until = fields.get("since"), fields.get("until")
    if fields.get("status") in ("member", "founding") and until:
        began = f"joined {body} {when_words(since)} and " if since else ""
        return f"{who} {began}withdrew from {body if not since else 'it'} {when_words(until)}"
    text = pattern.format(who=who, body=body)
    if since and fields.get("status") == "member":
        return f"{who} joined {body} {when_words(since)}"
    return f"{text} since {date(since)}" if since else text


def _agreement(fields: Fields) -> str:
    parties = [the(party) for party in names(fields.get("parties"))]
    title = str(fields.get("name") or "agreement")
    article = "the" if title[:1].isupper() else "an" if title[:1] in "aeiou" else "a"
    shown = title if fields.get("count") else f"{article} {title}"
    if fields.get("count") and not title[:1].isdigit():
        shown = f"{fields['count']} {title[:1].lower()}{title[1:]}"
    who = listed(parties) or "the two states"
    place = f" in {fields['place']}" if fields.get("place") else ""
    text = f"{who} signed {shown}{place}"
    if fields.get("signed"):
        text += f" {when_words(fields['signed'])}"
    return text


def _holding(fields: Fields) -> str:
    patterns = HOLDINGS.get(str(fields.get("title")))
    if patterns is None:
        return ""
    since, until = _begin(fields.get("since")), fields.get("until")
    text = patterns.format(who=the(name(fields.get("holder"))), land=the(name(fields.get("territory"))))
    if since and fields.get("title") == "renounced":
        return f"{text} {when_words(since)}"
    if "/" in since:  # begun between two dates
        return _dated(text, since)
    if since and until:
        end = sides(str(until))[1] if "/" in str(until) else until
        return f"{text} from {date(since)} to {date(end)}" if since != end else f"{text} {when_words(since)}"
    if since:
        return f"{text} from {date(since)} onwards"
    return f"{text} until {date(until)}" if until else text


def _measure(fields: Fields) -> str:
    pattern = MEASURES.get(str(fields.get("what")))
    if pattern is None:
        return ""
    about = [the(one) for one in names(fields.get("about"))]
    unit = str(fields.get("unit") or "")
    value = number(fields.get("value")) + (f" to {number(fields['value_max'])}" if fields.get("value_max") is not None else "")
    money = re.fullmatch(r"(?:(thousand|million|billion|trillion) )?([A-Z]{3})", unit)
    words = {"USD": "dollars", "EUR": "euros", "GBP": "pounds"}
    if money:
        unit = " ".join(filter(None, (money[1], words.get(money[2], money[2]))))
    qualifier = {"about": "about ", "at least": "at least ", "at most": "at most "}.get(str(fields.get("qualifier") or ""), "")
    if fields.get("what") == "casualties":
        shown = f"{qualifier}{value} people {'died' if unit in ('', 'people') else f'were {unit}'}"
    else:
        shown = f"{qualifier}{value} {unit}".strip()
    a, b = [*about, "", ""][:2]
    if ("{a}" in pattern and not a) or ("{b}" in pattern and not b) or ("{about}" in pattern and not about):
        return ""
    text = pattern.format(value=shown, about=listed(about), a=a, b=b, count=value)
    return _dated(text, fields.get("when"))


def _tenure(fields: Fields) -> str:
    of, to = fields.get("of"), fields.get("to")
    office = str(fields.get("office") or "")
    what = f"{office}{f' of {the(name(of))}' if of else ''}{f' to {the(name(to))}' if to else ''}"
    person, since, until = str(fields.get("person") or ""), fields.get("since"), fields.get("until")
    if since and until:
        return f"{person} was the {what} from {date(since)} to {date(until)}"
    if since:
        return f"{person} became {what} {when_words(since)}"
    if until:
        return f"{person} was the {what} until {date(until)}"
    if fields.get("attested"):
        return f"{person} was the {what} {when_words(fields['attested'])}"
    return f"{person} is the {what}"


_TELLERS: dict[str, Callable[[Fields], str]] = {
    "event": _event,
    "agreement": _agreement,
    "mission": _mission,
    "membership": _membership,
    "holding": _holding,
    "measure": _measure,
    "tenure": _tenure,
}
