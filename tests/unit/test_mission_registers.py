"""Registers of posts: lists of places with the dates of their consulates (made up by us)."""

from collections.abc import Callable

import pytest

# text | pair | what it tells, parted by ";"
CASES = [
    (
        "== Consular Presence ==\n\nThe United States opened a legation in Belgrade in 1900. Other U.S. consulates in the kingdom were: Niš, which opened on 3 March 1881, and closed on 4 May 1908; Subotica, which opened on 1 April 1890 and closed on 5 May 1901.",
        "USA SRB",
        "USA Belgrade legation unknown 1900/;USA Niš consulate closed 1881-03-03/1908-05-04;USA Subotica consulate closed 1890-04-01/1901-05-05",
    ),
    (
        "=== Other Consulates ===\n\nNiš (Nish). Earliest extant date July 6, 1864; last extant date June 20, 1896. Subotica: Earliest Date: March 1881. No extant latest date. Novi Sad (Neusatz)-- Earliest date: 1882; Latest date: 1897",
        "USA SRB",
        "USA Niš consulate closed 1864-07-06/1896-06-20;USA Subotica consulate unknown 1881-03/;USA Novi Sad consulate closed 1882/1897",
    ),
    (
        "The United States maintained consulates at these further posts:\n\nNiš-- Earliest date: October 27, 1883; Latest date: April 1904 Subotica (Szabadka)-- Earliest date: November 1852; Latest date: 1854 Kragujevac and Zemun (Semlin)-- Earliest Date: 1882; Latest Date: 1897",
        "USA SRB",
        "USA Niš consulate closed 1883-10-27/1904-04;USA Subotica consulate closed 1852-11/1854;USA Kragujevac consulate closed 1882/1897;USA Zemun consulate closed 1882/1897",
    ),
    (
        "Other U.S. consular posts were:\n\n- Niš (Consular Agency 1872-1902; Consulate 1902-1948)\n- Subotica (Commercial Agency 1859-1870)\n- Zemun (1880-1914)",
        "USA SRB",
        "USA Niš other closed 1872/1902;USA Niš consulate closed 1902/1948;USA Subotica other closed 1859/1870;USA Zemun consulate closed 1880/1914",
    ),
    (
        "Below is a list of U.S. Consulates General in Serbia.\n\n- Niš (1794-1941)\n- Subotica (1823-current)\n- Zemun (1797)",
        "USA SRB",
        "USA Niš consulate-general closed 1794/1941;USA Subotica consulate-general unknown 1823/;USA Zemun consulate-general unknown 1797/",
    ),
    (
        "=== Establishment of Consular Posts, 1844-1947. ===\n\nNiš (Nish) 1844; Subotica 1847; Zemun (Semlin) 1853; Novi Sad (Neusatz) 1860.",
        "USA SRB",
        "USA Niš consulate unknown 1844/;USA Subotica consulate unknown 1847/;USA Zemun consulate unknown 1853/;USA Novi Sad consulate unknown 1860/",
    ),
    (
        "== Consular Presence ==\n\n=== Niš. ===\n\nEarliest Date: August 31, 1852. Latest Date: August 12, 1898.",
        "USA SRB",
        "USA Niš consulate closed 1852-08-31/1898-08-12",
    ),
    ("Serbia took part in the following fairs: Niš (1880), Subotica (1890).", "USA SRB", ""),
    (
        "A Consulate was opened in Split in 1828. It closed in 1941. Dependent posts were:\n\n- Zadar (Consular Agency 1863-97; 1899-1917. Consulate 1917-21)\n- Šibenik (Consular Agency 1866-70; 1896-99)",
        "USA HRV",
        "USA Split consulate closed 1828/1941;USA Split consulate closed /1941;USA Zadar other closed 1863/1897;USA Zadar other closed 1899/1917;USA Zadar consulate closed 1917/1921;"
        "USA Šibenik other closed 1866/1870;USA Šibenik other closed 1896/1899",
    ),
    (
        "=== The first U.S. Consulates established in Norway were at Christiania (Oslo since 1925) and Christiansand in 1809. ===\n\nThe post at Christiania became a Consulate General in 1900. The post at Christiansand closed in 1821.",
        "USA NOR",
        "USA Christiania consulate closed 1809/1900;USA Christiania consulate closed /1900;USA Christiania consulate-general open 1900/;"
        "USA Christiansand consulate closed 1809/1821;USA Christiansand consulate closed /1821",
    ),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "pair", "wanted"), CASES)
def test_posts_of_a_register(text: str, pair: str, wanted: str, missions_told: Callable[[str, str], set[str]]) -> None:
    assert missions_told(text, pair) == {w for w in wanted.split(";") if w}
