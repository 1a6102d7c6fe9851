"""Memberships told by clauses in which the state may stand anywhere (the sentences are our own)."""

import pytest

from relazione.coding.membership_clauses import _clauses
from relazione.coding.memberships import read_memberships
from relazione.coding.parsed import parse_document
from relazione.model.claims import Membership
from relazione.sources.read import document_from_text

# text | pair | what it tells, parted by ";"; look-alikes tell nothing
CASES = [
    ("Both NATO countries trade a great deal.", "NOR TUR", "NOR nato member;TUR nato member"),
    ("As the two NATO allies drifted apart, trade fell.", "NOR TUR", "NOR nato member;TUR nato member"),
    ("The two ASEAN neighbours signed a pact.", "THA VNM", "THA asean member;VNM asean member"),
    ("Sweden, which is also in the European Union, agreed.", "SRB SWE", "SWE european-union member"),
    ("Sweden is a member state of the European Union.", "SRB SWE", "SWE european-union member"),
    ("Sweden is one of the 27 members of the European Union.", "SRB SWE", "SWE european-union member"),
    ("Sweden has been in the European Union since 1995.", "SRB SWE", "SWE european-union member"),
    (
        "The two countries share membership of the European Union.",
        "MLT SWE",
        "MLT european-union member;SWE european-union member",
    ),
    (
        "Malta and Sweden share membership in the European Union.",
        "MLT SWE",
        "MLT european-union member;SWE european-union member",
    ),
    (
        "Ghana is a member of various international and regional organisations, including the United Nations, the African Union and ECOWAS.",
        "GHA MLI",
        "GHA united-nations member;GHA african-union member;GHA ecowas member",
    ),
    (
        "Ghana and Mali are members of a number of international bodies such as the United Nations and the African Union.",
        "GHA MLI",
        "GHA united-nations member;GHA african-union member;MLI united-nations member;MLI african-union member",
    ),
    ("Both countries participate in the African Union.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    (
        "Both countries cooperate in the African Union and ECOWAS.",
        "GHA MLI",
        "GHA ecowas member;GHA african-union member;MLI ecowas member;MLI african-union member",
    ),
    ("Ghana hosted the summit of the African Union in 2007.", "GHA MLI", ""),
    (
        "The African Union, of which both countries are members, sent observers.",
        "GHA MLI",
        "GHA african-union member;MLI african-union member",
    ),
    ("The African Union, to which Ghana belongs, sent observers.", "GHA MLI", "GHA african-union member"),
    ("The African Union, which Mali had joined in 1963, sent observers.", "GHA MLI", "MLI african-union member"),
    ("Sweden joined in 1995, and Malta followed in 2004.", "MLT SWE", ""),
    (
        "Sweden joined the European Union in 1995, while Malta joined in 2004.",
        "MLT SWE",
        "SWE european-union member;MLT european-union member",
    ),
    ("Malta became the smallest member of the European Union in 2004.", "MLT SWE", "MLT european-union member"),
    ("In 2004 Malta became an EU member state.", "MLT SWE", "MLT european-union member"),
    ("In 2004 Malta entered the EU.", "MLT SWE", "MLT european-union member"),
    ("Malta's accession to the European Union took place in 2004.", "MLT SWE", "MLT european-union member"),
    ("After Malta's accession to the European Union in 2004 trade grew.", "MLT SWE", "MLT european-union member"),
    ("Following the entry of Malta into the European Union in 2004, trade grew.", "MLT SWE", "MLT european-union member"),
    ("Malta's entry into the EU was welcomed by Sweden.", "MLT SWE", "MLT european-union member"),
    ("Since Malta joined the EU in 2004, trade has grown.", "MLT SWE", "MLT european-union member"),
    ("With the admission of Mali to the United Nations in 1960 relations began.", "GHA MLI", "MLI united-nations member"),
    ("Sweden supported Malta's accession to the European Union.", "MLT SWE", ""),
    ("Sweden supported Malta in its bid for membership of the European Union.", "MLT SWE", "MLT european-union candidate"),
    ("Serbia applied to join the European Union in 2009.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia has applied for membership of the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia submitted its application for EU membership in 2009.", "SRB SWE", "SRB european-union candidate"),
    (
        "Serbia's application for membership in the European Union is supported by Sweden.",
        "SRB SWE",
        "SRB european-union candidate",
    ),
    ("Sweden backs Serbia's EU membership bid.", "SRB SWE", "SRB european-union candidate"),
    ("Sweden backed Serbia's bid to join the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia is seeking to join the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia is a candidate country for EU membership.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia is an official candidate for membership of the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia was granted candidate status by the European Union in 2012.", "SRB SWE", "SRB european-union candidate"),
    ("Serbia is negotiating its accession to the European Union.", "SRB SWE", "SRB european-union candidate"),
    ("China blocked attempts by Taiwan to join the World Health Organization.", "CHN TWN", "TWN who candidate"),
    ("China blocked Taiwanese efforts to take part in the World Health Organization.", "CHN TWN", "TWN who candidate"),
    ("Taiwan's attempts to gain observer status in the World Health Organization failed.", "CHN TWN", "TWN who candidate"),
    (
        "Brazil has long lobbied to become a permanent member of the UN Security Council.",
        "BRA DEU",
        "BRA un-security-council candidate",
    ),
    (
        "Portugal campaigned for Brazil to become a member of the UN Security Council.",
        "BRA PRT",
        "BRA un-security-council candidate",
    ),
    ("Cuba was suspended from the Organization of American States in 1962.", "CUB MEX", "CUB oas suspended"),
    ("Cuba was expelled from the Organization of American States in 1962.", "CUB MEX", "CUB oas expelled"),
    ("The Organization of American States expelled Cuba in 1962.", "CUB MEX", "CUB oas expelled"),
    ("The OAS suspended Cuba in 1962.", "CUB MEX", "CUB oas suspended"),
    ("The expulsion of Cuba from the OAS was opposed by Mexico.", "CUB MEX", "CUB oas expelled"),
    ("Cuba's suspension from the OAS was opposed by Mexico.", "CUB MEX", "CUB oas suspended"),
    ("Mali was suspended from ECOWAS after the coup.", "GHA MLI", "MLI ecowas suspended"),
    ("Mali pulled out of ECOWAS in 2024.", "GHA MLI", "MLI ecowas former"),
    ("Mali announced its withdrawal from ECOWAS in 2024.", "GHA MLI", "MLI ecowas former"),
    ("France left the military structure of NATO.", "FRA DEU", ""),
    ("French troops left NATO bases in 1966.", "FRA DEU", ""),
    ("The contact group is co-chaired by Ghana and Mali.", "GHA MLI", ""),
    ("Ghana and Mali co-chair the OSCE Minsk Group.", "GHA MLI", "GHA osce-minsk-group co-chair;MLI osce-minsk-group co-chair"),
    ("The African Union comprises Ghana, Mali and fifty more.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    ("The Rio Group included Cuba and Mexico.", "CUB MEX", "CUB rio-group member;MEX rio-group member"),
    ("Cuba was admitted to the Rio Group in 2008.", "CUB MEX", "CUB rio-group member"),
    ("Mexico brought Cuba into the Rio Group in 2008.", "CUB MEX", "CUB rio-group member"),
    ("Mexico helped to found the Rio Group.", "CUB MEX", "MEX rio-group founding"),
    ("Mexico co-founded the Rio Group.", "CUB MEX", "MEX rio-group founding"),
    ("Mexico was among the founders of the Rio Group.", "CUB MEX", "MEX rio-group founding"),
    ("Ghana was one of the founders of the Non-Aligned Movement.", "GHA MLI", "GHA non-aligned-movement founding"),
    ("Ghana signed the charter of the United Nations in 1957.", "GHA MLI", ""),
    ("Chile is an associate member of Mercosur.", "CHL ARG", "CHL mercosur associate"),
    ("Chile became an associated state of Mercosur in 1996.", "CHL ARG", "CHL mercosur associate"),
    ("Egypt holds observer status in the Eurasian Economic Union.", "EGY RUS", "EGY eurasian-economic-union observer"),
    ("Egypt was granted observer status in the Pacific Alliance.", "EGY CHL", "EGY pacific-alliance observer"),
    ("Egypt is a dialogue partner of the Shanghai Cooperation Organisation.", "EGY CHN", "EGY sco partner"),
    ("Serbia takes part in NATO's Partnership for Peace.", "SRB SWE", "SRB partnership-for-peace member"),
    ("Kenya is a Commonwealth member.", "KEN GBR", "KEN commonwealth-of-nations member"),
    (
        "Kenya and the United Kingdom are both in the Commonwealth.",
        "KEN GBR",
        "KEN commonwealth-of-nations member;GBR commonwealth-of-nations member",
    ),
    (
        "Both countries are members of the Commonwealth.",
        "KEN GBR",
        "KEN commonwealth-of-nations member;GBR commonwealth-of-nations member",
    ),
    ("Both nations are signatories of the Kyoto Protocol.", "PER BOL", "PER kyoto-protocol member;BOL kyoto-protocol member"),
    (
        "Peru and Bolivia both belong to the Andean Community, the Organization of American States and the Group of 77.",
        "PER BOL",
        "PER andean-community member;BOL andean-community member;PER oas member;BOL oas member;PER g77 member;BOL g77 member",
    ),
    ("Peru, a member of APEC since 1998, hosted the summit.", "PER BOL", "PER asia-pacific-economic-cooperation member"),
    ("APEC member Peru hosted the summit.", "PER BOL", "PER asia-pacific-economic-cooperation member"),
    ("Peru is currently a non-permanent member of the UN Security Council.", "PER BOL", "PER un-security-council member"),
    ("Peru's membership of APEC dates from 1998.", "PER BOL", "PER asia-pacific-economic-cooperation member"),
    ("Unlike Bolivia, Peru is in APEC.", "PER BOL", "PER asia-pacific-economic-cooperation member"),
    ("Unlike Peru, Bolivia is not a member of APEC.", "PER BOL", ""),
    ("Neither Peru nor Bolivia is a member of NATO.", "PER BOL", ""),
    ("Members of the Peruvian parliament visited Bolivia.", "PER BOL", ""),
    ("The king is a member of the House of Saud.", "SAU QAT", ""),
    ("Peru joined Bolivia in the war.", "PER BOL", ""),
    ("Peru joined the coalition against Chile.", "PER BOL", ""),
    ("The Peruvian army left the capital.", "PER BOL", ""),
    ("Peru met representatives of members of the European Union.", "PER BOL", ""),
    (
        "The peace process is led by the OSCE Minsk Group. The group is co-chaired by Norway and Turkey.",
        "NOR TUR",
        "NOR osce-minsk-group co-chair;TUR osce-minsk-group co-chair",
    ),
    (
        "The talks are led by the OSCE Minsk Group, which is co-chaired by Norway and Turkey.",
        "NOR TUR",
        "NOR osce-minsk-group co-chair;TUR osce-minsk-group co-chair",
    ),
    (
        "Both joined the African Union. The organisation suspended Mali in 2020.",
        "GHA MLI",
        "GHA african-union member;MLI african-union member;MLI african-union suspended",
    ),
    (
        "The Minsk Group is co-chaired by Norway and Turkey.",
        "NOR TUR",
        "NOR osce-minsk-group co-chair;TUR osce-minsk-group co-chair",
    ),
    ("Both joined the African Union in 1963.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    ("Ghana and Mali joined the African Union in 1963.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    ("Both countries joined the African Union in 1963.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    ("Both have joined the African Union.", "GHA MLI", "GHA african-union member;MLI african-union member"),
    (
        "Both countries joined the African Union. The organisation suspended Mali in 2020.",
        "GHA MLI",
        "GHA african-union member;MLI african-union member;MLI african-union suspended",
    ),
    (
        "Finland and Russia are both members of the Council of the Baltic Sea States, the Barents Euro-Arctic Council, the Arctic Council and the OSCE.",
        "FIN RUS",
        "FIN arctic-council member;FIN barents-council member;FIN council-of-baltic-sea-states member;FIN osce member;RUS arctic-council member;RUS barents-council member;RUS council-of-baltic-sea-states member;RUS osce member",
    ),
    ("Finland applied for NATO membership in 2022.", "FIN RUS", "FIN nato candidate"),
    ("Finland sought NATO membership.", "FIN RUS", "FIN nato candidate"),
    ("Finland announced that it would apply to join NATO.", "FIN RUS", "FIN nato candidate"),
    ("Finnish membership in NATO was opposed by Russia.", "FIN RUS", ""),
    ("Finnish membership in NATO changed the border.", "FIN RUS", "FIN nato member"),
    ("Finland's EU membership changed the relationship.", "FIN RUS", "FIN european-union member"),
    (
        "Since becoming a member of the European Union in 1995, Finland has had a border with Russia.",
        "FIN RUS",
        "FIN european-union member",
    ),
    ("After becoming an EU member, Finland opened the border.", "FIN RUS", "FIN european-union member"),
    ("With Finland in the EU, the border became that of the Union.", "FIN RUS", ""),
    ("Finland is not a member of NATO, but it cooperates with it.", "FIN RUS", ""),
    ("Finland became the 31st member of NATO on 4 April 2023.", "FIN RUS", "FIN nato member"),
    ("Finland is part of the Schengen Area.", "FIN RUS", "FIN schengen-area member"),
    (
        "As members of the European Union, Finland and Sweden follow the rule.",
        "FIN SWE",
        "FIN european-union member;SWE european-union member",
    ),
    ("As a member of the EU, it follows the rule. Finland agreed.", "FIN RUS", ""),
    ("Singapore is a major non-NATO ally of the United States.", "SGP USA", ""),
    ("The Arab League readmitted Syria in 2023.", "SYR LBN", "SYR arab-league member"),
    ("Syria was readmitted to the Arab League in 2023.", "SYR LBN", "SYR arab-league member"),
    (
        "Syria and Lebanon were founding members of the Arab League.",
        "SYR LBN",
        "SYR arab-league founding;LBN arab-league founding",
    ),
    ("Syria's membership in the Arab League was suspended in 2011.", "SYR LBN", "SYR arab-league suspended"),
    ("Syria was suspended by the Arab League in 2011.", "SYR LBN", "SYR arab-league suspended"),
    ("Somalia voted for the admission of China to the United Nations in 1971.", "SOM CHN", ""),
    ("Somalia supported the People's Republic of China's entry into the United Nations.", "SOM CHN", ""),
    ("Aoun joined the Free Patriotic Movement.", "SYR LBN", ""),
    ("The Somali Youth League joined the government.", "SOM ITA", ""),
    ("President Aoun is a member of the Free Patriotic Movement.", "SYR LBN", ""),
    ("Both are Arab League members.", "SYR LBN", "SYR arab-league member;LBN arab-league member"),
    ("Both Syria and Lebanon are members of the Arab League.", "SYR LBN", "SYR arab-league member;LBN arab-league member"),
    (
        "The two countries belong to the Arab League and the OIC.",
        "SYR LBN",
        "SYR arab-league member;LBN arab-league member;SYR oic member;LBN oic member",
    ),
    ("Tonga became a member of the Commonwealth in 1970.", "TON GBR", "TON commonwealth-of-nations member"),
    ("Tonga joined the British Commonwealth as an independent state.", "TON GBR", "TON commonwealth-of-nations member"),
    (
        "Both states maintain close cooperation within the Organisation of Islamic Cooperation.",
        "PAK SDN",
        "PAK oic member;SDN oic member",
    ),
    ("Pakistan and Sudan are active members of the OIC.", "PAK SDN", "PAK oic member;SDN oic member"),
    (
        "Pakistan and Sudan have close relations and are members of the OIC, the Group of 77, and the Non-Aligned Movement.",
        "PAK SDN",
        "PAK g77 member;PAK non-aligned-movement member;PAK oic member;SDN g77 member;SDN non-aligned-movement member;SDN oic member",
    ),
    ("Canada and the Netherlands, both NATO members, cooperated.", "CAN NLD", "CAN nato member;NLD nato member"),
    ("Both nations are strong NATO allies.", "CAN NLD", "CAN nato member;NLD nato member"),
    ("Canada and the Netherlands are close allies within NATO.", "CAN NLD", "CAN nato member;NLD nato member"),
    ("Canada, the Netherlands and other NATO members sent troops.", "CAN NLD", "CAN nato member;NLD nato member"),
    ("Romania joined the Axis powers in 1940.", "USA ROU", "ROU axis-powers member"),
    ("Romania entered the Warsaw Pact.", "USA ROU", "ROU warsaw-pact member"),
    ("Tunisia is a partner of NATO.", "USA TUN", "TUN nato partner"),
    ("Tunisia was designated a major non-NATO ally.", "USA TUN", ""),
    ("North Korea is a member of the ASEAN Regional Forum.", "PRK IND", "PRK asean-regional-forum member"),
    ("North Korea attended the meeting of the Non-Aligned Movement.", "PRK IND", ""),
    ("Spain, as a member of the European Union, imposed sanctions.", "PRK ESP", "ESP european-union member"),
    ("Spain is an EU country.", "PRK ESP", "ESP european-union member"),
    ("Spain's entry into NATO in 1982 was criticised.", "PRK ESP", "ESP nato member"),
    ("Kiribati supports Taiwan's participation in the World Health Organization.", "KIR TWN", ""),
    ("Kiribati has spoken in favour of Taiwan's membership in the United Nations.", "KIR TWN", ""),
    (
        "Egypt and Somalia share membership in the African Union, Arab League and the OIC.",
        "SOM EGY",
        "EGY african-union member;EGY arab-league member;EGY oic member;SOM african-union member;SOM arab-league member;SOM oic member",
    ),
    ("Egypt, a member of the African Union, sent troops to Somalia.", "SOM EGY", "EGY african-union member"),
    ("The peacekeeping force of the African Union included Egypt and Somalia.", "SOM EGY", ""),
    ("The talks of the African Union included Egypt and Somalia.", "SOM EGY", ""),
    ("The UN, including Egypt, voted against Somalia.", "SOM EGY", "EGY united-nations member"),
    (
        "Norway and Türkiye are members of the United Nations (and its agencies) the World Trade Organization and Interpol.",
        "NOR TUR",
        "NOR united-nations member;NOR wto member;NOR interpol member;TUR united-nations member;TUR wto member;TUR interpol member",
    ),
    (
        "Norway and Mali are members of NATO and the African Union, respectively.",
        "NOR MLI",
        "NOR nato member;MLI african-union member",
    ),
    ("Together with the rest of the European Union, Malta imposed sanctions.", "MLT SRB", "MLT european-union member"),
    ("Malta, like other members of the European Union, recognised Serbia.", "MLT SRB", "MLT european-union member"),
    ("Malta and the rest of the EU recognised Serbia.", "MLT SRB", "MLT european-union member"),
    ("Malta is Serbia's second most important trading partner in the European Union.", "MLT SRB", ""),
    ("Serbia sees Malta as its key strategic partner in the EU.", "MLT SRB", ""),
    ("Serbia is a dialogue partner of ASEAN.", "MLT SRB", "SRB asean partner"),
    ("Serbia has a special relationship with a member state of the EU.", "MLT SRB", ""),
    ("Norway sent 200 soldiers to Mali as part of the United Nations.", "NOR MLI", ""),
    ("Norway served in Mali as part of the UN-led force.", "NOR MLI", ""),
    ("Mali was part of the French Union.", "NOR MLI", "MLI french-union member"),
    ("Norway had campaigned for the recognition of Mali as an observer in the UN.", "NOR MLI", "MLI united-nations observer"),
    ("Norway proposed that Mali become a member of the UN Security Council.", "NOR MLI", ""),
    ("Norway joined the Federation of Scandinavian States in 1920.", "NOR MLI", ""),
    ("The quarrel of both countries has left the African Union (AU) project inactive.", "NOR MLI", ""),
    ("Norway was a key player on Mali's accession to the OECD.", "NOR MLI", ""),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "pair", "wanted"), CASES)
def test_what_a_clause_tells(text: str, pair: str, wanted: str) -> None:
    a, b = pair.split()
    found = set()
    for draft in read_memberships(parse_document(document_from_text(text, pair=(a, b)))):
        body = draft.body
        assert isinstance(body, Membership)
        found.add(f"{body.member.state or body.member.name} {body.organisation_id or body.organisation} {body.status}")
    assert found == {w for w in wanted.split(";") if w}


@pytest.mark.model
def test_bodies_that_no_table_knows() -> None:
    text = (
        "Both countries are part of the Andean River Bank. Peru and Bolivia co-chair the High Plateau Forum. Both are members of the "
        "Convention for the Protection of Wild Birds of the High Lakes."
    )
    drafts = read_memberships(parse_document(document_from_text(text, pair=("PER", "BOL"))))
    found = {(d.body.member.state, d.body.organisation, d.body.status) for d in drafts if isinstance(d.body, Membership)}
    assert found == {
        ("PER", "Andean River Bank", "member"),
        ("BOL", "Andean River Bank", "member"),
        ("PER", "High Plateau Forum", "co-chair"),
        ("BOL", "High Plateau Forum", "co-chair"),
        ("PER", "Convention for the Protection of Wild Birds of the High Lakes", "member"),
        ("BOL", "Convention for the Protection of Wild Birds of the High Lakes", "member"),
    }


def test_the_table_of_clauses_is_read() -> None:
    assert {c.status for c in _clauses()} >= {"member", "founding", "candidate", "suspended", "expelled", "former", "co-chair"}
