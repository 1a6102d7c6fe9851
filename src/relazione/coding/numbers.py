"""The room `coding`: numbers in English prose, with their range, scale word, currency or unit and how exact they are.

Only the writing is read here: figures ("30,000", "3.5", "41.000"), words ("one-and-a-half million", "two dozen"), ranges
("30,000 to 40,000", "three or four thousand"), money ("US$500 million", "NRS 26 billion", "3.5 Billion dollars", "10B$"),
percent and units of measure. Whether a number tells a quantity at all is decided by `measures`. One pass over the tokens,
each looked at a bounded number of times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from relazione.reference.tables import rows

Qualifier = Literal["", "about", "at least", "at most"]

_DATA = Path(__file__).parent / "data"
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {w: i for i, w in enumerate(_ONES)} | {w: 10 * i for i, w in enumerate(_TENS, 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
_SHORT = {
    "mn": "million",
    "mln": "million",
    "mio": "million",
    "bn": "billion",
    "bln": "billion",
    "tn": "trillion",
    "trn": "trillion",
}
_LETTERS = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "b": "billion", "B": "billion"}
_WRITTEN = ("million", "billion", "trillion")
_DOZENS = {"dozen": 12, "dozens": 12, "score": 20}
_JOINS = frozenset({"–", "—", "-", "to", "or", "and"})

_TOKEN = re.compile(r"\d[\d,.]*(?<=\d)|[^\W\d_]+|\S")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{2})*,\d{3}")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at text[start:end], currency sign and unit word included; bare it ends at `head`.

    `value` and `value_max` are multiplied out; `scale` is the large scale word written (million, billion, trillion, or "").
    `unit` and `kind` come from the tables of units and currencies: kind is money, share, length, area, mass, volume, power,
    energy, duration, ratio, or "" for a bare number. `words` tells that it is written in words. `said_from` is where its
    qualifier begins.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    scale: str
    unit: str
    kind: str
    qualifier: Qualifier
    words: bool
    head: int
    said_from: int

    def in_scale(self) -> tuple[float, float | None]:
        """Value and upper value in units of the scale word."""
        factor = _SCALES.get(self.scale, 1)
        return round(self.value / factor, 6), None if self.value_max is None else round(self.value_max / factor, 6)

    def written_unit(self, noun: str = "") -> str:
        """The unit as a claim writes it: "billion USD", "million people", "km2"."""
        return " ".join(p for p in (self.scale, self.unit or noun) if p)


@lru_cache(maxsize=1)
def _money() -> tuple[dict[str, str], dict[str, str]]:
    """Codes by what stands before an amount, and by what stands after it, folded to lower case."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for _, (text, code, where) in rows(_DATA / "currencies.tsv", ("text", "code", "where")):
        if where != "after":
            before[text.lower()] = code
        if where != "before":
            after[text.lower()] = code or text
    return before, after


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[str, str]]:
    return {text.lower(): (unit, kind) for _, (text, unit, kind) in rows(_DATA / "units.tsv", ("text", "unit", "kind"))}


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]") for w in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _sign_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])({_any_of(list(_money()[0]))})\s?(?:of )?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _word_after() -> re.Pattern[str]:
    return re.compile(rf"[\s-]?(?:of )?({_any_of([*_money()[1], *_units()])})(?![^\W_])", re.IGNORECASE)


_AT_MOST = (
    r"as much as|as many as|up to|at most|not more than|never (?:\w+ ){1,2}more than|a maximum of|fewer than|less than|"
    r"only up to|not exceeding"
)
_AT_LEAST = (
    r"at least|more than|(?:just |well |slightly )?over|(?:just |well )?above|"
    r"no less than|no fewer than|not less than|upwards? of|in excess of|"
    r"exceed(?:ed|s|ing)?|a minimum of|beyond"
)
_ABOUT = (
    r"about|around|some|approximately|roughly|nearly|almost|close to|an estimated|estimated(?: at)?|circa|"
    r"ca\.?|approx\.?|just under|~|"
    r"(?:something )?like|up to about"
)
_QUALIFIER = re.compile(
    rf"(?<![^\W_])(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|(?P<about>{_ABOUT}))"
    r"\s?(?:an? )?(?:about |some |around )?(?:between |from )?$",
    re.IGNORECASE,
)


class _Scanner:
    """The tokens of a text and the amounts that begin at them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
        self.low = [t[2].lower() for t in self.tokens]

    def word(self, i: int) -> str:
        return self.low[i] if 0 <= i < len(self.low) else ""

    def glued(self, i: int) -> bool:
        """Whether token i stands right behind the one before."""
        return 0 < i < len(self.tokens) and self.tokens[i][0] == self.tokens[i - 1][1]

    def amount(self, i: int) -> tuple[float, str, int, bool] | None:
        """(value, scale word, next token, in words) of the amount that begins at token i."""
        if i >= len(self.tokens):
            return None
        raw = self.tokens[i][2]
        if raw[0].isdigit():
            figure = self._figure(i)
            return None if figure is None else self._scaled(*figure, words=False)
        return self._words(i)

    def _figure(self, i: int) -> tuple[float, int] | None:
        raw = self.tokens[i][2]
        if self.glued(i + 1) and _ORDINAL.match(self.low[i + 1]):
            return None
        if _GROUPED.fullmatch(raw):
            return float(raw.replace(",", "")), i + 1
        if _DOTTED.fullmatch(raw) and (raw.count(".") > 1 or not self._scale_at(i + 1)[0]):
            return float(raw.replace(".", "")), i + 1
        if raw.count(".") <= 1 and raw.count(",") == 0 and len(raw) < 16:
            value, j = float(raw), i + 1
            # "90 000 000" in groups of three
            while re.fullmatch(r"\d{1,3}", self.tokens[i][2]) and j < len(self.tokens) and self._is_group(j):
                value, j = value * 1000 + int(self.tokens[j][2]), j + 1
            return value, j
        if re.fullmatch(r"\d+,\d{1,2}", raw) and self._scale_at(i + 1)[0]:
            return float(raw.replace(",", ".")), i + 1
        return None

    def _is_group(self, j: int) -> bool:
        return bool(re.fullmatch(r"\d{3}", self.tokens[j][2])) and self.tokens[j][0] == self.tokens[j - 1][1] + 1

    def _scale_at(self, j: int) -> tuple[str, int]:
        """The scale word at token j (perhaps behind a hyphen), and the token after it."""
        if self.word(j) == "-" and self.glued(j):
            j += 1
        word = self.word(j)
        if word in _SCALES or word.removesuffix("s") in _SCALES:
            return word.removesuffix("s") if word not in _SCALES else word, j + 1
        if word in _SHORT:
            return _SHORT[word], j + 1
        if self.glued(j) and j < len(self.tokens) and self.tokens[j][2] in _LETTERS and self.tokens[j - 1][2][0].isdigit():
            return _LETTERS[self.tokens[j][2]], j + 1
        return "", j

    def _scaled(self, value: float, j: int, words: bool) -> tuple[float, str, int, bool]:
        said, after = self._scale_at(j)
        scale = ""
        while said:
            value *= _SCALES[said]
            scale = said if said in _WRITTEN else scale
            j = after
            said, after = self._scale_at(j)
        return value, scale, j, words

    def _words(self, i: int) -> tuple[float, str, int, bool] | None:
        first = self.word(i)
        if first in ("a", "an", "half"):
            return self._article(i)
        if first in _DOZENS and first == "dozen":
            return 12.0, "", i + 1, True
        if first not in _SMALL:
            return None
        total, j, scale = 0.0, i, ""
        while True:
            part, after = self._below_thousand(j)
            if after == j:
                break
            j = after
            if self.word(j) in _DOZENS:
                return part * _DOZENS[self.word(j)], "", j + 1, True
            said, after = self._scale_at(j)
            if not said or said == "hundred":
                total += part
                break
            total += part * _SCALES[said]
            scale = said if said in _WRITTEN else scale
            j = after
            if self.word(j) == "and" and self.word(j + 1) in _SMALL and total >= 1000 and said == "thousand":
                j += 1
            elif self.word(j) not in _SMALL:
                break
        return (total, scale, j, True) if j > i else None

    def _below_thousand(self, i: int) -> tuple[float, int]:
        """Value and next token of words below a thousand, "and a half" included."""
        word = self.word(i)
        if word not in _SMALL:
            return 0.0, i
        value, j = float(_SMALL[word]), i + 1
        if value >= 20 and (k := j + (self.word(j) == "-")) and _SMALL.get(self.word(k), 99) in range(1, 10):
            value, j = value + _SMALL[self.word(k)], k + 1
        half = [w for w in (self.word(j + n) for n in range(6)) if w != "-"][:3]
        if half == ["and", "a", "half"]:
            taken, seen = 0, 0
            while seen < 3:
                seen += self.word(j + taken) != "-"
                taken += 1
            return value + 0.5, j + taken
        said, after = self._scale_at(j)
        if said == "hundred":
            value, j = value * 100, after
            k = j + (self.word(j) == "and")
            rest, after = self._below_thousand(k)
            if after > k and rest < 100:
                return value + rest, after
        return value, j

    def _article(self, i: int) -> tuple[float, str, int, bool] | None:
        """ "a hundred", "a million", "half a million", "a dozen", "half a dozen"."""
        factor, j = 1.0, i
        if self.word(i) == "half":
            factor, j = 0.5, i + 1
        if self.word(j) in ("a", "an"):
            j += 1
        elif factor == 1.0:
            return None
        if self.word(j) == "half" and self.word(j + 1) in _SCALES:
            factor, j = 0.5, j + 1
        if self.word(j) == "dozen":
            return factor * 12, "", j + 1, True
        if self.word(j) not in _SCALES:
            return None
        value, scale, after, _ = self._scaled(factor, j, words=True)
        return value, scale, after, True


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order. Years, ordinals, hours and numbers inside words ("G8") are left out; other numbers
    that tell no quantity (house numbers, articles) are not told apart here."""
    scan = _Scanner(text)
    found: list[Number] = []
    i = 0
    while i < len(scan.tokens):
        number, after = _number_at(scan, i)
        if number:
            found.append(number)
        i = max(after, i + 1)
    return found


def _number_at(scan: _Scanner, i: int) -> tuple[Number | None, int]:
    text = scan.text
    start = scan.tokens[i][0]
    first = scan.amount(i)
    if first is None or _inside_word(text, start):
        return None, i + 1
    value, scale, j, words = first
    upper: float | None = None
    low_says_money = bool(_sign_before().search(text[max(0, start - 8) : start]))
    if second := _second(scan, i, j, value, scale, low_says_money):
        other, other_scale, k = second
        if not scale and other_scale and value * _SCALES[other_scale] <= other:
            value *= _SCALES[other_scale]
        elif not scale and not other_scale and value < other and _thousands_left_out(scan, j, k):
            value *= 1000
        if value < other:
            upper, scale, j = other, other_scale or scale, k
    head = scan.tokens[j - 1][1]
    said = text[start:head]
    if re.fullmatch(r"\d{1,2}", said) and re.match(r":\d\d|[./]\d", text[head:]):
        return None, j
    unit, kind, end, begin = _unit(text, start, head)
    if not kind and head < len(text) and (text[head].isalnum() or (text[head] in "/" and text[head + 1 : head + 2].isdigit())):
        return None, j
    qualifier, said_from = _qualifier(text, begin)
    return Number(begin, end, value, upper, scale, unit, kind, qualifier, words, head, said_from), j


def _inside_word(text: str, start: int) -> bool:
    """Whether the number belongs to a word before it ("G8", "F-16", "COVID-19", "№ 3")."""
    before = text[max(0, start - 3) : start]
    return bool(re.search(r"[^\W\d_]$(?<![$£€])|[^\W_]-$|[#№/.]$|\d[,:]$", before)) and not re.search(
        r"(?:US|NRS|Rs|EUR|USD|NZ|A|C|RM)$|[a-z]-$", before
    )


def _second(scan: _Scanner, i: int, j: int, value: float, scale: str, money: bool) -> tuple[float, str, int] | None:
    """(value, scale, next token) of the upper end of a range whose lower end ends before token j."""
    join = scan.word(j)
    if join not in _JOINS:
        return None
    between = scan.word(i - 1) == "between" or (money and _between_before(scan, i))
    if join == "and" and not between:
        return None
    k = j + 1
    if scan.word(k) == "-" and join == "to":
        k += 1
    sign = 0
    while scan.word(k + sign) in ("$", "£", "€", "us", "nz") and sign < 2:
        sign += 1
    other = scan.amount(k + sign)
    if other is None:
        return None
    top, top_scale, after, _ = other
    if join in ("-", "–", "—") and not scale and not top_scale and value >= 1000 and scan.tokens[j - 1][2].isdigit():
        return None  # years, telephone numbers
    return (top, top_scale, after) if top > value or top_scale else None


def _between_before(scan: _Scanner, i: int) -> bool:
    return "between" in [scan.word(i - n) for n in (1, 2, 3)]


def _thousands_left_out(scan: _Scanner, j: int, k: int) -> bool:
    """ "three or four thousand", "300-500,000": the thousand of the upper end belongs to both."""
    low, high = scan.tokens[j - 1][2], scan.tokens[k - 1][2]
    if re.fullmatch(r"\d{2,3}", low) and re.fullmatch(r"\d{2,3},000", high):
        joined = scan.text[scan.tokens[j - 1][1] : scan.tokens[k - 1][0]]
        return int(low) < int(high[:-4]) and bool(re.fullmatch(r"\s?[-–—]\s?", joined))  # "from 30 to 2,000" is what it says
    return any(scan.word(n) == "thousand" for n in range(j, k)) and scan.word(j - 1) in _SMALL


def _unit(text: str, start: int, head: int) -> tuple[str, str, int, int]:
    """(unit, kind, end, start) of the number with its currency or unit."""
    before, after = _money()
    begin = start
    unit = kind = ""
    end = head
    if sign := _sign_before().search(text[max(0, start - 8) : start]):
        unit, kind = before[sign[1].lower()], "money"
        begin = max(0, start - 8) + sign.start(1)
    if behind := _word_after().match(text, head):
        key = re.sub(r"[\s-]", " ", behind[1].lower())
        if (
            key in after
            and not (key == "won" and not kind)
            and not (key == "pounds" and re.match(r"\sof\s", text[behind.end() :]))
        ):
            unit, kind, end = unit or after[key], "money", behind.end()
        elif key in _units() and not kind:
            unit, kind = _units()[key]
            end = behind.end()
    return unit, kind, end, begin


def _qualifier(text: str, start: int) -> tuple[Qualifier, int]:
    begin = max(0, start - 48)
    found = _QUALIFIER.search(text[begin:start])
    if not found:
        between = re.search(r"\b(?:between|from)\s$", text[begin:start], re.IGNORECASE)
        return "", begin + between.start() if between else start
    kind: Qualifier = "at most" if found["most"] else "at least" if found["least"] else "about"
    return kind, begin + found.start()
