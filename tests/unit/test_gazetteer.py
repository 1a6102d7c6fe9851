"""Known names found in a text: the longest at each place, by spelling, accents and capitals. No language model."""

import time

import pytest

from relazione.coding.gazetteer import find_names

FOUND = [
    # text, names with their kinds
    ("Italy and Turkey met.", [("Italy", "name"), ("Turkey", "name")]),
    ("the Ottoman Empire's fleet", [("Ottoman Empire", "name")]),
    ("Turks and Italians", [("Turks", "people"), ("Italians", "people")]),
    ("an Italian-Turkish company", [("Italian", "adjective"), ("Turkish", "adjective")]),
    ("the Franco-Prussian War", [("Franco", "prefix"), ("Prussian", "adjective")]),
    ("Sino–Indian talks", [("Sino", "adjective prefix"), ("Indian", "adjective")]),
    ("Franco spoke of Spain", [("Spain", "name")]),
    ("US troops told us", [("US", "adjective name")]),
    ("the U.S. and the U.K.", [("U.S.", "adjective name"), ("U.K.", "adjective name")]),
    ("U.S.-Soviet talks", [("U.S.", "adjective name"), ("Soviet", "adjective")]),
    ("a loan of US$5 million", []),
    ("the Sublime Porte and the Kremlin", [("Sublime Porte", "metonym"), ("Kremlin", "metonym")]),
    ("from Washington to Moscow", [("Washington", "capital"), ("Moscow", "capital")]),
    ("Côte d'Ivoire", [("Côte d'Ivoire", "name")]),
    ("Cote d’Ivoire", [("Cote d’Ivoire", "name")]),
    ("Türkiye or Turkiye", [("Türkiye", "name"), ("Turkiye", "name")]),
    ("ITALY AND TURKEY", [("ITALY", "name"), ("TURKEY", "name")]),
    ("turkey, china and chile", []),
    ("the Democratic Republic of the Congo", [("Democratic Republic of the Congo", "name")]),
    ("South Korea, North Korea", [("South Korea", "name"), ("North Korea", "name")]),
    ("Guinea, Guinea-Bissau, Papua New Guinea", [("Guinea", "name"), ("Guinea-Bissau", "name"), ("Papua New Guinea", "name")]),
    ("Niger and Nigeria", [("Niger", "name"), ("Nigeria", "name")]),
    ("Dominica and the Dominican Republic", [("Dominica", "name"), ("Dominican Republic", "name")]),
    ("Serbia and Montenegro", [("Serbia and Montenegro", "name")]),
    ("Greece, Serbia, Montenegro and Bulgaria", [("Greece", "name"), ("Serbia", "name"), ("Montenegro", "name"), ("Bulgaria", "name")]),
    ("NATO and the European Union", [("NATO", "organisation"), ("European Union", "organisation")]),
    ("nato", []),
    ("Mussolini met Mustafa Kemal Atatürk", [("Mussolini", "leader"), ("Mustafa Kemal Atatürk", "leader")]),
    ("Italy\nTurkey", [("Italy", "name"), ("Turkey", "name")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), FOUND, ids=[c[0] for c in FOUND])
def test_names(text: str, names: list[tuple[str, str]]) -> None:
    found = [(text[h.start : h.end], " ".join(sorted({e.kind for e in h.entries}))) for h in find_names(text)]
    assert found == names


def test_an_entry_leads_to_its_table() -> None:
    (nato,), (leader,) = find_names("NATO"), find_names("Atatürk")
    assert nato.entries[0].id == "nato" and nato.has("organisation") and not nato.has("name", "leader")
    assert leader.entries[0].id == "Mustafa Kemal Atatürk"


def test_names_are_in_order_and_apart() -> None:
    text = " ".join(c[0] for c in FOUND)
    edges = [edge for hit in find_names(text) for edge in (hit.start, hit.end)]
    assert edges == sorted(edges) and len(edges) > 80


@pytest.mark.parametrize("piece", ["New ", "Italy", "Republic of the ", "U.S.", "United ", "- ", "Ā"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        start = time.process_time()
        find_names(piece * (length // len(piece)))
        return time.process_time() - start

    find_names("Italy")
    whole, eighth = seconds(80_000), seconds(10_000)
    if whole > 24 * max(eighth, 0.01):  # a busy machine: once more; a quadratic reader takes 64 times as long
        whole = min(whole, seconds(80_000), seconds(80_000))
    assert whole < 40 * max(eighth, 0.01)
