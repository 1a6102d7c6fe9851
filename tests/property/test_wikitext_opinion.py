"""A second opinion on wikitext: mwparserfromhell finds the same templates and links in whatever is well-formed."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relazione.sources.wikitext_nodes import find_nodes

parser: Any = pytest.importorskip("mwparserfromhell", reason="mwparserfromhell is a second opinion (make setup-dev brings it)")

words = st.sampled_from(
    ["Zenda", "1911", " ", ", ", "the king's ", "'''bold''' ", "\n\n", "\n* ", " [sic] ", "} ", "{ ", "] ", "&amp; "]
)
names = st.sampled_from(["Freedonia", "File:Map.png", "flag", "Infobox x", "cite web", "a b"])


def markup(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A template, a link or a comment around what is inside."""
    told = st.lists(inner, max_size=3)
    return (
        st.builds(lambda name, parts: "{{" + "|".join([name, *parts]) + "}}", names, told)
        | st.builds(lambda name, parts: "[[" + "|".join([name, *(p.replace("\n", " ") for p in parts[:1])]) + "]]", names, told)
        | st.builds(lambda part: f"<!-- {part.replace('-->', '')} -->", words)
        | st.builds("".join, told)
    )


texts = st.lists(st.recursive(words, markup, max_leaves=12), max_size=6).map("".join)


@settings(max_examples=500, deadline=None)
@given(texts)
def test_templates_and_links_begin_and_end_where_another_parser_sees_them(text: str) -> None:
    code = parser.parse(text)
    theirs = Counter(str(node) for node in (*code.filter_templates(), *code.filter_wikilinks()))
    ours = Counter(text[node.start : node.end] for node in find_nodes(text) if node.kind in ("template", "link"))
    assert ours == theirs
