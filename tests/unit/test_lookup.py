"""What a user's name or code means on a date: the probes of polity_probes.tsv, and what is said where nothing is meant."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relazione.cli.door import relazione
from relazione.model.errors import AmbiguousPolity, ImpossibleDate, NotThen, UnknownPolity, WrongUse
from relazione.reference.lookup import find_polity
from relazione.reference.profile import Profile, profile

PROBES = [
    tuple((line + "\t" * 5).split("\t")[:6])
    for line in (Path(__file__).parent / "polity_probes.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#") and not line.startswith("query\t")
]


def held(answer: Profile, key: str) -> list[str]:
    """What a profile holds under the key of a probe, as texts."""
    if key == "predecessor":
        return list(answer.predecessors)
    if key == "successor":
        return list(answer.successors)
    if key.endswith("-until"):
        return [row.end or "" for row in answer.membership[key.removesuffix("-until")][-1:]]
    value = getattr(answer.codes, key, None) if hasattr(answer.codes, key) else None
    if value is None and not hasattr(answer.codes, key):
        value = getattr(answer, {"from": "start", "to": "end", "state": "state_code"}.get(key, key))
    return ["" if value is None else str(value)]


def test_there_are_many_probes() -> None:
    assert len(PROBES) >= 150
    assert len(set(PROBES)) == len(PROBES)


@pytest.mark.parametrize(
    ("query", "system", "on", "outcome", "polity", "facts"), PROBES, ids=lambda value: value.replace("\t", " ")
)
def test_probe(query: str, system: str, on: str, outcome: str, polity: str, facts: str) -> None:
    pairs = [tuple(fact.split("=", 1)) for fact in facts.split(";") if fact]
    said = ""
    if outcome == "one":
        found = find_polity(query, system or None, on or None)
        assert found.polity in polity.split("|")
        said = " ".join(found.notes)
        answer = profile(found.polity, on or None)
        for key, expected in pairs:
            if key != "says":
                assert set(held(answer, key)) & set(expected.split("|")), (key, held(answer, key))
    else:
        with pytest.raises(
            {"several": AmbiguousPolity, "ended": NotThen, "not-yet": NotThen, "unknown": UnknownPolity}[outcome]
        ) as error:
            find_polity(query, system or None, on or None)
        said = str(error.value)
        if isinstance(error.value, AmbiguousPolity):
            assert set(error.value.candidates) == set(polity.split("|"))
        if isinstance(error.value, NotThen) and polity:
            assert error.value.polity == polity
    for key, expected in pairs:
        if key == "says":
            assert any(part in said for part in expected.split("|")), said


def test_an_ended_polity_says_when_and_what_followed() -> None:
    with pytest.raises(NotThen, match=r"Czechoslovakia means nothing in 1995.*ended on 1992-12-31.*Czechia and Slovakia"):
        find_polity("Czechoslovakia", on="1995")


def test_a_number_of_two_meanings_lists_both_with_their_systems() -> None:
    with pytest.raises(AmbiguousPolity, match=r"--system cow: Nauru.*--system gw: Kiribati"):
        find_polity("970")


@pytest.mark.parametrize(
    ("code", "system", "on", "then"),
    [
        ("255", "cow", "1975", "260"),
        ("260", "cow", "1995", "255"),
        ("ZAR", "iso3", "2000", "COD"),
        ("HVO", "iso3", "1990", "BFA"),
    ],
)
def test_a_code_that_was_another_on_the_date_is_told(code: str, system: str, on: str, then: str) -> None:
    (note,) = find_polity(code, system=system, on=on).notes
    assert note.endswith(f"had another code in {on}: {then}")
    assert find_polity(then, system=system, on=on).notes == ()


@pytest.mark.parametrize(
    ("code", "system", "meant"),
    [("340", "cow", "345 (Serbia, 340 in"), ("679", "gw", "678 (Yemen, 679 in"), ("947", "gw", "973 (Tuvalu")],
)
def test_a_number_of_the_other_list_leads_to_the_one_of_this(code: str, system: str, meant: str) -> None:
    with pytest.raises(UnknownPolity) as error:
        find_polity(code, system=system)
    assert error.value.suggestions[0].startswith(meant)


def test_what_a_polity_gained_later_is_no_predecessor() -> None:
    def names(id_: str) -> tuple[str, ...]:
        return profile(id_).predecessors

    assert names("united-states") == ("Thirteen Colonies",)
    assert names("papal-states") == ()
    assert "Austria-Hungary" not in names("kingdom-of-italy")
    assert "Soviet Union" in names("estonia")
    assert names("free-city-of-danzig") == ("Weimar Republic",)
    assert "Free City of Danzig" not in profile("weimar-republic").successors
    assert "kingdom-of-italy-napoleonic" in {heir.id for heir in profile("papal-states").before}


@pytest.mark.parametrize(("name", "on"), [("USA", "1700"), ("Netherlands", "1812")])
def test_a_colony_of_the_state_does_not_stand_for_it(name: str, on: str) -> None:
    with pytest.raises(NotThen) as error:
        find_polity(name, on=on)
    assert "there was" not in str(error.value)


def test_wrong_questions() -> None:
    with pytest.raises(WrongUse, match="unknown system"):
        find_polity("325", system="imf")
    with pytest.raises(ImpossibleDate):
        find_polity("Turkey", on="1923-02-30")
    for nothing in ("", "   ", "'", "\u0000", "x" * 5000):
        with pytest.raises(UnknownPolity):
            find_polity(nothing)


@pytest.mark.parametrize(
    ("spelling", "polity"),
    [
        ("COTE D’IVOIRE", "cote-d-ivoire"),
        ("Guinea Bissau", "guinea-bissau"),
        ("guineabissau", "guinea-bissau"),
        ("Sao Tome & Principe", "sao-tome-and-principe"),
        ("the Gambia", "gambia"),
        ("Viet Nam", "vietnam"),
        ("Kingdom of Sardenia", "kingdom-of-sardinia"),
        ("Austro-Hungarian Emipre", "austria-hungary"),
        ("ottoman-empire", "ottoman-empire"),
        ("Osmanlı İmparatorluğu", "ottoman-empire"),
        ("Sublime Porte", "ottoman-empire"),
        ("Turkey (Ottoman Empire)", "ottoman-empire"),
        ("Myanmar (Burma)", "myanmar"),
        ("Yemen, Republic of", "yemen"),
        ("Samoa/Western Samoa", "samoa"),
        ("German Democratic Rep.", "east-germany"),
    ],
)
def test_spellings(spelling: str, polity: str) -> None:
    assert find_polity(spelling, on="1900" if polity == "ottoman-empire" else None).polity == polity


@pytest.mark.parametrize(
    ("query", "on", "polity"), [("Poland", "1918-11-11", "second-polish-republic"), ("Rwanda", "1962-07-01", "rwanda")]
)
def test_on_the_day_of_a_change_it_is_the_new_polity(query: str, on: str, polity: str) -> None:
    assert find_polity(query, on=on).polity == polity


def test_the_name_is_that_of_the_date() -> None:
    assert profile("dr-congo", "1980").name == "Zaire"
    assert profile("dr-congo").name == "DR Congo"
    assert profile("myanmar", "1960").name == "Burma"
    assert profile("germany", "1975").name == "West Germany"


def test_membership_is_cut_to_the_polity() -> None:
    sardinia, italy = profile("kingdom-of-sardinia"), profile("italian-republic")
    assert [(row.number, row.start, row.end) for row in sardinia.membership["cow"]] == [(325, "1816-01-01", "1861-03-17")]
    assert [(row.number, row.start, row.end) for row in italy.membership["cow"]] == [(325, "1946-06-02", None)]


def test_the_reason_for_two_ends_is_told() -> None:
    (difference,) = profile("papal-states").differences
    assert (difference.only_in, difference.start, difference.end) == ("gw", "1860-11-06", "1870-09-22")
    assert "Marches" in difference.reason


# --- the command ----------------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(relazione, ["polity", *arguments])


def test_the_command_prints_a_polity_and_its_twin_in_json() -> None:
    shown = run("Turkey", "--as-of", "1900")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("Ottoman Empire\n")
    assert "640 TUR, 1816-01-01" in shown.stdout
    data = json.loads(run("Turkey", "--as-of", "1900", "--json").stdout)
    assert {"name", "from", "to", "state", "capital", "codes", "predecessors", "successors"} <= data["polity"].keys()
    assert data["polity"]["codes"] == {"cow": 640, "gw": 640, "iso3": None, "wikidata": "Q12560", "iso2": None, "isonum": None}
    assert {"id": "republic-of-turkiye", "name": "Türkiye"} in data["others"]


def test_both_ends_of_the_papal_states_are_printed_with_the_reason() -> None:
    shown = run("327", "--system", "cow", "--as-of", "1865")
    assert "1816-01-01 to 1860-11-05" in shown.stdout and "1816-01-01 to 1870-09-22" in shown.stdout
    assert "when Italian troops took Rome" in shown.stdout
    assert "no member of Correlates of War" in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Czechoslovakia", "--as-of", "1995"), "ended on 1992-12-31 and was followed by Czechia and Slovakia"),
        (("970",), "--system cow: Nauru"),
        (("Turky",), "did you mean Turkey"),
        (("Turkey", "--as-of", "1900-02-30"), "1900-02-30"),
        (("325", "--system", "imf"), "'imf' is not one of"),
        (("\x1b[31mNarnia\u202e",), "no polity has the name or code"),
    ],
)
def test_where_nothing_can_be_meant_it_is_wrong_use(arguments: tuple[str, ...], words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "relazione", "polity", *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "\x1b" not in done.stderr and "\u202e" not in done.stderr
