"""Markup blanked out letter for letter: what is left, that it stands where it stood, and that hostile markup costs no time."""

import time
from collections.abc import Callable

import pytest

from relazione.model.errors import EmptyInput
from relazione.sources.markup import visible_text
from relazione.sources.plain import parse_plain
from relazione.sources.read import document_from_text


def words(text: str) -> str:
    return " ".join(visible_text(text).split())


VISIBLE = [
    # markup, what is read
    ("The '''old''' ''mill''", "The old mill"),
    ("'''''both'''''", "both"),
    ("the king's mill", "the king's mill"),
    ("[[Zenda]] fell", "Zenda fell"),
    ("[[Battle of Zenda|the battle]] was short", "the battle was short"),
    ("[[Zenda#Siege|]] fell", "fell"),
    ("[[Zenda]]n walls", "Zenda n walls"),
    ("[[File:Map.png|thumb|The [[river]] map]]", "[[File:Map.png|thumb|The river map]]"),
    ("[https://example.org/a the treaty] was signed", "the treaty was signed"),
    ("[https://example.org/a] was signed", "was signed"),
    ("[//example.org text]", "text"),
    ("[sic] stays", "[sic] stays"),
    ("before {{cite web|title=x}} after", "before after"),
    ("before {{a|{{b|{{c}}}}}} after", "before after"),
    ("{{unclosed stays", "{{unclosed stays"),
    ("fact<ref>A book, p. 4</ref> told", "fact told"),
    ('fact<ref name="b">A book</ref> told', "fact told"),
    ('fact<ref name="b" /> told', "fact told"),
    ("fact<REF>A book</REF > told", "fact told"),
    ("a <!-- not this --> b", "a b"),
    ("a <!-- never closed b", "a"),
    ("<script>alert('x < y')</script>words", "words"),
    ("<style>p { color: red }</style>words", "words"),
    ("<head><title>t</title></head>words", "words"),
    ("area of 4 km<sup>2</sup>.", "area of 4 km ."),
    ("H<sub>2</sub>O", "H 2 O"),
    ("<p>One.</p><p>Two.</p>", "One. Two."),
    ("<b>bold</b> and <a href='x'>link</a>", "bold and link"),
    ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ("a &amp; b &#8211; c &nbsp;d &#x2013; e", "a b c d e"),
    ("AT&T; R&D", "AT&T; R&D"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), VISIBLE)
def test_visible(text: str, read: str) -> None:
    assert words(text) == read


@pytest.mark.parametrize("text", [text for text, _ in VISIBLE])
def test_what_is_visible_stands_where_it_stood(text: str) -> None:
    shown = visible_text(text)
    assert len(shown) == len(text)
    assert all(c in (" ", "\n", text[i]) for i, c in enumerate(shown))


def test_line_breaks_within_markup_stay() -> None:
    text = "one {{box\n| a = b\n}} two <!-- \n --> three"
    assert visible_text(text).count("\n") == text.count("\n")


def test_blocks_break_the_line() -> None:
    shown = visible_text("<div>One.</div><ul><li>Two.</li><li>Three.</li></ul><i>Four</i> five.<br>Six.")
    assert [" ".join(line.split()) for line in shown.split("\n") if line.strip()] == [
        "One.",
        "Two.",
        "Three.",
        "Four five.",
        "Six.",
    ]


HTML = """<!DOCTYPE html><html><head><title>Freedonia</title><script>var a = "== no ==";</script></head><body>
<div id="top"><p>The <b>two</b> kingdoms met in <a href="/1904">1904</a>.<sup>[1]</sup></p>
<table><tr><td>Zenda</td><td>Embassy</td></tr></table></div></body></html>"""
WIKITEXT = """{{Infobox bilateral relations|a=Freedonia|b=Sylvania}}
'''Freedonia''' and [[Kingdom of Sylvania|Sylvania]] met in [[1904]].<ref>{{cite book|title=Rivers}}</ref>
== History ==
* The [[Siege of Zenda|siege]] of 1911
** a [[truce]]
"""


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (HTML, "html"),
        (WIKITEXT, "wikitext"),
        ("They met in 1904 (see {{x}}).", "plain"),
        ("1 < 2, and a <b>bold</b> word", "plain"),
    ],
)
def test_the_form_is_told(text: str, form: str) -> None:
    document = document_from_text(text)
    assert document.format == form
    assert (document.shown is None) == (form == "plain")


def test_html_is_read_as_its_words() -> None:
    document = document_from_text(HTML)
    assert [" ".join(document.visible[b.start : b.end].split()) for b in document.blocks] == [
        "The two kingdoms met in 1904 .",
        "Zenda",
        "Embassy",
    ]
    block = document.blocks[0]
    assert document.text[block.start : block.end].startswith("The <b>two</b> kingdoms")


@pytest.mark.parametrize("text", ["<p></p><div><br></div>", "{{a|b}}{{c|d}}", "<script>x</script><p><!-- y --></p>"])
def test_markup_without_a_word_is_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyInput):
        document_from_text(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "nested lists": lambda n: "<ul><li>" * n + "x" + "</li></ul>" * n,
    "nested items": lambda n: "\n".join("*" * (i % 400) + " x" for i in range(n)),
    "braces": lambda n: "{{" * n,
    "closed braces": lambda n: "{{" * n + "}}" * n,
    "brackets": lambda n: "[[" * n,
    "links": lambda n: "[[a|" * n,
    "external links": lambda n: "[//" * n,
    "long external link": lambda n: "[//" + "a" * n,
    "angles": lambda n: "<" * n * 2,
    "open tags": lambda n: "<a " * n,
    "open comments": lambda n: "<!--" * n,
    "open references": lambda n: "<ref>" * n,
    "different open elements": lambda n: "<ref><style><script><sup>" * (n // 4),
    "ampersands": lambda n: "&#" * n,
    "quotes": lambda n: "'" * n * 2,
    "equals": lambda n: "=" * n * 2,
    "heading with a hole": lambda n: "= a" + " " * n * 2 + "b",
    "blanks": lambda n: " " * n * 2 + "x",
    "empty cells": lambda n: "- " + "|" * n * 2,
    "see": lambda n: "See " + "a " * n,
    "see relations": lambda n: "See " + "relations" * n,
    "key": lambda n: "Infobox\n" + "- " + "a " * n + ":",
    "full stops": lambda n: "." * n * 2,
}
BIG = {"nested lists": 10_000, "angles": 50_000, "open references": 10_000, "different open elements": 10_000}


def seconds(text: str) -> float:
    start = time.perf_counter()
    visible = visible_text(text)
    parse_plain(text, visible)
    parse_plain(text)
    assert len(visible) == len(text)
    return time.perf_counter() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_takes_linear_time(name: str) -> None:
    """Eight times the input may take some eight times as long, three times that on a busy machine; quadratic steps take 64."""
    make, size = HOSTILE[name], BIG.get(name, 50_000)
    whole, eighth = seconds(make(size)), seconds(make(size // 8))
    if whole > 0.25:
        whole = min(whole, seconds(make(size)))
        assert whole < 24 * max(eighth, 0.005), f"{whole:.2f} s, and {eighth:.3f} s for an eighth of it"
    assert whole < 5
