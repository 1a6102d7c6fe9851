"""Memberships in prose: who is in what, as what, from when, until when (the sentences are our own)."""

import pytest

from relazione.coding.memberships import read_memberships
from relazione.coding.parsed import parse_document
from relazione.model.claims import Membership
from relazione.sources.read import document_from_text

pytestmark = pytest.mark.model


def told(text: str, pair: str) -> set[str]:
    """Each membership as "state organisation status since/until"."""
    a, b = pair.split()
    found = set()
    for draft in read_memberships(parse_document(document_from_text(text, pair=(a, b)))):
        body = draft.body
        assert isinstance(body, Membership)
        dates = f" {body.since.edtf if body.since else ''}/{body.until.edtf if body.until else ''}"
        found.add(
            f"{body.member.state or body.member.name} {body.organisation_id} {body.status}"
            + (dates if body.since or body.until else "")
        )
    return found


CASES = [
    ("Both countries are members of ASEAN.", "THA VNM", "THA asean member;VNM asean member"),
    ("Both are full members of NATO and of the OECD.", "NOR TUR", "NOR nato member;TUR nato member;NOR oecd member;TUR oecd member"),
    ("Norway is a NATO member.", "NOR TUR", "NOR nato member"),
    ("Norway, a founding member of NATO, sent two ships.", "NOR TUR", "NOR nato founding"),
    ("As a NATO member, Norway sent two ships.", "NOR TUR", "NOR nato member"),
    ("As an African Union (AU) member, Ghana voted in favour.", "GHA MLI", "GHA african-union member"),
    ("Serbia is a candidate for the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia is an EU candidate, and Sweden is an EU member.", "SRB SWE", "SRB european-union candidate;SWE european-union member"),
    ("Serbia has become a candidate to join the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Sweden joined the European Union in 1995.", "SRB SWE", "SWE european-union member 1995/"),
    ("Sweden acceded to the EU on 1 January 1995.", "SRB SWE", "SWE european-union member 1995-01-01/"),
    ("In 1995 Sweden joined the EU.", "SRB SWE", "SWE european-union member 1995/"),
    ("Mali was admitted to the United Nations on 28 September 1960.", "MLI GHA", "MLI united-nations member 1960-09-28/"),
    ("In 1971 the Arab League was joined by Oman.", "OMN FRA", "OMN arab-league member 1971/"),
    ("The Arab League was joined by Oman in 1971.", "OMN FRA", "OMN arab-league member 1971/"),
    ("The United Kingdom left the European Union in 2020.", "GBR SWE", "GBR european-union former /2020"),
    ("France withdrew from SEATO in 1974.", "FRA THA", "FRA seato former /1974"),
    ("Both states belong to the African Union.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    ("Kenya is part of the Commonwealth of Nations.", "KEN MLI", "KEN commonwealth-of-nations member"),
    ("Kenya and Ghana are Commonwealth countries.", "KEN GHA", "KEN commonwealth-of-nations member;GHA commonwealth-of-nations member"),
    ("Ghana and Kenya, two of the largest members of the Commonwealth of Nations, traded little.", "KEN GHA",
     "KEN commonwealth-of-nations member;GHA commonwealth-of-nations member"),
    ("Fellow NATO members Greece and Turkey agreed on the rule.", "GRC TUR", "GRC nato member;TUR nato member"),
    ("The ship sailed under the rules of the European Union (which includes Malta).", "MLT TUN", "MLT european-union member"),
    ("Tunisia has observer status in the African Union.", "MLT TUN", "TUN african-union observer"),
    ("In the African Union Tunisia is a member, while Haiti is an observer.", "HTI TUN", "TUN african-union member;HTI african-union observer"),
    ("Mali's membership in the African Union was suspended in 2020.", "MLI GHA", "MLI african-union suspended"),
    ("Norway is not a member of the European Union.", "NOR SWE", ""),
    ("Sweden supports Serbia's accession to the European Union.", "SRB SWE", ""),
    ("Norway joined NATO exercises.", "NOR SWE", ""),
    ("The minister met all members of the European Union.", "NOR SWE", ""),
    ("Guyana's bid to join the Organization of American States failed in 1967.", "GUY VEN", "GUY oas candidate"),
    ("Both states are full members of the Danube Commission and of the OECD.", "AUT HUN", "AUT None member;HUN None member;AUT oecd member;HUN oecd member"),
    ("Both countries are ASEAN and APEC members.", "THA VNM", "THA asean member;VNM asean member;THA asia-pacific-economic-cooperation member;VNM asia-pacific-economic-cooperation member"),
    ("Both nations are mutual members of the Group of 77 and the World Trade Organization.", "MEX PER",
     "MEX g77 member;PER g77 member;MEX wto member;PER wto member"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pair", "expected"), CASES, ids=[c[0][:50] for c in CASES])
def test_sentence(text: str, pair: str, expected: str) -> None:
    assert told(text, pair) == {e for e in expected.split(";") if e}


def test_present_tense_without_a_date_is_current_and_an_act_is_not() -> None:
    text = "Norway is a member of NATO. Sweden joined the European Union in 1995."
    drafts = read_memberships(parse_document(document_from_text(text, pair=("NOR", "SWE"))))
    assert [d.current for d in drafts] == [True, False]


def test_the_member_is_the_polity_of_the_day() -> None:
    drafts = read_memberships(parse_document(document_from_text("In May 1915 Italy joined the Entente.", pair=("ITA", "FRA"))))
    assert [(d.body.member.name, d.body.organisation) for d in drafts if isinstance(d.body, Membership)] == [
        ("Kingdom of Italy", "Entente")
    ]


def test_an_echo_stands_for_the_organisation_before() -> None:
    assert told("Greek entry into NATO was backed by Norway, itself among the founders of the alliance.", "NOR GRC") == {
        "NOR nato founding"
    }
