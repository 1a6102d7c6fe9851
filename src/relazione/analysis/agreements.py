"""The analysis room: agreements in force on a day, and quantities as last told."""

from __future__ import annotations

from relazione.analysis.certainty import certainty_on
from relazione.analysis.contract import AgreementItem, Certainty, MeasureItem
from relazione.analysis.items import common, names_of, signatory
from relazione.analysis.selection import Held, Selection
from relazione.model.dates import bounds, sort_key


def agreements_on(selection: Selection) -> list[AgreementItem]:
    """Agreements with both among the parties that are signed (or in force) and not ended on the day, the oldest first."""
    found = []
    for held in selection.of_both("agreement"):
        certainty = certainty_on(held, selection.day, selection.present)
        if certainty is None:
            continue
        shown = held.shown
        item = AgreementItem(
            **common(held, certainty),
            name=shown["name"],
            parties=names_of(held.every("parties")),
            signed=shown.get("signed"),
            place=shown.get("place"),
            signatories=tuple(dict.fromkeys(signatory(actor) for actor in held.every("signatories"))),
            provisions=tuple(str(text) for text in held.every("provisions")),
            in_force=shown.get("in_force"),
            ended=shown.get("ended"),
        )
        found.append((sort_key(item.signed or item.in_force), item.fact, item))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:2])]


def measures_on(selection: Selection) -> list[MeasureItem]:
    """The newest quantity of each kind up to the day; undated ones only at the present. Planned ones only if they are aims."""
    found = []
    for held in selection.newest_measures():
        if held.fact.realis != "fact" and not held.shown.get("target"):
            continue
        last = bounds(held.fact.end).end_latest if held.fact.end else None
        inside = last is not None and selection.day <= last
        certainty: Certainty = "disputed" if "value" in held.fact.conflicts else "attested" if inside else "assumed"
        found.append(_item(held, certainty))
    return sorted(found, key=lambda item: (item.what, item.label, item.fact))


def _item(held: Held, certainty: Certainty) -> MeasureItem:
    shown = held.shown
    return MeasureItem(
        **common(held, certainty),
        what=shown["what"],
        value=shown["value"],
        value_max=shown.get("value_max"),
        unit=shown.get("unit") or "",
        date=shown.get("when"),
        target=bool(shown.get("target")),
    )
