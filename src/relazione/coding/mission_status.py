"""The room `coding`: what is told of a mission made into its status and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from relazione.coding.host_cities import Hosts, city_of
from relazione.coding.mission_acts import Told
from relazione.coding.mission_story import Row
from relazione.coding.stretches import Stretch
from relazione.model.dates import When

_PRESENT = re.compile(r"(?: \([^()]*\))? (?:is|represents|serves|covers|remains) (?!closed|no longer|being)")
_NOW = re.compile(
    r"\b(?:(?:is|are|has been|have been)(?: \w+)? (?:represented|accredited)\b|\b(?:maintains?|conducts?|handles?|manages?) (?:its |their |diplomatic |bilateral )*relations\b|(?:covers|cover)\b|(?:posts|missions|presence|network|representations?|offices)\b[^.;:]{0,50}\b(?:is|are|consists?|comprises?|includes?)\b[^.;:]{0,40}:)"
)
_SEATED = re.compile(
    r"\b(?:(?:is|are)(?: at home| located| based| situated)?|(?:has its|have their) seats?) (?:in|at) (?:the )?[\w-]+(?: [\w-]+)?$"
)
_CLOSED = re.compile(r"\b(?:closed|shuttered|defunct|disused) ")
_YEARS = re.compile(r",? \(?(1[5-9]\d\d|20\d\d)(?: to |[-–])(1[5-9]\d\d|20\d\d)\b")
_FORMER = re.compile(r"\b(?:former|formerly|until|then|old)\b", re.IGNORECASE)


def have_now(stretch: Stretch, told: list[Told]) -> None:
    """ "is represented by its embassy in A as well as by a consulate in B", "the posts are two: ...": both are there now."""
    for now in _NOW.finditer(stretch.parsed.text, stretch.start, stretch.end):
        for one in told:
            if one.noun.start >= now.end() and not one.acts and not one.have:
                one.have = "have"


def set_status(row: Row, one: Told, stretch: Stretch) -> None:
    """Status and dates from what is told of it."""
    if one.planned:
        row.realis, row.status = "planned", "planned"
        return
    if not one.acts and not one.have and _CLOSED.search(stretch.parsed.text, one.noun.phrase, one.noun.start):
        row.status, row.strong = "closed", True  # "its closed embassy"
        return
    if stretch.heading and not one.acts and (years := _YEARS.match(stretch.parsed.text, row.end, stretch.end)):
        row.opened, row.closed, row.status = When(years[1], "said", years[1]), When(years[2], "said", years[2]), "closed"
        row.end, row.strong = years.end(), True
        return
    if one.have == "have":
        row.status, row.current = "open", True
    elif one.have == "had":
        row.status = "closed" if re.match(r"had\b", stretch.parsed.text[one.verb :]) else "unknown"
    elif (
        (row.kind == "accredited-non-resident" and not _FORMER.search(stretch.text[: max(0, one.noun.phrase - stretch.start)]))
        or (stretch.is_list and not one.acts and row.city and stretch.parsed.chunk.block.kind != "row")
        or (not one.acts and any(_PRESENT.match(stretch.parsed.text, at, stretch.end) for at in (row.end, one.noun.end)))
        or (row.status != "closed" and _SEATED.search(stretch.parsed.text[row.start : row.end]))
    ):
        row.status, row.current = "open", True
    text = stretch.parsed.text
    stop = min(stretch.end, row.end + 90)
    if one.have or (not one.acts and (stretch.is_list or row.kind == "accredited-non-resident")):
        for date in stretch.dates():
            if (
                not date.edtf
                or not (row.end - 1 <= date.start <= stop)
                or re.search(r";|\bwhile\b|, and [A-Z]", text[row.end : date.start])
            ):
                continue
            _date_of_having(row, date.words.relation, date.when(text), text[max(0, date.start - 8) : date.start])
            row.end = max(row.end, date.end)
            break
        else:
            for date in stretch.dates():
                if date.edtf and "/" in date.edtf and date.end < row.start and row.kind == "accredited-non-resident":
                    _date_of_having(row, "", date.when(text), "")
                elif date.edtf and date.words.relation == "since" and row.start - 60 < date.start <= row.start:
                    _date_of_having(row, "since", date.when(text), "")
    for act, when in one.acts:
        if act == "open":
            row.opened, row.status = when or row.opened, "unknown" if row.kind == "legation" else "open"
        else:
            row.closed, row.status = when or row.closed, "closed"


def _date_of_having(row: Row, relation: str, when: When | None, before: str) -> None:
    if when is None:
        return
    if "/" in when.edtf and ".." not in when.edtf:
        start, end = when.edtf.split("/")
        row.opened, row.closed, row.status, row.current = (
            When(start, when.how, when.wording),
            When(end, when.how, when.wording),
            "closed",
            False,
        )
    elif relation == "since" or when.edtf.endswith("/..") or re.search(r"\bsince $", before):
        row.opened = When(when.edtf.removesuffix("/.."), when.how, when.wording)
        row.status = "open"
    elif relation == "until" or re.search(r"\b(?:until|till|up to) $", before):
        row.closed, row.status, row.current = When(when.edtf.removeprefix("../"), when.how, when.wording), "closed", False


def apart(row: Row, one: Told) -> list[Row]:
    """A closing and the reopening after it are two rows; an opening and the closing after it are one."""
    if len(one.acts) < 2:
        return [row]
    found: list[Row] = []
    current: Row | None = None
    for act, when in one.acts:
        if act == "open":
            current = replace(row, opened=when, closed=None, status="unknown" if row.kind == "legation" else "open", evidence=[])
            found.append(current)
        elif current is not None and when is not None and current.opened is not None and when.edtf < current.opened.edtf:
            found.append(
                replace(row, opened=None, closed=when, status="closed", evidence=[])
            )  # "reopened ..., closed since 1975"
        elif current is not None and current.closed is None and current.status != "closed":
            current.closed, current.status = when, "closed"
        else:
            found.append(replace(row, opened=None, closed=when, status="closed", evidence=[]))
            current = None
    return found


def share_hosts(text: str, told: list[Told]) -> None:
    """ "embassies and consulates in each other's capitals", "an embassy and an honorary consulate in Lima": the first shares what stands
    after the second, where that is a capital."""
    for first, second in pairwise(told):
        if first.hosts or not second.hosts or second.same_as is not None or not _is_capital(second.hosts):
            continue
        between = text[first.noun.end : second.noun.phrase]
        if re.fullmatch(
            r",? (?:and|as well as)(?: also)? (?:an? |its |their )?|, ", between + ("" if between.endswith(" ") else " ")
        ):
            first.hosts = second.hosts


def _is_capital(hosts: Hosts) -> bool:
    """Whether the seats are no cities by name, or one that is a capital."""
    if not hosts.cities:
        return True
    only = hosts.cities[0]
    place = city_of(only.name, (only.state or "", ""), only.state) if len(hosts.cities) == 1 and only.state else None
    return place is not None and place.capital
