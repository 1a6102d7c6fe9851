"""Numbers in prose: figures, words, ranges, money, units, and how exact they are. Needs no language model."""

import pytest

from relazione.coding.numbers import find_numbers

CASES = [
    # text, value, upper value, unit as written, qualifier
    ("some 30,000 to 40,000 settlers", 30000, 40000, "", "about"),
    ("between two and three-and-a-half million refugees", 2, 3.5, "million", ""),
    ("three dozen ships", 36, None, "", ""),
    ("half a dozen villages", 6, None, "", ""),
    ("a loan of US$750 million", 750, None, "million USD", ""),
    ("a grant of NRS 4 billion", 4, None, "billion NPR", ""),
    ("helicopters for 2.5 Billion dollars", 2.5, None, "billion USD", ""),
    ("a 6B$ contract", 6, None, "billion USD", ""),
    ("four or five thousand families", 4000, 5000, "", ""),
    ("a hundred prisoners", 100, None, "", ""),
    ("half a million men", 0.5, None, "million", ""),
    ("some 52.000 migrants", 52000, None, "", "about"),
    ("over €70,000,000", 70000000, None, "EUR", "at least"),
    ("£14 bn of trade", 14, None, "billion GBP", ""),
    ("1.3 billion inhabitants", 1.3, None, "billion", ""),
    ("about 85 percent", 85, None, "percent", "about"),
    ("85 per cent of the vote", 85, None, "percent", ""),
    ("fell by 12 percentage points", 12, None, "percentage points", ""),
    ("a 20-mile strip", 20, None, "miles", ""),
    ("88,000 square km", 88000, None, "km2", ""),
    ("11,000 km²", 11000, None, "km2", ""),
    ("500 million cubic metres of gas", 500, None, "million cubic metres", ""),
    ("two-and-a-half years", 2.5, None, "years", ""),
    ("a five-year truce", 5, None, "years", ""),
    ("twenty-one thousand three hundred men", 21300, None, "", ""),
    ("one hundred and fifty guns", 150, None, "", ""),
    ("as much as $9 billion", 9, None, "billion USD", "at most"),
    ("up to 45 students", 45, None, "", "at most"),
    ("at least 17 dead", 17, None, "", "at least"),
    ("more than sixty sailors", 60, None, "", "at least"),
    ("nearly 700 prisoners", 700, None, "", "about"),
    ("between US$2 and US$3 million", 2, 3, "million USD", ""),
    ("30 to 35 million euros", 30, 35, "million EUR", ""),
    ("$6-8 billion", 6, 8, "billion USD", ""),
    ("1,100–1,400 men", 1100, 1400, "", ""),
    ("6 million yen a year", 6, None, "million JPY", ""),
    ("20 million Swiss francs", 20, None, "million CHF", ""),
    ("EUR 310 million", 310, None, "million EUR", ""),
    ("NZ$5 million", 5, None, "million NZD", ""),
    ("90 000 people", 90000, None, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "upper", "unit", "qualifier"), CASES, ids=[c[0] for c in CASES])
def test_number(text: str, value: float, upper: float | None, unit: str, qualifier: str) -> None:
    """The first number of a phrase, in units of its scale word."""
    number = find_numbers(text)[0]
    assert (*number.in_scale(), number.written_unit(), number.qualifier) == (value, upper, unit, qualifier)


@pytest.mark.parametrize(
    "text", ["the G8 and the F-16", "the 5th century", "the 21st regiment", "at 3:30 pm", "COVID-19", "no numbers here"]
)
def test_no_number(text: str) -> None:
    """Ordinals, hours and numbers inside names are none."""
    assert find_numbers(text) == []


def test_spans_cover_sign_and_unit() -> None:
    """The span holds the currency before and the unit behind, `said_from` the words that tell how exact it is."""
    text = "worth about US$ 64.5 billion in all"
    number = find_numbers(text)[0]
    assert text[number.start : number.end] == "US$ 64.5 billion"
    assert text[number.said_from : number.end] == "about US$ 64.5 billion"


def test_and_joins_a_range_only_after_between() -> None:
    """ "5 and 7" are two numbers."""
    assert [(n.value, n.value_max) for n in find_numbers("5 and 7 ships")] == [(5, None), (7, None)]


def test_linear_in_hostile_text() -> None:
    """A long run of numbers and joins is read in one pass."""
    assert len(find_numbers("1 to " * 20_000)) > 0
    assert find_numbers("- " * 50_000) == []
