"""Quantities in sentences: what is measured, how much, when, and which numbers measure nothing."""

from functools import cache

import pytest

from relazione.coding.measures import read_measures
from relazione.coding.parsed import parse_document
from relazione.model.claims import Measure
from relazione.model.identity import Draft
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


@cache
def read(text: str) -> tuple[Draft, ...]:
    """The measures of an article on France and Mexico."""
    return tuple(read_measures(parse_document(document_from_text(f"= France–Mexico relations =\n\n{text}"))))


CASES = [
    # sentence, what, value, upper value, unit
    ("About 4,000 villagers were killed in the raid.", "casualties", 4000, None, "killed"),
    ("The raid left 35 soldiers dead in 1847.", "casualties", 35, None, "killed"),
    ("At least 60 people were wounded.", "casualties", 60, None, "injured"),
    ("More than 900 prisoners were beheaded after the siege.", "casualties", 900, None, "beheaded"),
    ("Only 18 of the sailors survived.", "survivors", 18, None, "people"),
    ("In 2016 the police arrested 44 French citizens.", "arrested", 44, None, "people"),
    ("Mexico expelled 210 French priests in 1861.", "expelled", 210, None, "people"),
    ("Some 12,000 refugees fled to Mexico in 1939.", "refugees", 12000, None, "people"),
    ("There are 25,000 to 30,000 French people living in Mexico.", "diaspora", 25000, 30000, "people"),
    ("The number of French people in Mexico varies from 25-30,000.", "diaspora", 25000, 30000, "people"),
    ("Around 6,000 Mexicans live in France.", "diaspora", 6000, None, "people"),
    ("In 2013, 240,000 French tourists visited Mexico.", "tourists", 240000, None, "people"),
    ("Each year 2,500 Mexican students study in France.", "students", 2500, None, "people"),
    ("France sent 38,000 soldiers to Mexico.", "soldiers", 38000, None, "people"),
    ("In 2018, trade between France and Mexico totaled US$5.6 billion.", "trade-volume", 5.6, None, "billion USD"),
    ("The trade turnover amounted to 310 million euros in 2004.", "trade-volume", 310, None, "million EUR"),
    ("The presidents agreed on a trade target of $12 billion.", "trade-target", 12, None, "billion USD"),
    ("Mexico's exports to France reached $1.9 billion in 2015.", "exports", 1.9, None, "billion USD"),
    ("Imports from France were valued at US$730 million in 2009.", "imports", 730, None, "million USD"),
    ("French companies invested $4 billion in Mexico.", "investment", 4, None, "billion USD"),
    ("France granted Mexico a loan of 15 million francs.", "loan", 15, None, "million francs"),
    ("France provided €20 million in aid after the earthquake.", "aid", 20, None, "million EUR"),
    ("Mexico owed France about 26 million pesos.", "debt", 26, None, "million pesos"),
    ("Mexico paid an indemnity of 600,000 pesos.", "compensation", 600000, None, "pesos"),
    ("In 2011 France signed a deal for six patrol boats worth $90 million.", "arms-deal-value", 90, None, "million USD"),
    ("During the visit the ministers signed seven agreements.", "agreements-signed", 7, None, "agreements"),
    ("Mexico has three honorary consulates in France.", "consulates", 3, None, "consulates"),
    ("In a poll, 72% of Mexicans had a favourable view of France.", "opinion", 72, None, "percent"),
    ("France accounts for 3 percent of foreign investment in Mexico.", "investment-share", 3, None, "percent"),
    ("The proposal won 54% of the vote.", "vote-share", 54, None, "percent"),
    ("Exports rose by 14 percent in 2006.", "growth", 14, None, "percent"),
    ("The war lasted for six years.", "war-length", 6, None, "years"),
    ("It was followed by a five-year occupation.", "occupation-length", 5, None, "years"),
    ("He was sentenced to eight months in prison.", "sentence", 8, None, "months"),
    ("The king paid a three-day visit to Mexico.", "visit-length", 3, None, "days"),
    ("The border is 720 km long.", "border-length", 720, None, "km"),
    ("The camp lay 15 miles from the coast.", "distance", 15, None, "miles"),
    ("The colony covered 41,000 square kilometres.", "area", 41000, None, "km2"),
    ("French warships sank two Mexican schooners in 1838.", "schooners", 2, None, "schooners"),
    ("France delivered 11 helicopters in 1998.", "helicopters", 11, None, "helicopters"),
    ("Two dozen villages were burnt.", "villages", 24, None, "villages"),
    ("Up to 80 students receive scholarships each year.", "students", 80, None, "people"),
    ("As many as half a million people were displaced in 1914.", "displaced", 0.5, None, "million people"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "value", "upper", "unit"), CASES, ids=[c[0] for c in CASES])
def test_measure(text: str, what: str, value: float, upper: float | None, unit: str) -> None:
    """The sentence tells the quantity, and the quote holds its number."""
    told = [d for d in read(text) if isinstance(d.body, Measure) and d.body.value == value]
    assert [(d.body.what, d.body.value_max, d.body.unit) for d in told] == [(what, upper, unit)]
    assert told[0].evidence[0].exact in text


NONE = [
    "The two countries opened embassies in 1826.",
    "Both sides met at the G8 in 2003.",
    "Article 15 of the constitution forbade it.",
    "Flight 814 landed in Mexico City.",
    "The embassy is located at Rue de Longchamp, 9, Paris.",
    "France was one of the first states to recognise it.",
    "The envoys had to leave within 48 hours.",
    "An hour later the second ship sank; two weeks later the fleet sailed.",
    "The Four Powers met again in Paris.",
    "Mexico is a member of the Group of 77.",
    "The Security Council passed Resolution 242.",
    "Two-thirds of the land lay fallow.",
    "They will host Euro 2032 together.",
]


@pytest.mark.parametrize("text", NONE)
def test_measures_nothing(text: str) -> None:
    """Labels, names, the parties, fractions, deadlines and intervals are no quantities."""
    assert [d.body for d in read(text)] == []


def test_exporter_stands_first() -> None:
    """Whose it is: exporter first, also where the importer speaks."""
    (draft,) = read("Mexico's imports from France stood at $700 million in 2009.")
    assert isinstance(draft.body, Measure)
    assert [a.state for a in draft.body.about] == ["FRA", "MEX"]


def test_target_is_planned() -> None:
    """An aim is no measurement."""
    (draft,) = read("They set a trade target of $8 billion.")
    assert isinstance(draft.body, Measure)
    assert draft.body.target
    assert draft.realis == "planned"


def test_date_of_its_clause() -> None:
    """Each of two quantities takes the date beside it."""
    drafts = read("Trade stood at $2 billion in 2008 and at $3 billion in 2009.")
    assert [(d.body.value, d.body.when.edtf) for d in drafts if isinstance(d.body, Measure) and d.body.when] == [
        (2, "2008"),
        (3, "2009"),
    ]


def test_date_carried_from_the_sentence_before() -> None:
    """A sentence without a date takes the last one of its paragraph, and says so."""
    (draft,) = read("The frigate sank in May 1838. Only 12 sailors survived.")
    assert isinstance(draft.body, Measure)
    assert draft.body.when is not None
    assert (draft.body.when.edtf, draft.body.when.how) == ("1838-05", "carried")


def test_rows_of_a_table() -> None:
    """A row gives one measure a column, of the state that heads it."""
    drafts = read("- Country | France | Mexico\n- Population | 68,000,000 | 129,000,000\n- Area | 640,000 km² | 1,972,550 km²")
    told = [
        (d.body.what, d.body.value, d.body.unit, [a.state for a in d.body.about]) for d in drafts if isinstance(d.body, Measure)
    ]
    assert told == [
        ("population", 68_000_000, "people", ["FRA"]),
        ("population", 129_000_000, "people", ["MEX"]),
        ("area", 640_000, "km2", ["FRA"]),
        ("area", 1_972_550, "km2", ["MEX"]),
    ]


def test_a_second_amount_is_of_the_first_ones_currency() -> None:
    drafts = read("Mexico sold goods worth 400 million dollars to France and bought goods worth 250 million.")
    assert [(d.body.value, d.body.unit) for d in drafts if isinstance(d.body, Measure)] == [
        (400, "million USD"),
        (250, "million USD"),
    ]


@pytest.mark.parametrize(
    "text", ["The Seven Years' War ended.", "The Six-Day War ended.", "This had two consequences.", "The treaty failed. cite 46"]
)
def test_names_and_footnotes_measure_nothing(text: str) -> None:
    assert read(text) == ()
