"""As known at a moment: whatever a record is told, opened as it stood after a step it is the record that was told the steps up to it."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relazione.model.documents import Unread
from relazione.record import past, schema
from relazione.record.store import Record
from relazione.record.writing import now


def _told() -> ModuleType:
    path = Path(__file__).with_name("test_record_properties.py")
    spec = importlib.util.spec_from_file_location("record_properties", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["record_properties"] = module
    spec.loader.exec_module(module)
    return module


made = _told()
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 2), st.lists(made.told, max_size=5), st.sampled_from([None, "2001", "2020-05"])),
        st.tuples(st.just("decide"), st.sampled_from(["accept", "reject", "unsure", "edit", "withdraw"]), st.integers(0, 99)),
        st.tuples(st.just("link"), st.booleans(), st.integers(0, 99), st.integers(0, 99)),
        st.tuples(st.just("undo"), st.sampled_from(["Ada", "person 0"])),
        st.tuples(st.just("source"), st.booleans(), st.integers(0, 2)),
    ),
    min_size=1,
    max_size=7,
)


def do(record: Record, step: Any) -> None:
    """One step, where there is something that it can be done to."""
    what, *rest = step
    ids = sorted(row.id for row in record.claims())
    if what == "add":
        number, lines, date = rest
        document, claims = made.documents([([], None)] * number + [(lines, date)])[number]
        record.add(document, claims, [Unread(0, 3, "no frame")], coder="1")
    elif what == "decide" and ids:
        verdict, at = rest
        claim = ids[at % len(ids)]
        earlier = [one for one in record.decisions(claim) if one.verdict != "withdraw"]
        if verdict == "edit":
            body = record.claim(ids[(at + 1) % len(ids)]).body
            record.decide(claim, "edit", "Ada", edit=body)
        elif verdict != "withdraw":
            record.decide(claim, verdict, f"person {at % 2}")
        elif earlier:
            record.decide(claim, "withdraw", earlier[-1].by, withdraws=earlier[-1].id)
    elif what == "link" and ids:
        same, one, other = rest
        if ids[one % len(ids)] != ids[other % len(ids)]:
            record.link(ids[one % len(ids)], ids[other % len(ids)], same, "Ada")
    elif what == "undo":
        record.undo(rest[0])
    elif what == "source":
        withdrawn, number = rest
        if any(line.id == f"d{number}" for line in record.documents()):
            record.withdraw_source(f"d{number}", "Ada", withdrawn=withdrawn)


def held(record: Record) -> dict[str, Any]:
    """All that a record answers from."""
    status = record.status()
    with record.reading() as connection:
        rows = {
            table: sorted(map(repr, connection.execute(f"SELECT {columns} FROM {table}")))
            for table in schema.PROJECTED
            if not table.endswith("_words")
            for columns in ("document, start_at, end_at" if table == "passages" else "*",)
        }
    return {
        **rows,
        "documents": record.documents(),
        "claims": record.claims(),
        "decisions": record.decisions(),
        "links": record.links(),
        "withdrawals": record.withdrawals(),
        "readings": {line.id: record.readings(line.id) for line in record.documents()},
        "found": {(hit.kind, hit.id, hit.text) for hit in record.search("treaty", 100) + record.search("sentence", 100)},
        "fingerprint": record.fingerprint(),
        "counts": (status.documents, status.versions, status.claims, status.facts, status.decisions, status.conflicts),
    }


@pytest.mark.parametrize("stepping_back", [True, False])
@settings(max_examples=25, deadline=None)
@given(steps)
def test_the_record_as_it_stood_after_a_step_is_the_one_told_so_far(stepping_back: bool, told: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setenv("XDG_CACHE_HOME", name)
        patch.setattr(past, "_is_mostly_known", lambda connection: stepping_back)
        moments = []
        for number, step in enumerate(told):
            with Record.open(folder / "whole.db", create=True) as record:
                do(record, step)
            moments.append(now())
            shutil.copy(folder / "whole.db", folder / f"{number}.db")
        for number, moment in enumerate(moments):
            with (
                Record.open(folder / "whole.db", known_at=moment) as then,
                Record.open(folder / f"{number}.db", read_only=True) as alone,
            ):
                assert held(then) == held(alone)
