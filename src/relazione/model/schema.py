"""The model room: JSON Schema and the codebook, made from the classes."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from relazione.model.claims import KINDS, Claim
from relazione.model.record import Decision, Fact, Link


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of claims, facts, decisions and links, with the codebook's words as descriptions."""
    _, components = msgspec.json.schema_components([Claim, Fact, Decision, Link], ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Relazione record", "$defs": components}


def codebook() -> str:
    """The codebook of the seven kinds as Markdown."""
    lines = ["# Codebook", "", "Made from the classes in `relazione.model.claims`.", ""]
    components = json_schema()["$defs"]
    for cls in KINDS.values():
        lines += [f"## {cls.__name__}", "", inspect.cleandoc(cls.__doc__ or ""), "", "| field | meaning |", "|---|---|"]
        for name, spec in components[cls.__name__]["properties"].items():
            if name != "of_kind":
                lines.append(f"| `{name}` | {spec.get('description', '')} |")
        lines.append("")
    return "\n".join(lines)
