"""The source text of MediaWiki pages: what is read of each piece of markup, that it stands where it stood, and in linear time."""

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from relazione.model.documents import JOIN, Document
from relazione.sources.read import document_from_text
from relazione.sources.wikitext import page_of


def read(text: str) -> list[str]:
    """Kind and words of each block; the cells of a row with bars between."""
    page = page_of(text)
    seen = page.visible
    return [
        f"{b.kind}{f' {b.key}' if b.key else ''}: "
        + " | ".join(" ".join(seen[x:y].replace(JOIN, "").split()) for x, y in b.cells or ((b.start, b.end),))
        for b in page.blocks
    ]


WORDS = [
    # markup, what is read of it
    ("The '''old''' ''mill''", "The old mill"),
    ("'''''both'''''", "both"),
    ("the king's mill", "the king's mill"),
    ("[[Zenda]] fell", "Zenda fell"),
    ("[[Battle of Zenda|the battle]] was short", "the battle was short"),
    ("[[Zenda]]n walls", "Zendan walls"),
    ("[[Zenda#Siege|the siege]]", "the siege"),
    ("[[Zenda#Siege]]", "Zenda Siege"),
    ("[[:Category:Rivers]] flow", "Category:Rivers flow"),
    ("[[Category:Rivers]] flow", "flow"),
    ("[[fr:Zenda]] flow", "flow"),
    ("a [[File:Map.png|thumb|The [[river]] map]] b", "a b"),
    ("[[Image:Map.png]] b", "b"),
    ("[[unclosed and [[Zenda]]", "[[unclosed and Zenda"),
    ("[https://example.org/a the treaty] was signed", "the treaty was signed"),
    ("was signed [https://example.org/a].", "was signed ."),
    ("signed[https://example.org/a].", "signed."),
    ("[//example.org the ''text'']", "the text"),
    ("[https://example.org [[Zenda]]]", "Zenda"),
    ("[sic] stays", "[sic] stays"),
    ("before {{cite web|title=x}} after", "before after"),
    ("before {{a|{{b|{{c}}}}}} after", "before after"),
    ("{{unclosed stays", "{{unclosed stays"),
    ("{{nowrap|King {{small|Rudolf}}}} came", "King Rudolf came"),
    ("{{Lang|de|Der König}} came", "Der König came"),
    ("{{lang-de|Der König}} came", "Der König came"),
    ("{{flag|Freedonia}} sent one", "Freedonia sent one"),
    ("{{flagicon|Freedonia}} [[Freedonia]] sent one", "Freedonia sent one"),
    ("{{Sort|02|Second}} army", "Second army"),
    ("{{convert|30|km|mi}} away", "30 km away"),
    ("{{formatnum:12000}} men", "12000 men"),
    ("{{as of|1911}}, none", "as of 1911, none"),
    ("on {{start date|1911|9|4|df=y}}.", "on 1911-09-04."),
    ("on {{dts|4 September 1911}}", "on 4 September 1911"),
    ("on {{dts|format=dmy|1911}}", "on 1911"),
    ("10{{nbsp}}men{{snd}}or more", "10 men–or more"),
    ("{{{1|unset}}} here", "here"),
    ("{{#if:x|y|z}} here", "here"),
    ("fact<ref>A book, p. 4</ref> told", "fact told"),
    ("fact<ref>A book</ref>, told", "fact, told"),
    ("fact<ref>A</ref><ref>B</ref><!-- c -->. Next", "fact. Next"),
    ("fact.<ref>A book</ref>Next", "fact. Next"),
    ('fact<ref name="b">{{cite|a}}</ref> told', "fact told"),
    ('fact<ref name="b" /> told', "fact told"),
    ("fact<REF>A book</REF > told", "fact told"),
    ("fact<ref>never closed", "factnever closed"),
    ("a <!-- not this --> b", "a b"),
    ("a<!-- -->b", "ab"),
    ("a <!-- never closed b", "a"),
    ("<nowiki>[[x]] & {{y}}</nowiki> z", "[[x]] & {{y}} z"),
    ("area of 4 km<sup>2</sup>.", "area of 4 km2."),
    ("the 19<sup>th</sup> century", "the 19th century"),
    ("one<br>two", "one two"),
    ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("a <king> b", "a <king> b"),
    ("a &amp; b&nbsp;&#8211; c &lt;d&gt;", "a & b – c <d>"),
    ("AT&T; R&D", "AT&T; R&D"),
    ("__NOTOC__ words", "words"),
    ("<gallery>\nA.png|words\n</gallery> more", "more"),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words(text: str, words: str) -> None:
    assert read(text) == [f"paragraph: {words}"]


BLOCKS: list[tuple[str, list[str]]] = [
    ("= One =\n== Two ==\n===Three=== <!-- c -->\n", ["title: One", "heading: Two", "heading: Three"]),
    ("one\ntwo\n\nthree", ["paragraph: one two", "paragraph: three"]),
    ("one<br><br/>two<p>three", ["paragraph: one", "paragraph: two", "paragraph: three"]),
    ("* one\n** two\n# three\n: four\n; five", ["item: one", "item: two", "item: three", "paragraph: four", "item: five"]),
    ("* one<ref>\nA book\n</ref> and\n* two", ["item: one and", "item: two"]),
    ("{{main|Rivers}}\nThe river.", ["paragraph: The river."]),
    ("See also: [[Rivers]]\n\nText.", ["leftover: See also: Rivers", "paragraph: Text."]),
    ("a\n----\nb", ["paragraph: a", "paragraph: b"]),
    (
        '{| class="wikitable"\n|+ style="x" | Envoys\n! State !! Since\n|-\n| [[Freedonia]] || 1911\n|-\n| align=left | Sylvania\n| {{dts|1912|3|4}}<ref>x</ref>\n|}\nAfter.',
        ["paragraph: Envoys", "row: State | Since", "row: Freedonia | 1911", "row: Sylvania | 1912-03-04", "paragraph: After."],
    ),
    ("{|\n| a || [[b|c]] || {{x|y}} ||d\n|}", ["row: a | c |  | d"]),
    ("{|\n| rowspan=2 | a || b\n|-\n| c\n|-\n| d || e\n|}", ["row: a | b", "row:  | c", "row: d | e"]),
    ("{|\n| colspan=2 | a || b\n|}", ["row: a |  | b"]),
    ("{|\n| a\n| The notes:\n* One.\n* Two.\n|}", ["row: a | The notes: - One. - Two."]),
    ("{|\n| only one cell\n|}", ["paragraph: only one cell"]),
    ("{|\n| a || b\n{|\n| c || d\n|}\n| e\n|}", ["row: a | b", "row: c | d", "paragraph: e"]),
    ("{|\n| a || b", ["row: a | b"]),
    ('{| class="navbox"\n| a || b\n|}\nText.', ["paragraph: Text."]),
    ('{| class="infobox"\n! Envoy\n| Rudolf\n|}', ["infobox Envoy: Rudolf"]),
    (
        "{{Infobox bilateral relations|Freedonia|Sylvania|map=Map.png\n| mission1 = [[Embassy]], {{nowrap|Sylvan City}}\n|envoy_title1=Ambassador\n| envoy1 = {{plainlist|\n* Rudolf\n* Michael}}\n|empty=\n}} The two.",
        ["infobox mission1: Embassy, Sylvan City", "infobox envoy title1: Ambassador", "infobox envoy1: - Rudolf - Michael", "paragraph: The two."],
    ),
    ("{{Taxobox infobox|king=Rudolf|x={{Infobox y|z=w}}}}", ["infobox king: Rudolf"]),
    ("'''A''' [[b]]\n{{Navbox|list1=[[c]]}}\n[[Category:D]]", ["paragraph: A b"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), BLOCKS)
def test_blocks(text: str, blocks: list[str]) -> None:
    assert read(text) == blocks


def test_sections() -> None:
    page = page_of("Top.\n== A ==\nIn A.\n=== B ===\n* In B.\n== ''C'' ==\n{|\n|x||y\n|}")
    assert [b.section for b in page.blocks if b.kind != "heading"] == [(), ("A",), ("A", "B"), ("C",)]


@pytest.mark.parametrize("text", [text for text, _ in WORDS] + [text for text, _ in BLOCKS])
def test_offsets_are_those_of_the_text(text: str) -> None:
    page = page_of(text)
    assert len(page.visible) == len(text)
    edges = [edge for b in page.blocks for edge in (b.start, *(e for cell in b.cells for e in cell), b.end)]
    assert edges == sorted(edges) and all(0 <= edge <= len(text) for edge in edges)
    assert all(
        page.visible[b.start] not in " \n" + JOIN and page.visible[b.end - 1] not in " \n" + JOIN
        for b in page.blocks
        if not b.cells
    )


def test_a_page_is_recognised_and_its_words_lead_back() -> None:
    text = "{{Infobox x|a=b}}\n'''Freedonia''' met [[Kingdom of Sylvania|Sylvania]] in [[1904]].<ref>{{cite|x}}</ref>\n"
    document = document_from_text(text)
    assert isinstance(document, Document) and document.format == "wikitext"
    block = document.blocks[-1]
    assert document.shown_words(block.start, block.end) == "Freedonia met Sylvania in 1904."
    assert document.text[block.start : block.end] == "Freedonia''' met [[Kingdom of Sylvania|Sylvania]] in [[1904]]."


NOT_WIKITEXT = [
    "They met in 1904 (see {{x}}).",
    "1 < 2, and a <b>bold</b> word",
    "<html><body><p>[[x]]</p><p>[[y]]</p></body></html>" * 20,
]


@pytest.mark.parametrize("text", NOT_WIKITEXT)
def test_what_is_not_wikitext(text: str) -> None:
    assert document_from_text(text).format != "wikitext"


HOSTILE: dict[str, Callable[[int], str]] = {
    "templates": lambda n: "{{a|" * n + "}}" * n,
    "seen templates": lambda n: "{{nowrap|" * n + "x" + "}}" * n,
    "open templates": lambda n: "{{" * n,
    "braces": lambda n: "{" * n + "}" * n,
    "infoboxes": lambda n: "{{Infobox x|a={{Infobox y|b=" * n + "}}}}" * n,
    "infobox lines": lambda n: "{{Infobox x" + "|a=b" * n + "}}",
    "links": lambda n: "[[a|" * n,
    "closed links": lambda n: "[[a|" * n + "]]" * n,
    "crossed": lambda n: "[[{{" * n + "]]}}" * n,
    "addresses": lambda n: "[//a " * n,
    "tables": lambda n: "{|\n|" * n + "x" + "\n|}" * n,
    "spans of 10^9": lambda n: "{|\n" + "| rowspan=1000000000 colspan=1000000000 | x\n|-\n" * (n // 5) + "|}",
    "cells": lambda n: "{|\n|" + "a||" * n,
    "header cells": lambda n: "{|\n!" + "!!" * n,
    "bars": lambda n: "{|\n|" + "|" * n,
    "references": lambda n: "<ref>a</ref>''" * n,
    "open references": lambda n: "<ref>" * n,
    "comments": lambda n: "<!--" * n,
    "tags": lambda n: "<a " * n,
    "quotes": lambda n: "'" * n,
    "equals": lambda n: "=" * n,
    "headings": lambda n: "== a ==\n" * n,
    "entities": lambda n: "&amp" * n + "&#" * n,
    "lists": lambda n: "".join("*" * (i % 300) + " x\n" for i in range(n // 50)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_doubled_three_times_it_takes_some_eight_times_as_long(name: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[name](size)
        start = time.process_time()
        page = page_of(text)
        assert len(page.visible) == len(text)
        assert all(a.start <= b.start for a, b in pairwise(page.blocks))
        return time.process_time() - start

    eighth, whole = seconds(2_500), seconds(20_000)
    if whole > 0.25:  # a quadratic reader takes 64 times as long; a busy machine some more than 8 times
        eighth = min(eighth, seconds(2_500), seconds(2_500))
        whole = min(whole, seconds(20_000), seconds(20_000))
        assert whole < 40 * max(eighth, 0.005), f"{whole:.2f} s, and {eighth:.3f} s for an eighth of it"
