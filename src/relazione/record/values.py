"""The record room: a fact's fields. The values that its claims tell, who tells which, and how they stand to each other.

Agreement is *only* (one claim), *same* (several claims, one value), *refines* (a more exact value agrees with the others) or
*conflicts*; a conflict is shown with all its values, never averaged. The first value is the one shown: what a person accepted,
then the more exact of dates that agree, then what most claims say (or say less exactly), then the more exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from relazione.model.claims import Actor, Claim, Measure
from relazione.model.dates import When, bounds, refines
from relazione.model.record import Field, Value
from relazione.record.blocks import who
from relazione.record.counted import Counted
from relazione.record.matching import number_of
from relazione.record.partition import content_key
from relazione.record.tables import city_key, class_of, comparisons, refined_value
from relazione.reference.folding import fold

REFINED = ("mission.kind", "membership.status", "holding.title")
Stand = Literal["same", "refines", "conflicts"]
_json = msgspec.json.Encoder(order="deterministic")


def fields_of(claims: Sequence[Counted], kind: str) -> tuple[Field, ...]:
    """The fields that at least one claim tells, in the order of `data/fields.tsv`."""
    if len(claims) == 1:
        return tuple(_fields_of_one(claims[0].claim, kind))
    claims = sorted(claims, key=content_key)
    found = (_field(name, compare, claims, kind) for name, compare in comparisons()[kind].items())
    return tuple(field for field in found if field is not None)


def plain(value: Any) -> Any:
    """A field's value as JSON shows it: dates as EDTF, actors as objects without the words used for them."""
    if isinstance(value, When):
        return value.edtf
    if isinstance(value, Actor):
        return msgspec.to_builtins(msgspec.structs.replace(value, mention=""))
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def _fields_of_one(claim: Claim, kind: str) -> Iterator[Field]:
    """The fields of a fact that rests on one claim, as most do."""
    for name in comparisons()[kind]:
        if _is_told(name, value := getattr(claim.body, name)):
            yield Field(name=name, values=(Value(plain(value), (claim.id,)),), agreement="only")


def _is_told(name: str, value: Any) -> bool:
    return value is not None and value is not False and value not in ("", ()) and not (name == "status" and value == "unknown")


def _field(name: str, compare: str, claims: Sequence[Counted], kind: str) -> Field | None:
    groups: dict[str, tuple[list[Any], list[Counted]]] = {}
    for one in claims:
        value = getattr(one.claim.body, name)
        if _is_told(name, value):
            values, tellers = groups.setdefault(_same(value, compare), ([], []))
            values.append(value)
            tellers.append(one)
    if not groups:
        return None
    tellings = [(_commonest(values, compare), tellers) for values, tellers in groups.values()]
    stand = _stand(tellings, compare, f"{kind}.{name}")
    if len(tellings) > 1:
        order = [(_rank(telling, stand, tellings), telling) for telling in tellings]
        tellings = [telling for _, telling in sorted(order, key=lambda item: item[0])]
    return Field(
        name=name,
        values=tuple(
            Value(plain(value), tuple(one.claim.id for one in sorted(tellers, key=lambda one: one.number)))
            for value, tellers in tellings
        ),
        agreement=("only" if len(tellings[0][1]) == 1 else "same") if len(tellings) == 1 else stand,
    )


def _commonest(values: list[Any], compare: str) -> Any:
    """Of values that count as the same, a city's usual name, else the wording used most; of equally many, the longest."""
    if len(values) == 1:
        return values[0]
    texts = [_json.encode(plain(value)) for value in values]
    usual = {texts[i] for i, value in enumerate(values) if compare == "name" and fold(value) == city_key(value)}
    best = max(range(len(values)), key=lambda i: (texts[i] in usual, texts.count(texts[i]), len(texts[i]), texts[i]))
    return values[best]


def _same(value: Any, compare: str) -> str:
    """A text that is equal for values that count as the same."""
    if compare == "name":
        return city_key(value)
    if compare == "words":
        return fold(str(value))
    if isinstance(value, Actor):
        return who(value)
    if compare == "actors":
        return "|".join(sorted({f"{who(actor)}:{actor.role}:{fold(actor.person or '')}" for actor in value}))
    if compare == "list":
        return "|".join(sorted(fold(item) for item in value))
    return _json.encode(plain(value)).decode()


Telling = tuple[Any, list[Counted]]


def _stand(tellings: Sequence[Telling], compare: str, field: str) -> Stand:
    """How several values stand to each other: all must agree with the most exact one, or they conflict."""
    if len(tellings) == 1:
        return "same"
    if compare in ("words", "list", "actors", "flag"):
        return "refines"
    if compare == "date":
        dates = [value.edtf for value, _ in tellings]
        return "refines" if any(all(dates_agree(fine, other) for other in dates) for fine in dates) else "conflicts"
    if compare == "status":
        values = {value for value, _ in tellings}
        return "refines" if any(all(_says_as_well(fine, other, field) for other in values) for fine in values) else "conflicts"
    if compare == "number":
        ranges = [_range(claim.claim.body) for _, tellers in tellings for claim in tellers]
        inside = any(all(low <= a and b <= high for low, high in ranges) for a, b in ranges)
        return "refines" if inside else "conflicts"
    if compare == "exact" and field == "mission.kind":
        values = {value for value, _ in tellings}
        return "refines" if any(all(_says_as_well(fine, other, field) for other in values) for fine in values) else "conflicts"
    return "conflicts"


def dates_agree(fine: str, coarse: str) -> bool:
    """Whether `fine` says what `coarse` says, at least as exactly. A single date agrees with an open interval that
    starts so.
    """
    if refines(fine, coarse):
        return True
    f, c = fine.split("/"), coarse.split("/")
    if f[0] in ("", "..") or c[0] in ("", ".."):
        return False
    one_is_open = len(f) != len(c) and (len(f) == 1 or f[1] in ("", "..")) and (len(c) == 1 or c[1] in ("", ".."))
    return one_is_open and refines(f[0], c[0])


def _says_as_well(fine: str, coarse: str, field: str) -> bool:
    if field == "holding.title" and class_of(field, fine) != class_of(field, coarse):
        return False  # possession, administration and occupation: one holding, of which the title is disputed
    return fine == coarse or refined_value(field, fine) == coarse or class_of(field, fine) != class_of(field, coarse)


def _range(body: Any) -> tuple[float, float]:
    if isinstance(body, Measure):
        return body.value, body.value if body.value_max is None else body.value_max
    return 0.0, 0.0


def _exactness(value: Any) -> float:
    """Smaller is more exact: days of doubt for a date, extent of a range; fewer letters for none."""
    if isinstance(value, When):
        b = bounds(value.edtf)
        sides = ((b.start_earliest, b.start_latest), (b.end_earliest, b.end_latest))
        return sum(float(high - low) if low is not None and high is not None else 1e6 for low, high in sides)
    if isinstance(value, str | tuple):
        return -float(len(value))
    return 0.0


def _backing(telling: Telling, all_tellings: Sequence[Telling]) -> int:
    """How many claims tell the value; of a date also those that tell a less exact one which agrees."""
    value, tellers = telling
    if not isinstance(value, When):
        return len(tellers)
    return sum(len(others) for other, others in all_tellings if other is value or dates_agree(value.edtf, other.edtf))


def _rank(telling: Telling, stand: Stand, all_tellings: Sequence[Telling]) -> tuple[Any, ...]:
    value, tellers = telling
    accepted = any(one.accepted for one in tellers)
    refined = isinstance(value, str) and any(refined_value(field, value) for field in REFINED)
    exact_first = stand == "refines" and isinstance(value, When)
    by_disputes = isinstance(value, When) and stand == "conflicts" and all(number_of(one.claim) for one in tellers)
    return (
        not accepted,
        by_disputes,  # a list of disputes dates the dispute, which may begin before its war
        _exactness(value) if exact_first else 0.0,
        not (stand == "refines" and refined),
        -_backing(telling, all_tellings),
        _exactness(value),
        _json.encode(plain(value)),
    )
