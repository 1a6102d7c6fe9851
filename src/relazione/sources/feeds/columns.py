"""The room `sources`: the columns of a feed's row, the same for every feed, in the lake, and for every engine that asks it.

Times are whole numbers beside the codes and never dates: engines disagree about dates before 1970. A row is one event between one pair of
states; an event of many actors gives a row for each pair, with the same key. Nothing is null: what is not told is "" or 0, but for
`source_intensity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

FEEDS = ("gdelt1", "gdelt2", "icews", "polecat")
"""Ids of the feeds: GDELT 1.0 and 2.0 have keys of their own and code the same news, so they are two."""


class FeedColumn(NamedTuple):
    """A column: its name, its type as Arrow names it, what it holds."""

    name: str
    type: str
    holds: str


COLUMNS = (
    FeedColumn(
        "a",
        "string",
        "code of the state that comes first in the alphabet (ISO 3166-1 alpha-3 or ours), as pairs are named everywhere",
    ),
    FeedColumn("b", "string", "code of the other state"),
    FeedColumn("day", "int32", "day of the event, counted from 1970-01-01"),
    FeedColumn("month_ix", "int32", "12 x year + month - 1"),
    FeedColumn("year", "int32", "year of the event; the lake has a folder for each"),
    FeedColumn("direction", "int8", "1: a does it to b; -1: b does it to a; 0: they do it together"),
    FeedColumn("quad", "int8", "quad class 1 to 4: verbal and material cooperation, verbal and material conflict"),
    FeedColumn(
        "intensity", "float64", "PLOVER score of the mode, else of the type, -10 to 10; 0 where PLOVER has no type for it"
    ),
    FeedColumn(
        "weight", "float64", "share in an event of many, as in the curve: 1 between two, 2 / n for what n states do together"
    ),
    FeedColumn(
        "once",
        "int8",
        "1: the first row of its feed with this a, b, day, direction and type (the one-a-day filter); 0: told again",
    ),
    FeedColumn("plover", "string", 'PLOVER type, "" where it has none'),
    FeedColumn("mode", "string", 'PLOVER mode, "" where none is told'),
    FeedColumn("cameo", "string", 'CAMEO code, "" where the feed has none'),
    FeedColumn("source_intensity", "float64", "the feed's own score (Goldstein scale, intensity); null where it has none"),
    FeedColumn("a_polity", "string", "id of the polity that a was on the day"),
    FeedColumn("b_polity", "string", "id of the polity that b was on the day"),
    FeedColumn("a_code", "string", "code of a as the feed has it"),
    FeedColumn("b_code", "string", "code of b as the feed has it"),
    FeedColumn("mentions", "int32", "how many mentions the feed counts; 1 where it counts none"),
    FeedColumn("publisher", "string", 'who published the report, "" where the feed does not say'),
    FeedColumn("address", "string", 'address of the report, "" where the feed has none; shown, never fetched'),
    FeedColumn("feed", "string", "id of the feed"),
    FeedColumn("key", "string", "the row's own key in the feed: GLOBALEVENTID, Event ID, event_id and date"),
    FeedColumn("load", "int32", "number of the load that brought it, as in the lake's list of loads"),
)
SORTED_BY = ("a", "b", "day", "feed", "key", "direction")
"""The order of rows in each file of the lake."""
UNIQUE = ("feed", "key", "a", "b", "direction")
"""A second row with the same values here is the same row."""


def arrow_schema() -> pa.Schema:
    """The columns as an Arrow schema. Raises ImportError without pyarrow."""
    import pyarrow

    types: dict[str, Any] = {
        "string": pyarrow.string(),
        "int8": pyarrow.int8(),
        "int32": pyarrow.int32(),
        "float64": pyarrow.float64(),
    }
    nullable = "source_intensity"
    return pyarrow.schema([pyarrow.field(one.name, types[one.type], nullable=one.name == nullable) for one in COLUMNS])
