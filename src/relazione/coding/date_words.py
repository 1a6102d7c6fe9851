"""The room `coding`: the date expressions of English prose, found in a text and turned into EDTF as exactly as they are told.

Absolute expressions get their EDTF here. Bare days and months ("10 November", "that August") and relative ones ("a year later", "the
same day") say what they need, and `date_context` fills it in from the text before. Nothing here looks at a clock. Every pattern takes
linear time: repetitions are bounded.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from relazione.model.dates import MONTHS, is_edtf

Relation = Literal["", "since", "until", "before", "after", "by"]
Need = Literal["", "year", "month", "anchor"]


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date expression at text[start:end].

    `edtf` is the date itself where absolute. `need` says what is missing: "year" (then `month` and perhaps `day` are set), "anchor"
    (then `shift` says how far from the last date: (amount, unit)). `relation` is the preposition's meaning, `attributive` is set
    where the date stands before a noun or in its name ("the 2019 offensive", "the 2032 championship").
    """

    start: int
    end: int
    edtf: str = ""
    need: Need = ""
    month: int = 0
    day: int = 0
    last_day: int = 0
    last_month: int = 0
    shift: tuple[int, str] | None = None
    relation: Relation = ""
    attributive: bool = False
    approximate: bool = False


_MONTH_NUMBER = {m.lower(): i for i, m in enumerate(MONTHS, 1)}
_MONTH_NUMBER |= {m.lower()[:3]: i for i, m in enumerate(MONTHS, 1)} | {"sept": 9}
_M = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
_Y = r"(?:1[0-9]{3}|20[0-9]{2})"
_D = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?(?:–|—|-|to|until|till|through)\s?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s)?"
_CENTURIES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
]
_NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {
    "a": 1,
    "an": 1,
    "another": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_NUM = r"(?:\d{1,3}|" + "|".join(_NUMBERS) + ")"
_SEASON = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


def _day(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _month(text: str) -> int:
    return _MONTH_NUMBER[text.rstrip(".").lower()]


def _ymd(year: str | int, month: int = 0, day: int = 0) -> str:
    parts = [f"{int(year):04d}"] + ([f"{month:02d}"] if month else []) + ([f"{day:02d}"] if month and day else [])
    return "-".join(parts)


def _second_year(first: str, second: str) -> str:
    """The end of "1911–12": the missing digits come from the first year."""
    return second if len(second) == 4 else first[: 4 - len(second)] + second


def _is_list(found: re.Match[str]) -> bool:
    """Whether "and" joins two dates of which each stands for itself: no "between" or "from" before it."""
    return " and " in found[0] and not re.match(r"between|from", found[0], re.IGNORECASE)


_Maker = Callable[[re.Match[str]], DateWords | None]
_RULES: list[tuple[re.Pattern[str], tuple[str, ...], _Maker]] = []
_MONTH_SAID = tuple(m.lower()[:3] for m in MONTHS)
_CENTURY_SAID = ("centur",)
_DECADE_SAID = ("0s", "0's")
_SPAN_SAID = ("year", "month", "week", "day", "decade")


def _rule(pattern: str, said: tuple[str, ...] = ()) -> Callable[[_Maker], _Maker]:
    """A rule: its pattern, and of what one must be said (in lower case) within each match. So most patterns, which are slow, are
    tried only around a month's name, "centur", ... (see `_around`)."""

    def add(maker: _Maker) -> _Maker:
        _RULES.append((re.compile(pattern, re.IGNORECASE), said, maker))
        return maker

    return add


def _at(found: re.Match[str], edtf: str) -> DateWords | None:
    return DateWords(found.start(), found.end(), edtf) if is_edtf(edtf) else None


@_rule(rf"\b({_Y})-(\d\d)-(\d\d)\b")
def _iso(m: re.Match[str]) -> DateWords | None:
    return _at(m, f"{m[1]}-{m[2]}-{m[3]}")


@_rule(rf"\b(?:between |from )?({_D})\s({_M})\s({_Y})(?:{_DASH}| and )({_D})\s({_M})\s({_Y})\b", _MONTH_SAID)
def _dmy_dmy(m: re.Match[str]) -> DateWords | None:
    if _is_list(m):
        return None
    return _at(m, _ymd(m[3], _month(m[2]), _day(m[1])) + "/" + _ymd(m[6], _month(m[5]), _day(m[4])))


@_rule(rf"\b(?:between |from )?({_M})\s({_D}),?\s({_Y}),?(?:{_DASH}| and )({_M})\s({_D}),?\s({_Y})\b", _MONTH_SAID)
def _mdy_mdy(m: re.Match[str]) -> DateWords | None:
    if _is_list(m):
        return None
    return _at(m, _ymd(m[3], _month(m[1]), _day(m[2])) + "/" + _ymd(m[6], _month(m[4]), _day(m[5])))


@_rule(rf"\b(?:between |from )?({_D})\s({_M})(?:{_DASH}| and )({_D})\s({_M}),?\s({_Y})\b", _MONTH_SAID)
def _dm_dmy(m: re.Match[str]) -> DateWords | None:
    if _is_list(m):
        return None
    return _at(m, _ymd(m[5], _month(m[2]), _day(m[1])) + "/" + _ymd(m[5], _month(m[4]), _day(m[3])))


@_rule(rf"\b(?:between |from )({_M})\s({_D})(?:{_DASH}| and )({_M})\s({_D}),?\s({_Y})\b", _MONTH_SAID)
def _md_mdy(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[5], _month(m[1]), _day(m[2])) + "/" + _ymd(m[5], _month(m[3]), _day(m[4])))


@_rule(rf"\b({_D})/({_D})\s({_M})\s({_Y})\b", _MONTH_SAID)
def _two_styles(m: re.Match[str]) -> DateWords | None:
    """14/26 April 1879: Julian and Gregorian; the Gregorian day is kept."""
    return _at(m, _ymd(m[4], _month(m[3]), _day(m[2])))


@_rule(rf"\b(?:from |between )?({_D})(?:{_DASH}| and )({_D})\s({_M}),?\s({_Y})\b", _MONTH_SAID)
def _days_my(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[4], _month(m[3]), _day(m[1])) + "/" + _ymd(m[4], _month(m[3]), _day(m[2])))


@_rule(rf"\b({_M})\s({_D})(?:{_DASH}| and )({_D}),?\s({_Y})\b", _MONTH_SAID)
def _m_days_y(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[4], _month(m[1]), _day(m[2])) + "/" + _ymd(m[4], _month(m[1]), _day(m[3])))


@_rule(rf"\b{_WEEKDAY}(?:the )?({_D})\s(?:day )?(?:of )?({_M}),?\s(?:of )?({_Y})\b", _MONTH_SAID)
def _dmy(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[3], _month(m[2]), _day(m[1])))


@_rule(rf"\b{_WEEKDAY}({_M})\s(?:the )?({_D}),?\s(?:of )?({_Y})\b", _MONTH_SAID)
def _mdy(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[3], _month(m[1]), _day(m[2])))


@_rule(rf"\b(?:from |between )({_M})\s({_Y})(?:{_DASH}| and )({_M})\s({_Y})\b", _MONTH_SAID)
def _my_my(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[2], _month(m[1])) + "/" + _ymd(m[4], _month(m[3])))


@_rule(rf"\b({_M})\s({_Y})(?:\s?[–—-]\s?)({_M})\s({_Y})\b", _MONTH_SAID)
def _my_dash_my(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[2], _month(m[1])) + "/" + _ymd(m[4], _month(m[3])))


@_rule(rf"\b(?:from |between )({_M})(?:{_DASH}| and )({_M}),?\s({_Y})\b", _MONTH_SAID)
def _m_my(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[3], _month(m[1])) + "/" + _ymd(m[3], _month(m[2])))


@_rule(rf"\b({_M})(?:,?\s| of )({_Y})\b", _MONTH_SAID)
def _my(m: re.Match[str]) -> DateWords | None:
    return _at(m, _ymd(m[2], _month(m[1])))


@_rule(rf"\b(?:the )?(spring|summer|autumn|fall|winter)(?: of)? ({_Y})\b(?:[–/-](?:\d{{4}}|\d\d)\b)?", tuple(_SEASON))
def _season(m: re.Match[str]) -> DateWords | None:
    return _at(m, f"{m[2]}-{_SEASON[m[1].lower()]}")


@_rule(rf"\b(?:from |between )(?:the )?({_Y})(?:{_DASH}| and )(?:the )?({_Y})\b(?!s)")
def _y_to_y(m: re.Match[str]) -> DateWords | None:
    return _at(m, f"{m[1]}/{m[2]}")


@_rule(rf"(?<![\d,.$€£])\b({_Y})\s?[–—-]\s?({_Y}|\d{{2}})\b(?!\d|,\d|-\d)")
def _y_dash_y(m: re.Match[str]) -> DateWords | None:
    return _at(m, f"{m[1]}/{_second_year(m[1], m[2])}")


@_rule(rf"(?<![\d,.$€£/])\b({_Y})/({_Y}|\d{{2}})\b(?![\d,/]|-\d)", ("/",))
def _y_slash_y(m: re.Match[str]) -> DateWords | None:
    """2003/04: two years that follow each other; any other number after the stroke is none."""
    second = _second_year(m[1], m[2])
    return _at(m, f"{m[1]}/{second}") if int(second) == int(m[1]) + 1 else None


@_rule(
    rf"\b(?:(?:early|mid|late|the)[- ])?(?:the )?(1[0-9]{{2}}|20[0-9]|[89][0-9])0s\s?(?:{_DASH}| and )\s?(?:the )?((?:1[0-9]|20)?[0-9])0s\b",
    _DECADE_SAID,
)
def _decades(m: re.Match[str]) -> DateWords | None:
    second = m[2] if len(m[2]) >= len(m[1]) else m[1][: len(m[1]) - len(m[2])] + m[2]
    return _at(m, f"{m[1]}X/{second}X")


@_rule(
    r"\b(?:the )?(?:(?:early|mid|late|later)[- ](?:to (?:mid|late)[- ])?)?(?:the )?(1[0-9]{2}|20[0-9]|[89][0-9])0'?s\b",
    _DECADE_SAID,
)
def _decade(m: re.Match[str]) -> DateWords | None:
    decade = m[1] if len(m[1]) == 3 else f"0{m[1]}"
    if m[1] in ("180", "190", "170", "200") and re.search(r"early|mid|late|throughout", m[0], re.IGNORECASE) and m[1] != "200":
        return _at(m, f"{m[1][:2]}XX")
    return _at(m, f"{decade}X")


_CENTURY = r"(?:(1?[0-9]|2[01])(?:st|nd|rd|th)|(" + "|".join(reversed(_CENTURIES)) + "))"
_ERA = r"(\s(?:BCE?\b|B\.C\.(?:E\.)?))?"


def _century_of(number: str | None, word: str | None, era: str | None) -> str:
    """The EDTF of a century told in figures or words; "5th century BC" is -04XX, the years 500 to 401 BCE."""
    told = int(number) - 1 if number else _CENTURIES.index((word or "").lower())
    return f"{'-' if era else ''}{told:02d}XX"


@_rule(
    rf"\b(?:between |from )?(?:the )?{_CENTURY}(?:[- ]centur(?:y|ies))?(?:{_DASH}| and )(?:the )?{_CENTURY}[- ]centur(?:y|ies)\b{_ERA}",
    _CENTURY_SAID,
)
def _centuries(m: re.Match[str]) -> DateWords | None:
    return _at(m, f"{_century_of(m[1], m[2], m[5])}/{_century_of(m[3], m[4], m[5])}")


@_rule(
    r"\b(?:the )?(?:(?:early|mid|middle|late|later|second half|first half|end|beginning|turn)[- ](?:of )?(?:the )?)?(?:the )?"
    rf"{_CENTURY}[- ]century\b{_ERA}",
    _CENTURY_SAID,
)
def _century(m: re.Match[str]) -> DateWords | None:
    return _at(m, _century_of(m[1], m[2], m[3]))


@_rule(r"\b(\d{1,4})\s(BCE?|B\.C\.(?:E\.)?)(?!\w)", ("bc", "b.c"))
def _before_christ(m: re.Match[str]) -> DateWords | None:
    year = 1 - int(m[1])
    return _at(m, f"{year:05d}" if year < 0 else "0000")


@_rule(r"\b(?:(?:AD|CE|A\.D\.)\s(\d{1,4})\b|(\d{1,4})\s(?:AD\b|CE\b|A\.D\.))", ("ad", "ce", "a.d"))
def _our_era(m: re.Match[str]) -> DateWords | None:
    return None if re.search("[a-z]", m[0]) else _at(m, f"{int(m[1] or m[2]):04d}")


@_rule(rf"\b{_WEEKDAY}(?:the )?({_D})(?:{_DASH})({_D})\s({_M})\b(?!\s\d{{4}})", _MONTH_SAID)
def _days_m(m: re.Match[str]) -> DateWords | None:
    return DateWords(m.start(), m.end(), need="year", month=_month(m[3]), day=_day(m[1]), last_day=_day(m[2]))


@_rule(
    r"\b(?:between|from) (January|February|March|April|May|June|July|August|September|October|November|December) (?:and|to|until) "
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\b(?!\s\d)",
    _MONTH_SAID,
)
def _months(m: re.Match[str]) -> DateWords | None:
    return DateWords(m.start(), m.end(), need="year", month=_month(m[1]), last_month=_month(m[2]))


@_rule(rf"\b{_WEEKDAY}(?:the )?({_D})(?: of)? ({_M})\b", _MONTH_SAID)
def _dm(m: re.Match[str]) -> DateWords | None:
    return DateWords(m.start(), m.end(), need="year", month=_month(m[2]), day=_day(m[1]))


@_rule(rf"\b{_WEEKDAY}({_M})\s({_D})\b(?![\d:])", _MONTH_SAID)
def _md(m: re.Match[str]) -> DateWords | None:
    if m[1].rstrip(".").lower() == "may" and m[1][0] == "m":
        return None
    return DateWords(m.start(), m.end(), need="year", month=_month(m[1]), day=_day(m[2]))


@_rule(
    r"\b(?:in|by|since|until|early|late|mid|of|from|that|the following|following|last|during|between|to|and)[- ]"
    r"(January|February|March|April|May|June|July|August|September|October|November|December)\b(?!\s\d)",
    _MONTH_SAID,
)
def _month_alone(m: re.Match[str]) -> DateWords | None:
    if not m[1][0].isupper():
        return None
    return DateWords(m.start(1), m.end(), need="year", month=_month(m[1]))


@_rule(
    rf"\b({_NUM})(?: and a half)? (years?|months?|weeks?|days?|decades?) (later|after(?:wards?)?|earlier|before)\b", _SPAN_SAID
)
def _later(m: re.Match[str]) -> DateWords | None:
    word = m[1].lower()
    amount = int(word) if word.isdigit() else _NUMBERS[word]
    unit = m[2].lower().rstrip("s")
    if unit == "decade":
        amount, unit = amount * 10, "year"
    sign = -1 if m[3].lower() in ("earlier", "before") else 1
    return DateWords(m.start(), m.end(), need="anchor", shift=(sign * amount, unit))


@_rule(r"\b(?:the )?(next|following|previous|preceding|same|very same) (year|month|day|week)\b", _SPAN_SAID)
def _next(m: re.Match[str]) -> DateWords | None:
    amount = {"next": 1, "following": 1, "previous": -1, "preceding": -1}.get(m[1].lower(), 0)
    return DateWords(m.start(), m.end(), need="anchor", shift=(amount, m[2].lower()))


@_rule(r"\b(?:that|this) (?:same |very )?(year|month|day)\b", _SPAN_SAID)
def _that(m: re.Match[str]) -> DateWords | None:
    return DateWords(m.start(), m.end(), need="anchor", shift=(0, m[1].lower()))


@_rule(r"\bat (?:the same|this|that) time\b", ("time",))
def _same_time(m: re.Match[str]) -> DateWords | None:
    return DateWords(m.start(), m.end(), need="anchor", shift=(0, "year"))


_COUNTED = r"(?!\s?(?:people|troops|soldiers|men|women|km|miles?|square|metres|meters|feet|tons?|tonnes|percent|per\s?cent|%|million|billion|acres|hectares|dollars|euros|ships|aircraft|persons|citizens|students|refugees|families|pages?|inhabitants|prisoners|workers|Turks|Italians|Estonians)\b)"


@_rule(
    rf"(?<![\d,.$€£#/])\b({_Y})\b(?![\d/]|,\d{{3}}|\.\d|-(?:\d|strong|year|mile|man|foot))(?:(?<=(?-i:\bIn )\d{{4}})|{_COUNTED})"
)
def _year(m: re.Match[str]) -> DateWords | None:
    return _at(m, m[1])


_BEFORE = re.compile(
    r"(?P<since>\b(?:ever since|since|dates?(?: back)? (?:from|to)|dating (?:from|back to)|starting (?:from|in|on|with)|beginning (?:in|with|on|from)|as from|effective|from))"
    r"\s(?:(?:around|about|circa|early|late|mid|at least)[- ]?)?(?:the )?$"
    r"|(?P<until>\b(?:until|till|up to|through|to))\s(?:the )?$"
    r"|(?P<before>\b(?:before|prior to))\s(?:the )?$"
    r"|(?P<after>\bafter)\s(?:the )?$"
    r"|(?P<by>\bby)\s(?:the )?(?:end of )?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:\b(?:circa|around|about|approximately|ca\.?|c\.)\s?|~\s?)$", re.IGNORECASE)
_ONWARDS = re.compile(r"^\s?(?:onwards?|on\b(?!\s)|–\s?present|-\s?present|to (?:the )?present|–\s?$)", re.IGNORECASE)
_NAMED_OF = re.compile(r"\b(?:of|from)\s$")
_PART_OF = re.compile(
    r"\b(?:end|beginning|start|middle|summer|month|months|part|half|year|years|spring|winter|autumn|fall|day|eve|close|quarter|weeks?|as|course|turn|"
    r"outbreak|onset|until|dates?|dating|dated|back|or)\s(?:of|from)\s$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"^[ -](?!(?:and|or|in|on|at|by|to|of|the|a|an|when|with|after|for|as|but|which|who|that|was|were|is|had|has|from|between|under|until|it|he|she|they|its|their|his|both|during|following|over|through|due|while|against|because|this|before|where|would|became|about|were|into|there|he|two|some|also|did|not|only|so|all|one|an)\b)[A-Za-z]"
)


def find_dates(text: str) -> list[DateWords]:
    """All date expressions of a text, in order, none overlapping another; earlier rules win."""
    taken = bytearray(len(text) + 1)
    found: list[DateWords] = []
    lower = text.lower()
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {(): [(0, len(text))]}
    for pattern, said, make in _RULES:
        if said not in places:
            places[said] = _around(text, lower, said) if len(lower) == len(text) else places[()]
        for match in itertools.chain.from_iterable(pattern.finditer(text, *place) for place in places[said]):
            if any(taken[match.start() : match.end()]):
                continue
            words = make(match)
            if words is None:
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            found.append(_in_context(text, words))
    return _joined(text, sorted(found, key=lambda w: w.start))


_REACH = 100
"""Characters: more than any pattern can take up before or behind what must be said in it."""


def _around(text: str, lower: str, said: tuple[str, ...]) -> list[tuple[int, int]]:
    """The stretches of a text, cut at white space, in which something of what must be said stands; apart from each other."""
    spots: list[int] = []
    for words in said:
        at = lower.find(words)
        while at >= 0:
            spots.append(at)
            at = lower.find(words, at + 1)
    found: list[tuple[int, int]] = []
    for at in sorted(spots):
        if found and at + _REACH <= found[-1][1]:
            continue
        start, end = max(0, at - _REACH), min(len(text), at + _REACH)
        while start > 0 and not text[start].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


_TO = re.compile(r"\s?[–—-]\s?")


def _joined(text: str, found: list[DateWords]) -> list[DateWords]:
    """Two dates with a dash between them are an interval: "1992 – November 1993"."""
    kept: list[DateWords] = []
    for words in found:
        last = kept[-1] if kept else None
        if last and last.edtf and words.edtf and "/" not in last.edtf + words.edtf and _TO.fullmatch(text, last.end, words.start):
            edtf = f"{last.edtf}/{words.edtf}"
            if is_edtf(edtf):
                kept[-1] = replace(last, end=words.end, edtf=edtf, relation="")
                continue
        kept.append(words)
    return kept


def _in_context(text: str, words: DateWords) -> DateWords:
    """What stands before and after it: since, until, about, or a noun that it belongs to."""
    head = text[max(0, words.start - 40) : words.start]
    tail = text[words.end : words.end + 24]
    about = _ABOUT.search(head)
    relation: Relation = ""
    if found := _BEFORE.search(head[: about.start()] if about else head):
        kinds: tuple[Relation, ...] = ("since", "until", "before", "after", "by")
        relation = next(k for k in kinds if found[k])
    onwards = _ONWARDS.match(tail)
    if onwards:
        relation = "since"
    elif relation == "since" and found is not None and found["since"].lower() == "from" and "/" not in words.edtf:
        relation = ""
    named = bool(_NAMED_OF.search(head)) and not _PART_OF.search(head) and relation != "since"
    determiner = re.search(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|of|[A-Z]\w+'s)\s$", head)
    attributive = bool(
        not onwards
        and _NOUN_AFTER.match(tail)
        and words.edtf
        and (determiner or not re.search(r"\b(?:in|on|by|since|until|of)\s$", head, re.IGNORECASE))
    )
    return replace(words, relation=relation, approximate=bool(about), attributive=attributive or named)
