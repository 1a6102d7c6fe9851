"""The JSON Schema fits what is written, refuses what is not of the model, and the codebook lists every field."""

import json
import re
from types import ModuleType
from typing import Any

import msgspec
import pytest

from relazione.model.claims import KINDS, Claim
from relazione.model.record import Decision, Fact, Field, Link, Value
from relazione.model.schema import codebook, json_schema

SCHEMA = json_schema()
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,), "object": (dict,), "null": (type(None),),
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """What in a JSON value is against a schema: the part of JSON Schema that ours uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")], where)
    if "anyOf" in schema:
        found = [faults(value, one, where) for one in schema["anyOf"]]
        return [] if any(not one for one in found) else min(found, key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{where}: {value!r} is not in {schema['enum']}"]
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return [f"{where}: {value!r} is no {kind}"]
    found = []
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        found += [f"{where}: {name} is missing" for name in schema.get("required", ()) if name not in value]
        found += [f"{where}: {name} is unknown" for name in value if properties and name not in properties]
        for name, one in value.items():
            found += [fault for fault in faults(one, properties.get(name, {}), f"{where}.{name}")]
    if isinstance(value, list):
        items = schema.get("items", {})
        for i, one in enumerate(value):
            found += faults(one, items if isinstance(items, dict) else {}, f"{where}[{i}]")
    return found


def as_json(value: Any) -> Any:
    return json.loads(msgspec.json.encode(value))


def check(value: Any, name: str) -> list[str]:
    return faults(value, {"$ref": f"#/$defs/{name}"}, name)


def test_every_claim_of_the_hand_made_seed_fits(seed: ModuleType) -> None:
    claims = seed.claims()
    assert {claim.kind for claim in claims} == set(KINDS), "a kind without a sample"
    assert [fault for claim in claims for fault in check(as_json(claim), "Claim")] == []


def test_claims_survive_writing_and_reading(seed: ModuleType) -> None:
    claims = seed.claims()
    assert msgspec.json.decode(msgspec.json.encode(claims), type=list[Claim]) == claims


def test_facts_decisions_and_links_fit() -> None:
    fact = Fact("f1", "event", "met", ("ITA", "TUR"), (Field("type", (Value("summit", ("c1",)),)),), ("c1",))
    decision = Decision("d1", "c1", "reject", "a reader", "2024-01-01T00:00:00Z")
    link = Link("l1", "c1", "c2", False, "a reader", "2024-01-01T00:00:00Z")
    assert [*check(as_json(fact), "Fact"), *check(as_json(decision), "Decision"), *check(as_json(link), "Link")] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("realis", "rumour"),
        ("confidence", "high"),
        ("evidence", [{"start": 0, "end": 1}]),
        ("evidence", [{"start": "0", "end": 1, "exact": "x"}]),
        ("body", {"of_kind": "rumour"}),
        ("body", {"of_kind": "mission", "sender": {"name": "Italy"}, "kind": "castle"}),
        ("body", {"of_kind": "mission", "kind": "embassy"}),
        ("body", {"of_kind": "event", "type": "war", "actors": [{"name": "Italy", "role": "villain"}]}),
        ("body", {"of_kind": "measure", "what": "exports", "value": "many"}),
        ("body", {"of_kind": "holding", "territory": "Libya", "holder": {"name": "Italy"}, "title": "owner"}),
        ("id", None),
    ],
)
def test_what_is_not_of_the_model_does_not_fit(seed: ModuleType, name: str, value: Any) -> None:
    spoilt = {**as_json(seed.claims()[0]), name: value}
    assert check(spoilt, "Claim")
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(json.dumps(spoilt).encode(), type=Claim)


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(SCHEMA)))
    assert named and named <= set(SCHEMA["$defs"])


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_codebook_lists_every_field_with_its_meaning(kind: str) -> None:
    cls = KINDS[kind]
    part = codebook().partition(f"## {cls.__name__}\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
    assert list(rows) == list(cls.__struct_fields__)
    told_by_name = {"kind", "status", "title"}  # their values are the meaning
    assert [name for name, meaning in rows.items() if not meaning.strip() and name not in told_by_name] == []
    assert (cls.__doc__ or "").splitlines()[0] in part


def test_every_field_of_the_schema_is_of_its_class() -> None:
    for cls in [*KINDS.values(), Claim, Fact, Decision, Link]:
        told = set(SCHEMA["$defs"][cls.__name__]["properties"]) - {"of_kind"}
        assert told == set(cls.__struct_fields__), cls.__name__
