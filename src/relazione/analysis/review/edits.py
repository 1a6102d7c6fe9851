"""The review: the fields of a claim as a person edits them: as text, checked, and turned into a claim's body again.

`fields_of` gives each field with its text (for a form or a prompt); `edited` takes changes as such texts, or as plain data in the shape of
the codebook. What is written back unchanged changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta

from relazione.analysis.review.actors import actor_text, actors_text, read_actor, read_actors
from relazione.model.claims import Actor, Body, Claim, MissionKind, Realis, kind_of
from relazione.model.dates import When, bounds
from relazione.model.errors import WrongUse
from relazione.model.identity import squeezed
from relazione.reference.ontology import ontology
from relazione.reference.polities import states

Form = Literal["text", "date", "number", "whole", "yes-no", "choice", "actor", "actors", "list"]
"""How a field is written: date is EDTF (1912-10-18, 191X, 1911/1912); actors are names with ";" between them, each with its role in brackets
where that is not "actor"; list has ";" between its items, yes-no is "yes" or "no"."""
_CLEAR: tuple[Any, ...] = (None, "", [], ())
SEPARATOR = ";"
_WHO = ("actors", "parties")
"""Fields that are not emptied: a thing of nobody would be found nowhere, and to reject the claim says it better."""


class EditField(msgspec.Struct, frozen=True):
    """A field of a claim as it is edited."""

    name: str
    text: Annotated[str, Meta(description="its value as written; empty where there is none")]
    form: Form
    needed: Annotated[bool, Meta(description="whether it must have a value")]
    help: str = ""
    choices: tuple[str, ...] = ()


def fields_of(claim: Claim) -> list[EditField]:
    """All fields that can be edited: those of its kind, and `realis` (whether it is told as a fact, planned, denied ...)."""
    found = [_field(claim.body, part) for part in msgspec.structs.fields(type(claim.body))]
    about = "fact: told as having happened or holding; else planned, claimed, denied, hypothetical"
    return [*found, EditField("realis", claim.realis, "choice", True, about, get_args(Realis))]


def edited(claim: Claim, changes: Mapping[str, Any]) -> tuple[Body, Realis]:
    """The body and realis of the claim with these fields changed; "" or None empties a field.

    Raises WrongUse for a field that there is not, a value of the wrong form, an impossible date, a type that the ontology lacks, or where
    nothing changes; UnknownState, UnknownPolity, NotThen and their like for actors.
    """
    known = {field.name: field for field in fields_of(claim)}
    for name in changes:
        if name not in known:
            raise WrongUse(f"{_a(claim.kind)} has no field {name!r}: it has {', '.join(known)}.")
    values: dict[str, Any] = msgspec.to_builtins(claim.body)
    whole = {name: getattr(claim.body, name) for name in known if name != "realis"}
    realis: Realis = claim.realis
    order = sorted(changes, key=lambda name: known[name].form in ("actor", "actors"))  # the date says what a name meant
    for name in order:
        field, value = known[name], changes[name]
        if value == field.text:
            continue
        if name == "realis":
            realis = _choice(field, value, claim)
        elif value in _CLEAR:
            if field.needed:
                raise WrongUse(f"{_a(claim.kind)} needs its {name}: it cannot be empty.")
            values.pop(name, None)
        else:
            values[name] = msgspec.to_builtins(_READERS[field.form](field, value, claim, whole[name], values))
    body = _converted(claim, values)
    if (body, realis) == (claim.body, claim.realis):
        raise WrongUse("nothing was changed: accept the claim if it is right.")
    return body, realis


def _converted(claim: Claim, values: dict[str, Any]) -> Body:
    try:
        body = squeezed(msgspec.convert(values, type(claim.body)))
    except msgspec.ValidationError as error:
        raise WrongUse(f"{_a(claim.kind)} cannot be so: {error}.") from error
    for name, value in _dates(body):
        try:
            bounds(value.edtf)
        except WrongUse as error:
            raise WrongUse(f"{name}: {error}") from error
    _check_order(body)
    return body


def _dates(body: Body) -> list[tuple[str, When]]:
    return [(name, value) for name in type(body).__struct_fields__ if isinstance(value := getattr(body, name), When)]


def _check_order(body: Body) -> None:
    """Raises WrongUse where the thing is told to end before it begins."""
    for first, last in (("since", "until"), ("opened", "closed"), ("signed", "ended"), ("in_force", "ended")):
        start, end = getattr(body, first, None), getattr(body, last, None)
        if start and end:
            begins, ends = bounds(start.edtf).start_earliest, bounds(end.edtf).end_latest
            if begins is not None and ends is not None and ends < begins:
                raise WrongUse(f"{last} ({end}) lies before {first} ({start}).")


def _field(body: Body, part: msgspec.structs.FieldInfo) -> EditField:
    value = getattr(body, part.name)
    inner = part.type
    told = ""
    if metadata := getattr(inner, "__metadata__", None):
        told = next((meta.description or "" for meta in metadata if isinstance(meta, Meta)), "")
        inner = get_args(inner)[0]
    form, choices = _form(body, part.name, inner)
    needed = part.required or (part.name in _WHO and bool(value))
    return EditField(part.name, _text(value), form, needed, told, choices)


def _form(body: Body, name: str, inner: Any) -> tuple[Form, tuple[str, ...]]:
    options = [one for one in (get_args(inner) if type(None) in get_args(inner) else (inner,)) if one is not type(None)]
    one = options[0]
    if get_args(one) and getattr(one, "__origin__", None) is Literal:
        return "choice", tuple(choice for choice in get_args(one) if choice)
    if kind_of(body) == "event" and name == "type":
        return "choice", tuple(ontology())
    plain: dict[Any, Form] = {When: "date", Actor: "actor", bool: "yes-no", float: "number", int: "whole", str: "text"}
    if one in plain:
        return plain[one], ()
    return ("actors" if Actor in get_args(one) else "list"), ()


def _text(value: Any) -> str:
    """A value as a person writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, When):
        return value.edtf
    if isinstance(value, Actor):
        return actor_text(value)
    if isinstance(value, tuple):
        return actors_text(value) if any(isinstance(one, Actor) for one in value) else f"{SEPARATOR} ".join(map(str, value))
    return str(value)


# --- reading what was written: (field, value, claim, the value before, the other values) -> the value


def _said(field: EditField, value: Any, claim: Claim, before: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(value, str):
        raise WrongUse(f"{field.name} is a text, and not {value!r}.")
    if field.name == "winner" and value not in states():
        from relazione.analysis.review.actors import state_code

        return state_code(value)
    return value


def _date(field: EditField, value: Any, claim: Claim, before: When | None, values: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, str):
        raise WrongUse(f"{field.name} is a date as text (1912-10-18), and not {value!r}.")
    edtf = value.strip()
    try:
        bounds(edtf)
    except WrongUse as error:
        raise WrongUse(f"{field.name}: {error}; also 1911/1912, 1921/.., 191X, 19XX, 1912~") from error
    return When(edtf)


def _number(field: EditField, value: Any, claim: Claim, before: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise WrongUse(f"{field.name} is a number, and not {value!r}.")
    text = str(value).replace(",", "").replace("_", "").replace(" ", "")
    try:
        number = int(text) if field.form == "whole" else float(text)
        if number != number or abs(number) == float("inf"):
            raise ValueError
    except ValueError as error:
        raise WrongUse(
            f"{field.name} is a {'whole ' if field.form == 'whole' else ''}number such as 12,000, and not {value!r}."
        ) from error
    return number


def _yes_no(field: EditField, value: Any, claim: Claim, before: Any, values: Mapping[str, Any]) -> Any:
    known = {"yes": True, "no": False, "true": True, "false": False}
    if isinstance(value, bool):
        return value
    if str(value).strip().lower() not in known:
        raise WrongUse(f"{field.name} is yes or no, and not {value!r}.")
    return known[str(value).strip().lower()]


def _choice(field: EditField, value: Any, *more: Any) -> Any:
    text = str(value).strip()
    if text in field.choices:
        return text
    import difflib

    near = difflib.get_close_matches(text.lower(), field.choices, n=3, cutoff=0.6)
    every = ", ".join(field.choices) if len(field.choices) <= len(get_args(MissionKind)) else ""
    hint = f"did you mean {' or '.join(near)}?" if near else f"it is one of {every}." if every else "see `relazione codebook`."
    raise WrongUse(f"there is no {field.name} {text!r}: {hint}")


def _list(field: EditField, value: Any, *more: Any) -> Any:
    items: Sequence[Any] = value.split(SEPARATOR) if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise WrongUse(f"{field.name} is a list of texts with {SEPARATOR!r} between them, and not {value!r}.")
    return [item.strip() for item in items if item.strip()]


def _actor(field: EditField, value: Any, claim: Claim, before: Actor | None, values: Mapping[str, Any]) -> Any:
    return value if isinstance(value, Mapping) else read_actor(field.name, value, [before] if before else [], _day(values))


def _actors(field: EditField, value: Any, claim: Claim, before: tuple[Actor, ...], values: Mapping[str, Any]) -> Any:
    if isinstance(value, list | tuple) and not all(isinstance(one, str) for one in value):
        return value
    names = value.split(SEPARATOR) if isinstance(value, str) else value
    if not isinstance(names, list | tuple):
        raise WrongUse(f"{field.name} is a list of names with {SEPARATOR!r} between them, and not {value!r}.")
    return read_actors(field.name, names, before, _day(values))


def _day(values: Mapping[str, Any]) -> str | None:
    """The first day that the claim tells: names mean what they meant then."""
    from relazione.model.dates import iso_day

    for name in ("when", "signed", "since", "opened", "attested"):
        told = values.get(name)
        if told:
            found = bounds(told["edtf"])
            day = found.start_earliest if found.start_earliest is not None else found.end_earliest
            if day is not None:
                return iso_day(day)
    return None


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


_READERS: dict[str, Callable[..., Any]] = {
    "text": _said,
    "date": _date,
    "number": _number,
    "whole": _number,
    "yes-no": _yes_no,
    "choice": _choice,
    "list": _list,
    "actor": _actor,
    "actors": _actors,
}
