"""The model room: the seven kinds of claim. The docstrings are the codebook; JSON Schema is made from these classes.

A claim is what one source says of one thing. It is immutable, and its fields hold no offsets: where the words stand is told by
its evidence, so that a sentence inserted above changes no claim.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

from relazione.model.dates import When
from relazione.model.evidence import Evidence

Realis = Literal["fact", "planned", "claimed", "denied", "hypothetical"]
REALIS: tuple[Realis, ...] = get_args(Realis)
"""fact: told as having happened or holding; planned: announced or intended; claimed: alleged by someone; denied: told not to
have happened; hypothetical: under a condition ("would have")."""

Role = Literal["actor", "recipient", "about", "mediator", "host"]
"""actor: does it, or one of those who do it together; recipient: to whom it is done; about: whom it concerns without taking part
(a third state); mediator: helps the others; host: where it is held, if no party to it."""


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A polity, organisation or person that takes part, linked to the polity that existed then."""

    name: Annotated[str, Meta(description="canonical name as of the date: Kingdom of Italy, NATO")]
    mention: Annotated[str, Meta(description="the words used: 'Italian warships', 'both countries'")] = ""
    polity: Annotated[str | None, Meta(description="id in the table of polities")] = None
    state: Annotated[
        str | None, Meta(description="code of the present-day state of its lineage (ISO 3166-1 alpha-3 or own X-code)")
    ] = None
    organisation: Annotated[str | None, Meta(description="id in the table of organisations")] = None
    person: Annotated[str | None, Meta(description="the person acting for it")] = None
    office: Annotated[str | None, Meta(description="the person's office as told")] = None
    role: Annotated[Role, Meta(description="what it does in the event")] = "actor"
    side: Annotated[Literal["", "a", "b"], Meta(description="in a two-sided event, the side it is on")] = ""


class Event(msgspec.Struct, frozen=True, tag_field="of_kind", tag="event", omit_defaults=True):
    """Something happened, or went on: one act told in one clause.

    `type` is a row of the ontology (a type of the annotation scheme or one of our refinements, which carries PLOVER type and mode,
    CAMEO code, quad class and intensity). Actors: the doer first. A third state that the event is about has the role "about".
    """

    type: Annotated[str, Meta(description="id in the ontology: war, siege, condemnation, ...")]
    actors: Annotated[tuple[Actor, ...], Meta(description="who took part, doer first")] = ()
    when: Annotated[When | None, Meta(description="when; absent where the source does not tell")] = None
    place: Annotated[str | None, Meta(description="where it happened, as told")] = None
    about: Annotated[str | None, Meta(description="what it was about, in the source's words")] = None
    name: Annotated[str | None, Meta(description="the name it goes by: Sofagate, Congress of Berlin")] = None
    outcome: Annotated[str | None, Meta(description="how it ended, in the source's words")] = None
    winner: Annotated[str | None, Meta(description="present-day state code of the side told to have won")] = None
    part_of: Annotated[str | None, Meta(description="a larger event it belongs to, by name")] = None
    words: Annotated[str, Meta(description="the trigger's words")] = ""


class Agreement(msgspec.Struct, frozen=True, tag_field="of_kind", tag="agreement", omit_defaults=True):
    """A treaty, convention, secret accord, memorandum, contract: who settled what.

    `count` is set where the source tells several at once ("11 agreements").
    """

    name: Annotated[str, Meta(description="its name, or what it is called: Treaty of Lausanne, secret agreement")]
    form: Annotated[
        str,
        Meta(description="treaty, convention, agreement, memorandum, protocol, contract, notes, armistice, pact, ..."),
    ] = "agreement"
    parties: Annotated[tuple[Actor, ...], Meta(description="the states (or firms) that are party to it")] = ()
    signed: Annotated[When | None, Meta(description="when it was signed or made")] = None
    in_force: Annotated[When | None, Meta(description="when it came into force, where told apart")] = None
    ended: Annotated[When | None, Meta(description="when it lapsed or was denounced, where told")] = None
    place: Annotated[str | None, Meta(description="where it was signed")] = None
    signatories: Annotated[tuple[Actor, ...], Meta(description="the persons who signed, with office and state")] = ()
    provisions: Annotated[tuple[str, ...], Meta(description="what it settled, in the source's words, one provision an item")] = ()
    secret: Annotated[bool, Meta(description="told to be secret")] = False
    count: Annotated[int | None, Meta(description="how many, where several are told at once")] = None


MissionKind = Literal[
    "embassy", "high-commission", "legation", "consulate-general", "consulate", "vice-consulate", "honorary-consulate",
    "consular-correspondent", "permanent-mission", "cultural-institute", "trade-office", "school",
    "accredited-non-resident", "other",
]  # fmt: skip
MissionStatus = Literal["open", "closed", "planned", "unknown"]


class Mission(msgspec.Struct, frozen=True, tag_field="of_kind", tag="mission", omit_defaults=True):
    """A lasting presence of one state in another: embassy, consulate, institute, school; or an accreditation from elsewhere."""

    sender: Annotated[Actor, Meta(description="the sending state")]
    kind: MissionKind
    receiver: Annotated[Actor | None, Meta(description="the receiving state")] = None
    city: Annotated[str | None, Meta(description="host city, English name")] = None
    status: MissionStatus = "open"
    name: Annotated[str | None, Meta(description="its own name: Casa Italia")] = None
    native_name: Annotated[str | None, Meta(description="its name in the sender's language")] = None
    address: Annotated[str | None, Meta(description="street address")] = None
    head: Annotated[str | None, Meta(description="who leads it, where told in the same passage")] = None
    resident_in: Annotated[
        str | None, Meta(description="for an accreditation from elsewhere: the city where the mission sits")
    ] = None
    opened: Annotated[When | None, Meta(description="when it opened")] = None
    closed: Annotated[When | None, Meta(description="when it closed")] = None
    attested: Annotated[
        When | None, Meta(description="when the source shows it, where it tells neither opening nor closing: first to last day")
    ] = None
    offers: Annotated[tuple[str, ...], Meta(description="what it offers, in the source's words (courses, school levels)")] = ()


MembershipStatus = Literal[
    "member", "founding", "candidate", "observer", "guest", "associate", "partner", "suspended", "expelled", "former", "co-chair",
    "applicant", "other",
]  # fmt: skip


class Membership(msgspec.Struct, frozen=True, tag_field="of_kind", tag="membership", omit_defaults=True):
    """A polity (or person) in an organisation, alliance or bloc."""

    member: Annotated[Actor, Meta(description="the polity")]
    organisation: Annotated[str, Meta(description="canonical name of the organisation")]
    organisation_id: Annotated[str | None, Meta(description="id in the table of organisations")] = None
    status: MembershipStatus = "member"
    since: Annotated[When | None, Meta(description="when it joined")] = None
    until: Annotated[When | None, Meta(description="when it left")] = None


HoldingTitle = Literal["sovereign", "possession", "occupied", "administered", "claimed", "renounced"]


class Holding(msgspec.Struct, frozen=True, tag_field="of_kind", tag="holding", omit_defaults=True):
    """Who holds, occupies, administers or claims a territory, and under what title."""

    territory: Annotated[str, Meta(description="the territory, canonical name where known")]
    holder: Annotated[Actor, Meta(description="who holds or claims it")]
    title: HoldingTitle = "possession"
    since: Annotated[When | None, Meta(description="from when")] = None
    until: Annotated[When | None, Meta(description="until when")] = None
    by: Annotated[str | None, Meta(description="the agreement or event that gave it")] = None
    given_by: Annotated[Actor | None, Meta(description="who gave it up, where told")] = None


class Measure(msgspec.Struct, frozen=True, tag_field="of_kind", tag="measure", omit_defaults=True):
    """A quantity with unit, range and date: casualties, trade, a target, a diaspora, a contract."""

    what: Annotated[
        str,
        Meta(
            description="casualties, survivors, trade-volume, trade-target, exports, imports, investment, aid, loan, diaspora, ..."
        ),
    ]
    value: Annotated[float, Meta(description="the number, in the unit's own scale")]
    value_max: Annotated[float | None, Meta(description="upper end of a range")] = None
    unit: Annotated[str, Meta(description="'people', 'percent', 'billion USD', 'km2', ...")] = ""
    qualifier: Annotated[Literal["", "about", "at least", "at most"], Meta(description="how exact")] = ""
    target: Annotated[bool, Meta(description="an aim, not a measurement")] = False
    when: Annotated[When | None, Meta(description="the date it is for")] = None
    about: Annotated[
        tuple[Actor, ...], Meta(description="whose: exporter first, importer second; the diaspora's origin, then host")
    ] = ()


class Tenure(msgspec.Struct, frozen=True, tag_field="of_kind", tag="tenure", omit_defaults=True):
    """A person in an office."""

    person: Annotated[str, Meta(description="name as told")]
    office: Annotated[str, Meta(description="canonical office: ambassador, foreign minister, president, ...")]
    of: Annotated[Actor | None, Meta(description="the polity (or organisation) served")] = None
    to: Annotated[Actor | None, Meta(description="for diplomats: the receiving state")] = None
    city: Annotated[str | None, Meta(description="for diplomats: the seat")] = None
    since: Annotated[When | None, Meta(description="from when in office")] = None
    until: Annotated[When | None, Meta(description="until when")] = None
    attested: Annotated[When | None, Meta(description="a date at which the source shows the person in office")] = None


Body = Event | Agreement | Mission | Membership | Holding | Measure | Tenure
KINDS: dict[str, type[Body]] = {
    "event": Event,
    "agreement": Agreement,
    "mission": Mission,
    "membership": Membership,
    "holding": Holding,
    "measure": Measure,
    "tenure": Tenure,
}


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one source says of one thing.

    `id` is a hash of document, kind, fields and the trigger's words with their occurrence (see `identity`).
    """

    id: str
    document: Annotated[str, Meta(description="id of the document")]
    body: Body
    evidence: Annotated[tuple[Evidence, ...], Meta(description="the passages; the first is the clause that says the claim")]
    realis: Realis = "fact"
    current: Annotated[bool, Meta(description="told in the present tense: holds when the source was written")] = False
    complete: Annotated[bool, Meta(description="the source lists all of these ('now consists of ...')")] = False
    confidence: Annotated[float, Meta(description="0 to 1, how likely the coder holds it to be right")] = 0.5
    rule: Annotated[str, Meta(description="the frame, rule or model that proposed it")] = ""
    section: Annotated[str, Meta(description="headings above, joined by ' / '")] = ""

    @property
    def kind(self) -> str:
        """One of the seven kinds, in lower case."""
        return kind_of(self.body)

    @property
    def is_row(self) -> bool:
        """Whether a row of a data file says it, and not a text."""
        return bool(self.evidence and self.evidence[0].line)


def kind_of(body: Body) -> str:
    """The kind of a claim's body, in lower case."""
    return type(body).__name__.lower()
