"""The record room: which tellings of agreements are one agreement.

An agreement with a name of its own ("Treaty of Lausanne", "Lausanne Treaty") is one by its name and the time of its signature. One that
is only called what it is ("alliance", "treaty of neutrality", "convention between Italy and Turkey") is one by its parties, its dates, its
form and what it pledges: lists of alliances name none, and date by day or by year. The score (see `meet`):

    dates    .9 where they may be the same day, .7 where one tells the signature and the other the entry into force within a year,
             .4 where they lie within a year
    ends     +.1 where both are told and may be the same, -.2 where they lie more than a year apart
    pledges  +.1 where one is shared, -.3 where both tell some and share none
    form     of different forms only those signed on one day, or of which both tell the same pledge

A row of a data file is never joined with another row of the same file.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache

from relazione.model.claims import Agreement
from relazione.model.dates import When, bounds, humanize, precision
from relazione.record.counted import Counted
from relazione.record.lasting import YEAR, Group, by_key
from relazione.record.matching import Match, best, join, match_dates
from relazione.reference.folding import fold

NAMED_APART = 2 * YEAR
"""Days between signatures told of agreements of one name beyond which they are two."""
_WHAT = (
    r"friendship|amity|neutrality|non[- ]?aggression|alliance|defen[cs]e|mutual assistance|assistance|conciliation|reconciliation|"
    r"arbitration|judicial settlement|commerce|trade|navigation|establishment|peace|cooperation|co-operation|extradition|consultation"
)
_FORM = (
    r"treaty|treaties|convention|agreement|agreements|memorandum|memoranda|protocol|contract|notes|exchange of notes|armistice|pact|"
    r"accord|accords|deal|alliance|entente|memorandum of understanding"
)
_PLAIN = re.compile(
    rf"(?:the |a |an |secret |bilateral |commercial |military |mutual |joint |defensive |offensive |(?:{_WHAT}) )*"
    rf"(?:{_FORM})(?: of (?:{_WHAT})(?:(?:,? and |, )(?:{_WHAT}))*)?(?: (?:between|with) .*)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b1?\d{3}\b|\b20\d\d\b")
_ALIAS = re.compile(rf"\(([^()]*\b(?:{_FORM})\b[^()]*)\)", re.IGNORECASE)
_SMALL = frozenset(("the", "of", "at", "and", "in", "for", "on"))
_PLEDGES = {
    "neutrality": "neutral",
    "non-aggression": r"non-? ?aggression",
    "defence": r"defen[cs]|mutual assistance",
    "offence": r"offen[cs]",
    "consultation": r"consult|entente",
    "friendship": r"friendship|amity",
    "commerce": r"commerc|\btrade",
    "arbitration": r"arbitrat|judicial|concilia",
}


def is_generic(name: str) -> bool:
    """Whether an agreement is only called what it is ("secret agreement") and has no name of its own ("Treaty of Lausanne")."""
    return _PLAIN.fullmatch(" ".join(_YEAR.sub(" ", name).split())) is not None


@lru_cache(maxsize=16384)
def name_key(name: str) -> str:
    """One form of a name: without its year, in whatever order of words; a usual name in brackets stands for the long one."""
    usual = _ALIAS.search(name)
    folded = fold(_YEAR.sub(" ", usual[1] if usual else name)).removeprefix("article of ")
    return " ".join(sorted(word for word in re.findall(r"\w+", folded) if word not in _SMALL)) or fold(name)


def pledges(body: Agreement) -> frozenset[str]:
    """What it pledges, by the words of its name and provisions."""
    text = fold(" ".join((body.name, *body.provisions)))
    return frozenset(pledge for pledge, words in _PLEDGES.items() if re.search(words, text))


def start_of(body: Agreement) -> When | None:
    """The signature, else the entry into force."""
    return body.signed or body.in_force


def meet(one: Agreement, other: Agreement) -> Match:
    """How well two agreements of the same parties that bear no name match, and why."""
    dates = start_of(one), start_of(other)
    if dates[0] is None or dates[1] is None:
        return Match(0.0, "one has no date")
    found = _meet_starts(dates[0].edtf, dates[1].edtf, bool(one.signed) == bool(other.signed))
    if found.score == 0.0:
        return found
    score, why = found.score, [found.why]
    if one.ended and other.ended:
        apart = _apart(one.ended.edtf, other.ended.edtf)
        score += 0.1 if apart <= 0 else -0.2 if apart > YEAR else 0.0
        why.append("ends that " + ("may be the same" if apart <= 0 else "differ"))
    mine, its = pledges(one), pledges(other)
    shared = sorted(mine & its)
    if mine and its:
        score += 0.1 if shared else -0.3
        why.append(f"both pledge {', '.join(shared)}" if shared else "no pledge in common")
    if one.form != other.form:
        same_day = dates[0].edtf == dates[1].edtf and precision(dates[0].edtf) == "day"
        if not (same_day or shared):
            return Match(0.0, f"{one.form} and {other.form}, of which nothing tells that they are one")
        why.append(f"told as {one.form} and as {other.form}")
    return Match(min(1.0, max(0.0, score)), "; ".join(why))


def _meet_starts(one: str, other: str, same_kind: bool) -> Match:
    found = match_dates(one, other)
    if found.score >= 0.9:
        return Match(0.9, found.why)
    if not same_kind and _apart(one, other) <= YEAR:
        return Match(0.7, f"signature and entry into force within a year ({humanize(one)}; {humanize(other)})")
    if _apart(one, other) <= YEAR:
        return Match(0.4, f"dates within a year ({humanize(one)}; {humanize(other)})")
    return Match(0.0, "dates more than a year apart")


def _apart(one: str, other: str) -> int:
    """The least number of days between two dates; 0 or less where they may be the same, very many where one is open."""
    (a, b), (c, d) = _span(one), _span(other)
    return max(a, c) - min(b, d)


def _span(edtf: str) -> tuple[int, int]:
    b = bounds(edtf)
    first = b.start_earliest if b.start_earliest is not None else b.end_earliest
    last = b.end_latest if b.end_latest is not None else b.start_latest
    return first if first is not None else 0, last if last is not None else 0


def _body(one: Counted) -> Agreement:
    assert isinstance(one.claim.body, Agreement)
    return one.claim.body


def _meet_groups(one: Group, other: Group) -> Match:
    return best(one, other, lambda a, b: meet(_body(a), _body(b)))


DateGroups = Callable[[Sequence[Counted], Callable[[Counted], When | None]], list[Group]]


def agreements(items: Sequence[Counted], by_date: DateGroups, key: Callable[[Counted], object]) -> list[Group]:
    """The claims of one block of agreements as groups that are one each. `key` sorts claims by what they say."""
    return _plain(items, by_date, key) if is_generic(_body(items[0]).name) else _named(items, key)


def _plain(items: Sequence[Counted], by_date: DateGroups, key: Callable[[Counted], object]) -> list[Group]:
    rows = [one for one in items if one.claim.is_row]
    told = [one for one in items if not one.claim.is_row]
    undated = [one for one in told if start_of(_body(one)) is None]
    groups: list[Group] = [[one] for one in rows]
    for form in by_key((one for one in told if start_of(_body(one))), lambda one: _body(one).form):
        groups += by_date(form, lambda one: start_of(_body(one)))
    found = join(groups, key, _meet_groups)
    for one in undated:
        name = name_key(_body(one).name)
        homes = [group for group in found if any(name_key(_body(mate).name) == name for mate in group)]
        if pledges(_body(one)) and len(homes) == 1:  # "the treaty of friendship" once more
            homes[0].append(one)
        else:
            found.append([one])
    return found


def _named(items: Sequence[Counted], key: Callable[[Counted], object]) -> list[Group]:
    starts: dict[int, int] = {id(one): _span(when.edtf)[0] for one in items if (when := start_of(_body(one)))}
    dated = sorted((one for one in items if id(one) in starts), key=lambda one: (starts[id(one)], key(one)))
    undated = [one for one in items if id(one) not in starts]
    groups: list[Group] = []
    rows: dict[int, set[str]] = defaultdict(set)  # group -> documents of which it holds a row
    for one in dated:
        last = groups[-1] if groups else None
        is_second_row = last is not None and one.claim.is_row and one.claim.document in rows[id(last)]
        if last and starts[id(one)] - starts[id(last[-1])] <= NAMED_APART and not is_second_row:
            last.append(one)
        else:
            groups.append([one])
        if one.claim.is_row:
            rows[id(groups[-1])].add(one.claim.document)
    if undated and len(groups) == 1:
        groups[0].extend(undated)
    elif undated:
        groups.append(undated)
    return groups
