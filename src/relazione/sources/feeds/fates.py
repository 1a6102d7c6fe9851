"""The room `sources`: what becomes of a feed's row that gives no event: why it is bad, or why it is left out, in words."""

from __future__ import annotations

KEPT = 0
NO_STATES, NO_FIRST, NO_SECOND, ORGANISATION, REGION, SAME = range(1, 7)
LEFT_OUT = {
    NO_STATES: "no state on either side",
    NO_FIRST: "no first state",
    NO_SECOND: "no second state",
    ORGANISATION: "an organisation, and no state",
    REGION: "a region, and no state",
    SAME: "within one state",
}
"""Rows that are no event between two states: well formed, and not for the lake."""

WIDTH, LONG, NUL, DATE, KEY, EVENT, QUAD, NUMBER, UNKNOWN, ABSENT, MANY, ENCODING = range(20, 32)
ALL = 32
WHY = {
    LONG: "a line longer than 262,144 bytes",
    NUL: "a zero byte in it",
    DATE: "no day of the years 1000 to 2199",
    KEY: "no key of its own",
    EVENT: "no event code that is known",
    QUAD: "no quad class from 1 to 4",
    NUMBER: "no number where one is meant",
    UNKNOWN: "a code of a country that is not known",
    ABSENT: "no state on that day",
    MANY: "more than 40 states in one event",
    ENCODING: "not UTF-8 in a column that is kept",
}
"""Rows that cannot be read. WIDTH has words of its own."""
CELLS = {
    DATE: ("date",),
    EVENT: ("cameo", "plover"),
    QUAD: ("quad",),
    NUMBER: ("source_intensity", "mentions"),
    UNKNOWN: ("a_code", "b_code"),
    ABSENT: ("a_code", "b_code", "date"),
    MANY: ("a_code", "b_code"),
}
"""Our columns whose cells are shown with the reason."""
