"""The room `cli`: one review at a terminal: where one is, and what a key does. What is shown is told by `review_card`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from relazione.cli.review_card import MOST_NEAR
from relazione.model.errors import RecordError, WrongUse

if TYPE_CHECKING:
    from relazione.analysis.review import Item, Near
    from relazione.record.store import Record

AHEAD = 20
"""Claims that are asked for at a time."""
KEYS = {
    "a": "accept: it is right",
    "r": "reject: it is wrong",
    "e": "edit: it is right but for some fields",
    "u": "unsure: you looked and cannot tell",
    "s": "same: it is one thing with another that is listed",
    "d": "different: it is another thing",
    "j": "go on without deciding",
    "k": "go back",
    "z": "undo: take back what you did last, as often as you like",
    "n": "note: the reason, kept with your next decision",
    "?": "these keys",
    "q": "quit; what you decided is kept, and next time you go on from here",
}
DONE = {"accept": "accepted", "reject": "rejected", "unsure": "left unsure", "edit": "edited", "withdraw": "taken back"}
VERDICTS = {"a": "accept", "r": "reject", "u": "unsure"}
Ask = Callable[[str], str]
"""Asks the reviewer for a line; "" where nothing is given."""


class Reviewing:
    """A review of one person: the claims that were shown, in order, and which of them is before her."""

    def __init__(self, record: Record, by: str, choice: Mapping[str, Any]) -> None:
        self.record = record
        self.by = by
        self.choice = choice
        self.decided = 0
        self.note = ""
        self._claims: list[str] = []
        self._at = 0
        self._after: str | None = None
        self._more = True
        self._fetch()

    @property
    def claim(self) -> str | None:
        """The claim before the reviewer; None at the end."""
        return self._claims[self._at] if self._at < len(self._claims) else None

    def item(self) -> Item | None:
        """The claim before the reviewer, as the record has it now."""
        from relazione.analysis import review

        return review.item(self.record, self.claim, self.by) if self.claim else None

    def left(self) -> int:
        """How many claims of this choice are left."""
        from relazione.analysis import review

        return review.queue(self.record, self.by, limit=1, **self.choice).left

    def _fetch(self) -> None:
        from relazione.analysis import review

        while self._more and self._at >= len(self._claims):
            page = review.queue(self.record, self.by, after=self._after, limit=AHEAD, **self.choice)
            shown = set(self._claims)
            self._claims += [line.claim for line in page.items if line.claim not in shown]
            self._after, self._more = page.next, page.next is not None

    def press(self, key: str, rest: str, ask: Ask) -> str:
        """Do what a key says; `rest` is what stood behind it on its line. Gives what to tell the reviewer.

        Where something goes wrong nothing is decided, the same claim stays, and what is told says so.
        """
        try:
            return self._press(key, rest.strip(), ask)
        except WrongUse as error:
            return f"not done: {error}"
        except RecordError as error:
            return f"NOT KEPT: {error} Nothing was decided; all before it is kept. Press the key again."

    def _press(self, key: str, rest: str, ask: Ask) -> str:
        if key == "j":
            self._on()
            return ""
        if key == "k":
            self._at = max(0, self._at - 1)
            return "" if self._at else "this is where you began"
        if key == "z":
            return self._undo()
        if key == "n":
            self.note = rest or ask("note: ")
            return f"your next decision has the note: {self.note}" if self.note else "no note"
        if self.claim is None:
            return "nothing is left of this choice; z takes back, k goes back, q quits"
        if key in VERDICTS:
            return self._verdict(VERDICTS[key], rest)
        if key == "e":
            return self._edit(rest, ask)
        if key in ("s", "d"):
            return self._link(key == "s", rest, ask)
        return f"there is no key {key!r}: ? lists the keys"

    def _verdict(self, verdict: str, note: str) -> str:
        from relazione.analysis import review

        act = {"accept": review.accept, "reject": review.reject, "unsure": review.unsure}[verdict]
        assert self.claim
        act(self.record, self.claim, self.by, note or self.note)
        return self._decided(DONE[verdict])

    def _edit(self, rest: str, ask: Ask) -> str:
        from relazione.analysis import review

        assert self.claim
        changes = dict(_assignments(rest)) if rest else self._asked(ask)
        if not changes:
            return "not edited"
        review.edit(self.record, self.claim, changes, self.by, self.note)
        told = ", ".join(f"{name}: {value or 'removed'}" for name, value in changes.items())
        return self._decided(f"edited ({told})")

    def _asked(self, ask: Ask) -> dict[str, str]:
        """The changes, asked for field by field. A field that cannot be so is asked for again."""
        from relazione.analysis import review

        assert self.claim
        claim = self.record.claim(self.claim)
        fields = {field.name: field for field in review.fields_of(claim)}
        changes: dict[str, str] = {}
        while name := ask(f"field ({', '.join(fields)}; Enter ends): ").strip():
            if name not in fields:
                ask(f"there is no field {name!r}. [Enter] ")
                continue
            value = ask(f"{name} (now: {fields[name].text or 'not told'}; - removes it): ").strip()
            try:
                review.edited(claim, {**changes, name: "" if value == "-" else value})
            except WrongUse as error:
                ask(f"{error} [Enter] ")
            else:
                changes[name] = "" if value == "-" else value
        return changes

    def _link(self, is_same: bool, rest: str, ask: Ask) -> str:
        from relazione.analysis import review

        item = self.item()
        assert item
        near = self._near(item, rest, ask)
        if near is None:
            return "not linked"
        (review.same if is_same else review.different)(self.record, item.claim.id, near.claim, self.by, self.note)
        self.decided += 1
        self.note = ""
        return (
            f"{'one thing with' if is_same else 'kept apart from'}: {f'“{near.quote[:60]}”' if near.joined else near.fact.label}"
        )

    def _near(self, item: Item, rest: str, ask: Ask) -> Near | None:
        near = item.near[:MOST_NEAR]
        if not near:
            raise WrongUse("nothing else on record is near enough to it; `relazione link` joins or parts any two by their ids")
        text = rest or ("1" if len(near) == 1 else ask(f"which of them (1 to {len(near)})? "))
        if not text.strip():
            return None
        if not (text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= len(near)):
            raise WrongUse(f"{text.strip()!r} is none of them: give a number from 1 to {len(near)}")
        return near[int(text) - 1]

    def _undo(self) -> str:
        from relazione.analysis import review

        undone = review.undo(self.record, self.by)
        if undone.links:
            link = undone.links[0]
            self._back(link.left, link.right)
            return f"taken back: {'same' if link.same else 'different'}"
        if not undone.decisions:
            return "there is nothing of yours to take back"
        first = undone.decisions[0]
        self.decided = max(0, self.decided - 1)
        if len(undone.decisions) > 1:
            return f"taken back: {len(undone.decisions):,} claims {DONE[first.verdict]} at once"
        self._back(first.claim)
        return f"taken back: {DONE[first.verdict]}"

    def _back(self, *claims: str) -> None:
        """Go to the claim, if it was shown; else put it before the reviewer now."""
        for claim in claims:
            if claim in self._claims:
                self._at = self._claims.index(claim)
                return
        self._claims.insert(self._at, claims[0])

    def _decided(self, what: str) -> str:
        self.decided += 1
        self.note = ""
        self._on()
        return what

    def _on(self) -> None:
        self._at = min(self._at + 1, len(self._claims))
        self._fetch()


def _assignments(text: str) -> Iterator[tuple[str, str]]:
    """Field and value of each "field=value"; several stand with "|" between them."""
    for part in text.split("|"):
        name, sign, value = part.partition("=")
        if not sign:
            raise WrongUse(f"an edit is written as field=value, several with | between them, and not {part.strip()!r}")
        yield name.strip(), value.strip()
