"""The model room: every error that Relazione raises on purpose, as one tree.

    RelazioneError
    ├── WrongUse               exit code 2: the question cannot be asked so
    │   ├── UnknownState       no such state; carries suggestions
    │   ├── UnknownPolity      no polity has this name or code; carries suggestions
    │   ├── AmbiguousPolity    several polities have it; carries the list
    │   ├── NotThen            the polity was not there on the date; says what was
    │   ├── ImpossibleDate     not a date, or one that no calendar has
    │   ├── ImpossibleMoment   no moment of the record's clock, or one that is yet to come
    │   └── SameState          a pair of one state with itself
    ├── RecordError            exit code 3: the record file cannot be used
    │   ├── NoRecord           there is no record at that path
    │   ├── NotARecord         the file is something else, or damaged
    │   ├── NewerRecord        written by a later version of Relazione
    │   ├── LockedRecord       another process holds it
    │   └── BusyRecord         too much is asked of it at this moment
    ├── InputError             exit code 4: a document cannot be read
    │   ├── EmptyInput, BinaryInput, BadEncoding, TooLarge, ForeignLanguage, NoPair
    │   └── WikiError          a wiki that cannot be asked, or has no such page
    │       └── Unreachable    it does not answer, or is too busy to
    │   └── UnknownDataset     a data file whose header is none that is known
    └── ReferenceTableError    a table shipped with Relazione is broken (a bug)

Each message says what was wrong, where, and what to do. `exit_code` is what the command line returns.
"""

from __future__ import annotations

from collections.abc import Sequence


class RelazioneError(Exception):
    """Root of all errors raised on purpose; the message is meant for the user."""

    exit_code = 1


class WrongUse(RelazioneError):
    """The command or call was used wrongly."""

    exit_code = 2


class UnknownState(WrongUse):
    """No state has this name or code. `suggestions` holds near names, best first."""

    def __init__(self, text: str, suggestions: Sequence[str] = ()) -> None:
        self.text = text
        self.suggestions = tuple(suggestions)
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"unknown state {text!r}{hint}")


class UnknownPolity(WrongUse):
    """No polity has this name or code. `suggestions` holds near ones, best first."""

    def __init__(self, text: str, suggestions: Sequence[str] = (), said: str = "") -> None:
        self.text = text
        self.suggestions = tuple(suggestions)
        hint = f"; did you mean {' or '.join(self.suggestions)}?" if self.suggestions else ""
        super().__init__((said or f"no polity has the name or code {text!r}") + hint)


class AmbiguousPolity(WrongUse):
    """Several polities have the name or code. `candidates` are their ids, `lines` what tells them apart."""

    def __init__(self, text: str, lines: Sequence[str], candidates: Sequence[str]) -> None:
        self.text = text
        self.lines = tuple(lines)
        self.candidates = tuple(candidates)
        super().__init__(
            f"{text} means {len(self.lines)} polities; name one, or give --system or --as-of: " + "; ".join(self.lines)
        )


class NotThen(WrongUse):
    """The polity was not there on the date. `polity` is the id of the one that was nearest in time."""

    def __init__(self, text: str, on: str, said: str, polity: str) -> None:
        self.text = text
        self.on = on
        self.polity = polity
        super().__init__(f"{text} means nothing {'on' if len(on.lstrip('-')) > 7 else 'in'} {on}: {said}")


class ImpossibleDate(WrongUse):
    """The text is not an EDTF date, or names a day that does not exist."""

    def __init__(self, text: str, why: str = "") -> None:
        self.text = text
        detail = f" ({why})" if why else ""
        super().__init__(f"impossible date {text!r}{detail}: write YYYY, YYYY-MM or YYYY-MM-DD")


class ImpossibleMoment(WrongUse):
    """The text is no moment at which the record can have been told something."""

    def __init__(self, text: str, why: str = "") -> None:
        self.text = text
        detail = f" ({why})" if why else ""
        super().__init__(f"impossible moment {text!r}{detail}: write a day, YYYY-MM-DD, or a time, YYYY-MM-DDTHH:MM:SSZ")


class SameState(WrongUse):
    """Both sides of a pair are the same state."""

    def __init__(self, state: str) -> None:
        super().__init__(f"a pair needs two different states, and both of these are {state}")


class RecordError(RelazioneError):
    """The record file cannot be used."""

    exit_code = 3


class NoRecord(RecordError):
    """There is no record at the path."""


class NotARecord(RecordError):
    """The file is not a record of Relazione, or is damaged."""


class NewerRecord(RecordError):
    """The record was written by a later version."""


class LockedRecord(RecordError):
    """Another process holds the record."""


class BusyRecord(RecordError):
    """Too much is asked of the record at this moment: it can be asked again."""


class InputError(RelazioneError):
    """A document cannot be read. `where` names the file."""

    exit_code = 4


class EmptyInput(InputError):
    """Nothing to read: no words in it."""


class BinaryInput(InputError):
    """Bytes that are no text."""


class BadEncoding(InputError):
    """Text in an encoding that cannot be told."""


class TooLarge(InputError):
    """Larger than the limit in force."""


class ForeignLanguage(InputError):
    """A text in another language than English."""


class NoPair(InputError):
    """A text that is not about two states, with no --pair given."""


class WikiError(InputError):
    """A wiki cannot be asked, answers in a form that is not known, or has no such page."""


class Unreachable(WikiError):
    """A wiki does not answer, or is too busy to: there is no use in asking it for something else now."""


class UnknownDataset(InputError):
    """A data file whose header is that of no dataset that is known; names the nearest."""


class ReferenceTableError(RelazioneError):
    """A reference table shipped with Relazione is broken; names file and line."""
