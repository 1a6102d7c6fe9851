"""The record room: the store. Claims, decisions and links go in and are never overwritten; facts come out.

    with Record.open("relazione.db", create=True) as record:
        record.add(document, claims)
        record.facts(pair=("ITA", "TUR"))

`store` is the door. `schema` and `opening` are the file; `writing` and `judging` add to it; `blocks`, `partition`, `values`,
`resolve` and `rosters` make facts of claims; `projection` keeps the facts in the file; `search` and `summary` ask it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relazione.record.store import Record as Record
    from relazione.record.writing import Added as Added

__all__ = ["Added", "Record"]


def __getattr__(name: str) -> Any:
    """`Record` and `Added`, loaded when they are first asked for."""
    if name == "Record":
        from relazione.record.store import Record

        return Record
    if name == "Added":
        from relazione.record.writing import Added

        return Added
    raise AttributeError(name)
