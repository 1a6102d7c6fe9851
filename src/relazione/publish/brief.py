"""Publish: the brief of a pair on a date, as Markdown and as HTML: facts only, each line with its sources.

    brief_markdown(record, "ITA", "TUR", "1925-01-01")

What the two are to each other on that date, what is disputed, a short chronology, and the numbered passages that all of it
rests on. A line without a passage is not printed. `brief` gives the same as plain data, for other forms.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import msgspec

from relazione.model.dates import parse_day, sort_key
from relazione.publish.citations import Citations, Source, marks, provenance
from relazione.publish.visible import visible
from relazione.publish.words import (
    SECTIONS,
    capital,
    date,
    is_plain_mission,
    listed,
    name,
    plural_kind,
    provisions,
    speaks_against,
    the,
    told,
    undated,
    value_words,
)

WIDTH = 80
CHRONOLOGY = 12
"""Dated events before the date that a brief lists at most."""
ASSUMED = "†"
NOTE = "told before this date, and no end is told: assumed still to hold."
KEPT_FOR_CHRONOLOGY = ("event", "agreement", "holding", "membership")
DIPLOMATIC = ("embassy", "high-commission", "legation")


@dataclass(frozen=True)
class Line:
    """One statement, its sources' numbers, and what hangs under it (provisions, rival values)."""

    text: str
    numbers: tuple[int, ...]
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Brief:
    """A brief before it has a form."""

    title: str
    on: str
    then: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    documents: tuple[str, ...] = ()

    @property
    def assumes(self) -> bool:
        """Whether a line bears the mark of what is assumed."""
        return any(line.text.endswith(ASSUMED) for section in self.sections for line in section.lines)


def brief(record: Any, a: str, b: str, on: str | None = None) -> Brief:
    """The brief of two states (codes) on a date (EDTF day, month or year; None: at present). Raises the errors of `standing`."""
    from relazione.analysis.as_of import standing
    from relazione.analysis.timeline import timeline

    data: dict[str, Any] = msgspec.to_builtins(standing(record, a, b, on))
    citations = Citations(record)
    before = [
        entry
        for entry in msgspec.to_builtins(timeline(record, a, b, None, data["as_of"]))
        if entry["realis"] == "fact"
        and entry["kind"] in KEPT_FOR_CHRONOLOGY
        and sort_key(entry["date"])[0] <= parse_day(data["as_of"])
    ]
    sections = [Section("Relations", tuple(_relations(data, before, citations)))]
    sections += [Section(heading, tuple(_lines(key, data, citations))) for key, heading in SECTIONS]
    sections.append(Section("Disputed between the sources", tuple(_disputed(data, citations))))
    sections.append(Section("Chronology", tuple(_chronology(before, citations))))
    return Brief(
        title=f"{name(a)} and {name(b)}",
        on=f"as of {date(data.get('as_of'))}" if on else "at present",
        then=_then(data["sides"]),
        sections=tuple(section for section in sections if section.lines),
        sources=tuple(citations.sources),
        documents=tuple(_documents(citations)),
    )


def _then(sides: Sequence[Mapping[str, Any]]) -> str:
    """What the two were called on the date, where that is not what they are called now."""
    held = [[name(polity) for polity in side["polities"]] for side in sides]
    if all(found == [name(side["state"])] for found, side in zip(held, sides, strict=True)):
        return ""
    return "; ".join(listed(map(the, found)) or name(side["state"]) for found, side in zip(held, sides, strict=True))


def _relations(data: Mapping[str, Any], entries: Iterable[Mapping[str, Any]], citations: Citations) -> Iterable[Line]:
    """Whether there are relations, and whether there is war, each with the facts from which the record concludes so."""
    relations = data["relations"]
    wars = [item["fact"] for item in data["ongoing"] if item["type"].startswith("war")]
    if relations["status"] in ("established", "severed"):
        acts = [entry["fact"] for entry in entries if entry["type"].startswith(("relations-", "recognition-"))]
        seats = [item["fact"] for item in data["missions"] if item["kind"] in DIPLOMATIC]
        rests_on = acts[-1:] or (
            seats if relations["status"] == "established" else [relations["fact"]] if relations["fact"] else wars
        )
        since = f" since {date(relations['since'])}" if relations["since"] else ""
        doubt = _doubt("relations", relations)
        if numbers := citations.cite(rests_on):
            yield Line(f"Diplomatic relations are {relations['status']}{since}{doubt}", numbers)
    for seen in relations["seen"]:
        if numbers := citations.cite(seen["fact"]):
            kind = "a mission" if seen["kind"] == "other" else f"the {seen['kind']}"
            where = f" in {the(name(seen['receiver']))}" if seen["receiver"] else ""
            yield Line(f"In {seen['on']} {kind} of {the(name(seen['sender']))}{where} was seen", numbers)
    if data["at_war"] and wars:
        yield Line("The two are at war", citations.cite(wars))


def _lines(key: str, data: Mapping[str, Any], citations: Citations) -> Iterable[Line]:
    for items in _in_rows(key, data[key]):
        if not (numbers := citations.cite(item["fact"] for item in items)):
            continue
        first = items[0]
        text = told(key, first)
        if len(items) > 1:
            cities = listed(str(item["city"]) for item in items)
            text = capital(f"{the(name(first['sender']))}: {plural_kind(first['kind'])} in {cities}")
        yield Line(text + _doubt(key, first), numbers, tuple(provisions(first)) if key == "agreements" else ())


def _in_rows(key: str, items: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The items of a list, one a line; missions of one kind of which no more is told share a line."""
    rows: dict[Any, list[Mapping[str, Any]]] = {}
    for item in items:
        shares = key == "missions" and is_plain_mission(item)
        rows.setdefault((item["sender"], item["kind"], item["certainty"]) if shares else item["fact"], []).append(item)
    return list(rows.values())


def _doubt(key: str, item: Mapping[str, Any]) -> str:
    if item["certainty"] == "disputed":
        return " (disputed)"
    return f" {ASSUMED}" if item["certainty"] == "assumed" and key != "measures" else ""


def _disputed(data: Mapping[str, Any], citations: Citations) -> Iterable[Line]:
    for id in data.get("conflicts") or ():
        fact = citations.fact(id)
        rivals = []
        for field in fact.fields:
            if field.name in fact.conflicts:
                values = [value_words(field.name, value.value) for value in field.values]
                rivals.append(f"{field.name.replace('_', ' ')}: {' against '.join(values)}")
        others = [citations.fact(other) for other in fact.against]
        if others:
            rivals.append(f"{speaks_against(fact.kind)}: {', '.join(other.label for other in others)}")
        numbers = citations.cite([id, *(other.id for other in others)])
        if numbers and rivals:
            yield Line(fact.label, numbers, tuple(rivals))


def _chronology(entries: Sequence[Mapping[str, Any]], citations: Citations) -> Iterable[Line]:
    """The last of the entries that happened, or began, before the date."""
    for entry in entries[-CHRONOLOGY:]:
        if numbers := citations.cite(entry["fact"]):
            started = str(entry["date"]).partition("/..")[0]
            yield Line(f"{capital(date(started))}: {undated(str(entry['label']), entry['date'])}", numbers)


# --- Markdown -----------------------------------------------------------------------------------------------------------------


def brief_markdown(record: Any, a: str, b: str, on: str | None = None, *, width: int = WIDTH) -> str:
    """The brief as Markdown, wrapped to `width` columns so that it reads in a terminal as well."""
    return markdown(brief(record, a, b, on), width=width)


def markdown(made: Brief, *, width: int = WIDTH) -> str:
    """A brief as Markdown."""
    out = [f"# {_md(made.title)}, {made.on}", ""]
    if made.then:
        out += [*_wrapped(f"Then: {_md(made.then)}.", width), ""]
    for section in made.sections:
        out += [f"## {section.heading}", ""]
        for line in section.lines:
            out += _wrapped(f"{_md(line.text)} {marks(line.numbers)}", width, "- ", "  ")
            for under in line.under:
                out += _wrapped(_md(under), width, "  - ", "    ")
        out.append("")
    if not made.sections:
        out += ["Nothing is on record for this pair on this date.", ""]
    if made.assumes:
        out += [*_wrapped(f"{ASSUMED} {NOTE}", width), ""]
    if made.sources:
        out += ["## Sources", ""]
        for source in made.sources:
            out += _wrapped(f"“{_md(source.quote)}” {_md(_where(source))}", width, f"[{source.number}] ", "    ")
    if made.documents:
        out += ["", "## Documents", ""]
        for document in made.documents:
            out += _wrapped(_md(document), width, "- ", "  ")
    return "\n".join(out).rstrip() + "\n"


def _documents(citations: Citations) -> Iterable[str]:
    """The documents behind the sources that tell where they are from, each once."""
    for id in dict.fromkeys(source.document for source in citations.sources):
        document = citations.document(id)
        if told := provenance(document):
            yield f"{document.title}: {told}"


def _where(source: Source) -> str:
    told_on = f", {date(source.date)}" if source.date else ""
    section = f", section “{source.section}”" if source.section else ""
    page = f", p. {source.page}" if source.page else ""
    return f"— {source.title}{told_on}{section}{page}"


_MARKDOWN = str.maketrans({sign: "\\" + sign for sign in "\\`*_[]<>#|"})


def _md(text: str) -> str:
    """Text as Markdown shows it letter by letter: no markup, no link, no line of its own."""
    return " ".join(visible(text).split()).translate(_MARKDOWN)


def _wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


# --- HTML ---------------------------------------------------------------------------------------------------------------------

_STYLE = """
:root{color-scheme:light dark}
body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 Georgia,"Times New Roman",serif}
h1{font-size:1.7rem;line-height:1.2;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .3rem}
.on{margin:.2rem 0 1rem;font-style:italic}ul{padding-left:1.2rem}li{margin:.2rem 0;overflow-wrap:anywhere}
sup{line-height:0}ol{font-size:.88rem;padding-left:1.8rem}q{font-style:italic}
a{color:inherit;text-decoration-thickness:.05em}svg{float:right;width:17rem;max-width:100%;height:auto;margin:0 0 1rem 1.5rem}
@media (max-width:34rem){svg{float:none;width:100%;margin:0}}
@media print{body{margin:0;max-width:none;font-size:10.5pt}
h2{break-after:avoid}li{break-inside:avoid}a{color:inherit;text-decoration:none}}
"""


def brief_html(record: Any, a: str, b: str, on: str | None = None) -> str:
    """The brief as one HTML page that needs nothing beside it: locator map, lines, sources. Fit to be printed."""
    from relazione.publish.frame import known
    from relazione.publish.locator import locator_svg

    return html(brief(record, a, b, on), picture=locator_svg(a, b) if known(a) and known(b) else "")


def html(made: Brief, *, picture: str = "") -> str:
    """A brief as an HTML page; `picture` is SVG to stand under the heading."""
    out = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{_h(made.title)}, {_h(made.on)}</title><style>{_STYLE}</style></head><body><main>",
        f'<h1>{_h(made.title)}</h1><p class="on">{_h(made.on)}</p>{picture}',
    ]
    if made.then:
        out.append(f"<p>Then: {_h(made.then)}.</p>")
    for section in made.sections:
        out.append(f"<h2>{_h(section.heading)}</h2><ul>")
        for line in section.lines:
            refs = "".join(f'<a href="#s{n}">[{n}]</a>' for n in line.numbers)
            under = "".join(f"<li>{_h(text)}</li>" for text in line.under)
            out.append(f"<li>{_h(line.text)} <sup>{refs}</sup>{f'<ul>{under}</ul>' if under else ''}</li>")
        out.append("</ul>")
    if not made.sections:
        out.append("<p>Nothing is on record for this pair on this date.</p>")
    if made.assumes:
        out.append(f'<p class="on">{ASSUMED} {NOTE}</p>')
    if made.sources:
        out.append("<h2>Sources</h2><ol>")
        out += [f'<li id="s{s.number}"><q>{_h(s.quote)}</q> {_h(_where(s))}</li>' for s in made.sources]
        out.append("</ol>")
    if made.documents:
        out.append("<h2>Documents</h2><ul>")
        out += [f"<li>{_h(document)}</li>" for document in made.documents]
        out.append("</ul>")
    return "".join([*out, "</main></body></html>\n"])


def _h(text: str) -> str:
    return f"<bdi>{escape(visible(text))}</bdi>" if not text.isascii() else escape(visible(text))
