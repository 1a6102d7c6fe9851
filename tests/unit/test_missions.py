"""Missions in prose: what a sentence says of embassies and consulates, sentence by sentence (the words are our own)."""

from collections.abc import Callable

import pytest

from relazione.coding.mission_words import find_nouns
from relazione.coding.missions import read_missions
from relazione.coding.parsed import parse_document
from relazione.model.claims import Mission
from relazione.model.identity import Draft
from relazione.sources.read import document_from_text

needs_model = pytest.mark.model


def drafts(text: str, pair: str) -> list[Draft]:
    a, b = pair.split()
    return read_missions(parse_document(document_from_text(text, pair=(a, b))))


# text | pair | what it tells, parted by ";"
CASES = [
    ("Peru has an embassy in Oslo.", "PER NOR", "PER Oslo embassy open"),
    ("Norway keeps an embassy in Lima and a consulate in Cusco.", "PER NOR", "NOR Lima embassy open;NOR Cusco consulate open"),
    (
        "Peru has honorary consulates in Bergen (General), Tromsø (vacant) and Stavanger, and a consulate in Trondheim (Port Office).",
        "PER NOR",
        "PER Bergen honorary-consulate open;PER Tromsø honorary-consulate open;PER Stavanger honorary-consulate open;"
        "PER Trondheim consulate open",
    ),
    (
        "Peru runs an embassy in Oslo, a consulate-general in Bergen, and honorary consulates in Trondheim, Stavanger and Tromsø.",
        "PER NOR",
        "PER Oslo embassy open;PER Bergen consulate-general open;PER Trondheim honorary-consulate open;"
        "PER Stavanger honorary-consulate open;PER Tromsø honorary-consulate open",
    ),
    ("Japan operates consulates general in Porto and Faro.", "JPN PRT", "JPN Porto consulate-general open;JPN Faro consulate-general open"),
    ("Portugal maintains two general consulates (in Osaka and Nagoya).", "JPN PRT", "PRT Osaka consulate-general open;PRT Nagoya consulate-general open"),
    (
        "There are five honorary consulates of Portugal (in Kobe, Nagasaki, and three in Tokyo).",
        "JPN PRT",
        "PRT Kobe honorary-consulate open;PRT Nagasaki honorary-consulate open;PRT Tokyo honorary-consulate open",
    ),
    ("Malta is represented in Iceland through its embassy in London (United Kingdom).", "MLT ISL", "MLT London accredited-non-resident open"),
    ("Iceland is accredited to Malta from its embassy in Rome, Italy.", "MLT ISL", "ISL Rome accredited-non-resident open"),
    (
        "Chile covers Georgia from its embassy in Ankara (Turkey) and an honorary consulate in Tbilisi.",
        "CHL GEO",
        "CHL Ankara accredited-non-resident open;CHL Tbilisi honorary-consulate open",
    ),
    (
        "Georgia is accredited to Chile from its embassy in Lima, Peru and keeps up an honorary consulate in Valparaíso.",
        "CHL GEO",
        "GEO Lima accredited-non-resident open;GEO Valparaíso honorary-consulate open",
    ),
    ("Nepal is represented in Iceland by its embassy in Denmark.", "NPL ISL", "NPL - accredited-non-resident open"),
    ("The Nepalese embassy in Copenhagen, Denmark, is responsible for Iceland.", "NPL ISL", "NPL Copenhagen accredited-non-resident open"),
    ("The diplomatic representation of Laos in Chile is handled by the Laotian embassy in Havana, Cuba.", "LAO CHL", "LAO Havana accredited-non-resident open"),
    ("Estonia is represented in Kenya via a non-resident ambassador based in Tallinn.", "EST KEN", "EST Tallinn accredited-non-resident open"),
    ("Kenya has a high commission in Colombo.", "KEN LKA", "KEN Colombo high-commission open"),
    ("Finland opened its embassy in Hanoi on 3 March 1974.", "FIN VNM", "FIN Hanoi embassy open 1974-03-03/"),
    ("In 1993, Vietnam established an embassy in Helsinki.", "FIN VNM", "VNM Helsinki embassy open 1993/"),
    ("The Embassy of Finland was established in Hanoi in 1974.", "FIN VNM", "FIN Hanoi embassy open 1974/"),
    ("The opening of the Finnish consulate in Danang took place in 1999.", "FIN VNM", "FIN Danang consulate open 1999/"),
    ("Sweden closed its embassy in Luanda in May 2022.", "SWE AGO", "SWE Luanda embassy closed /2022-05"),
    ("The Swedish embassy in Luanda was closed in 2022.", "SWE AGO", "SWE Luanda embassy closed /2022"),
    (
        "Sweden closed its embassy in Luanda and its consulate in Lobito in 1976.",
        "SWE AGO",
        "SWE Luanda embassy closed /1976;SWE Lobito consulate closed /1976",
    ),
    ("Angola operated an embassy in Stockholm from 1979 until 2018.", "SWE AGO", "AGO Stockholm embassy closed 1979/2018"),
    ("Angola had an embassy in Stockholm.", "SWE AGO", "AGO Stockholm embassy closed"),
    ("Angola has had an embassy in Stockholm since 1979.", "SWE AGO", "AGO Stockholm embassy open 1979/"),
    (
        "A Greek consulate was opened in Plovdiv in 1880 and closed in 1906.",
        "GRC BGR",
        "GRC Plovdiv consulate closed 1880/1906",
    ),
    (
        "The Greek consulate in Plovdiv closed in 1906 and reopened in 1923.",
        "GRC BGR",
        "GRC Plovdiv consulate closed /1906;GRC Plovdiv consulate open 1923/",
    ),
    (
        "On 5 June 1947, the Legation at Sofia was raised to Embassy status by Greece.",
        "GRC BGR",
        "GRC Sofia legation closed /1947-06-05;GRC Sofia embassy open 1947-06-05/",
    ),
    (
        "In 1971 Brazil upgraded its consulate in Doha to an embassy.",
        "BRA QAT",
        "BRA Doha consulate closed /1971;BRA Doha embassy open 1971/",
    ),
    (
        "In 1959 Belgium moved its embassy from Rio de Janeiro to Brasília.",
        "BEL BRA",
        "BEL Rio de Janeiro embassy closed /1959;BEL Brasília embassy open 1959/",
    ),
    (
        "Belgium opened an embassy in Bamako in 1965. It was closed in 1988.",
        "BEL MLI",
        "BEL Bamako embassy closed 1965/1988;BEL Bamako embassy closed /1988",
    ),
    ("Mali announced that it would open an embassy in Brussels.", "BEL MLI", "MLI Brussels embassy planned"),
    ("Mali has no embassy in Brussels.", "BEL MLI", ""),
    ("Mali does not have an embassy in Brussels.", "BEL MLI", ""),
    ("Both countries have embassies in each other's capitals.", "POL HUN", "POL Budapest embassy open;HUN Warsaw embassy open"),
    ("Ghana opened an embassy in the Malian capital of Bamako.", "GHA MLI", "GHA Bamako embassy open"),
    ("Togo opened a consulate in Mali in 1961.", "TGO MLI", "TGO - consulate open 1961/"),
    ("The Danish Embassy is in Riga, and the Latvian Embassy is in Copenhagen.", "DNK LVA", "DNK Riga embassy open;LVA Copenhagen embassy open"),
    ("Austria opened its Riga legation in 1921.", "AUT LVA", "AUT Riga legation unknown 1921/"),
    ("The closing of Legation Riga took place in 1938, when Austria was no more.", "AUT LVA", "AUT Riga legation closed /1938"),
    ("Lyon is home to a Tunisian consulate-general.", "TUN FRA", "TUN Lyon consulate-general open"),
    ("Nice and Lyon are hosts to, respectively, the Korean Cultural Center and the Korean Friendship Association.", "KOR FRA",
     "KOR Nice cultural-institute open;KOR Lyon cultural-institute open"),
    ("Mexico closed its embassy in Lagos, whereas Nigeria has an embassy in Mexico City.", "MEX NGA", "MEX Lagos embassy closed;NGA Mexico City embassy open"),
    ("A protest was handed to the Indian embassy in Colombo.", "IND LKA", "IND Colombo embassy unknown"),
    ("The Indian embassy staff left.", "IND LKA", ""),
    ("Oman and Cuba have close ties.", "OMN CUB", ""),
    ("At Varna, a Consular Correspondent, at Burgas an honorary consulate: such is the network that Italy keeps in Bulgaria.", "ITA BGR",
     "ITA Varna consular-correspondent unknown"),
    ("Seven states were represented at the congress of Vienna.", "AUT FRA", ""),
]  # fmt: skip


@needs_model
@pytest.mark.parametrize(("text", "pair", "expected"), CASES, ids=[c[0][:50] for c in CASES])
def test_sentence(text: str, pair: str, expected: str, missions_told: Callable[[str, str], set[str]]) -> None:
    assert missions_told(text, pair) == {e for e in expected.split(";") if e}


@needs_model
def test_infobox_heading_and_items_name_missions(missions_told: Callable[[str, str], set[str]]) -> None:
    text = (
        "= Finland–Peru relations =\n\nInfobox\n- Mission1: Embassy of Finland, Lima\n- Mission2: Peruvian Embassy, Helsinki\n\n"
        "== Missions of Peru ==\n\n- Turku (Honorary consulate)\n\n=== Embassy of Finland in Lima ===\n\nSee also.\n"
    )
    assert missions_told(text, "FIN PER") == {
        "FIN Lima embassy open", "PER Helsinki embassy open", "PER Turku honorary-consulate open",
    }  # fmt: skip


@needs_model
def test_a_list_that_says_it_is_all_is_complete() -> None:
    (embassy, consulate) = drafts("Peru's network in Norway consists of an embassy in Oslo and a consulate in Bergen.", "PER NOR")
    assert embassy.complete and consulate.complete and embassy.current


@needs_model
def test_a_mere_list_is_not_complete() -> None:
    assert not any(d.complete for d in drafts("Peru has an embassy in Oslo and a consulate in Bergen.", "PER NOR"))


@needs_model
def test_the_city_is_taken_from_elsewhere_with_its_evidence() -> None:
    text = "Belgium opened an embassy in Bamako in 1965.\n\nIn 1988, Belgium closed its embassy in Mali."
    closing = drafts(text, "BEL MLI")[-1]
    assert isinstance(closing.body, Mission)
    assert closing.body.city == "Bamako"
    assert any("city" in e.fields and "Bamako" in e.exact for e in closing.evidence)


@needs_model
def test_the_opening_that_ends_keeps_the_words_that_end_it() -> None:
    opening = drafts("Belgium opened an embassy in Bamako in 1965. It was closed in 1988.", "BEL MLI")[0]
    assert isinstance(opening.body, Mission)
    assert opening.body.closed is not None and opening.body.closed.edtf == "1988"
    assert [e.exact for e in opening.evidence if "closed" in e.fields] == ["It was closed in 1988"]


@needs_model
def test_section_on_an_embassy_gives_address_head_and_native_name() -> None:
    text = (
        "= Peru–Sweden relations =\n\n== Missions ==\n\n=== Embassy of Peru in Stockholm ===\n\n"
        "The Embassy of Peru in Stockholm (Embajada del Perú en Suecia) is the mission of that country. "
        "It is located at Kommendörsgatan 35, Stockholm. The current ambassador is Ana Torres."
    )
    found = [d.body for d in drafts(text, "PER SWE") if isinstance(d.body, Mission) and d.body.address]
    assert len(found) == 1
    assert found[0].address == "Kommendörsgatan 35, Stockholm"
    assert found[0].head == "Ana Torres"
    assert found[0].native_name == "Embajada del Perú en Suecia"


@needs_model
def test_the_sender_is_the_polity_of_the_day() -> None:
    (mission,) = drafts("Turkey opened a consulate in Batumi in 1880.", "TUR GEO")
    assert isinstance(mission.body, Mission)
    assert mission.body.sender.name == "Ottoman Empire"


@needs_model
def test_schools_and_what_they_offer() -> None:
    found = [d.body for d in drafts("French schools in Senegal include primary and secondary schools.", "FRA SEN")]
    assert [(b.kind, b.offers) for b in found if isinstance(b, Mission)] == [("school", ("primary", "secondary schools"))]


@needs_model
def test_an_institute_with_its_name_and_courses() -> None:
    text = 'The Italian Culture Center "Dante" has its seat in Sousse. The Center offers language courses and concerts.'
    (draft,) = drafts(text, "ITA TUN")
    assert isinstance(draft.body, Mission)
    assert (draft.body.name, draft.body.city) == ("Dante", "Sousse")
    assert draft.body.offers and draft.body.offers[0].startswith("language courses")


@needs_model
def test_evidence_is_found_in_the_text_letter_by_letter() -> None:
    text = "Peru  has an embassy in Oslo;\nNorway’s consulate in Cusco closed in 1990."
    document = document_from_text(text, pair=("PER", "NOR"))
    for draft in read_missions(parse_document(document)):
        for evidence in draft.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.exact


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a consulate-general and two Consulates General", ["consulate-general", "consulate-general"]),
        ("a General Consulate, three honorary consulates", ["consulate-general", "honorary-consulate"]),
        ("an Interests Section and a liaison office", ["other", "other"]),
        ("High Commissions, legations, embassies", ["high-commission", "legation", "embassy"]),
        ("consulted with the consular department", []),
    ],
)
def test_nouns(text: str, kinds: list[str]) -> None:
    assert [n.kind for n in find_nouns(text, 0, len(text))] == kinds
