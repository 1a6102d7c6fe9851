"""The room `coding`: which numbers of a text tell a quantity.

Most numbers of histories do. Those that do not are labels ("Article 15", "Flight 814", "Via Palestro, 28"), names ("Group
of 77", "the Four Powers"), the parties ("the two countries"), "one of the", fractions, ages, deadlines and intervals
("within 24 hours", "an hour later"), and conversions in brackets. Nouns that are not counted are in `data/uncounted.tsv`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from relazione.coding.measured import singular
from relazione.coding.numbers import Number
from relazione.reference.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DATA = Path(__file__).parent / "data"
_LABEL = re.compile(
    r"\b(?:articles?|sections?|chapters?|resolutions?|decrees?|laws?|numbers?|no|nos|nr|flight|highway|route|road|page|pages|pp?|paragraph|"
    r"line|class|type|mark|level|phase|stage|part|volume|act|bill|annex|protocol|point|room|gate|pier|order|directive|regulation|version|"
    r"group of|sector|zone|district|division|regiment|battalion|brigade|boeing|airbus|grade|tier|channel|platform|"
    r"article of|radio|area|agenda|"
    r"cite|cites|ref|refs|footnote|fn|fig|figure|table|top|psalm|code|age|aged|ranked|rank|formula|apollo|soyuz|tu|il|mig|su)\.?\s$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"\b(?:since|in|by|until|till|of|from|early|late|mid|circa|and|year|to|the|during|before|after)[\s-]$", re.IGNORECASE
)
_LATER = re.compile(r"^\s(?:later|earlier|ago|old|on(?=[,.;]))\b|^-old\b|^-olds\b", re.IGNORECASE)
_WAR_NAME = re.compile(r"['’]?s?\s(?:War|Wars|Revolution|Campaign|Crisis|Conflict|Battle|Siege|Uprising)\b")
_WITHIN = re.compile(
    r"\b(?:within|(?:over|in|for|during) the (?:last|past)|every|in less than|per|(?:last|past))\s"
    r"(?:the )?(?:next |last |past )?$",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"^\sof\s(?:the|its|their|his|\w+'s)\s(?:two |three )?(?:\w+\s)?(?:most|many|few|main|largest|first|major|\w+est)\b"
)
_UNMARKED = frozenset(
    [
        "aircraft",
        "people",
        "personnel",
        "staff",
        "crew",
        "police",
        "cattle",
        "sheep",
        "craft",
        "spacecraft",
        "series",
        "percent",
        "inhabitant",
    ]
)
_MOST_LISTED = 5
"""Up to this a definite number names what is known already ("the three islands")."""


@lru_cache(maxsize=1)
def _uncounted() -> dict[str, int]:
    return {noun: int(most) for _, (noun, most) in rows(_DATA / "uncounted.tsv", ("noun", "most"))}


def is_quantity(number: Number, text: str, doc: Doc, noun: Token | None) -> bool:
    """Whether the number tells how much or how many. `noun` is what it counts, where the parse tells."""
    before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 40]
    if _LABEL.search(before) and not number.kind:
        return False
    if re.match(r"[-–]?(?:third|quarter|fifth|fourth|sixth|tenth|half|eighth|hal)(?:s|ves)?\b", after) or re.match(
        r"\s?/", after
    ):
        return False
    if number.kind == "duration":
        if number.words and text[number.start].isupper() and _WAR_NAME.match(after):
            return False  # "the Seven Years' War"
        return not (_LATER.search(after) or _WITHIN.search(before))
    if number.kind:
        return not (number.unit == "times" and re.match(r"\s(?:as|more|less)\b", after)) and not _is_conversion(number, before)
    said = text[number.start : number.head]
    if number.value == 1 and not number.scale:
        return False
    if re.fullmatch(r"(?:1[3-9]|20)\d\d", said) and (_YEAR_BEFORE.search(before) or noun is None):
        return False
    if not _free_standing(number, text, doc, before, after):
        return False
    return _counts(number, before, after, noun)


def _is_conversion(number: Number, before: str) -> bool:
    """A measure of length, area or mass in brackets behind another one."""
    return (
        number.kind in ("length", "area", "mass", "volume")
        and bool(re.search(r"[a-z²2]\s\($", before))
        and bool(re.search(r"\d", before))
    )


def _free_standing(number: Number, text: str, doc: Doc, before: str, after: str) -> bool:
    """Not part of a name, a label, a list of addresses."""
    said = text[number.start : number.head]
    sentence_start = bool(re.search(r"(?:^|[.!?:\"]\s*|^\(|\n)$", before))
    if number.words and said[0].isupper() and not sentence_start:
        return False
    if number.words and said[0].isupper() and re.match(r"[-–\s][A-Z]\w+s?\b[^,]{0,20}(?:Talks|Powers|Points|Sicilies)", after):
        return False
    if number.words and re.search(r"[\"'(]\s?$", before) and re.match(r"\s[A-Z]\w+s?[\"']", after):
        return False
    if re.match(r"[-–](?!\w+\sdeal)[A-Za-z]", after) and not re.match(r"[-–](?:strong|man|men|seat|member)\b", after):
        return False
    if re.match(r"\)|,|;|\.(?!\w)|\s?$", after) and not number.words:
        return bool(number.qualifier or number.value >= 100) and not re.search(
            r"(?:[A-Z]\w{1,60}+,?|\b(?:chapter|law))\s\(?$", before
        )
    if number.words:
        return True
    glued_to_name = re.search(r"[\w,)]\s[A-Z][\w.]*\s$", before) and not sentence_start
    return not (glued_to_name and not re.match(r"\s(?:[A-Za-z]\w+\s){0,3}[a-z]+", after)) and not (
        glued_to_name and number.value < 100 and re.match(r"\s(?:[A-Z]|in\b|on\b|and\b|of\b|was\b|is\b)", after)
    )


def _counts(number: Number, before: str, after: str, noun: Token | None) -> bool:
    """Not the parties, not "the three of them", not a bare "two"."""
    small = number.value <= 12 and number.value_max is None and not number.scale
    if not small:
        return True
    if _SUPERLATIVE.match(after):
        return False
    if noun is None:
        return bool(re.match(r"\sof\s(?:their|his|her|its|the|whom|which|them)\b", after)) or bool(number.qualifier)
    lemma = singular(noun)
    if number.value > 1 and noun.tag_ == "NN" and lemma not in _UNMARKED and number.words:
        return False  # "a four article agreement"
    if number.value <= _uncounted().get(lemma, 0):
        return False
    definite = re.search(
        r"\b(?:the|these|those|both|all|our|other|only|her|one in)\s(?:other |last |first |next |only |same )?$",
        before,
        re.IGNORECASE,
    )
    return not (definite and number.value <= _MOST_LISTED) and not re.search(r"\bone in\s$", before)
