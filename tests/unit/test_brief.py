"""The brief: each line has its passages, each passage is in the document, and nothing is told more exactly than it was."""

import re
from html.parser import HTMLParser
from types import ModuleType

import pytest

from relazione.model.dates import parse_day
from relazione.publish.brief import ASSUMED, brief, brief_html, brief_markdown
from relazione.record.store import Record

DATES = [None, "1480", "1912-06-01", "1914-12-01", "1925-01-01", "1950", "2020-05"]


@pytest.mark.parametrize("on", DATES)
def test_every_line_has_its_passages(seed_record: Record, on: str | None) -> None:
    made = brief(seed_record, "ITA", "TUR", on)
    lines = [line for section in made.sections for line in section.lines]
    assert lines
    assert all(line.numbers for line in lines)
    cited = {number for line in lines for number in line.numbers}
    assert cited == {source.number for source in made.sources} == set(range(1, len(made.sources) + 1))


@pytest.mark.parametrize("on", DATES)
def test_every_passage_stands_in_its_document(seed_record: Record, on: str | None) -> None:
    for source in brief(seed_record, "ITA", "TUR", on).sources:
        text = " ".join(seed_record.document(source.document).text.split())
        assert source.quote in text


def test_it_answers_who_held_kastellorizo_in_1925(seed_record: Record) -> None:
    text = brief_markdown(seed_record, "ITA", "TUR", "1925-01-01")
    assert "holds Kastellorizo as a possession, since 1921" in text
    assert text.startswith("# Italy and Türkiye, as of 1 January 1925\n")
    assert "Then: the Kingdom of Italy" in text


@pytest.mark.parametrize(
    ("on", "words"), [("1912", "as of 1 January 1912"), ("1912-06-01", "as of 1 June 1912"), (None, "at present")]
)
def test_it_says_for_which_day_it_stands(seed_record: Record, on: str | None, words: str) -> None:
    assert brief_markdown(seed_record, "ITA", "TUR", on).splitlines()[0] == f"# Italy and Türkiye, {words}"


def test_nothing_that_came_later_is_in_it(seed_record: Record) -> None:
    limit = parse_day("1925-01-01")
    chronology = next(s for s in brief(seed_record, "ITA", "TUR", "1925-01-01").sections if s.heading == "Chronology")
    years = [int(year) for line in chronology.lines for year in re.findall(r"\b1[0-9]{3}\b|\b20\d\d\b", line.text)]
    assert years and max(parse_day(str(year)) for year in years) <= limit


def test_what_the_source_dates_to_a_year_has_no_month_or_day(seed_record: Record) -> None:
    """The Treaty of Lausanne is told with its year only."""
    text = brief_markdown(seed_record, "ITA", "TUR", "1925-01-01")
    lines = [line for line in text.splitlines() if "Treaty of Lausanne" in line and not line.startswith("[")]
    assert lines
    assert not re.search(r"\d+ \w+ 1923|(?:January|July) 1923", " ".join(lines))


def test_disputes_show_every_side(seed_record: Record) -> None:
    section = next(s for s in brief(seed_record, "ITA", "TUR").sections if s.heading.startswith("Disputed"))
    milan = next(line for line in section.lines if "Milan" in line.text)
    assert any("consulate-general" in rival and "against" in rival for rival in milan.under)


def test_what_is_assumed_is_marked_and_the_mark_explained(seed_record: Record) -> None:
    text = brief_markdown(seed_record, "ITA", "TUR")
    assert text.count(ASSUMED) > 2
    assert f"\n{ASSUMED} told before this date" in text
    assert f"{ASSUMED} [" not in next(line for line in text.splitlines() if "Diaspora" in line)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_it_keeps_to_the_width_of_a_terminal(seed_record: Record, width: int) -> None:
    lines = brief_markdown(seed_record, "ITA", "TUR", width=width).splitlines()
    assert max(map(len, lines)) <= width


def test_the_page_is_whole_and_tells_the_same(seed_record: Record) -> None:
    page = brief_html(seed_record, "ITA", "TUR", "1925-01-01")
    targets = set(re.findall(r'href="#(s\d+)"', page))
    assert targets and targets == set(re.findall(r'<li id="(s\d+)"', page))
    assert "<svg" in page and "http://www.w3.org/2000/svg" in page
    assert "<script" not in page and "src=" not in page and "<link" not in page
    for heading in ("Territory", "Agreements in force", "Sources"):
        assert f"<h2>{heading}</h2>" in page


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)


def test_a_hostile_text_stays_text(seed: ModuleType, record: Record) -> None:
    evil = "<img src=x onerror=alert(1)>[x](javascript:alert(1))\u202e\n\n# Heading"
    document, claims = seed.told(
        "evil",
        (seed.mission(seed.italy(), "embassy", seed.turkey(), evil), {"current": True}),
        (seed.member(seed.italy(), evil, "evil"), {"current": True}),
        date="2024-01-01",
    )
    record.add(document, claims)
    markdown = brief_markdown(record, "ITA", "TUR", "2025")
    assert "\u202e" not in markdown and "⟨U+202E⟩" in markdown
    assert "\\](javascript:" in markdown and "\\<img" in markdown
    assert not [line for line in markdown.splitlines() if line.startswith("# Heading")]
    tags = Tags()
    tags.feed(brief_html(record, "ITA", "TUR", "2025"))
    assert "img" not in tags.seen and "script" not in tags.seen


def test_a_pair_of_which_nothing_is_told_is_said_to_be_so(record: Record) -> None:
    text = brief_markdown(record, "FRA", "JPN", "1950")
    assert "Nothing is on record for this pair on this date." in text
    assert "Sources" not in text
