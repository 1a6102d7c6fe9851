"""The brief: the box of key facts, and how things stand on the day in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relazione.model.dates import bounds
from relazione.publish.brief.scene import Item, Scene, since
from relazione.publish.brief.shape import Draft, Line, Part, joined, line, part
from relazione.publish.telling import when_words
from relazione.publish.words import MISSIONS, capital, date, name, the

DIPLOMATIC = ("embassy", "high-commission", "legation", "permanent-mission")
ENVOYS = ("ambassador", "high commissioner", "minister plenipotentiary", "envoy", "chargé")
HOLDS = {
    "sovereign": "{holder} holds {territory}",
    "possession": "{holder} possesses {territory}",
    "administered": "{holder} administers {territory}",
    "occupied": "{holder} occupies {territory}",
    "claimed": "{holder} claims {territory}",
    "renounced": "{holder} has renounced {territory}",
}
MOST_HOLDINGS = 6


def key_facts(scene: Scene) -> Draft:
    """The box: what the two are called, relations, war, embassies and envoys."""
    draft = Draft("facts", "Key facts", "facts", base=0.0, step=0.01)
    if scene.past:
        draft.add(line(*joined(scene.polity_parts()), label="On this day"))
    draft.add(line(_relations(scene), label="Relations"))
    draft.add(line(*_war(scene), label="War"))
    draft.add(line(*joined(_embassies(scene)), label="Embassies"))
    draft.add(line(*joined(_envoys(scene)), label="Envoys"))
    return draft


def _relations(scene: Scene) -> Part | None:
    relations = scene.data["relations"]
    if relations["status"] not in ("established", "severed"):
        return None
    began = _began(scene)
    when = f" since {date(began)}" if began else ""
    words = "diplomatic relations" if relations["status"] == "established" else "no diplomatic relations: severed"
    return part(f"{words}{when}{scene.doubt(relations)}", _relation_sources(scene))


def _began(scene: Scene) -> str:
    since = scene.data["relations"]["since"]
    return str(scene.known(since) or "") if since else ""


def _relation_sources(scene: Scene) -> tuple[int, ...]:
    """The act, war or embassy from which the record concludes."""
    relations = scene.data["relations"]
    acts = [entry["fact"] for entry in scene.entries if entry["type"].startswith(("relations-", "recognition"))]
    seats = [item["fact"] for item in scene.missions() if item["kind"] in DIPLOMATIC]
    rests_on = [relations["fact"]] if relations["fact"] else acts[-1:] or seats[:1]
    return scene.cite(*rests_on)


def going_wars(scene: Scene) -> list[dict[str, Any]]:
    """The wars between the two that go on."""
    return [item for item in scene.items("ongoing") if str(item["type"]).startswith("war")]


def _war(scene: Scene) -> Iterable[Part | None]:
    wars = going_wars(scene) if scene.data["at_war"] else []
    if wars:
        first = wars[0]
        began = f"since {date(first['from'])}" if first["from"] else "no beginning is told"
        yield part(f"at war: {began}", scene.cite(first["fact"]))
        return
    told = [
        entry
        for entry in scene.entries
        if entry["type"] in ("war", "declaration-of-war")
        and _is_of_both(scene, entry["fact"])
        and not entry["date"].endswith("..")
    ]
    if told and scene.data["at_war"] is False:
        last = told[-1]
        words = date(last["date"]) if last["type"] == "war" else f"declared {when_words(last['date'])}"
        yield part(f"no war on this day is told; the last before it: {words}", scene.cite(last["fact"]))


def _is_of_both(scene: Scene, fact: str) -> bool:
    return {scene.a, scene.b} <= set(scene.citations.fact(fact).states)


def _embassies(scene: Scene) -> Iterable[Part | None]:
    for item in scene.missions():
        if item["kind"] in DIPLOMATIC:
            where = scene.city(item["city"] or item["receiver"])
            kind = "" if item["kind"] == "embassy" else f" ({MISSIONS[item['kind']]})"
            address = f", {item['address']}" if item["address"] else ""
            words = f"{scene.state(item['sender'])} in {where}{kind}{address}{scene.doubt(item)}"
            yield part(words, scene.cite(item["fact"]))


def envoy_words(scene: Scene, item: Item) -> str:
    """ "Ömer Gücük, ambassador of Türkiye"."""
    of = f" of {scene.state(item['of'])}" if item["of"] else ""
    to = next((field.values[0].value for field in scene.citations.fact(item["fact"]).fields if field.name == "to"), None)
    where = f" to {scene.state(to)}" if to else ""
    return f"{item['person']}, {item['office']}{of}{where}{since(item)}{scene.doubt(item)}"


def is_envoy(item: Item) -> bool:
    """Whether an office is one of those who speak for a state in another."""
    office = str(item["office"]).lower()
    return any(word in office for word in ENVOYS)


def _envoys(scene: Scene) -> Iterable[Part | None]:
    for item in [item for item in scene.tenures() if is_envoy(item)][:4]:
        yield part(envoy_words(scene, item), scene.cite(item["fact"]))


# --- in plain words -------------------------------------------------------------------------------------------------------------


def how_things_stand(scene: Scene) -> Draft:
    """A paragraph of short sentences in the present tense of the day."""
    draft = Draft("stand", "How things stand", "prose", base=0.4, step=0.12, most=14)
    for made in (_peace_or_war(scene), *_posts(scene), *_shared(scene), *_holdings(scene), _newest_agreement(scene)):
        draft.add(made)
    return draft


def _sentence(text: str, numbers: tuple[int, ...]) -> Line | None:
    return line(part(f"{capital(text)}.", numbers))


def _peace_or_war(scene: Scene) -> Line | None:
    if scene.data["at_war"] and (wars := going_wars(scene)):
        began = f" and have been {when_words(wars[0]['from'] + '/..')}" if wars[0]["from"] else ""
        return _sentence(f"{scene.both} are at war{began}", scene.cite(wars[0]["fact"]))
    relations = scene.data["relations"]
    began = _began(scene)
    if relations["status"] == "established":
        when = f", established {when_words(began)}" if began else ""
        return _sentence(f"{scene.both} have diplomatic relations{when}{scene.doubt(relations)}", _relation_sources(scene))
    if relations["status"] == "severed":
        when = f" {when_words(began)}" if began else ""
        return _sentence(
            f"{scene.both} have no diplomatic relations: they were severed{when}{scene.doubt(relations)}",
            _relation_sources(scene),
        )
    return None


def _posts(scene: Scene) -> Iterable[Line | None]:
    """Who has which posts: the first two, and how many others."""
    for code in (scene.a, scene.b):
        own = [item for item in scene.missions() if scene.state(item["sender"]) == scene.called[code]]
        if not own:
            continue
        other = scene.called[scene.b if code == scene.a else scene.a]
        named = [
            f"{_a(MISSIONS.get(item['kind'], 'mission'))} in {scene.city(item['city']) or other}{scene.doubt(item)}"
            for item in own[:2]
        ]
        rest = own[2:]
        if rest:
            named = [*named, f"{_count(len(rest))} other post{'s' if len(rest) > 1 else ''}"]
        named = [f"{'and ' if place and place == len(named) - 1 else ''}{words}" for place, words in enumerate(named)]
        cited = [scene.cite(item["fact"], most=1) for item in own[:2]] + [
            scene.cite(*(item["fact"] for item in rest[:4]), most=1)
        ]
        ends = [","] * (len(named) - 2) + [""] * (len(named) > 1) + ["."]
        begin = f"{capital(scene.called[code])} has "
        yield line(*(part(f"{'' if place else begin}{words}{ends[place]}", cited[place]) for place, words in enumerate(named)))


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _shared(scene: Scene) -> Iterable[Line | None]:
    both, _, _ = memberships(scene)
    shown = [part(words, numbers) for words, numbers in both[:4]]
    if shown and all(shown):
        parts = [one for one in shown if one]
        ends = [", "] * (len(parts) - 2) + [" and "] * (len(parts) > 1) + ["."]
        more = f" and of {_count(len(both) - len(parts))} other bodies" if len(both) > len(parts) else ""
        texts = [f"{'Both are members of ' if place == 0 else ''}{one.text}" for place, one in enumerate(parts)]
        made = []
        for place, (one, text) in enumerate(zip(parts, texts, strict=True)):
            end = ends[place].strip()
            closing = f"{more}." if end == "." else "," if end == "," else ""
            begin = "and " if place == len(parts) - 1 and place else ""
            made.append(Part(f"{begin}{text}{closing}", one.numbers))
        yield line(*made)


Named = tuple[str, tuple[int, ...]]


def memberships(scene: Scene) -> tuple[list[Named], list[Named], list[Named]]:
    """The bodies that both belong to, those of the first alone, those of the second alone: each with its sources."""
    sides: dict[str, dict[str, Item]] = {scene.a: {}, scene.b: {}}
    for item in scene.items("memberships"):
        for code in (scene.a, scene.b):
            if scene.state(item["member"]) == scene.called[code] or code in scene.citations.fact(item["fact"]).states:
                sides[code].setdefault(str(item["organisation"]), item)
                break
    full = ("member", "founding")
    first, second = sides[scene.a], sides[scene.b]
    both = [body for body in first if body in second and first[body]["status"] in full and second[body]["status"] in full]
    shared = [
        (
            f"{the(body)}{scene.doubt(first[body]) or scene.doubt(second[body])}",
            scene.cite(first[body]["fact"], second[body]["fact"], most=1),
        )
        for body in sorted(both, key=lambda body: (-first[body]["claims"] - second[body]["claims"], body))
    ]
    alone = [[_one(scene, item) for body, item in side.items() if body not in both] for side in (first, second)]
    return shared, alone[0], alone[1]


def _one(scene: Scene, item: Item) -> Named:
    status = str(item["status"])
    told = "" if status == "member" else f" ({status.replace('-', ' ')}{f', {since(item)[2:-1]}' if since(item) else ''})"
    return f"{the(name(item['organisation']))}{told or since(item)}{scene.doubt(item)}", scene.cite(item["fact"], most=1)


def _holdings(scene: Scene) -> Iterable[Line | None]:
    """Who holds what: the territories of one holder under one title in a sentence."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for item in scene.items("holdings"):
        if item["title"] not in ("claimed", "occupied"):
            groups.setdefault((scene.state(item["holder"]), str(item["title"])), []).append(item)
    for (holder, title), items in groups.items():
        before, _, after = HOLDS.get(title, "{holder} holds {territory}").format(holder=holder, territory="|").partition("|")
        told = items[:MOST_HOLDINGS]
        parts = []
        for place, item in enumerate(told):
            last = place == len(told) - 1
            begin = capital(before) if place == 0 else "and " if last else ""
            end = f"{after}." if last else "," if place < len(told) - 2 else ""
            parts.append(
                part(f"{begin}{scene.place(item['territory'])}{since(item)}{scene.doubt(item)}{end}", scene.cite(item["fact"]))
            )
        yield line(*parts)


def holding_words(scene: Scene, item: Item) -> str:
    """ "The Kingdom of Italy holds Kastellorizo as a possession (since 1921)"."""
    pattern = HOLDS.get(str(item["title"]), "{holder} holds {territory}")
    words = pattern.format(holder=scene.state(item["holder"]), territory=scene.place(item["territory"]))
    return f"{words}{since(item)}{scene.doubt(item)}"


def _newest_agreement(scene: Scene) -> Line | None:
    dated = [item for item in scene.items("agreements") if item["signed"] and scene.known(item["signed"], item["fact"])]
    if not dated:
        return None
    newest = max(dated, key=lambda item: bounds(item["signed"]).start_earliest or 0)
    count = len(scene.items("agreements"))
    many = (
        f"{_count(count)} agreements are on record as in force; the newest dated one is"
        if count > 1
        else "One agreement is on record as in force:"
    )
    title = str(newest["name"])
    return _sentence(f"{many} “{title}”, signed {when_words(newest['signed'])}{scene.doubt(newest)}", scene.cite(newest["fact"]))
