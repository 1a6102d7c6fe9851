"""Date expressions in English prose: what is found, as which date, what is missing, and how the words before and after it bind it."""

import time
from itertools import pairwise

import pytest

from relazione.coding.date_words import DateWords, find_dates
from relazione.model.dates import is_edtf

ABSOLUTE = [
    # text, words of the date, EDTF
    ("The envoy left on 4 January 1932.", "4 January 1932", "1932-01-04"),
    ("On January 4, 1932 the envoy left.", "January 4, 1932", "1932-01-04"),
    ("on January 4 1932", "January 4 1932", "1932-01-04"),
    ("on the 4th of January, 1932", "the 4th of January, 1932", "1932-01-04"),
    ("on the 4th day of January of 1932", "the 4th day of January of 1932", "1932-01-04"),
    ("on January the 4th, 1932", "January the 4th, 1932", "1932-01-04"),
    ("on Monday, 4 January 1932", "Monday, 4 January 1932", "1932-01-04"),
    ("Tuesday January 5, 1932", "Tuesday January 5, 1932", "1932-01-05"),
    ("dated 1932-01-04", "1932-01-04", "1932-01-04"),
    ("Feb. 29, 1932", "Feb. 29, 1932", "1932-02-29"),
    ("on 3 Sept 1939", "3 Sept 1939", "1939-09-03"),
    ("31 June 1932", "June 1932", "1932-06"),
    ("14/26 April 1879", "14/26 April 1879", "1879-04-26"),
    ("in January 1932", "January 1932", "1932-01"),
    ("in January of 1932", "January of 1932", "1932-01"),
    ("in January, 1932,", "January, 1932", "1932-01"),
    ("in mid-January 1932", "January 1932", "1932-01"),
    ("in 1932", "1932", "1932"),
    ("late in 2003", "2003", "2003"),
    ("at the end of 2003", "2003", "2003"),
    ("in the spring of 1920", "the spring of 1920", "1920-21"),
    ("during summer 1920", "summer 1920", "1920-22"),
    ("in the fall of 1920", "the fall of 1920", "1920-23"),
    ("the winter of 1939–40", "the winter of 1939–40", "1939-24"),
    ("during the 1990s", "the 1990s", "199X"),
    ("in the 1980's", "the 1980's", "198X"),
    ("the late 1960s", "the late 1960s", "196X"),
    ("in the mid-2000s", "the mid-2000s", "200X"),
    ("the 1900s", "the 1900s", "190X"),
    ("the early 1900s", "the early 1900s", "19XX"),
    ("in the 19th century", "the 19th century", "18XX"),
    ("the late nineteenth century", "the late nineteenth century", "18XX"),
    ("the second half of the 15th century", "the second half of the 15th century", "14XX"),
    ("a twenty-first century port", "twenty-first century", "20XX"),
    ("the 1st century", "the 1st century", "00XX"),
    ("the 5th century BC", "the 5th century BC", "-04XX"),
    ("in the third century B.C.", "the third century B.C.", "-02XX"),
    ("in 44 BC", "44 BC", "-0043"),
    ("in 1 BCE", "1 BCE", "0000"),
    ("in AD 395", "AD 395", "0395"),
    ("in 395 CE", "395 CE", "0395"),
    ("from 1911 to 1912", "from 1911 to 1912", "1911/1912"),
    ("between 1911 and 1912", "between 1911 and 1912", "1911/1912"),
    ("(1911–1912)", "1911–1912", "1911/1912"),
    ("(1911-12)", "1911-12", "1911/1912"),
    ("(1999–2001)", "1999–2001", "1999/2001"),
    ("in 2003/04", "2003/04", "2003/2004"),
    ("from the 1960s to the 1980s", "the 1960s to the 1980s", "196X/198X"),
    ("the 1830s and 40s", "the 1830s and 40s", "183X/184X"),
    ("the 15th and 16th centuries", "the 15th and 16th centuries", "14XX/15XX"),
    ("from the fifteenth to the seventeenth century", "from the fifteenth to the seventeenth century", "14XX/16XX"),
    ("between May 1940 and June 1941", "between May 1940 and June 1941", "1940-05/1941-06"),
    ("from November 1921 until March 1922", "from November 1921 until March 1922", "1921-11/1922-03"),
    ("from May to June 1940", "from May to June 1940", "1940-05/1940-06"),
    ("May 1940 – June 1941", "May 1940 – June 1941", "1940-05/1941-06"),
    ("1992 – November 1993", "1992 – November 1993", "1992/1993-11"),
    ("4–6 March 2010", "4–6 March 2010", "2010-03-04/2010-03-06"),
    ("from 4 to 6 March 2010", "from 4 to 6 March 2010", "2010-03-04/2010-03-06"),
    ("on 4 and 5 March 2010", "4 and 5 March 2010", "2010-03-04/2010-03-05"),
    ("March 4–6, 2010", "March 4–6, 2010", "2010-03-04/2010-03-06"),
    ("between March 5 and April 2, 1999", "between March 5 and April 2, 1999", "1999-03-05/1999-04-02"),
    ("from 3 May to 7 June 1940", "from 3 May to 7 June 1940", "1940-05-03/1940-06-07"),
    ("3 May 1940 – 7 June 1941", "3 May 1940 – 7 June 1941", "1940-05-03/1941-06-07"),
    ("between May 3, 1940 and June 7, 1941", "between May 3, 1940 and June 7, 1941", "1940-05-03/1941-06-07"),
]  # fmt: skip

LACKING = [
    # text, words, need, (month, day, last month, last day), shift
    ("On 10 November the fleet sailed", "10 November", "year", (11, 10, 0, 0), None),
    ("on November 10", "November 10", "year", (11, 10, 0, 0), None),
    ("on the 2nd of May", "the 2nd of May", "year", (5, 2, 0, 0), None),
    ("Monday 4 March", "Monday 4 March", "year", (3, 4, 0, 0), None),
    ("in November", "November", "year", (11, 0, 0, 0), None),
    ("that August", "August", "year", (8, 0, 0, 0), None),
    ("from April to May", "from April to May", "year", (4, 0, 5, 0), None),
    ("on 4–6 March", "4–6 March", "year", (3, 4, 0, 6), None),
    ("a year later", "a year later", "anchor", (0, 0, 0, 0), (1, "year")),
    ("Two months later", "Two months later", "anchor", (0, 0, 0, 0), (2, "month")),
    ("three weeks earlier", "three weeks earlier", "anchor", (0, 0, 0, 0), (-3, "week")),
    ("10 days afterwards", "10 days afterwards", "anchor", (0, 0, 0, 0), (10, "day")),
    ("two decades later", "two decades later", "anchor", (0, 0, 0, 0), (20, "year")),
    ("twelve years before", "twelve years before", "anchor", (0, 0, 0, 0), (-12, "year")),
    ("the same year", "the same year", "anchor", (0, 0, 0, 0), (0, "year")),
    ("the very same day", "the very same day", "anchor", (0, 0, 0, 0), (0, "day")),
    ("the following year", "the following year", "anchor", (0, 0, 0, 0), (1, "year")),
    ("the next day", "the next day", "anchor", (0, 0, 0, 0), (1, "day")),
    ("the previous month", "the previous month", "anchor", (0, 0, 0, 0), (-1, "month")),
    ("later that year", "that year", "anchor", (0, 0, 0, 0), (0, "year")),
    ("at the same time", "at the same time", "anchor", (0, 0, 0, 0), (0, "year")),
]  # fmt: skip

BOUND = [
    # text, relation, approximate, attributive
    ("allies since 1921", "since", False, False),
    ("ever since the late 1960s they met", "since", False, False),
    ("an embassy dating back to 1921", "since", False, False),
    ("effective 1 July 2014", "since", False, False),
    ("from 1921 onwards", "since", False, False),
    ("from 1999 on, they met", "since", False, False),
    ("envoy (1921–present)", "since", False, False),
    ("from 1648 to the present", "since", False, False),
    ("occupied until 1921", "until", False, False),
    ("up to 1921", "until", False, False),
    ("before 1921", "before", False, False),
    ("prior to the 1920s", "before", False, False),
    ("after 1921", "after", False, False),
    ("by 1921", "by", False, False),
    ("by the end of 1921", "by", False, False),
    ("in 1921", "", False, False),
    ("circa 1450", "", True, False),
    ("around 1450 they traded", "", True, False),
    ("c. 1450", "", True, False),
    ("since about 1450", "since", True, False),
    ("the 2019 offensive", "", False, True),
    ("their 1878 treaty", "", False, True),
    ("the Treaty of 1739", "", False, True),
    ("the 18th-century forts", "", False, True),
    ("at the beginning of 1739", "", False, False),
    ("In 2019 troops left", "", False, False),
    ("in 1921 and later", "", False, False),
]

NONE = [
    "1,921 men", "1932 soldiers", "$1932", "1932 km of rail", "COVID-19", "page 32", "may 4 people sit", "march on the city",
    "a 3.1932 share", "room 19321", "5 p.m.", "the 30 Years' War", "no date at all", "", "2003/05", "The ad 5 said so", "31932",
    "UN Resolution 21942", "a few years later", "1-2-3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "date"), ABSOLUTE, ids=[c[0] for c in ABSOLUTE])
def test_absolute(text: str, words: str, date: str) -> None:
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.edtf, found.need) == (words, date, "")


@pytest.mark.parametrize(("text", "words", "need", "parts", "shift"), LACKING, ids=[c[0] for c in LACKING])
def test_lacking(text: str, words: str, need: str, parts: tuple[int, ...], shift: tuple[int, str] | None) -> None:
    (found,) = find_dates(text)
    assert (text[found.start : found.end], found.edtf, found.need) == (words, "", need)
    assert (found.month, found.day, found.last_month, found.last_day, found.shift) == (*parts, shift)


@pytest.mark.parametrize(("text", "relation", "approximate", "attributive"), BOUND, ids=[c[0] for c in BOUND])
def test_bound(text: str, relation: str, approximate: bool, attributive: bool) -> None:
    (found,) = find_dates(text)
    assert (found.relation, found.approximate, found.attributive) == (relation, approximate, attributive)


@pytest.mark.parametrize("text", NONE)
def test_no_date(text: str) -> None:
    assert find_dates(text) == []


SEVERAL = [
    ("on 3 May 1940 and 7 June 1941", ["1940-05-03", "1941-06-07"]),
    ("in 1911, 1912 and 1913", ["1911", "1912", "1913"]),
    ("in 2013 and 2014", ["2013", "2014"]),
    ("the 1902 crisis ended in May 1903, a year later", ["1902", "1903-05", ""]),
    ("between 1911 and 1912, and again from 1919 to 1923", ["1911/1912", "1919/1923"]),
    ("1 January 1900 (20 December 1899)", ["1900-01-01", "1899-12-20"]),
    ("since 1921, in the 1930s and until 18 June 1940", ["1921", "193X", "1940-06-18"]),
]


@pytest.mark.parametrize(("text", "dates"), SEVERAL, ids=[c[0] for c in SEVERAL])
def test_several_in_order(text: str, dates: list[str]) -> None:
    assert [found.edtf for found in find_dates(text)] == dates


@pytest.mark.parametrize("text", [c[0] for c in ABSOLUTE])
def test_in_a_long_text_a_date_is_the_same(text: str) -> None:
    """Patterns are tried only near words that must be said: what stands far around may not matter."""
    around = "word " * 80
    (alone,), (within,) = find_dates(text), find_dates(f"{around}. {text} . {around}")
    shift = len(around) + 2
    assert (within.edtf, within.start - shift, within.end - shift) == (alone.edtf, alone.start, alone.end)


def test_dates_never_overlap_and_are_dates() -> None:
    text = ". ".join(c[0] for c in ABSOLUTE + LACKING + BOUND)
    found: list[DateWords] = find_dates(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(is_edtf(d.edtf) != bool(d.need) for d in found)
    assert len(found) >= len(ABSOLUTE) + len(LACKING) + len(BOUND) - 2


@pytest.mark.parametrize("piece", ["1999 ", "1/", "19th and ", "May ", "from ", "a", "0s", "3 May ", "1 BC ", "1999-", "the "])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        find_dates(piece * (length // len(piece)))
        return time.process_time() - start

    whole, eighth = seconds(48_000), seconds(6_000)
    if whole > 24 * max(eighth, 0.01):  # a busy machine: once more; a quadratic reader takes 64 times as long
        whole = min(whole, seconds(48_000), seconds(48_000))
    assert whole < 40 * max(eighth, 0.01)
