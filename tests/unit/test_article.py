"""The article: what it holds, that its references lead somewhere, and that no text from outside is active markup."""

import re
from types import ModuleType
from typing import Any

import pytest

from relazione.publish.article import article, told_facts
from relazione.publish.article.markup import wiki
from relazione.publish.article.sentences import MEMBERS, sentence
from relazione.record.store import Record

parser: Any = pytest.importorskip("mwparserfromhell", reason="mwparserfromhell is a second opinion (make setup-dev brings it)")


def prose(text: str) -> str:
    """The words of an article without its references."""
    return re.sub(r"<ref[^>]*/>|<ref[^>]*>.*?</ref>", "", text)


@pytest.fixture(scope="module")
def text(seed_record: Record) -> str:
    return article(seed_record, "ITA", "TUR")


def test_it_has_lead_infobox_sections_and_references(text: str) -> None:
    assert text.startswith("{{Infobox bilateral relations\n| name = Italy–Türkiye\n")
    assert "| mission1 = Embassy of Italy, Ankara\n" in text and "| envoy2 = Ömer Gücük\n" in text
    assert "'''Italy–Türkiye relations''' are the relations between [[Italy]] and [[Türkiye]]." in text
    assert re.findall(r"^== (.+) ==$", text, re.MULTILINE)[-1] == "References"
    assert "<references />" in text and "[[Category:Bilateral relations of Italy]]" in text


@pytest.mark.parametrize(
    "said",
    [
        "From 1911 to 1912, the Kingdom of Italy and the Ottoman Empire fought a war.",
        "On 21 August 1915, the Kingdom of Italy declared war on the Ottoman Empire.",
        "Italy has an embassy in Ankara, a consulate-general in İstanbul, a consulate in İzmir, honorary consulates in",
        "Türkiye is a candidate for membership of the European Union.",
        "Italy is a member of the European Union and the Union for the Mediterranean.",
        "The Kingdom of Italy held Kastellorizo from 1921 onwards.",
        "Ömer Gücük is the ambassador of Türkiye to Italy.",
        "The Kingdom of Italy and Türkiye signed the Convention between Italy and Turkey in Ankara on 4 January 1932.",
        "The Kingdom of Italy and the United Kingdom signed a secret agreement in February 1887.",
    ],
)
def test_facts_are_told_in_sentences(text: str, said: str) -> None:
    assert said in prose(text)


def test_every_sentence_has_a_reference_and_each_is_said_once(text: str) -> None:
    body = text.partition("'''Italy–")[2].partition("\n")[2].partition("== References")[0]
    for paragraph in filter(lambda line: line and not line.startswith("=="), body.splitlines()):
        for said in re.split(r"(?<=</ref>) |(?<=/>) ", paragraph):
            assert re.search(r"\.(<ref[^>]*(/>|>.*?</ref>))+$", said), said
    said_once = re.findall(r'<ref name="(s\d+)">', text)
    assert len(said_once) == len(set(said_once))
    assert set(re.findall(r'<ref name="(s\d+)" />', text)) <= set(said_once)


def test_undated_facts_stand_before_dated_ones(text: str) -> None:
    """A year in the sentence before would be taken for theirs."""
    missions = prose(text).partition("== Missions and envoys ==")[2].partition("\n== ")[0]
    assert missions.index("Italy has an embassy in Ankara") < missions.index("1856")


def test_with_a_date_it_tells_what_had_begun_and_no_end_to_come(seed_record: Record) -> None:
    told = prose(article(seed_record, "ITA", "TUR", "1912-06-01"))
    assert "the Ottoman Empire fought a war from 1911 onwards." in told
    years = [int(year) for year in re.findall(r"\b(?:1[0-9]|20)\d\d\b", told)]
    assert max(years) == 1911 and "NATO" not in told


def test_a_record_without_facts_of_the_pair_says_so(record: Record) -> None:
    assert "Nothing is on record of the two." in article(record, "FRA", "JPN")


# --- no text from outside is markup ----------------------------------------------------------------------------------------------

EVIL = [
    "{{delete}} {{{1}}}",
    "[[Category:X]] [http://example.org x] http://example.org/",
    "<ref>x</ref> <nowiki> <script>alert(1)</script> <!-- x",
    "''' '' ''''' bold",
    "~~~~ __NOTOC__ -{zh:x}- ISBN 1234567890 &lt;b&gt;",
    "{| class=x\n|-\n| cell\n|}",
    "== heading ==\n* list\n# list\n: x\n----",
    "a\u202eb\u0000c",
]


@pytest.mark.parametrize("evil", EVIL)
def test_a_text_is_seen_as_it_is_and_does_nothing(evil: str) -> None:
    code = parser.parse("x " + wiki(evil))
    assert not code.filter_templates() and not code.filter_wikilinks() and not code.filter_tags()
    assert not code.filter_external_links() and not code.filter_comments() and not code.filter_arguments()
    assert "\n" not in wiki(evil) and not re.match(r"[*#:;=!|{]", wiki(evil))
    if "\u202e" not in evil:
        assert code.strip_code(normalize=True).removeprefix("x ").split() == evil.split()


def test_a_hostile_record_has_only_the_articles_own_markup(seed: ModuleType, record: Record) -> None:
    evil = " ".join(EVIL)
    document, claims = seed.told(
        "evil",
        (seed.mission(seed.italy(), "embassy", seed.turkey(), evil), {"current": True}),
        (seed.member(seed.italy(), evil, "evil"), {"current": True}),
        (seed.event("condemnation", seed.italy(), seed.turkey(role="recipient"), on="2023", place=evil), {}),
    )
    record.add(document, claims)
    code = parser.parse(article(record, "ITA", "TUR"))
    assert [str(template.name).strip() for template in code.filter_templates()] == ["Infobox bilateral relations"]
    assert {str(tag.tag) for tag in code.filter_tags()} <= {"ref", "references", "b", "i"}
    assert [str(link.title) for link in code.filter_wikilinks()] == [
        "Italy",
        "Türkiye",
        "Category:Bilateral relations of Italy",
        "Category:Bilateral relations of Türkiye",
    ]
    assert not code.filter_external_links() and not code.filter_comments()


def test_another_parser_sees_one_template_and_sound_markup(text: str) -> None:
    code = parser.parse(text)
    (box,) = code.filter_templates()
    assert str(box.get("mission2").value).strip() == "Embassy of Türkiye, Rome"
    assert str(code) == text
    assert text.count("{{") == text.count("}}") == 1 and text.count("[[") == text.count("]]")
    assert text.count("<ref name=") == text.count("</ref>") + text.count('" />')


def test_every_status_of_membership_has_a_sentence_but_the_vague_one() -> None:
    from typing import get_args

    from relazione.model.claims import MembershipStatus

    assert set(MEMBERS) == set(get_args(MembershipStatus)) - {"other"}


def test_most_facts_can_be_told(seed_record: Record) -> None:
    facts = told_facts(seed_record, "ITA", "TUR")
    untold = [fact.label for fact in facts if not sentence(fact)]
    assert len(untold) <= 2, untold
