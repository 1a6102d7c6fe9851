"""The feeds: GDELT's own table in Google's warehouse as rows of a feed, so that the questions can be asked there, without a lake.

Other than in a lake a code is the state that bears it today, whatever the day: pairs with states that are gone (the Soviet Union, Yugoslavia)
are their present heirs' only where GDELT writes these. What GDELT tells of organisations and regions is left out as in a lake.
"""

from __future__ import annotations

from typing import Any

import ibis

from relazione.reference.cameo import codes
from relazione.reference.polities import states
from relazione.sources.feeds.states import written

EVENTS = "gdelt-bq.gdeltv2.events"
"""The public table of GDELT 2.0. Its columns are those of the published files."""
_COLUMNS = {
    "GLOBALEVENTID": "int64",
    "SQLDATE": "int64",
    "Actor1CountryCode": "string",
    "Actor2CountryCode": "string",
    "EventCode": "string",
    "QuadClass": "int64",
}
"""Those of its columns that are asked."""


def events(name: str = EVENTS) -> Any:
    """The table, bound to no engine."""
    *database, table = name.split(".")
    place = {"catalog": database[0], "database": database[1]} if len(database) == 2 else {}
    return ibis.table(_COLUMNS, name=table, **place)


def as_rows(told: Any) -> Any:
    """Events as rows of the feed gdelt2, with those columns of `sources.feeds.columns` that questions need."""
    first, second = _state(told.Actor1CountryCode), _state(told.Actor2CountryCode)
    paired = told.mutate(one=first, other=second)
    paired = paired.filter(paired.one.notnull(), paired.other.notnull(), paired.one != paired.other)
    paired = paired.filter(paired.EventCode.isin(list(codes())), paired.SQLDATE >= 10_000_101, paired.SQLDATE < 22_000_000)
    year = (paired.SQLDATE / 10_000.0).floor().cast("int64")
    month = (paired.SQLDATE / 100.0).floor().cast("int64") - year * 100
    rows = paired.select(
        "SQLDATE",
        "GLOBALEVENTID",
        a=ibis.least(paired.one, paired.other),
        b=ibis.greatest(paired.one, paired.other),
        month_ix=(year * 12 + month - 1).cast("int32"),
        year=year.cast("int32"),
        direction=ibis.ifelse(paired.one < paired.other, 1, -1),
        quad=paired.QuadClass,
        kind=_of_code(paired.EventCode, lambda code: code.plover, ""),
        intensity=_of_code(paired.EventCode, lambda code: code.score, 0.0),
    )
    key = rows.GLOBALEVENTID.cast("string")  # as in a lake, where keys are texts: of two of a day the same one counts
    again = ibis.window(group_by=("a", "b", "SQLDATE", "direction", "kind"), order_by=key)
    rows = rows.mutate(once=ibis.ifelse(ibis.row_number().over(again) == 0, 1, 0))
    return rows.mutate(weight=ibis.literal(1.0, type="float64"), feed=ibis.literal("gdelt2"))


def _state(code: Any) -> Any:
    """Our code of the state that bears a code of GDELT; null where none does."""
    said = written("cameo")
    ours = ibis.ifelse(code.isin([one for one in states() if one not in said]), code, ibis.null("string"))
    return ibis.cases(*((code == one, means) for one, means in said.items() if means in states()), else_=ours)


def _of_code(code: Any, what: Any, otherwise: Any) -> Any:
    """Something of each CAMEO code: a list of codes for each value."""
    of: dict[Any, list[str]] = {}
    for one in codes().values():
        of.setdefault(what(one), []).append(one.code)
    return ibis.cases(*((code.isin(those), value) for value, those in of.items() if value != otherwise), else_=otherwise)
