"""Hand-made claims: what the seed article tells of Italy and Türkiye, in our own words, as an ideal coder would give it.

No language model is needed: tests of the record and of the questions asked of it rest on these.
"""

from __future__ import annotations

from typing import Any

from relazione.model.claims import (
    Actor,
    Agreement,
    Body,
    Claim,
    Event,
    Holding,
    Measure,
    Membership,
    Mission,
    Tenure,
)
from relazione.model.dates import When
from relazione.model.documents import Document
from relazione.model.evidence import quote
from relazione.model.identity import Draft, number_claims

PAIR = ("ITA", "TUR")


def when(edtf: str, how: str = "said") -> When:
    return When(edtf, how=how)  # type: ignore[arg-type]


def actor(name: str, state: str | None, polity: str | None, **more: Any) -> Actor:
    return Actor(name=name, state=state, polity=polity, **more)


def italy(**more: Any) -> Actor:
    return actor("Italy", "ITA", "italian-republic", **more)


def kingdom(**more: Any) -> Actor:
    return actor("Kingdom of Italy", "ITA", "kingdom-of-italy", **more)


def turkey(**more: Any) -> Actor:
    return actor("Türkiye", "TUR", "republic-of-turkiye", **more)


def ottomans(**more: Any) -> Actor:
    return actor("Ottoman Empire", "TUR", "ottoman-empire", **more)


def venice(**more: Any) -> Actor:
    return actor("Republic of Venice", "ITA", "republic-of-venice", **more)


def papal(**more: Any) -> Actor:
    return actor("Papal States", "ITA", "papal-states", **more)


TO = {"role": "recipient"}
Line = tuple[str, list[tuple[Body, dict[str, Any]]]]
NOW = {"current": True}
LIST = {"current": True, "complete": True}


def mission(sender: Actor, kind: str, receiver: Actor, city: str | None, **more: Any) -> Mission:
    return Mission(sender=sender, kind=kind, receiver=receiver, city=city, **more)  # type: ignore[arg-type]


def event(type_: str, *actors: Actor, on: str | None = None, **more: Any) -> Event:
    return Event(type=type_, actors=actors, when=when(on) if on else None, **more)


def member(who: Actor, organisation: str, id_: str, status: str = "member", since: str | None = None) -> Membership:
    return Membership(
        member=who,
        organisation=organisation,
        organisation_id=id_,
        status=status,  # type: ignore[arg-type]
        since=when(since) if since else None,
    )


def _lines() -> list[Line]:
    it, tr = italy(), turkey()
    ki, oe = kingdom(), ottomans()
    return [
        ("Infobox: embassy of Italy at Ankara.", [(mission(it, "embassy", tr, "Ankara"), NOW)]),
        ("Infobox: embassy of Turkey at Rome.", [(mission(tr, "embassy", it, "Rome"), NOW)]),
        (
            "The Italian side keeps an embassy at Ankara, a consulate-general at Istanbul and a consulate at İzmir.",
            [
                (mission(it, "embassy", tr, "Ankara"), NOW),
                (mission(it, "consulate-general", tr, "Istanbul"), NOW),
                (mission(it, "consulate", tr, "İzmir"), NOW),
            ],
        ),
        (
            "The Turkish side keeps an embassy at Rome and a consulate-general at Milan.",
            [(mission(tr, "embassy", it, "Rome"), NOW), (mission(tr, "consulate-general", it, "Milan"), NOW)],
        ),
        (
            "Both belong to NATO and to the Union for the Mediterranean.",
            [
                (member(it, "NATO", "nato"), NOW),
                (member(tr, "NATO", "nato"), NOW),
                (member(it, "Union for the Mediterranean", "union-for-the-mediterranean"), NOW),
                (member(tr, "Union for the Mediterranean", "union-for-the-mediterranean"), NOW),
            ],
        ),
        ("The two keep up diplomatic relations.", [(event("relations-established", it, tr), NOW)]),
        (
            "Italy belongs to the EU, Turkey is a candidate for it.",
            [
                (member(it, "European Union", "european-union"), NOW),
                (member(tr, "European Union", "european-union", "candidate"), NOW),
            ],
        ),
        ("Venice and the Ottomans fought again and again, 1396 to 1718.", [(event("war", venice(), oe, on="1396/1718"), {})]),
        (
            "In 1480 and 1481 the Ottomans held Otranto, where some 12,000 were killed and 800 beheaded.",
            [
                (event("invasion", oe, papal(**TO), on="1480/1481", place="Otranto"), {}),
                (Holding("Otranto", oe, "occupied", when("1480"), when("1481")), {}),
                (Measure("casualties", 12000, unit="people", qualifier="about", when=when("1480")), {}),
                (Measure("casualties", 800, unit="people", qualifier="at least", when=when("1480")), {}),
            ],
        ),
        ("For a short time they held Otranto once more, in 1537.", [(event("occupation", oe, papal(**TO), on="1537"), {})]),
        (
            "The first Ottoman envoy came in 1856; there is an embassy at Rome since, with consulates at Milan and Naples.",
            [
                (event("mission-opened", oe, ki, on="1856"), {}),
                (Tenure("Rüstem Pasha", "ambassador", oe, ki, attested=when("1856")), {}),
                (mission(tr, "embassy", it, "Rome", opened=when("1856", "carried")), NOW),
                (mission(tr, "consulate", it, "Milan"), NOW),
                (mission(tr, "consulate", it, "Naples"), NOW),
            ],
        ),
        ("Since the later 19th century Italy claimed Libya.", [(Holding("Libya", ki, "claimed", when("18XX/..")), {})]),
        (
            "A secret accord with Britain was made in February 1887.",
            [
                (
                    Agreement(
                        "secret agreement",
                        "agreement",
                        (ki, actor("United Kingdom", "GBR", "united-kingdom")),
                        when("1887-02"),
                        secret=True,
                    ),
                    {},
                )
            ],
        ),
        (
            "In the crisis of 1902 Italian ships shelled Midi from 31 October; on 10 November the Porte gave in.",
            [
                (event("crisis", ki, oe, on="1902"), {}),
                (event("bombardment", ki, ottomans(**TO), on="1902-10-31/..", place="Midi"), {}),
                (event("surrender", oe, kingdom(**TO), on="1902-11-10"), {}),
            ],
        ),
        (
            "From 1911 to 1912 the two were at war over Tripolitania and Cyrenaica; Italy won and took the Dodecanese.",
            [
                (event("war", kingdom(side="a"), ottomans(side="b"), on="1911/1912", winner="ITA"), {}),
                (Holding("Dodecanese", ki, "occupied", when("1911/1912")), {}),
            ],
        ),
        (
            "The Treaty of Ouchy of 1912 promised the Dodecanese back.",
            [
                (
                    Agreement(
                        "Treaty of Ouchy",
                        "treaty",
                        (ki, oe),
                        when("1912"),
                        provisions=("the Dodecanese go back to the Ottomans",),
                    ),
                    {},
                )
            ],
        ),
        (
            "In 1912 the Dodecanese passed under Italian administration.",
            [(Holding("Dodecanese", ki, "administered", when("1912/..")), {})],
        ),
        (
            "At Lausanne, in 1923, Turkey gave up the islands (article 15).",
            [
                (
                    Agreement(
                        "Treaty of Lausanne", "treaty", (tr, ki), when("1923"), provisions=("Turkey gives up the islands",)
                    ),
                    {},
                ),
                (event("territorial-renunciation", tr, kingdom(**TO), on="1923", about="Dodecanese"), {}),
            ],
        ),
        (
            "The Ottomans joined the Central Powers in November 1914, Italy the Entente in May 1915.",
            [
                (member(oe, "Central Powers", "central-powers", since="1914-11"), {}),
                (member(ki, "Entente", "entente", since="1915-05"), {}),
            ],
        ),
        (
            "On 21 August 1915 Italy declared war on the Ottoman Empire.",
            [(event("declaration-of-war", ki, ottomans(**TO), on="1915-08-21", words="declared war"), {})],
        ),
        (
            "During the war of independence (1919 to 1923) Italy occupied Constantinople and part of Anatolia.",
            [
                (event("occupation", ki, ottomans(**TO), on="1919/1923", place="Constantinople"), {}),
                (Holding("Constantinople", ki, "occupied", when("1919"), when("1923")), {}),
                (Holding("southwestern Anatolia", ki, "occupied", when("1919"), when("1921-07")), {}),
            ],
        ),
        (
            "The convention of Ankara, 4 January 1932, signed by Pompeo Aloisi and Tevfik Rüştü Aras, settled the islets.",
            [
                (
                    Agreement(
                        "Convention between Italy and Turkey",
                        "convention",
                        (ki, tr),
                        when("1932-01-04"),
                        place="Ankara",
                        signatories=(
                            kingdom(person="Pompeo Aloisi", office="ambassador"),
                            turkey(person="Tevfik Rüştü Aras", office="foreign minister"),
                        ),
                        provisions=(
                            "the islets in the bay of Kastellorizo, Rho and Strongili to Italy",
                            "all other islets to Turkey",
                        ),
                    ),
                    {},
                ),
                (Holding("Rho", ki, "sovereign", when("1932-01-04/.."), by="Convention between Italy and Turkey"), {}),
                (Holding("Strongili", ki, "sovereign", when("1932-01-04/.."), by="Convention between Italy and Turkey"), {}),
                (Tenure("Pompeo Aloisi", "ambassador", ki, tr, attested=when("1932-01-04")), {}),
                (Tenure("Tevfik Rüştü Aras", "foreign minister", tr, attested=when("1932-01-04")), {}),
            ],
        ),
        (
            "Kastellorizo had been an Italian possession since 1921.",
            [(Holding("Kastellorizo", ki, "possession", when("1921/..")), {})],
        ),
        (
            "It came after the Treaty of Lausanne of 1923.",
            [(Agreement("Treaty of Lausanne", "treaty", (tr, ki), when("1923")), {})],
        ),
        (
            "The Refah was sunk in June 1941; of 200 aboard 32 lived.",
            [
                (event("sinking", turkey(**TO), on="1941-06", name="Refah tragedy"), {}),
                (Measure("survivors", 32, unit="people", when=when("1941-06")), {}),
            ],
        ),
        (
            "Germany and Turkey made a treaty of friendship on 18 June 1941.",
            [
                (
                    Agreement(
                        "German–Turkish Treaty of Friendship",
                        "treaty",
                        (actor("Nazi Germany", "DEU", "nazi-germany"), tr),
                        when("1941-06-18"),
                    ),
                    {},
                )
            ],
        ),
        ("Italy was among the founders of NATO.", [(member(it, "NATO", "nato", "founding"), NOW)]),
        (
            "In the 1990s Italy would not hand over Öcalan, and the two were at odds.",
            [
                (event("tension", it, tr, on="199X"), {}),
                (event("extradition-refused", it, turkey(**TO), on="199X", about="Öcalan"), {}),
            ],
        ),
        (
            "Italy is now present with an embassy at Ankara, a General Consulate at İstanbul, a consulate at İzmir, honorary"
            " consulates at Antalya, Bursa, Gaziantep, İskenderun and Nevşehir and a correspondent at Eskişehir.",
            [
                (mission(it, "embassy", tr, "Ankara"), LIST),
                (mission(it, "consulate-general", tr, "İstanbul"), LIST),
                (mission(it, "consulate", tr, "İzmir"), LIST),
                *(
                    (mission(it, "honorary-consulate", tr, city), LIST)
                    for city in ("Antalya", "Bursa", "Gaziantep", "İskenderun", "Nevşehir")
                ),
                (mission(it, "consular-correspondent", tr, "Eskişehir"), LIST),
            ],
        ),
        (
            "Turkey is now present with an embassy at Rome and a General Consulate at Milano.",
            [(mission(tr, "embassy", it, "Rome"), LIST), (mission(tr, "consulate-general", it, "Milano"), LIST)],
        ),
        (
            "In 2019 Italy condemned the offensive in Syria and joined an arms embargo.",
            [
                (event("condemnation", it, turkey(**TO), on="2019", about="offensive in Syria"), {}),
                (event("arms-embargo", it, turkey(**TO), on="2019~"), {}),
            ],
        ),
        ("Sofagate came in April 2021.", [(event("protocol-incident", tr, italy(**TO), on="2021-04", name="Sofagate"), {})]),
        (
            "A summit at Rome brought 11 agreements and a trade target of $40 billion.",
            [
                (event("summit", tr, it, place="Rome", name="Fourth Turkey-Italy Intergovernmental Summit"), {}),
                (Agreement("agreements", "agreement", (tr, it), count=11), {}),
                (Measure("trade-target", 40, unit="billion USD", target=True, about=(it, tr)), {}),
            ],
        ),
        ("The two will host the championship of 2032.", [(event("co-hosting", it, tr, on="2032"), {"realis": "planned"})]),
        ("An Italian Cultural Institute works at Istanbul.", [(mission(it, "cultural-institute", tr, "Istanbul"), NOW)]),
        (
            "İzmir has the centre Carlo Goldoni, Ankara the association Casa Italia.",
            [
                (mission(it, "cultural-institute", tr, "İzmir", name="Carlo Goldoni"), NOW),
                (mission(it, "cultural-institute", tr, "Ankara", name="Casa Italia"), NOW),
            ],
        ),
        (
            "Some 30,000 to 40,000 Turks live in Italy.",
            [(Measure("diaspora", 30000, 40000, unit="people", about=(tr, it)), NOW)],
        ),
        (
            "The embassy of Turkey stands in Via Palestro 28, Rome.",
            [(mission(tr, "embassy", it, "Rome", address="Via Palestro, 28, Rome"), NOW)],
        ),
        ("Ömer Gücük is its ambassador.", [(Tenure("Ömer Gücük", "ambassador", tr, it, "Rome"), NOW)]),
    ]


def document(id: str = "italy-turkey", date: str | None = None, before: str = "") -> Document:
    """The document that tells all of it; `before` is put on top."""
    return Document(id, "Italy and Türkiye", before + "\n".join(line for line, _ in _lines()), pair=PAIR, date=date)


def claims(of: Document | None = None) -> list[Claim]:
    """The claims of the document."""
    told = of or document()
    drafts = []
    for line, bodies in _lines():
        start = told.text.index(line)
        for body, more in bodies:
            drafts.append(Draft(body=body, evidence=(quote(told.text, start, start + len(line)),), confidence=0.8, **more))
    return number_claims(told.id, drafts)


def tell(record: Any) -> Document:
    """Put the document of May 2025 and its claims into an open record."""
    told = document(date="2025-05-01")
    record.add(told, claims(told), coder="hand")
    return told


def told(
    id: str, *bodies: tuple[Body, dict[str, Any]], date: str | None = None, pair: Any = PAIR
) -> tuple[Document, list[Claim]]:
    """A short document with one line for each claim."""
    lines = [f"Line {number} of {id}." for number in range(len(bodies))]
    text = "\n".join(lines)
    starts = [text.index(line) for line in lines]
    drafts = [
        Draft(body=body, evidence=(quote(text, start, start + len(line)),), **more)
        for (body, more), start, line in zip(bodies, starts, lines, strict=True)
    ]
    return Document(id, id, text, pair=pair, date=date), number_claims(id, drafts)
