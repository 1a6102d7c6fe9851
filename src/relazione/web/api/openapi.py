"""Web: the description of the API in OpenAPI 3.1, made from the table of operations and the structs of their answers."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from relazione import __version__
from relazione.web.api.operations import OPERATIONS, Operation
from relazione.web.api.parameters import Parameter

PREFIX = "/api/v1"
ERRORS = {
    "400": "there is no such day in the calendar, or what is asked contradicts itself",
    "401": "log in first, or send a key",
    "404": "there is nothing of this id or name",
    "405": "only reading is possible",
    "414": "the address is too long",
    "422": "a parameter is unknown, given twice, or does not fit its schema",
    "503": "the record cannot be read now; try again",
}


class Problem(msgspec.Struct, frozen=True):
    """What went wrong, in one sentence."""

    error: str


@cache
def description() -> dict[str, Any]:
    """The whole description, as plain data."""
    types = [*dict.fromkeys(one.type for one in OPERATIONS), Problem]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    components = _plainly(components)
    of = dict(zip(types, schemas, strict=True))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Relazione",
            "version": __version__,
            "summary": "What is written about two states, as one cited, dated record that can be asked as of any date",
            "description": (
                "Read-only. Answers are JSON. Lists come in pages: `limit`, `after`, and `next` in the answer (null: the last page), also as "
                "a Link header. Each answer has an ETag, which changes when the record does; send it as If-None-Match to be told 304. "
                "Texts of documents are quoted material."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "paths": {one.path: {"get": _operation(one, of)} for one in OPERATIONS},
        # Where the server has users it wants a key; at one's own machine it does not.
        "security": [{}, {"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": components,
            "responses": {code: _problem(what, of[Problem]) for code, what in ERRORS.items()},
        },
    }


def _plainly(schema: Any) -> Any:
    """A schema with its tuples of one kind (two codes, two days) as arrays of a length, which every client understands."""
    if isinstance(schema, list):
        return [_plainly(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _plainly(one) for key, one in schema.items()}
    parts = found.get("prefixItems")
    if isinstance(parts, list) and all(one == parts[0] for one in parts):
        del found["prefixItems"]
        found["items"] = parts[0]
    return found


def _operation(one: Operation, of: dict[type, dict[str, Any]]) -> dict[str, Any]:
    names_a_state = any("pattern" in given.schema and given.name in ("a", "b", "state") for given in one.parameters)
    codes = ["400", "401", "414", "422", "503", *(["404"] if one.may_miss or names_a_state else [])]
    answers: dict[str, Any] = {
        "200": {
            "description": (one.type.__doc__ or one.summary).split("\n")[0],
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": of[one.type]}},
        },
        "304": {"description": "what you have is still so"},
    }
    answers |= {code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)}
    return {
        "operationId": one.id,
        "summary": one.summary,
        "parameters": [_parameter(given) for given in one.asked],
        "responses": answers,
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": one.place,
        "required": one.place == "path" or "minLength" in one.schema,
        "description": one.meaning,
        "schema": dict(one.schema),
    }


def _problem(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}
