"""Dates: bounds, words, order, and which date refines which. Eras, centuries, seasons, open ends, days that no calendar has."""

import pytest

from relazione.model import dates
from relazione.model.dates import When, bounds, day_number, humanize, iso_day, precision, refines, sort_key
from relazione.model.errors import ImpossibleDate, WrongUse

BOUNDS = [
    # EDTF, first day, last day
    ("1932-01-04", "1932-01-04", "1932-01-04"),
    ("1932-01", "1932-01-01", "1932-01-31"),
    ("1932-02", "1932-02-01", "1932-02-29"),
    ("1900-02", "1900-02-01", "1900-02-28"),
    ("2000-02", "2000-02-01", "2000-02-29"),
    ("1932", "1932-01-01", "1932-12-31"),
    ("199X", "1990-01-01", "1999-12-31"),
    ("18XX", "1800-01-01", "1899-12-31"),
    ("00XX", "0000-01-01", "0099-12-31"),
    ("1453-21", "1453-03-01", "1453-05-31"),
    ("1453-22", "1453-06-01", "1453-08-31"),
    ("1453-23", "1453-09-01", "1453-11-30"),
    ("1453-24", "1453-12-01", "1454-02-28"),
    ("1459-24", "1459-12-01", "1460-02-29"),
    ("0000", "0000-01-01", "0000-12-31"),
    ("-0026", "-0026-01-01", "-0026-12-31"),
    ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
    ("-004X", "-0049-01-01", "-0040-12-31"),
    ("-02XX", "-0299-01-01", "-0200-12-31"),
    ("Y-12000", "Y-12000-01-01", "Y-12000-12-31"),
    ("Y12000", "Y12000-01-01", "Y12000-12-31"),
    ("1984?", "1984-01-01", "1984-12-31"),
    ("1984-06~", "1984-06-01", "1984-06-30"),
    ("1984-06-02%", "1984-06-02", "1984-06-02"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "first", "last"), BOUNDS)
def test_bounds_of_a_point(edtf: str, first: str, last: str) -> None:
    found = bounds(edtf)
    assert (iso_day(found.start_earliest or 0), iso_day(found.end_latest or 0)) == (first, last)
    assert (found.end_earliest, found.start_latest) == (found.start_earliest, found.end_latest), "twice the same date"


@pytest.mark.parametrize(
    ("edtf", "four"),
    [
        ("1911/1912", ("1911-01-01", "1911-12-31", "1912-01-01", "1912-12-31")),
        ("1911-09-29/1912-10-18", ("1911-09-29", "1911-09-29", "1912-10-18", "1912-10-18")),
        ("15XX/1912", ("1500-01-01", "1599-12-31", "1912-01-01", "1912-12-31")),
        ("1921/..", ("1921-01-01", "1921-12-31", None, None)),
        ("1921/", ("1921-01-01", "1921-12-31", None, None)),
        ("../1912-10", (None, None, "1912-10-01", "1912-10-31")),
        ("/1912-10", (None, None, "1912-10-01", "1912-10-31")),
        ("-0049/-0044", ("-0049-01-01", "-0049-12-31", "-0044-01-01", "-0044-12-31")),
        ("1911/1911", ("1911-01-01", "1911-12-31", "1911-01-01", "1911-12-31")),
        # a finer end inside a coarse start: it may have begun and ended within the year
        ("1911/1911-06", ("1911-01-01", "1911-12-31", "1911-06-01", "1911-06-30")),
    ],
)
def test_bounds_of_an_interval(edtf: str, four: tuple[str | None, ...]) -> None:
    found = bounds(edtf)
    told = (found.start_earliest, found.start_latest, found.end_earliest, found.end_latest)
    assert tuple(None if day is None else iso_day(day) for day in told) == four


IMPOSSIBLE = [
    "1990-02-29", "1900-02-29", "2023-04-31", "1932-13", "1932-00", "1932-01-00", "1932-01-32", "1932-25", "1932-20",
    "1453-21-02", "199X-05", "18XX-05-01", "199", "32", "19322", "1932/1931", "1932-05/1932-04", "..", "../..", "/", "",
    "1932/1933/1934", "1932-1-4", "04.01.1932", "4 January 1932", "1932-01-04T10:00", " 1932", "1932 ", "1932~?", "X", "XXXX",
    "1X32", "-1932-13", "nineteen", "1932\n", "１９３２",
]  # fmt: skip


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_impossible_dates_are_refused_and_named(text: str) -> None:
    with pytest.raises(ImpossibleDate) as caught:
        bounds(text)
    named = caught.value.text
    assert named in text and repr(named) in str(caught.value)
    assert not dates.is_edtf(text)


def test_the_message_says_why_there_is_no_such_day() -> None:
    with pytest.raises(ImpossibleDate, match=r"February 1990 has no day 29.*write YYYY"):
        bounds("1990-02-29")
    assert issubclass(ImpossibleDate, WrongUse)


WORDS = [
    ("1932-01-04", "4 January 1932"),
    ("1932-01", "January 1932"),
    ("1932", "1932"),
    ("0476", "476"),
    ("199X", "the 1990s"),
    ("18XX", "the 19th century"),
    ("15XX", "the 16th century"),
    ("19XX", "the 20th century"),
    ("20XX", "the 21st century"),
    ("01XX", "the 2nd century"),
    ("02XX", "the 3rd century"),
    ("10XX", "the 11th century"),
    ("047X", "the 470s"),
    ("-004X", "50 to 41 BCE"),
    ("-02XX", "the 3rd century BCE"),
    ("1453-21", "spring 1453"),
    ("1453-24", "winter 1453"),
    ("-0026", "27 BCE"),
    ("0000", "1 BCE"),
    ("-0043-03-15", "15 March 44 BCE"),
    ("Y-12000", "12001 BCE"),
    ("1984~", "about 1984"),
    ("1984-06?", "perhaps June 1984"),
    ("1984%", "perhaps about 1984"),
    ("1911/1912", "1911 to 1912"),
    ("1911-09-29/1912-10-18", "29 September 1911 to 18 October 1912"),
    ("1921/..", "since 1921"),
    ("1921/", "since 1921"),
    ("../1912", "until 1912"),
    ("199X/200X", "the 1990s to the 2000s"),
    ("1911~/1912", "about 1911 to 1912"),
]  # fmt: skip


@pytest.mark.parametrize(("edtf", "words"), WORDS)
def test_words(edtf: str, words: str) -> None:
    assert humanize(edtf) == words == str(When(edtf))


def test_words_of_an_impossible_date_are_refused() -> None:
    with pytest.raises(ImpossibleDate):
        humanize("1932-13")


@pytest.mark.parametrize(
    ("edtf", "told"),
    [
        ("1932-01-04", "day"),
        ("1932-01", "month"),
        ("1932-22", "season"),
        ("1932", "year"),
        ("1932~", "year"),
        ("-0026", "year"),
        ("-0043-03", "month"),
        ("199X", "decade"),
        ("199X?", "decade"),
        ("15XX", "century"),
        ("1911/1912", "interval"),
        ("1921/..", "interval"),
        ("Y-12000", "year"),
    ],
)
def test_precision(edtf: str, told: str) -> None:
    assert precision(edtf) == told


def test_order_is_by_start_or_else_by_end_and_the_coarser_before_the_finer() -> None:
    in_order = [
        "-02XX", "-0043-03-15", "0000", "0476", "15XX", "1511", "1911/..", "1911/1912", "1911", "1911-09",
        "1911-09-29/1912-10-18", "1911-09-29", "../1911-12", "1912", "199X", "1990", "1990-06-01",
    ]  # fmt: skip
    assert sorted(reversed(in_order), key=sort_key) == in_order
    assert sort_key(None) == sort_key("") > sort_key("Y99999")


REFINES = [
    # fine, coarse
    ("1911-09-29/1912-10-18", "1911/1912"),
    ("1932-01-04", "1932-01"),
    ("1932-01-04", "1932"),
    ("1932-01", "193X"),
    ("193X", "19XX"),
    ("1932-21", "1932"),
    ("1932-04", "1932-21"),
    ("1921/1930", "1921/.."),
    ("1921-10-20/..", "1921/.."),
    ("1912", "../1912"),
    ("1932~", "1932"),
    ("1932-01-04", "1932/1933-01-04"),
]


@pytest.mark.parametrize(("fine", "coarse"), REFINES[:-1])
def test_refines(fine: str, coarse: str) -> None:
    assert refines(fine, coarse)


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [(coarse, fine) for fine, coarse in REFINES[:3]]
    + [
        REFINES[-1],
        ("1932-02", "1932-01"),
        ("1931", "1932"),
        ("1911/1913", "1911/1912"),
        ("1921/..", "1921/1930"),
        ("../1912", "1912"),
        ("1932-02-28", "1932-21"),
        ("1911/1912", "1911"),
    ],
)
def test_does_not_refine(fine: str, coarse: str) -> None:
    assert not refines(fine, coarse)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1932-01-04", "1932-01-04"),
        ("1932-01", "1932-01-01"),
        ("1932", "1932-01-01"),
        (" 1932-01-04\n", "1932-01-04"),
        ("-0026", "-0026-01-01"),
        ("199X", "1990-01-01"),
    ],
)
def test_a_users_day(text: str, day: str) -> None:
    assert iso_day(dates.parse_day(text)) == day


@pytest.mark.parametrize("text", ["1911/1912", "1911/..", "1990-02-30", "yesterday", "", "1/4/1932"])
def test_a_users_day_that_is_none(text: str) -> None:
    with pytest.raises(ImpossibleDate):
        dates.parse_day(text)


def test_known_day_numbers() -> None:
    known = {(1970, 1, 1): 0, (1969, 12, 31): -1, (2000, 3, 1): 11017, (1582, 10, 15): -141427, (0, 3, 1): -719468}
    assert {date: day_number(*date) for date in known} == known


@pytest.mark.parametrize(
    ("edtf", "start", "end", "is_open", "is_approximate"),
    [
        ("1921/..", "1921", None, True, False),
        ("1921/", "1921", None, True, False),
        ("../1912", None, "1912", False, False),
        ("1911~/1912", "1911~", "1912", False, True),
        ("1911", "1911", "1911", False, False),
        ("1911?", "1911?", "1911?", False, True),
    ],
)
def test_sides(edtf: str, start: str | None, end: str | None, is_open: bool, is_approximate: bool) -> None:
    when = When(edtf)
    assert (when.start, when.end, dates.is_open(edtf), dates.is_approximate(edtf)) == (start, end, is_open, is_approximate)
