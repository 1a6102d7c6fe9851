"""The room `coding`: what the words before a membership make of it: denied, wished, of some member that is not told, of soldiers lent."""

from __future__ import annotations

import re

from relazione.coding.membership_cues import Cue
from relazione.coding.stretches import Stretch

NEGATED = re.compile(r"\b(?:not|never|no|n't|neither|nor|without|refus\w+|reject\w+|declin\w+|oppos\w+|prevent\w+|block\w+)\b")
_WISHED = re.compile(
    r"\b(?:would|could|may|might|should|will|wants?|wish\w*|hope[sd]?|support\w*|bid|aspir\w+|ambition|proponent|seek\w*|sought|aim\w*|plan\w*|propos\w+|if|efforts?|"
    r"tal?ks|negotiat\w+|intend\w*|favou?r\w*|towards?|prospect\w*|possible|potential|future|encourag\w*|attempt\w*|try|tries|tried|trying|request\w*|appl(?:y|ied|ies|ication)|lobb\w+|campaign\w*|allow\w*|persuad\w+|urg\w+|ask\w*|press\w*|in order to|for)\b[^.;,]{0,50}$",
    re.IGNORECASE,
)
_SUBJUNCTIVE = re.compile(
    r"\b(?:propos|demand|suggest|recommend|insist|request|urg|hop|wish|advocat)\w*(?: \w+)? that [^.;]{2,60} (?:become|be|remain|join)(?: an?| the)? ?$"
)
_SOME = re.compile(r"\b(?:with|by|from|against|between|for|on|in|to) (?:the |an? )?$")
_SERVICE = re.compile(
    r"\b(?:troops|soldiers|forces?|personnel|battalions?|contingents?|peacekeep\w+|military|deploy\w*|stationed|observers|monitors|police|ships?|sent|mission)\b[^.;]{0,160}$",
    re.IGNORECASE,
)


def is_of_others(text: str, stretch: Stretch, cue: Cue) -> bool:
    """Whether the words speak of some member ("trade with members of the EU") or of soldiers lent ("troops sent as part of the UN")."""
    said, head = text[cue.start : cue.end], text[stretch.start : cue.start]
    if not cue.words.before:
        return False
    if cue.words.subject == "either" and "ship" not in said and re.match(r"(?:\w+ )*members?\b", said) and _SOME.search(head):
        return True
    return cue.words.subject == "subject" and bool(re.match(r"as\b", said)) and bool(_SERVICE.search(head))


def is_wish(text: str, stretch: Stretch, cue: Cue) -> bool:
    """Whether the words speak of a membership that somebody wants, seeks or proposes."""
    head = text[max(stretch.start, cue.start - 70) : cue.start]
    said = text[cue.start : cue.end]
    if _SUBJUNCTIVE.search(text, max(stretch.start, cue.start - 140), cue.start):
        return True
    if re.search(r"\b(?:joining|accession|entry|admission|membership|join|enter|participation)\b", said) or re.search(
        r"\bto $", head
    ):
        return bool(_WISHED.search(head)) or bool(re.search(r"\baccession|admission|entry\b", said))
    return False
