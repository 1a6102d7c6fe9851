"""Web: the lake of feeds beside the record, for the pages that show it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request

from relazione.model.errors import RecordError
from relazione.web.asking import MissingPage

if TYPE_CHECKING:
    from relazione.analysis.curve.feed_levels import FeedMonths
    from relazione.analysis.curve.reported import Reports


class LakeShelf:
    """The lake that an application shows: the one that it was given, or the one beside the record, which may come and go while it runs."""

    def __init__(self, lake: Path | None, record: Path) -> None:
        self._named = lake
        self._record = record
        self._reports: Reports | None = None
        self._lock = threading.Lock()

    def reports(self) -> Reports | None:
        """What it reports; None where there is none, or where the extra that reads it is not installed."""
        from relazione.record.lake.beside import beside, can_be_read, is_lake

        place = self._named or beside(self._record)
        if not is_lake(place) or not can_be_read():
            return None
        from relazione.analysis.curve.reported import Reports

        with self._lock:
            if self._reports is None or self._reports.path != place:
                self._reports = Reports(place)
            return self._reports


class Reported(NamedTuple):
    """What the feeds report of a pair; None: nothing is to be shown, and `why` says why where that has a reason."""

    feeds: list[FeedMonths] | None = None
    why: str = ""


def reports_of(request: Request) -> Reports | None:
    """The lake, where the request asks about the present: of an earlier moment it cannot be asked."""
    if request.query_params.get("known-at", "").strip():
        return None
    shelf: LakeShelf = request.app.state.lake
    return shelf.reports()


def lake_asked(request: Request) -> Reports:
    """The lake. Raises MissingPage where there is none to show."""
    return shown(reports_of(request))


def shown(found: Reports | None) -> Reports:
    """The lake that was found. Raises MissingPage where none was."""
    if found is None:
        raise MissingPage(
            "no feeds are shown here: there is no lake beside the record, or an earlier moment of the record is asked about."
        )
    return found


def reported(request: Request, a: str, b: str) -> Reported:
    """What the feeds report of a pair. A lake that cannot be read leaves the record to be shown alone."""
    try:
        found = reports_of(request)
        return Reported(found.of(a, b) if found else None)
    except RecordError as error:
        return Reported(None, f"The feeds cannot be read now: {error}")
