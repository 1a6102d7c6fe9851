"""Codes and names of countries in feeds mean the polity of the day: the rules, row by row through the reference tables, against the look-up of whole columns."""

from __future__ import annotations

import csv
import datetime
import random
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

import numpy as np

from relazione.reference import histories, polities
from relazione.reference.register import LINEAGE_KINDS, register
from relazione.sources.feeds import states
from relazione.sources.feeds.batches import batches
from relazione.sources.feeds.files import recognise
from relazione.sources.feeds.states import ABSENT, ORGANISATION, REGION, STATE, UNKNOWN, Meaning, States, meaning

SHARED = Path(__file__).parents[3] / "shared" / "datasets" / "whole"
EPOCH = datetime.date(1970, 1, 1)


def day(text: str) -> int:
    return (datetime.date.fromisoformat(text) - EPOCH).days


@pytest.mark.parametrize(
    ("code", "on", "state", "polity"),
    [
        ("TUR", "1911-09-29", "TUR", "ottoman-empire"),
        ("TUR", "1923-10-29", "TUR", "republic-of-turkiye"),
        ("YUG", "1985-03-01", "SRB", "sfr-yugoslavia"),
        ("YUG", "1995-03-01", "SRB", "fr-yugoslavia"),
        ("YUG", "2004-03-01", "SRB", "serbia-and-montenegro"),
        ("SRB", "1985-03-01", "SRB", "sfr-yugoslavia"),
        ("SRB", "2004-03-01", "SRB", "serbia-and-montenegro"),
        ("SRB", "2018-01-01", "SRB", "serbia"),
        ("MTN", "2018-01-01", "MNE", "montenegro"),
        ("HRV", "1985-01-01", "HRV", "sr-croatia"),
        ("RUS", "1985-01-01", "RUS", "soviet-union"),
        ("RUS", "1905-01-22", "RUS", "russian-empire"),
        ("SUN", "1985-01-01", "RUS", "soviet-union"),
        ("UKR", "1985-01-01", "UKR", "ukrainian-ssr"),
        ("DEU", "1900-01-01", "DEU", "german-empire"),
        ("DDR", "1985-01-01", "DEU", "east-germany"),
        ("ROM", "2018-01-01", "ROU", "romania"),
        ("GUM", "2018-01-01", "USA", "guam"),
        ("KOS", "2018-01-01", "XKX", "kosovo"),
        ("ITA", "1911-01-01", "ITA", "kingdom-of-italy"),
    ],
)
def test_a_code_means_the_polity_of_the_day(code: str, on: str, state: str, polity: str) -> None:
    assert meaning("cameo", code, day(on)) == Meaning(STATE, state, polity)


@pytest.mark.parametrize(
    ("words", "code", "on", "kind"),
    [
        ("cameo", "EUR", "2018-01-01", REGION),
        ("plover", "EUR", "2018-01-01", ORGANISATION),
        ("cameo", "WSB", "2018-01-01", REGION),
        ("cameo", "IGO", "2018-01-01", ORGANISATION),
        ("cameo", "QQQ", "2018-01-01", UNKNOWN),
        ("cameo", "Italy", "2018-01-01", UNKNOWN),
        ("cameo", "SVK", "1930-01-01", ABSENT),
        ("icews", "Ruritania", "2018-01-01", UNKNOWN),
        ("icews", "United Nations", "2018-01-01", ORGANISATION),
    ],
)
def test_what_is_no_state(words: str, code: str, on: str, kind: int) -> None:
    assert meaning(words, code, day(on)).kind == kind


@pytest.mark.parametrize(
    ("name", "on", "polity"),
    [
        ("Russian Federation", "2018-06-01", "russian-federation"),
        ("Yugoslavia", "1998-06-01", "fr-yugoslavia"),
        ("Serbia and Montenegro", "2004-06-01", "serbia-and-montenegro"),
        ("Congo", "2018-06-01", "republic-of-the-congo"),
        ("Moldova, Republic of", "2018-06-01", "moldova"),
        ("Occupied Palestinian Territory", "2018-06-01", "palestine"),
        ("the former Yugoslav Republic of Macedonia", "2018-06-01", "north-macedonia"),
        ("Swaziland", "2018-06-01", "eswatini"),
        ("Swaziland", "2000-06-01", "eswatini"),
    ],
)
def test_names_of_icews(name: str, on: str, polity: str) -> None:
    assert meaning("icews", name, day(on)).polity == polity


def test_numbers_of_cow() -> None:
    assert meaning("plover", "325", day("2018-01-01")) == Meaning(STATE, "ITA", "italian-republic")
    assert meaning("plover", "640", day("1905-01-01")) == Meaning(STATE, "TUR", "ottoman-empire")


def test_every_code_of_the_table_is_told() -> None:
    """What stands for a state is one today, and none is there twice."""
    for words in ("cameo", "plover", "icews"):
        for code, means in states._said(words).items():
            kind = meaning(words, code, day("2020-01-01")).kind
            assert kind == {"region": REGION, "organisation": ORGANISATION}.get(means, STATE), code


# --- against the slow way -------------------------------------------------------------------------------------------------------


def sovereign(some: tuple[polities.Polity, ...]) -> list[polities.Polity]:
    main = [one for one in some if one.kind in ("kingdom", "republic", "state", "empire", "principality", "union")] or list(some)
    ids = {one.id for one in main}
    return [one for one in main if not any(row.holder in ids for row in histories.held(one.id))] or main


def slowly(system: str, code: str, on: str) -> str | None:
    """The polity by the rules, asked through dates as texts."""
    if found := polities.by_code(system, code, on):
        return found
    last = polities.by_code(system, code)
    assert last is not None
    return by_line(polities.main_state(last), on) or near(system, code, on)


def by_line(state: str | None, on: str) -> str | None:
    if state is None:
        return None
    if main := sovereign(polities.polities_of(state, on, ("self", "successor"))):
        return max(main, key=lambda one: one.span.first).id
    own = tuple(one for one in polities.polities_of(state, on, LINEAGE_KINDS) if polities.main_state(one.id) == state)
    for some in (polities.polities_of(state, on, ("absorbed",)), own):
        if len(left := sovereign(some)) == 1:
            return left[0].id
    return None


def near(system: str, code: str, on: str) -> str | None:
    asked = datetime.date.fromisoformat(on)
    away = []
    for row in register().by_code[system, code]:
        span = register().span(row)
        first, last = (datetime.date(*edge) if 0 < edge[0] < 10000 else None for edge in span)
        gap = max((first - asked).days if first else -1, (asked - last).days if last else -1)
        away.append((gap, row.polity))
    gap, polity = min(away, key=lambda one: one[0])
    return polity if gap <= 731 else None


def days_to_ask(seed: int) -> list[datetime.date]:
    """Days around the beginnings and ends of polities, and any."""
    chosen = random.Random(seed)
    edges = [edge for one in polities.polities().values() for edge in one.span if 1001 < edge[0] < 2199]
    around = [
        datetime.date(*edge) + datetime.timedelta(days=chosen.choice([-732, -731, -1, 0, 1, 731, 732]))
        for edge in chosen.sample(edges, 60)
    ]
    return [*around, *(datetime.date(1000, 1, 1) + datetime.timedelta(days=chosen.randrange(438_000)) for _ in range(40))]


@pytest.mark.parametrize("seed", range(4))
def test_all_codes_on_many_days_as_the_slow_way_has_them(seed: int) -> None:
    codes = [code for system, code in register().by_code if system == "iso3"]
    asked = [(code, on) for code in random.Random(seed).sample(codes, 70) for on in days_to_ask(seed)]
    known = States("plover")
    numbers = known.numbers(code for code, _ in asked)
    found = known.resolve(numbers, np.array([(on - EPOCH).days for _, on in asked], dtype=np.int32))
    kinds: Counter[int] = Counter()
    for (code, on), (kind, state, polity) in zip(asked, found.tolist(), strict=True):
        if code in states._said("plover"):
            continue
        slow = slowly("iso3", code, on.isoformat())
        heir = polities.main_state(slow) if slow else None
        assert (known.polities[polity], known.names[state] if state >= 0 else None) == ((slow, heir) if heir else ("", None)), (
            code,
            on,
        )
        kinds[kind] += 1
    assert kinds[STATE] > 1000 and kinds[ABSENT] > 100


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["20180101000000.export.CSV", "20190121220000.export.CSV"])
def test_real_rows_of_gdelt_as_the_slow_way_has_them(name: str) -> None:
    table = {"ROM": "ROU", "MTN": "MNE", "TMP": "TLS", "IMY": "IMN"}
    expected = {}
    for line in (SHARED / "gdelt" / name).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        on = datetime.date.fromisoformat(cells[1]).isoformat()
        sides = []
        for code in (cells[7], cells[17]):
            bearer = table.get(code, code)
            polity = slowly("iso3", bearer, on) if ("iso3", bearer) in register().by_code else None
            sides.append((polities.main_state(polity), polity, code) if polity else None)
        if sides[0] and sides[1] and sides[0][0] != sides[1][0]:
            turned = sides[0][0] > sides[1][0]
            (a, a_polity, a_code), (b, b_polity, b_code) = reversed(sides) if turned else sides
            expected[cells[0]] = (
                a,
                b,
                -1 if turned else 1,
                a_polity,
                b_polity,
                a_code,
                b_code,
                on,
                cells[26],
                int(cells[29]),
                float(cells[30]),
                cells[60],
            )
    found = {}
    for batch in batches(recognise(SHARED / "gdelt" / name), 50_000):
        for row in batch.rows.to_pylist():
            on = (EPOCH + datetime.timedelta(days=row["day"])).isoformat()
            names = ("a", "b", "direction", "a_polity", "b_polity", "a_code", "b_code")
            found[row["key"]] = (
                *(row[one] for one in names),
                on,
                row["cameo"],
                row["quad"],
                row["source_intensity"],
                row["address"],
            )
    assert found == expected


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_real_names_of_icews_as_the_slow_way_has_them() -> None:
    table = {"Congo": "republic-of-the-congo", "Occupied Palestinian Territory": "palestine", "Moldova, Republic of": "moldova"}

    def named(name: str, on: str) -> str | None:
        matches = [match.polity for match in polities.resolve_name(name, on) if match.kind == "name" and match.in_time]
        former = [match.polity for match in polities.resolve_name(name) if match.kind == "name"]
        return table.get(name) or (matches or [None])[0] or (by_line(polities.main_state(former[0]), on) if former else None)

    expected = {}
    with (SHARED / "icews" / "icews_sample.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            sides = [named(row[side], row["event_date"]) for side in ("source_country", "target_country")]
            heirs = [polities.main_state(side) if side else None for side in sides]
            if heirs[0] and heirs[1] and heirs[0] != heirs[1]:
                key = f"{row['event_id']} {row['event_date']}"
                expected[key] = (
                    sorted(zip(heirs, sides, strict=True)),
                    row["cameo_code"],
                    float(row["intensity"]),
                    row["publisher"],
                )
    found = {}
    for batch in batches(recognise(SHARED / "icews" / "icews_sample.csv")):
        for one in batch.rows.to_pylist():
            sides = [(one["a"], one["a_polity"]), (one["b"], one["b_polity"])]
            found[one["key"]] = sides, one["cameo"], one["source_intensity"], one["publisher"]
    assert found == expected
