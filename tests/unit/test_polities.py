"""The tables of polities are whole, and names lead to the right polity as of a date."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from relazione.model.errors import ImpossibleDate, ReferenceTableError, UnknownState, WrongUse
from relazione.reference import histories
from relazione.reference import polities as ref
from relazione.reference.register import read_register, register
from relazione.reference.spans import Span, span_between, span_of
from relazione.reference.tables import DATA

_UN_MEMBERS = """
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA BDI CPV KHM
CMR CAN CAF TCD CHL CHN COL COM COG CRI CIV HRV CUB CYP CZE PRK COD DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI
FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR
KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MCO MNG MNE MAR MOZ MMR NAM NRU
NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR MDA ROU RUS RWA KNA LCA VCT WSM SMR STP
SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE SYR TJK THA TLS TGO TON TTO TUN TUR TKM TUV UGA
UKR ARE GBR TZA USA URY UZB VUT VEN VNM YEM ZMB ZWE
"""
_OTHERS = "VAT PSE XKX TWN ESH XNC XSL XAB XSO XTR COK NIU HKG MAC GRL FRO PRI BMU GIB ABW CUW"
UN_MEMBERS, OTHERS = _UN_MEMBERS.split(), _OTHERS.split()


def first(text: str, on: str | None = None) -> str | None:
    matches = ref.resolve_name(text, on)
    return matches[0].polity if matches else None


# --- the tables ---------------------------------------------------------------------------------------------------


def test_every_state_is_there() -> None:
    assert len(UN_MEMBERS) == 193
    assert sorted(ref.states()) == sorted([*UN_MEMBERS, *OTHERS])


@pytest.mark.parametrize("code", [*UN_MEMBERS, *OTHERS])
def test_every_state_has_names_adjective_people_capital_and_wikidata(code: str) -> None:
    polity = ref.states()[code].polity
    kinds = {name.kind for name in register().names_of[polity]}
    assert {"name", "adjective"} <= kinds
    assert "people" in kinds or code == "VAT"
    assert ref.capital(polity)
    assert re.fullmatch(r"Q[1-9]\d*", ref.code(polity, "wikidata") or "")
    if not code.startswith("X"):
        assert ref.code(polity, "iso3") == code
        assert re.fullmatch(r"[A-Z]{2}", ref.code(polity, "iso2") or "")
        assert re.fullmatch(r"\d{3}", ref.code(polity, "isonum") or "")


@pytest.mark.parametrize("code", UN_MEMBERS)
def test_every_un_member_has_cow_and_gw_numbers(code: str) -> None:
    polity = ref.states()[code].polity
    for system in ("cow", "gw"):
        number = ref.code(polity, system)
        assert number is not None and number.isdigit() and 2 <= int(number) <= 999


@pytest.mark.parametrize("system", ["iso2", "iso3", "isonum", "cow", "gw", "wikidata"])
def test_no_two_states_of_today_share_a_code(system: str) -> None:
    held = [ref.code(state.polity, system) for state in ref.states().values()]
    given = [code for code in held if code is not None]
    assert len(given) == len(set(given))


def test_every_polity_leads_to_a_state_and_has_a_name_in_use() -> None:
    aliases = defaultdict(list)
    for alias in histories.aliases():
        aliases[alias.polity].append(alias)
    for polity in ref.polities().values():
        assert ref.lineage_of(polity.id), f"{polity.id} has no lineage"
        names = [*register().names_of.get(polity.id, ()), *aliases[polity.id]]
        assert any(name.kind == "name" for name in names), f"{polity.id} has no name"


def test_the_canonical_name_is_among_the_names_of_a_state() -> None:
    for state in ref.states().values():
        assert state.name in {name.text for name in register().names_of[state.polity]}


def test_no_row_is_written_twice() -> None:
    for path in sorted((DATA / "polities").glob("*/*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        doubles = {line for line in lines if lines.count(line) > 1} if len(set(lines)) < len(lines) else set()
        assert not doubles, f"{path.parent.name}/{path.name}"


def test_rows_meet_the_time_of_their_polity() -> None:
    reg = register()
    for state in reg.states.values():
        span = reg.polities[state.polity].span
        for row in [*reg.names_of[state.polity], *reg.capitals[state.polity], *reg.codes[state.polity]]:
            assert reg.span(row).overlaps(span), row


# --- names as of a date -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "on", "polity"),
    [
        ("Turkey", None, "republic-of-turkiye"),
        ("Turkey", "1925", "republic-of-turkiye"),
        ("Türkiye", "2024-05-01", "republic-of-turkiye"),
        ("Turkiye", "2024", "republic-of-turkiye"),
        ("Turks", "1950", "republic-of-turkiye"),
        ("Angora", "1925", "republic-of-turkiye"),
        ("Turkey", "1900", "ottoman-empire"),
        ("Turkish", "1911-09-29", "ottoman-empire"),
        ("Constantinople", "1911", "ottoman-empire"),
        ("Sublime Porte", "1880", "ottoman-empire"),
        ("Italy", "1900", "kingdom-of-italy"),
        ("Italy", "1946-06-03", "italian-republic"),
        ("Italy", None, "italian-republic"),
        ("Italian", "1911-10", "kingdom-of-italy"),
        ("Rome", "1960", "italian-republic"),
        ("Farnesina", "2010", "italian-republic"),
        ("Russia", "1900", "russian-empire"),
        ("Russia", "2000", "russian-federation"),
        ("Soviet Union", "1970", "soviet-union"),
        ("USSR", "1970", "soviet-union"),
        ("Kremlin", "2005", "russian-federation"),
        ("Austria-Hungary", "1914", "austria-hungary"),
        ("Austria", "1970", "austria"),
        ("Germany", "1900", "german-empire"),
        ("Germany", "1975", "germany"),
        ("West Germany", "1975", "germany"),
        ("GDR", "1975", "east-germany"),
        ("Bonn", "1975", "germany"),
        ("Poland", "1930", "second-polish-republic"),
        ("Britain", "1911", "united-kingdom"),
        ("U.K.", "1990", "united-kingdom"),
        ("British", "1911", "united-kingdom"),
        ("Downing Street", "1990", "united-kingdom"),
        ("the United States", "1917", "united-states"),
        ("U.S.", "1917", "united-states"),
        ("US", None, "united-states"),
        ("Americans", "1917", "united-states"),
        ("Washington, D.C.", "1990", "united-states"),
        ("Washington", "1990", "united-states"),
        ("the Dutch", "1900", "netherlands"),
        ("The Hague", "1990", "netherlands"),
        ("Burma", "1960", "myanmar"),
        ("Rangoon", "1960", "myanmar"),
        ("Ceylon", "1960", "sri-lanka"),
        ("Siam", "1900", "thailand"),
        ("Persia", "1930", "iran"),
        ("Zaire", "1980", "dr-congo"),
        ("Upper Volta", "1970", "burkina-faso"),
        ("Dahomey", "1970", "benin"),
        ("Kampuchea", "1980", "cambodia"),
        ("Swaziland", "1990", "eswatini"),
        ("Ivory Coast", "1990", "cote-d-ivoire"),
        ("Cote d’Ivoire", "1990", "cote-d-ivoire"),
        ("Czech Republic", "2005", "czechia"),
        ("FYROM", "2005", "north-macedonia"),
        ("East Timor", "2005", "timor-leste"),
        ("DRC", "2005", "dr-congo"),
        ("PRC", "1980", "peoples-republic-of-china"),
        ("Peking", "1975", "peoples-republic-of-china"),
        ("ROC", "1980", "taiwan"),
        ("DPRK", "1980", "north-korea"),
        ("South Korean", "1980", "south-korea"),
        ("Emirati", "2010", "united-arab-emirates"),
        ("Brasilia", "1990", "brazil"),
        ("Rio de Janeiro", "1942", "brazil"),
        ("Filipinos", "1990", "philippines"),
        ("TRNC", "1990", "northern-cyprus"),
        ("Vatican", "1990", "holy-see"),
        ("New Zealand’s", "1990", "new-zealand"),
        ("the Netherlands'", "1990", "netherlands"),
        ("Court of St James’s", "1990", "united-kingdom"),
    ],
)
def test_a_name_means_a_polity_as_of_a_date(text: str, on: str | None, polity: str) -> None:
    assert first(text, on) == polity


def test_a_name_out_of_its_time_is_marked() -> None:
    (match,) = ref.resolve_name("Sri Lanka", "1950")
    assert (match.polity, match.in_time) == ("sri-lanka", False)
    assert ref.resolve_name("Sri Lanka", "1980")[0].in_time


def test_a_city_that_is_no_longer_a_capital_does_not_stand_for_the_state() -> None:
    assert ref.resolve_name("Karachi", "1950")[0].polity == "pakistan"
    assert ref.resolve_name("Karachi", "1990") == ()
    assert ref.resolve_name("Constantinople", "1990") == ()


def test_without_a_date_the_polity_of_today_comes_first_and_others_follow() -> None:
    polities = [match.polity for match in ref.resolve_name("Turkey")]
    assert polities[0] == "republic-of-turkiye"
    assert "ottoman-empire" in polities[1:]


def test_both_bearers_of_a_name_are_given() -> None:
    assert {match.polity for match in ref.resolve_name("Congolese", "2000")} == {"dr-congo", "republic-of-the-congo"}
    assert {match.polity for match in ref.resolve_name("Dominican", "2000")} == {"dominica", "dominican-republic"}


def test_a_polity_is_given_once_under_its_likeliest_kind() -> None:
    (match,) = ref.resolve_name("Singapore", "2000")
    assert match.kind == "name"


def test_sovereign_and_younger_polities_come_first() -> None:
    assert first("Berlin", "1914") == "german-empire"
    assert first("Moscow", "1970") == "soviet-union"
    assert first("Nicosia", "2000") == first("Nicosia") == "cyprus"
    assert first("Congo", "1965") == "dr-congo"


@pytest.mark.parametrize("text", ["us", "car", "Atlantis", "", "   ", "the"])
def test_what_is_no_name_means_nothing(text: str) -> None:
    assert ref.resolve_name(text) == ()


@pytest.mark.parametrize("on", ["1990-02-29", "1900-13", "last year", "", "19"])
def test_an_impossible_date_is_refused(on: str) -> None:
    with pytest.raises(ImpossibleDate):
        ref.resolve_name("Italy", on)


# --- the user's state ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Italy", "ITA"),
        ("italy", "ITA"),
        ("ITA", "ITA"),
        ("it", "ITA"),
        ("Turkey", "TUR"),
        ("türkiye", "TUR"),
        ("TURKIYE", "TUR"),
        ("tr", "TUR"),
        ("The Netherlands", "NLD"),
        ("Holland", "NLD"),
        ("UK", "GBR"),
        ("u.s.a.", "USA"),
        ("us", "USA"),
        ("South Korea", "KOR"),
        ("DPRK", "PRK"),
        ("Georgia", "GEO"),
        ("Cote d'Ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Sao Tome and Principe", "STP"),
        ("Trinidad & Tobago", "TTO"),
        ("St Lucia", "LCA"),
        ("Guinea Bissau", "GNB"),
        ("Kosovo", "XKX"),
        ("XNC", "XNC"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Ottoman Empire", "TUR"),
        ("Kingdom of Italy", "ITA"),
        ("Soviet Union", "RUS"),
        ("Prussia", "DEU"),
        ("Republic of Venice", "ITA"),
    ],
)
def test_the_user_finds_a_state(text: str, code: str) -> None:
    assert ref.find_state(text).code == code


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Itally", "Italy"), ("Turky", "Türkiye"), ("Swedn", "Sweden"), ("Italian", "Italy"), ("Ankara", "Türkiye")],
)
def test_an_unknown_state_comes_with_a_suggestion(text: str, suggestion: str) -> None:
    with pytest.raises(UnknownState) as caught:
        ref.find_state(text)
    assert caught.value.suggestions[0] == suggestion
    assert "did you mean" in str(caught.value)
    assert isinstance(caught.value, WrongUse)


def test_a_name_that_two_states_bear_is_asked_back() -> None:
    with pytest.raises(UnknownState) as caught:
        ref.find_state("Congo")
    assert set(caught.value.suggestions) == {"DR Congo", "Republic of the Congo"}


def test_nonsense_is_unknown_without_a_suggestion() -> None:
    with pytest.raises(UnknownState) as caught:
        ref.find_state("xyzzy qwerty")
    assert caught.value.suggestions == ()


@pytest.mark.parametrize("state", list(ref.states().values()), ids=lambda state: state.code)
def test_every_state_is_found_by_its_name_and_code(state: ref.State) -> None:
    assert ref.find_state(state.name) == state
    assert ref.find_state(state.code) == state


# --- lineages, capitals, codes ------------------------------------------------------------------------------------


def test_the_polities_of_a_state_by_date() -> None:
    assert [polity.id for polity in ref.polities_of("ITA", "1900-01-01")] == ["kingdom-of-italy"]
    assert [polity.id for polity in ref.polities_of("ITA", "1950")] == ["italian-republic"]
    assert [polity.id for polity in ref.polities_of("ITA", "1946")] == ["kingdom-of-italy", "italian-republic"]
    venice_and_others = {polity.id for polity in ref.polities_of("ITA", "1700")}
    assert {"republic-of-venice", "papal-states"} <= venice_and_others
    assert "kingdom-of-italy" not in venice_and_others
    assert "ottoman-empire" in {polity.id for polity in ref.polities_of("TUR", "1900")}
    assert [polity.id for polity in ref.polities_of("DEU", "1975")] == ["germany"]
    assert "east-germany" in {polity.id for polity in ref.polities_of("DEU", "1975", how=["absorbed"])}
    assert {"german-empire", "germany"} <= {polity.id for polity in ref.polities_of("DEU")}
    assert ref.polities_of("QQQ") == ()


def test_where_a_state_has_no_line_of_its_own_who_held_it_is_given() -> None:
    assert "soviet-union" in {polity.id for polity in ref.polities_of("UKR", "1950")}
    assert {polity.id for polity in ref.polities_of("UKR", "2000")} == {"ukraine"}


def test_the_main_heir_comes_first() -> None:
    assert ref.main_state("soviet-union") == "RUS"
    assert ref.main_state("ottoman-empire") == "TUR"
    assert ref.main_state("italian-republic") == "ITA"
    assert ref.lineage_of("italian-republic")[0].how == "self"
    assert ref.main_state("no-such-polity") is None
    with pytest.raises(KeyError):
        ref.polity("no-such-polity")


@pytest.mark.parametrize(
    ("polity", "on", "city"),
    [
        ("republic-of-turkiye", "1925", "Ankara"),
        ("germany", "1970", "Bonn"),
        ("germany", "2000", "Berlin"),
        ("pakistan", "1950", "Karachi"),
        ("pakistan", None, "Islamabad"),
        ("nigeria", "1970", "Lagos"),
        ("nigeria", "2000", "Abuja"),
        ("brazil", "1950", "Rio de Janeiro"),
        ("brazil", "1960", "Brasília"),
        ("kazakhstan", "1995", "Almaty"),
        ("kazakhstan", "2020-01-01", "Nur-Sultan"),
        ("kazakhstan", "2005", "Astana"),
        ("kazakhstan", "2024", "Astana"),
        ("myanmar", "1990", "Yangon"),
        ("myanmar", "2010", "Naypyidaw"),
        ("tanzania", "1970", "Dar es Salaam"),
        ("united-states", "1795", "Philadelphia"),
        ("united-states", "1900", "Washington"),
        ("france", "1942", "Paris"),
        ("yemen", "2018", "Sana'a"),
        ("ukraine", "2000", "Kyiv"),
    ],
)
def test_the_capital_on_a_date(polity: str, on: str | None, city: str) -> None:
    assert ref.capital(polity, on) == city


def test_the_ottoman_capital_to_the_day() -> None:
    assert ref.capital("ottoman-empire", "1911") in ("Istanbul", "Constantinople")
    assert first("Constantinople", "1922-10-01") == "ottoman-empire"


def test_codes_hold_for_intervals() -> None:
    assert ref.code("germany", "cow", "1970") == "260"
    assert ref.code("germany", "cow", "1995") == "255"
    assert ref.by_code("cow", "260", "1970") == "germany"
    assert ref.by_code("cow", "325") == "italian-republic"
    assert ref.by_code("cow", "325", "1900") == "kingdom-of-italy"
    assert ref.by_code("cow", "640", "1911") == "ottoman-empire"
    assert ref.by_code("iso3", "TUR") == "republic-of-turkiye"
    assert ref.by_code("iso2", "QQ") is None
    assert ref.code("taiwan", "wikidata") == "Q865"
    assert (ref.code("yemen", "cow"), ref.code("yemen", "gw")) == ("679", "678")
    assert (ref.code("serbia", "cow"), ref.code("serbia", "gw")) == ("345", "340")


# --- folding, dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Türkiye", "turkiye"),
        ("İstanbul", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Łódź", "lodz"),
        ("Færøerne", "faeroerne"),
        ("Đà Nẵng", "da nang"),
        ("The Côte d’Ivoire", "cote d'ivoire"),
        ("Austria–Hungary", "austria hungary"),
        ("Austria-Hungary", "austria hungary"),
        ("U.S.", "us"),
        ("Washington, D.C.", "washington dc"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("  the   Netherlands ", "netherlands"),
        ("The", "the"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert ref.fold(text) == folded
    assert ref.fold(folded) == folded


@pytest.mark.parametrize(
    ("date", "span"),
    [
        ("1923-10-29", Span((1923, 10, 29), (1923, 10, 29))),
        ("1924-02", Span((1924, 2, 1), (1924, 2, 29))),
        ("1911", Span((1911, 1, 1), (1911, 12, 31))),
        ("192X", Span((1920, 1, 1), (1929, 12, 31))),
        ("15XX", Span((1500, 1, 1), (1599, 12, 31))),
        ("1301~", Span((1301, 1, 1), (1301, 12, 31))),
        ("-0026", Span((-26, 1, 1), (-26, 12, 31))),
        ("-01XX", Span((-199, 1, 1), (-100, 12, 31))),
    ],
)
def test_dates_have_an_earliest_and_a_latest_day(date: str, span: Span) -> None:
    assert span_of(date) == span


def test_an_open_side_is_unbounded() -> None:
    assert span_between("-0026", None).overlaps(span_of("2024"))
    assert not span_between(None, "-0026").overlaps(span_of("-0025"))


# --- mistakes in tables -------------------------------------------------------------------------------------------

_TABLES = {
    "polities.tsv": "id\tname\tfrom\tto\tkind\tsource\n# a note\nruritania\tRuritania\t1800\t\tkingdom\tnovels\n",
    "lineages.tsv": "polity\tstate\thow\tfrom\tto\nruritania\tXRU\tself\n",
    "names.tsv": "polity\tkind\ttext\tfrom\tto\nruritania\tname\tRuritania\n",
    "capitals.tsv": "polity\tcity\tfrom\tto\nruritania\tStrelsau\n",
    "codes.tsv": "polity\tsystem\tcode\tfrom\tto\nruritania\tiso3\tXRU\n",
}


def write_tables(folder: Path, **more: str) -> Path:
    """The tables of a small world in folder/present, with lines added to the table named."""
    part = folder / "present"
    part.mkdir()
    for name, text in _TABLES.items():
        (part / name).write_text(text + more.get(name.removesuffix(".tsv"), ""), encoding="utf-8")
    return folder


def test_small_tables_are_read(tmp_path: Path) -> None:
    small = read_register(write_tables(tmp_path))
    assert small.states["XRU"].name == "Ruritania"


@pytest.mark.parametrize(
    ("table", "line", "problem"),
    [
        ("polities", "ruritania\tRuritania\t1900\t\tkingdom\tnovels", "line 4: polity 'ruritania' is there twice"),
        ("polities", "zenda\tZenda\t1900\t1800\tkingdom\tnovels", "line 4: from 1900 is after to 1800"),
        ("polities", "zenda\tZenda\t1900-02-30\t\tkingdom\tnovels", "line 4: '1900-02-30' is no date"),
        ("polities", "zenda\tZenda\t1900\t\tcastle\tnovels", "line 4: kind 'castle' is none of"),
        ("polities", "zenda\tZenda\t1900\t\tkingdom\tnovels\tmore", "line 4: 7 cells where the header has 6"),
        ("lineages", "zenda\tXRU\tsuccessor", "line 3: polity 'zenda' is in no polities.tsv"),
        ("lineages", "ruritania\tXZE\tpartial", "line 3: state 'XZE' is no present-day state"),
        ("lineages", "ruritania\tXRU\their", "line 3: how 'heir' is none of"),
        ("names", "ruritania\tnickname\tThe Rury", "line 3: kind 'nickname' is none of"),
        ("names", "ruritania\tname\t", "line 3: the text is blank"),
        ("capitals", "zenda\tZenda", "line 3: polity 'zenda' is in no polities.tsv"),
        ("codes", "ruritania\tfips\tRU", "line 3: system 'fips' is none of"),
    ],
)
def test_a_mistake_names_table_and_line(tmp_path: Path, table: str, line: str, problem: str) -> None:
    folder = write_tables(tmp_path, **{table: line + "\n"})
    with pytest.raises(ReferenceTableError) as caught:
        read_register(folder)
    assert f"present/{table}.tsv, {problem}" in str(caught.value)


# --- speed --------------------------------------------------------------------------------------------------------


def test_the_tables_load_quickly() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        read_register(DATA / "polities")
        times.append(time.process_time() - start)
    assert min(times) < 0.2, "60 ms on a common machine; more than three times that is another algorithm"


def test_nothing_is_read_on_import() -> None:
    code = "import relazione.reference.polities; from relazione.reference.register import register as r; "
    code += "assert r.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(DATA.parents[2])})
