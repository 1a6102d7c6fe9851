"""Dates that lack something, filled in from what was told before: within a section, from its heading, never from today."""

import pytest

from relazione.coding.date_context import DateContext, resolve_dates
from relazione.coding.text import chunks
from relazione.sources.read import document_from_text


def told(text: str) -> list[tuple[str, str, str]]:
    """(words, EDTF, how it was got) of every date of a text in the plain layout, in order."""
    document = document_from_text(text)
    cut = chunks(document)
    return [
        (chunk.text[d.start : d.end], d.edtf, d.how if d.edtf else "")
        for chunk, dates in zip(cut, resolve_dates(document, cut), strict=True)
        for d in dates
    ]


def last(text: str) -> tuple[str, str]:
    return told(text)[-1][1:]


FILLED = [
    # text, EDTF of its last date, how
    ("War came in 1912. On 10 November the fleet sailed.", "1912-11-10", "carried"),
    ("War came on 4 March 1912. In November the fleet sailed.", "1912-11", "carried"),
    ("War came on 4 March 1912. On 6–8 November they met.", "1912-11-06/1912-11-08", "carried"),
    ("War came in 1912. From April to May nobody spoke.", "1912-04/1912-05", "carried"),
    ("War came in 1912. On 30 February nothing happened.", "", ""),
    ("War came in 1911. On 29 February nothing happened.", "", ""),
    ("War came in 1912. On 29 February it snowed.", "1912-02-29", "carried"),
    ("Peace came in 1912. A year later they met.", "1913", "carried"),
    ("Peace came in May 1912. A year later they met.", "1913", "carried"),
    ("Peace came in May 1912. Two months later they met.", "1912-07", "carried"),
    ("Peace came in November 1912. Two months later they met.", "1913-01", "carried"),
    ("Peace came in January 1912. Two months earlier they had met.", "1911-11", "carried"),
    ("Peace came on 30 December 1912. Three days later they met.", "1913-01-02", "carried"),
    ("Peace came on 28 February 1912. The next day they met.", "1912-02-29", "carried"),
    ("Peace came on 1 March 1912. A week earlier they had met.", "1912-02-23", "carried"),
    ("Peace came on 1 March 1912. That day they met.", "1912-03-01", "carried"),
    ("Peace came on 1 March 1912. The same year they met.", "1912", "carried"),
    ("Peace came on 1 March 1912. Two months later they met.", "1912-05", "carried"),
    ("Peace came in 1912. Two months later they met.", "", ""),
    ("Peace came in 1912. The next day they met.", "", ""),
    ("Peace came in 1912. Two decades later they met.", "1932", "carried"),
    ("Peace came in 1912. Ten years before they had met.", "1902", "carried"),
    ("Peace came in 1912. At the same time they met.", "1912", "carried"),
    ("Peace lasted from 1912 to 1914. In May they met.", "1912-05", "carried"),
    ("Peace came in about 1912. The following year they met.", "1913", "carried"),
    ("In May they met.", "", ""),
    ("A year later they met.", "", ""),
    ("Peace came in the 1910s. In May they met.", "", ""),
    ("Peace came in the 19th century. A year later they met.", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "edtf", "how"), FILLED, ids=[c[0] for c in FILLED])
def test_filled_in(text: str, edtf: str, how: str) -> None:
    assert last(text) == (edtf, how)


ANCHORS = [
    # text, EDTF of its last date: which date before it counts
    ("Peace came in 1912. Trade grew in 1920. In May they met.", "1920-05"),
    ("Peace came in 1912. A year later they met. A year later they parted.", "1914"),
    ("Peace came in 1912. Since 1870 they had traded. In May they met.", "1912-05"),
    ("Peace came in 1912, before 1920. In May they met.", "1912-05"),
    ("Peace came in 1912 after the 1878 treaty. In May they met.", "1912-05"),
    ("Peace came in 1912, until 1920. In May they met.", "1912-05"),
    ("In May 1912 they met; on 3 June they parted; on 5 July they wrote.", "1912-07-05"),
    ("They met on 3 May and 7 June 1912.", "1912-06-07"),
]


@pytest.mark.parametrize(("text", "edtf"), ANCHORS, ids=[c[0] for c in ANCHORS])
def test_which_date_counts(text: str, edtf: str) -> None:
    assert last(text)[0] == edtf


LISTS = [
    ("They met on 3 May and 7 June 1912.", ["1912-05-03", "1912-06-07"]),
    ("War came in 1910. They met on 3 May, 7 June and 9 July 1912.", ["1910", "1912-05-03", "1912-06-07", "1912-07-09"]),
    ("War came in 1910. They met in March and April 1912.", ["1910", "1912-03", "1912-04"]),
    ("War came in 1911. On 20 December, 5 May 1912 was set as the day.", ["1911", "1911-12-20", "1912-05-05"]),
    ("War came in 1911. They met on 3 May, and in 1912 they parted.", ["1911", "1911-05-03", "1912"]),
    ("War came in 1911. They met on 3 May and wrote on 7 June 1912.", ["1911", "1911-05-03", "1912-06-07"]),
]


@pytest.mark.parametrize(("text", "dates"), LISTS, ids=[c[0] for c in LISTS])
def test_the_year_at_the_end_of_a_list_is_that_of_all(text: str, dates: list[str]) -> None:
    assert [edtf for _, edtf, _ in told(text)] == dates


def test_a_filled_in_date_is_an_anchor_in_turn() -> None:
    assert told("War came in 1912. On 10 November they met. Two days later they parted.") == [
        ("1912", "1912", "said"),
        ("10 November", "1912-11-10", "carried"),
        ("Two days later", "1912-11-12", "carried"),
    ]


def test_dates_are_carried_from_paragraph_to_paragraph_of_a_section() -> None:
    assert last("== War ==\nIt came in 1912.\nIn May they met.\n") == ("1912-05", "carried")
    assert last("== War ==\n- It came in 1912\n- In May they met\n") == ("1912-05", "carried")


def test_a_new_section_forgets() -> None:
    assert last("== War ==\nIt came in 1912.\n== Peace ==\nIn May they met.\n") == ("", "")


HEADINGS = [
    # heading, EDTF of "In May they met."
    ("The crisis of 1912", ("1912-05", "inherited")),
    ("1912", ("1912-05", "inherited")),
    ("March 1912", ("1912-05", "inherited")),
    ("From 1912 to 1914", ("", "")),
    ("1912 and 1913", ("", "")),
    ("The 1910s", ("", "")),
    ("19th century", ("", "")),
    ("The war", ("", "")),
]


@pytest.mark.parametrize(("heading", "found"), HEADINGS, ids=[h for h, _ in HEADINGS])
def test_a_headings_year_is_inherited(heading: str, found: tuple[str, str]) -> None:
    assert last(f"== {heading} ==\nIn May they met.\n") == found


def test_a_told_year_takes_over_from_the_heading() -> None:
    text = "== Crisis of 1912 ==\nIn May they met. In 1913 they parted. In June they wrote.\n"
    assert [t[1:] for t in told(text)] == [("1912-05", "inherited"), ("1913", "said"), ("1913-06", "carried")]


def test_the_heading_counts_again_in_its_own_section_only() -> None:
    text = "== Crisis of 1912 ==\nIn May they met.\n=== Its end ===\nIn June they parted.\n"
    assert [t[1] for t in told(text)] == ["1912-05", ""]


def test_the_infobox_lends_no_dates_and_takes_none() -> None:
    text = "Infobox\n- Relations: 1912\n- Envoy: since 4 May\n\nIn June they met.\n"
    assert [t[1] for t in told(text)] == ["1912", "", ""]


def test_a_date_for_a_claim_keeps_its_words_and_says_how_it_was_got() -> None:
    document = document_from_text("Peace came in about 1912. On  3 May they met.")
    (chunk,) = chunks(document)
    about, filled = DateContext().resolve(chunk)
    first, second = about.when(chunk.text), filled.when(chunk.text)
    assert first and (first.edtf, first.how, first.wording) == ("1912~", "said", "1912")
    assert second and (second.edtf, second.how, second.wording) == ("1912-05-03", "carried", "3 May")


def test_a_date_that_cannot_be_filled_in_is_no_date() -> None:
    (chunk,) = chunks(document_from_text("In May they met."))
    (found,) = DateContext().resolve(chunk)
    assert found.when(chunk.text) is None
