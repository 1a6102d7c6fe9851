"""Missions in the words of many authors: acts, accreditations, offices, consuls, guests (the sentences are our own)."""

from collections.abc import Callable

import pytest

# text | pair | what it tells, parted by ";"
CASES = [
    (
        "Norway opened an embassy in La Paz in 1960 and Bolivia in Oslo in 1965.",
        "NOR BOL",
        "NOR La Paz embassy open 1960/;BOL Oslo embassy open 1965/",
    ),
    ("Norway has an embassy in La Paz and Bolivia in Oslo.", "NOR BOL", "NOR La Paz embassy open;BOL Oslo embassy open"),
    ("Norway has an embassy in La Paz and Bolivia in Lima was silent.", "NOR BOL", "NOR La Paz embassy open"),
    ("Norway opened an embassy in La Paz in 1960 and Peru in 1965.", "NOR BOL", "NOR La Paz embassy open 1960/"),
    (
        "The embassies of both countries are located in Oslo and La Paz.",
        "NOR BOL",
        "BOL Oslo embassy open;NOR La Paz embassy open",
    ),
    ("Norway is represented in Bolivia by its ambassador in Lima.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    ("Norway was represented at the talks in Bolivia by its ambassador in La Paz.", "NOR BOL", ""),
    ("Bolivia is accredited to Norway from Stockholm, Sweden.", "NOR BOL", "BOL Stockholm accredited-non-resident open"),
    (
        "Norway has no embassy in La Paz; its ambassador in Lima is accredited to Bolivia.",
        "NOR BOL",
        "NOR Lima accredited-non-resident unknown",
    ),
    (
        "In 1990 Norway reopened its embassy in La Paz, which had been closed since 1975.",
        "NOR BOL",
        "NOR La Paz embassy closed /1975;NOR La Paz embassy open 1990/",
    ),
    (
        "Norway will open an embassy in La Paz, a consulate-general in Sucre, and consulates in Oruro and Potosí.",
        "NOR BOL",
        "NOR La Paz embassy planned;NOR Sucre consulate-general planned;NOR Oruro consulate planned;NOR Potosí consulate planned",
    ),
    (
        "Norway has an embassy in La Paz and two branches of the consulate (in Sucre and Oruro).",
        "NOR BOL",
        "NOR La Paz embassy open;NOR Sucre other open;NOR Oruro other open",
    ),
    (
        "Norway has an embassy in La Paz and two embassy branches in (Sucre and Oruro).",
        "NOR BOL",
        "NOR La Paz embassy open;NOR Sucre other open;NOR Oruro other open",
    ),
    ("The Norwegian embassy branch office in Sucre closed in 2013.", "NOR BOL", "NOR Sucre other closed /2013"),
    ("Norway refused to recall its staff from its closed embassy in La Paz.", "NOR BOL", "NOR La Paz embassy closed"),
    (
        "In 1975 Norway closed embassies in La Paz and Sucre.",
        "NOR BOL",
        "NOR La Paz embassy closed /1975;NOR Sucre embassy closed /1975",
    ),
    (
        "Norway has an embassy in La Paz. Two cars belonging to the embassy left and were abandoned.",
        "NOR BOL",
        "NOR La Paz embassy open;NOR La Paz embassy unknown",
    ),
    (
        "The Norwegian ambassador left. From 1885 to 1905, their commissions were to Peru and Bolivia, being resident at Lima.",
        "NOR BOL",
        "NOR Lima accredited-non-resident closed 1885/1905",
    ),
    ("The talks were held in Sucre, where Norway had its consulate.", "NOR BOL", "NOR Sucre consulate closed"),
    ("Nils Berg was the Norwegian consul in Sucre. The post closed in 1901.", "NOR BOL", "NOR Sucre consulate closed /1901"),
    (
        "Nils Berg was the first Norwegian consul. He was appointed to Oruro in 1870. The consulate was abolished in 1876.",
        "NOR BOL",
        "NOR Oruro consulate closed /1876",
    ),
    (
        "Oruro (Uru Uru)-- A Norwegian Consular Agent was appointed on July 3, 1875. The Agency closed December 31, 1910. "
        "A Consulate was established June 4, 1943, and closed January 11, 1944. "
        "Potosí (Potosi)-- A Norwegian Consular Agency was established in 1890.",
        "NOR BOL",
        "NOR Oruro other closed /1910-12-31;NOR Oruro consulate closed 1943-06-04/1944-01-11;NOR Potosí other open 1890/",
    ),
    ("Minister Olsen was resident at Lima.", "NOR PER", ""),
    ("The Norwegian embassy in Lima is accredited to Bolivia.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    ("The Norwegian embassy in Lima also covers Bolivia.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    ("Norway has a non-resident ambassador in Lima.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    ("Bolivia has a non-resident embassy in Stockholm.", "NOR BOL", "BOL Stockholm accredited-non-resident open"),
    ("Norway is represented in Bolivia by its embassy in Lima, Peru.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    ("Neither country has a resident ambassador.", "NOR BOL", ""),
    (
        "Norway's interests in Bolivia are looked after by its embassy in Lima.",
        "NOR BOL",
        "NOR Lima accredited-non-resident open",
    ),
    (
        "Bolivia is accredited to Norway through its embassy in Stockholm.",
        "NOR BOL",
        "BOL Stockholm accredited-non-resident open",
    ),
    ("Norway handles its relations with Bolivia from its embassy in Lima.", "NOR BOL", "NOR Lima accredited-non-resident open"),
    (
        "Norway conducts relations with Bolivia through its embassy in Lima and an honorary consulate in La Paz.",
        "NOR BOL",
        "NOR Lima accredited-non-resident open;NOR La Paz honorary-consulate open",
    ),
    ("Norway has a diplomatic mission in La Paz.", "NOR BOL", "NOR La Paz embassy open"),
    ("Norway has its embassy in La Paz.", "NOR BOL", "NOR La Paz embassy open"),
    ("Norway's embassy is located in La Paz.", "NOR BOL", "NOR La Paz embassy open"),
    ("Norway maintains an embassy in the Bolivian capital.", "NOR BOL", "NOR La Paz embassy open"),
    (
        "Bolivia maintains an embassy in Oslo and consulates in Bergen and Tromsø.",
        "NOR BOL",
        "BOL Oslo embassy open;BOL Bergen consulate open;BOL Tromsø consulate open",
    ),
    (
        "Bolivia is represented in Norway by an embassy in Oslo and a consulate in Bergen.",
        "NOR BOL",
        "BOL Oslo embassy open;BOL Bergen consulate open",
    ),
    (
        "The two countries maintain embassies in each other's capitals.",
        "NOR BOL",
        "NOR La Paz embassy open;BOL Oslo embassy open",
    ),
    (
        "Both countries have resident embassies in Oslo and La Paz respectively.",
        "NOR BOL",
        "NOR La Paz embassy open;BOL Oslo embassy open",
    ),
    (
        "There is a Norwegian embassy in La Paz and a Bolivian embassy in Oslo.",
        "NOR BOL",
        "NOR La Paz embassy open;BOL Oslo embassy open",
    ),
    (
        "The Norwegian government operates an embassy in La Paz, with consulates in Sucre, Potosí and Oruro.",
        "NOR BOL",
        "NOR La Paz embassy open;NOR Sucre consulate open;NOR Potosí consulate open;NOR Oruro consulate open",
    ),
    ("Norway also has consular offices in Sucre and Potosí.", "NOR BOL", "NOR Sucre consulate open;NOR Potosí consulate open"),
    (
        "Norway has an embassy in La Paz as well as an honorary consul in Sucre.",
        "NOR BOL",
        "NOR La Paz embassy open;NOR Sucre honorary-consulate open",
    ),
    ("Norway has several consulates throughout the country.", "NOR BOL", "NOR - consulate open"),
    (
        "India has a High Commission in Accra, while Ghana has a High Commission in New Delhi.",
        "IND GHA",
        "IND Accra high-commission open;GHA New Delhi high-commission open",
    ),
    (
        "India has a high commission in Accra and Ghana maintains one in New Delhi.",
        "IND GHA",
        "IND Accra high-commission open;GHA New Delhi high-commission open",
    ),
    ("The High Commission of India in Accra was opened in 1957.", "IND GHA", "IND Accra high-commission open 1957/"),
    ("Taiwan maintains a representative office in New Delhi.", "IND TWN", "TWN New Delhi other open"),
    (
        "The Embassy of Ghana in New Delhi was upgraded to a high commission in 1960.",
        "IND GHA",
        "GHA New Delhi embassy closed /1960;GHA New Delhi high-commission open 1960/",
    ),
    ("Norway opened an embassy in La Paz in 1960, but closed it in 1975.", "NOR BOL", "NOR La Paz embassy closed 1960/1975"),
    ("In 1975 Norway withdrew its embassy from La Paz.", "NOR BOL", "NOR La Paz embassy closed /1975"),
    ("Norway shut its embassy in La Paz in 1975 for budgetary reasons.", "NOR BOL", "NOR La Paz embassy closed /1975"),
    ("Norway suspended the operations of its embassy in La Paz in 1975.", "NOR BOL", "NOR La Paz embassy closed /1975"),
    ("Norway's embassy in La Paz suspended operations on 4 May 1975.", "NOR BOL", "NOR La Paz embassy closed /1975-05-04"),
    ("The closure of the Norwegian embassy in La Paz in 1975 was regretted.", "NOR BOL", "NOR La Paz embassy closed /1975"),
    ("Norway resumed operations at its embassy in La Paz in 1990.", "NOR BOL", "NOR La Paz embassy open 1990/"),
    (
        "Both countries upgraded their legations to embassies in 1956.",
        "NOR BOL",
        "NOR - legation closed /1956;BOL - legation closed /1956;NOR - embassy open 1956/;BOL - embassy open 1956/",
    ),
    (
        "In 1956 the Norwegian legation in La Paz became an embassy.",
        "NOR BOL",
        "NOR La Paz legation closed /1956;NOR La Paz embassy open 1956/",
    ),
    ("The Norwegian mission in La Paz was raised to the rank of embassy in 1956.", "NOR BOL", "NOR La Paz embassy open 1956/"),
    (
        "Norway moved its embassy from Sucre to La Paz in 1950.",
        "NOR BOL",
        "NOR Sucre embassy closed /1950;NOR La Paz embassy open 1950/",
    ),
    ("A resident Norwegian mission was set up in La Paz in 1950.", "NOR BOL", "NOR La Paz embassy open 1950/"),
    ("Norway inaugurated its embassy in La Paz in 1950.", "NOR BOL", "NOR La Paz embassy open 1950/"),
    ("Norway established a resident embassy in La Paz in 1950.", "NOR BOL", "NOR La Paz embassy open 1950/"),
    ("Norway's consulate in Sucre was established in 1890.", "NOR BOL", "NOR Sucre consulate open 1890/"),
    ("Nils Berg, the Norwegian consul general in Sucre, protested.", "NOR BOL", "NOR Sucre consulate-general unknown"),
    (
        "The first Consulate of Norway in Bolivia was established in Sucre on 3 May 1890.",
        "NOR BOL",
        "NOR Sucre consulate open 1890-05-03/",
    ),
    (
        "A Norwegian Consular Agency was opened at Oruro on 3 May 1890 and closed on 4 June 1899.",
        "NOR BOL",
        "NOR Oruro other closed 1890-05-03/1899-06-04",
    ),
    ("Norway plans to open an embassy in La Paz.", "NOR BOL", "NOR La Paz embassy planned"),
    ("In 2019 Norway announced that it would open an embassy in La Paz.", "NOR BOL", "NOR La Paz embassy planned"),
    ("Norway announced the opening of an embassy in La Paz.", "NOR BOL", "NOR La Paz embassy planned"),
    ("A Norwegian Interests Section was established in the Swiss Embassy.", "NOR BOL", "NOR - other open;CHE - embassy unknown"),
    (
        "Each country kept an interests section in the other's capital.",
        "NOR BOL",
        "NOR La Paz other unknown;BOL Oslo other unknown",
    ),
    ("Protesters attacked the Norwegian embassy in La Paz.", "NOR BOL", "NOR La Paz embassy unknown"),
    (
        "The exiled government of Norway received the Bolivian legation in London, which opened on 3 May 1941.",
        "NOR BOL",
        "BOL London legation unknown 1941-05-03/",
    ),
    (
        "=== U.S. Consulate at Niš, 1796-1862, with interruptions. ===\n\nThe first consul came late.",
        "USA SRB",
        "USA Niš consulate closed 1796/1862",
    ),
    (
        "The U.S. Interests Section was located in the Swiss Embassy in Belgrade.",
        "USA SRB",
        "CHE Belgrade embassy unknown;USA Belgrade other unknown",
    ),
    (
        "Paul Berg was appointed on 10 August 1888 as the first American Consul for Niš, which was then a small town.",
        "USA SRB",
        "USA Niš consulate unknown",
    ),
    ("John Doe served as Consul for Belgrade until 1890.", "USA SRB", "USA Belgrade consulate unknown"),
    ("The American Embassy at Singidun (Belgrade) was established in 1966.", "USA SRB", "USA Belgrade embassy open 1966/"),
    ("The U.S. Consulate General in Niš remained open until 1996.", "USA SRB", "USA Niš consulate-general closed /1996"),
    (
        "The U.S. Embassy was relocated from Niš to Belgrade in 1950.",
        "USA SRB",
        "USA Niš embassy closed /1950;USA Belgrade embassy open 1950/",
    ),
    (
        "The Consulate in Niš was elevated to a Consulate General on 1 May 1950 and was closed in 1960.",
        "USA SRB",
        "USA Niš consulate closed /1950-05-01;USA Niš consulate-general closed 1950-05-01/1960",
    ),
    ("Embassy Belgrade was reopened on 17 January 2002.", "USA SRB", "USA Belgrade embassy open 2002-01-17/"),
    ("Legation Belgrade was closed on 17 January 1941.", "USA SRB", "USA Belgrade legation closed /1941-01-17"),
    (
        "The first American mission in Belgrade was established by Minister Joe Doe on 3 May 1882.",
        "USA SRB",
        "USA Belgrade legation unknown 1882-05-03/",
    ),
    (
        "The Embassy staff was evacuated on 1 May 1990 and the Embassy in Belgrade closed.",
        "USA SRB",
        "USA Belgrade embassy closed /1990-05-01",
    ),
    ("The U.S. Mission in Belgrade was closed in November 1860.", "USA SRB", "USA Belgrade legation closed /1860-11"),
    (
        "The United States and Serbia raised their respective legations to embassies on 4 May 1943.",
        "USA SRB",
        "USA - legation closed /1943-05-04;SRB - legation closed /1943-05-04;USA - embassy open 1943-05-04/;SRB - embassy open 1943-05-04/",
    ),
    (
        "Serbia opened consulates in New York City, Chicago and Cleveland in 1922.",
        "USA SRB",
        "SRB New York City consulate open 1922/;SRB Chicago consulate open 1922/;SRB Cleveland consulate open 1922/",
    ),
    (
        "The United States appointed consuls to Niš and Subotica in 1797.",
        "USA SRB",
        "USA Niš consulate unknown;USA Subotica consulate unknown",
    ),
    ("The U.S. consular agents at Niš and Subotica left.", "USA SRB", "USA Niš other unknown;USA Subotica other unknown"),
    ("Chile has an embassy in The Hague.", "CHL NLD", "CHL The Hague embassy open"),
    ("The Chilean legation in The Hague was closed in 1940.", "CHL NLD", "CHL The Hague legation closed /1940"),
    (
        "The Embassy at Bathurst (now Banjul) was established in 1965 by the United States.",
        "USA GMB",
        "USA Banjul embassy open 1965/",
    ),
    (
        "The American Embassy at Bathurst (now Banjul) was established on 9 May 1965.",
        "USA GMB",
        "USA Banjul embassy open 1965-05-09/",
    ),
    (
        "U.S. consulates were also established at several times in Zemun, Niš, and Novi Sad.",
        "USA SRB",
        "USA Zemun consulate open;USA Niš consulate open;USA Novi Sad consulate open",
    ),
    (
        "On 25 February 1999 the United States suspended Embassy operations in Belgrade.",
        "USA SRB",
        "USA Belgrade embassy closed /1999-02-25",
    ),
    ("The United States suspended diplomatic relations in 1999.", "USA SRB", ""),
    (
        "All U.S. ambassadors to Montenegro have been resident at Belgrade.",
        "USA MNE",
        "USA Belgrade accredited-non-resident unknown",
    ),
    (
        "The American Ambassador, John Doe, was also accredited to Fiji and was resident at Suva.",
        "USA TON",
        "USA Suva accredited-non-resident unknown",
    ),
    (
        "Norway has an embassy and an honorary consulate in Lima.",
        "NOR PER",
        "NOR Lima embassy open;NOR Lima honorary-consulate open",
    ),
    ("Norway has an embassy and a consulate in Cusco.", "NOR PER", "NOR - embassy open;NOR Cusco consulate open"),
    (
        "Norway maintains an embassy and consulate general in Lima, and Peru an embassy in Oslo.",
        "NOR PER",
        "NOR Lima embassy open;NOR Lima consulate-general open;PER Oslo embassy open",
    ),
    (
        "All American Ambassadors to Montenegro have also been accredited to Serbia and resident in Belgrade.",
        "USA MNE",
        "USA Belgrade accredited-non-resident unknown",
    ),
    (
        "The American Ambassador came in 1930. The U.S. envoys to Estonia before him were accredited to Latvia as well, and had resided in Riga.",
        "USA EST",
        "USA Riga accredited-non-resident unknown",
    ),
    (
        "Embassy Usumbura (Bujumbura) was established on 1 July 1962 by the United States.",
        "USA BDI",
        "USA Bujumbura embassy open 1962-07-01/",
    ),
    ("Alan Doe, the American Consul at Brazzaville, presented his credentials in Chad.", "USA TCD", ""),
    (
        "The American Legation in Belgrade was established in 1882, though Schuyler was resident at Athens.",
        "USA SRB",
        "USA Belgrade legation unknown 1882/;USA Athens accredited-non-resident unknown",
    ),
    (
        "Italy has an embassy in Athens and four honorary consulates in Corinth, Rhodes, Sparta and Volos.",
        "ITA GRC",
        "ITA Athens embassy open;ITA Corinth honorary-consulate open;ITA Rhodes honorary-consulate open;"
        "ITA Sparta honorary-consulate open;ITA Volos honorary-consulate open",
    ),
    (
        "Japan has an embassy in Mexico City and a consulate-general in León.",
        "JPN MEX",
        "JPN Mexico City embassy open;JPN León consulate-general open",
    ),
    (
        "Greece has an embassy in Rome and consulates in Livorno and Bari.",
        "GRC ITA",
        "GRC Rome embassy open;GRC Livorno consulate open;GRC Bari consulate open",
    ),
    (
        "Jane Roe opened the American Legation near the Government of Norway in London on 2 August 1940.",
        "USA NOR",
        "USA London legation unknown 1940-08-02/",
    ),
    (
        "Guatemala has consulates-general in Oaxaca City, Tenosique, Tuxtla Gutiérrez and Veracruz City.",
        "GTM MEX",
        "GTM Oaxaca City consulate-general open;GTM Tenosique consulate-general open;GTM Tuxtla Gutiérrez consulate-general open;"
        "GTM Veracruz City consulate-general open",
    ),
    (
        "U.S. consular posts were also established at different times in Cali and Medellín. None remain in operation.",
        "USA COL",
        "USA Cali consulate closed;USA Medellín consulate closed",
    ),
    (
        "Peru has an embassy in Caracas and Venezuela has an embassy in Lima. In 2024 both nations closed their respective embassies.",
        "PER VEN",
        "PER Caracas embassy open;VEN Lima embassy open;PER Caracas embassy closed /2024;VEN Lima embassy closed /2024",
    ),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "pair", "wanted"), CASES)
def test_what_is_told_of_missions(text: str, pair: str, wanted: str, missions_told: Callable[[str, str], set[str]]) -> None:
    assert missions_told(text, pair) == {w for w in wanted.split(";") if w}
