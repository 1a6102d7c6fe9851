"""The table of leaders holds together, and names lead to the right person and state."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from relazione.model.errors import ImpossibleDate, ReferenceTableError
from relazione.reference import leaders as room
from relazione.reference.folding import fold
from relazione.reference.leaders import find_leader, leaders
from relazione.reference.offices import find_office, offices
from relazione.reference.organisations import names as organisation_names
from relazione.reference.register import register

# Names that so many people bear that alone they mean nobody. Surnames first, then given names.
COMMON_NAMES = set(
    """
    adams ali anderson baker begin brown bruce bush carlos clark cohen cook costa diaz evans fernandez fischer ford fox
    fraser garcia gomez gonzalez grant grey hague hassan heath henry hernandez home howard hughes hunt jackson johnson
    jones khan kim king lange lee lopez major marin marshall martin martinez may miller moon moore morales moreno nguyen
    paz perez powell ramos reynolds rice rivera roberts robinson rodriguez rogers sanchez shah sharif silva singh smith
    suarez taylor torres truss turner vargas ward webb weber webster williams wilson wong young
    abbas abdullah ahmed alexander alfonso amin andrew anna anthony boris charles christian christopher daniel david edward
    elizabeth emmanuel faisal felipe felix ferdinand francis frank franklin frederick george hamad harold hassan helen henry
    hussein ibrahim igor isabella ismail ivan jack james jean john jorge jose joseph juan karim karl khalid khalifa leo leon
    louis manuel maria mario martin mary michael michel miguel mohamed mohammed muhammad murad mustafa nicholas omar orhan
    oscar osman otto pablo patrick paul pedro peter philip pierre rashid ricardo richard robert salman saud sergei simon
    stanley stefan stephen suleiman susan theodore thomas timur tony victor victoria vincent vladimir walter warren william
    """.split()  # noqa: SIM905
)


def test_there_are_enough_and_every_state_has_some() -> None:
    by_state = Counter(row.state for row in leaders())
    assert len(leaders()) >= 3000
    assert set(by_state) == set(register().states)
    assert {state for state, count in by_state.items() if count < 2} == set()


def test_states_polities_and_offices_are_known() -> None:
    canonical = {office.office for office in offices().values()}
    for row in leaders():
        assert row.state in register().states, row.name
        assert not row.polity or row.polity in register().polities, row.name
        assert row.office in canonical or find_office(row.office), (row.name, row.office)


def test_a_polity_was_there_in_the_leaders_time() -> None:
    for row in leaders():
        if row.polity:
            assert register().polities[row.polity].span.overlaps(row.span), (row.name, row.polity)
            assert row.state in {line.state for line in register().lineages[row.polity]}, (row.name, row.polity)


def test_a_person_has_one_row_for_each_state_and_office() -> None:
    rows = Counter((fold(row.name), row.state, row.office) for row in leaders())
    assert [row for row, count in rows.items() if count > 1] == []


def test_alternates_are_whole_and_other_than_the_name() -> None:
    for row in leaders():
        folded = [fold(text) for text in (row.name, *row.alternates)]
        assert len(folded) == len(set(folded)), row
        for text in row.alternates:
            assert sum(letter.isalpha() for letter in text) >= 4, (row.name, text)
            assert text == " ".join(text.split())


def test_no_name_is_that_of_a_state_a_capital_or_an_organisation() -> None:
    taken = {fold(name.text) for name in register().names} | {fold(text) for text, _ in organisation_names()}
    taken |= {fold(row.city) for capitals in register().capitals.values() for row in capitals}
    for row in leaders():
        assert taken.isdisjoint(map(fold, (row.name, *row.alternates))), row


def test_no_common_name_stands_alone_for_a_leader() -> None:
    for row in leaders():
        assert COMMON_NAMES.isdisjoint(map(fold, (row.name, *row.alternates))), row


def test_a_name_leads_to_one_state() -> None:
    """But where somebody acted for two: Shevardnadze for the Soviet Union, Chiang Kai-shek for all China."""
    states: dict[str, set[str]] = {}
    for row in leaders():
        for text in (row.name, *row.alternates):
            states.setdefault(fold(text), set()).add(row.state)
    several = {text: found for text, found in states.items() if len(found) > 1}
    assert {frozenset(found) for found in several.values()} == {frozenset({"RUS", "GEO"}), frozenset({"CHN", "TWN"})}


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("Erdogan", "TUR", "Recep Tayyip Erdoğan"),
        ("ERDOĞAN", "TUR", "Recep Tayyip Erdoğan"),
        ("Cavusoglu", "TUR", "Mevlüt Çavuşoğlu"),
        ("Mustafa Kemal", "TUR", "Mustafa Kemal Atatürk"),
        ("Mehmet II", "TUR", "Mehmed II"),
        ("Suleiman I", "TUR", "Suleiman the Magnificent"),
        ("Abdülhamid II", "TUR", "Abdul Hamid II"),
        ("Nasser", "EGY", "Gamal Abdel Nasser"),
        ("Qaddafi", "LBY", "Muammar Gaddafi"),
        ("Kadhafi", "LBY", "Muammar Gaddafi"),
        ("Mario Draghi", "ITA", "Mario Draghi"),
        ("Giorgia Meloni", "ITA", "Giorgia Meloni"),
        ("Di Maio", "ITA", "Luigi Di Maio"),
        ("Cavour", "ITA", "Camillo Benso di Cavour"),
        ("Garibaldi", "ITA", "Giuseppe Garibaldi"),
        ("San Giuliano", "ITA", "Antonino di San Giuliano"),
        ("Bismarck", "DEU", "Otto von Bismarck"),
        ("Genscher", "DEU", "Hans-Dietrich Genscher"),
        ("Ribbentrop", "DEU", "Joachim von Ribbentrop"),
        ("Metternich", "AUT", "Klemens von Metternich"),
        ("Napoleon", "FRA", "Napoleon Bonaparte"),
        ("Queen Victoria", "GBR", "Queen Victoria"),
        ("Gromyko", "RUS", "Andrei Gromyko"),
        ("Sergei Lavrov", "RUS", "Sergey Lavrov"),
        ("Kissinger", "USA", "Henry Kissinger"),
        ("Commodore Perry", "USA", "Matthew C. Perry"),
        ("Khomeini", "IRN", "Ruhollah Khomeini"),
        ("Netanyahu", "ISR", "Benjamin Netanyahu"),
        ("Simon Bolivar", "VEN", "Simón Bolívar"),
        ("Benito Juarez", "MEX", "Benito Juárez"),
        ("Chavez", "VEN", "Hugo Chávez"),
        ("Fujimori", "PER", "Alberto Fujimori"),
        ("Evo Morales", "BOL", "Evo Morales"),
        ("Ho Chi Minh", "VNM", "Ho Chi Minh"),
    ],
)
def test_a_name_finds_its_leader(text: str, state: str, name: str) -> None:
    assert {(row.state, row.name) for row in find_leader(text)} == {(state, name)}


@pytest.mark.parametrize("text", ["Bush", "Khan", "Kim", "Lee", "Park", "Garcia", "Singh", "Morales", "Johnson", "", "Rome"])
def test_what_means_nobody_alone(text: str) -> None:
    assert find_leader(text) == ()


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Roosevelt", "1943-11", ["Franklin D. Roosevelt"]),
        ("Papandreou", "1985", ["Andreas Papandreou"]),
        ("Papandreou", "2010-05-02", ["George Papandreou"]),
        ("Trudeau", "1970", ["Pierre Trudeau"]),
        ("Sikorski", "1941", ["Władysław Sikorski"]),
    ],
)
def test_a_date_tells_namesakes_apart(text: str, on: str, expected: list[str]) -> None:
    assert len(find_leader(text)) > 1
    assert [row.name for row in find_leader(text, on)] == expected


def test_a_date_tells_offices_apart() -> None:
    assert [row.office for row in find_leader("Erdoğan", "2005")] == ["prime minister"]
    assert [row.office for row in find_leader("Erdoğan", "2022")] == ["president"]


def test_people_are_found_out_of_their_time() -> None:
    assert find_leader("Bismarck", "1950") == find_leader("Bismarck")


def test_an_impossible_date_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        find_leader("Bismarck", "1871-13")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A B\t\t\t\tking\t1900\t1910", "no state"),
        ("A B\t\tITA\t\t\t1900\t1910", "no office"),
        ("A B\t\tITA\t\tking\t1910\t1900", "after"),
        ("A B\t\tITA\t\tking\tabout 1900", "no date"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, problem: str) -> None:
    table = tmp_path / "leaders.tsv"
    table.write_text("name\talternates\tstate\tpolity\toffice\tfrom\tto\n" + line + "\n", encoding="utf-8")
    monkeypatch.setattr(room, "_TABLE", table)
    leaders.cache_clear()
    try:
        with pytest.raises(ReferenceTableError, match=f"line 2.*{problem}"):
            leaders()
    finally:
        leaders.cache_clear()
