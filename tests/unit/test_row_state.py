"""The other state of a table's row: told by its words, or, where they leave doubt, by the rows around it."""

from __future__ import annotations

from collections import Counter

import pytest

from relazione.coding.parts import split
from relazione.coding.row_order import decide
from relazione.coding.row_state import other_state, scores
from relazione.sources.read import document_from_text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("See Mali–Norway relations They signed a treaty in 1990 with Ghana.", "MLI"),
        ("see also: Norway – Sri Lanka relations", "LKA"),
        ("See Foreign relations of Latvia Norway bought timber from Sweden and Finland.", "LVA"),
        ("See Foreign relations of Abkhazia Norway holds that its territory is part of Georgia.", "XAB"),
    ],
)
def test_the_page_that_a_row_refers_to(text: str, code: str) -> None:
    assert other_state(text, "NOR") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- Norway has an embassy in Accra. - Ghana has an embassy in Oslo.", "GHA"),
        ("Niger is accredited to Norway from its embassy in Berlin, Germany.", "NER"),
        ("- Norway is represented in Tongaland through its embassy in Paris (France). - Togo has no embassy in Norway.", "TGO"),
        ("- Norway has an embassy in Colombo.", "LKA"),
        ("- Norway has an embassy in Beijing and a consulate in Shanghai.", "CHN"),
        ("The Norwegian embassy in Canberra is accredited to Nauru.", "NRU"),
        ("The Gambian embassy in Rabat is accredited to Norway, as the Norwegian one in Dakar is to the Gambia.", "GMB"),
        ("- Norway is represented through its embassy to the Holy See. - Malta has a consulate in Bergen.", "MLT"),
    ],
)
def test_who_has_missions_and_whose_city_only_lends_room(text: str, code: str) -> None:
    assert other_state(text, "NOR") == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Norway and Benin, former subjects of France and of French West Africa, are close.", "BEN"),
        ("Norway is its largest market in Europe after Sweden. Chile sells copper.", "CHL"),
        ("Norway recognised Estonia in 1921. It lapsed after the Soviet Union took it; Estonia is free since 1991.", "EST"),
        ("Kenya protested when Norway ended its ties with the Republic of China.", "KEN"),
        ("Norway became independent of it as Finland gained its independence from the Soviet Union.", "FIN"),
        ("Norway keeps the One-China policy. It has an office in Taipei.", "TWN"),
        ("In 2011 Shinzo Abe came to Bergen.", "JPN"),
    ],
)
def test_the_partner_is_not_a_third_state(text: str, code: str) -> None:
    assert other_state(text, "NOR") == code


@pytest.mark.parametrize(
    "text",
    [
        "Relations are warm.",
        "Both countries established diplomatic relations on 3 May 1999 in New York.",
        "See Norway–European Union relations Norway trades most with Germany, France and Spain.",
        "The European Union and Norway share a market, of which Sweden and Denmark are part.",
        "- The Sovereign Military Order of Malta has an embassy in Oslo.",
        "Islands of the Indian Ocean are listed with Africa.",
        "Recognised by {{Count/Chile and others}} states. Claimed by Sweden.",
        "Norway holds that Ruritania is part of Indonesia.",
    ],
)
def test_a_row_that_tells_no_state(text: str) -> None:
    assert other_state(text, "NOR") is None


def test_a_filled_cell_for_the_country_tells_it() -> None:
    assert other_state("Kenya | 1965 | Agreed with Uganda and Tanzania on Lake Victoria.", "NOR", "Kenya") == "KEN"


def test_the_rows_around_decide_where_the_words_leave_doubt() -> None:
    doubtful = scores("Chile and Peru asked for a vote.", "NOR")
    assert doubtful["CHL"] and doubtful["PER"]
    around = [
        scores(f"{name} has an embassy in Oslo.", "NOR") for name in ("Malta", "Mexico", "Niger", "Poland", "Romania", "Spain")
    ]
    assert decide([*around[:3], doubtful, *around[3:]])[3] == "PER"
    assert decide([around[k] for k in (4, 0, 5, 2)] + [doubtful])[-1] == other_state("Chile and Peru asked for a vote.", "NOR")


def test_the_order_of_rows_names_nothing_by_itself() -> None:
    around = [scores(f"{name} has an embassy in Oslo.", "NOR") for name in ("Malta", "Mexico", "Niger", "Poland", "Spain")]
    assert decide([*around[:3], Counter(), *around[3:]])[3] is None


TABLES = """= Foreign relations of Norway =

== Bilateral relations ==

- Country | Formal relations began | Notes
- Peru | 1921 | Diplomatic relations were set up in 1921.
-  | 3 May 1999 | Norway and Chad established diplomatic relations on 3 May 1999.
-  | 4 May 1999 | See Norway–Togo relations

== Organizations ==

- Organization | Formal relations began | Notes
-  | 1949 | Norway is a member beside Iceland.
"""


def test_short_rows_are_no_headers_and_organisations_no_pairs() -> None:
    parts = split(document_from_text(TABLES))
    assert [p.pair for p in parts] == [("NOR", "PER"), ("NOR", "TCD"), ("NOR", "TGO")]
    assert [[b.key for b in p.blocks if b.kind == "infobox"] for p in parts] == [["Formal relations began"]] * 3


def test_columns_stay_columns_beside_attributes() -> None:
    page = TABLES.replace("Country | Formal", 'Country | style="width:12%;" data-sort-type="date"| Formal')
    parts = split(document_from_text(page))
    assert [p.text[b.start : b.end] for p in parts for b in p.blocks if b.kind == "infobox"] == [
        "1921",
        "3 May 1999",
        "4 May 1999",
    ]


def test_cells_of_attributes_are_no_columns() -> None:
    page = TABLES.replace("- Peru | 1921 |", '- < style="background: silver;" | Peru | < style="background: silver;" | 1921 |')
    (peru, *_) = split(document_from_text(page))
    assert peru.pair == ("NOR", "PER")
    assert [(b.key, peru.text[b.start : b.end]) for b in peru.blocks][:2] == [("", "Peru"), ("Formal relations began", "1921")]


def test_the_items_of_a_cell() -> None:
    cell = "See Norway-Peru relations - Norway has an embassy in Lima - Peru has one in Oslo (1990) - Both trade - Peru - Norway relations are warm."
    part = split(document_from_text(TABLES.replace("See Norway–Togo relations", cell)))[-1]
    assert [(b.kind, part.text[b.start : b.end]) for b in part.blocks if b.kind != "infobox"] == [
        ("leftover", "See Norway-Peru relations"),
        ("item", "Norway has an embassy in Lima"),
        ("item", "Peru has one in Oslo (1990)"),
        ("item", "Both trade"),
        ("item", "Peru - Norway relations are warm."),
    ]


def test_a_page_referred_to_is_no_part_of_what_is_said() -> None:
    part = split(
        document_from_text(
            TABLES.replace("See Norway–Togo relations", "See Foreign relations of Togo Norway recognised it in 1960.")
        )
    )[-1]
    assert part.pair == ("NOR", "TGO")
    assert [(b.kind, part.text[b.start : b.end].strip()) for b in part.blocks if b.kind != "infobox"] == [
        ("leftover", "See Foreign relations of Togo"),
        ("paragraph", "Norway recognised it in 1960."),
    ]
