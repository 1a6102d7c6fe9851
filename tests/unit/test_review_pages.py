"""The review in the browser, without script: the queue, a claim, what is decided of it, and that nothing is lost or overwritten."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from starlette.testclient import TestClient

from relazione.analysis import review
from relazione.model.documents import Document
from relazione.model.identity import Draft, number_claims
from relazione.publish.visible import restored, visible
from relazione.record.store import Record
from relazione.web.app import create_app
from relazione.web.visitor import Anyone, OnePerson

HOST = "http://127.0.0.1"
HERE = {"origin": HOST, "sec-fetch-site": "same-origin"}


@pytest.fixture
def path(seed: ModuleType, tmp_path: Path) -> Path:
    path = tmp_path / "seed.db"
    with Record.open(path, create=True) as record:
        seed.tell(record)
    return path


class Reviewer:
    """A browser without script, and the person before it."""

    def __init__(self, path: Path, name: str = "Ada") -> None:
        self.name = name
        self.client = TestClient(create_app(path, door=OnePerson(name)), base_url=HOST, follow_redirects=False)
        self.address = "/review"
        self.text = ""

    def open(self, address: str = "/review") -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.text[:500])
        self.address, self.text = address, answer.text
        return self.text

    def form(self, action: str, number: int = 0) -> dict[str, str]:
        """The fields of a form of the page, as the browser would send them untouched."""
        return forms_of(self.text, action)[number]

    def send(self, action: str, number: int = 0, **values: str) -> Any:
        answer = self.client.post(action, data={**self.form(action, number), **values}, headers=HERE)
        if answer.status_code == 303:
            self.open(answer.headers["location"])
        else:
            self.text = answer.text
        return answer

    def decide(self, verdict: str, **values: str) -> Any:
        return self.send("/review/decide", verdict=verdict, **values)

    @property
    def claim(self) -> str:
        return self.form("/review/decide")["claim"]


class _Forms(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._inside: tuple[str, str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((at.get("action", ""), {}))
        if not self.forms:
            return
        fields = self.forms[-1][1]
        if tag == "input" and "name" in at and (at.get("type") != "checkbox" or "checked" in at):
            fields[at["name"]] = at.get("value", "")
        if tag in ("textarea", "select"):
            self._inside = (tag, at["name"])
            fields[at["name"]] = ""
        if tag == "option" and "selected" in at and self._inside:
            fields[self._inside[1]] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[0] == "textarea":
            self.forms[-1][1][self._inside[1]] += data.removeprefix("\n") if not self.forms[-1][1][self._inside[1]] else data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._inside = None


def forms_of(text: str, action: str) -> list[dict[str, str]]:
    return [fields for at, fields in _Forms(text).forms if at == action]


@pytest.fixture
def ada(path: Path) -> Iterator[Reviewer]:
    yield Reviewer(path)


def decisions(path: Path) -> list[Any]:
    with Record.open(path, read_only=True) as record:
        return record.decisions()


# --- one reviewer -----------------------------------------------------------------------------------------------------------------


def test_fifty_claims_are_reviewed_one_after_the_other(ada: Reviewer, path: Path) -> None:
    ada.open()
    judged = []
    for number in range(50):
        judged.append(ada.claim)
        verdict = ("accept", "reject", "unsure")[number % 3]
        assert ada.decide(verdict).status_code == 303
        assert {"accept": "Accepted: ", "reject": "Rejected: ", "unsure": "Left unsure: "}[verdict] in ada.text
    assert len(set(judged)) == 50  # none comes twice, whatever a rejection does to the order of the others
    assert [one.claim for one in decisions(path)] == judged and {one.by for one in decisions(path)} == {"Ada"}
    ada.open()  # and it resumes where it stopped
    assert ada.claim not in judged


def test_undo_takes_back_the_last_and_shows_it(ada: Reviewer, path: Path) -> None:
    ada.open()
    first = ada.claim
    ada.decide("accept")
    second = ada.claim
    ada.decide("reject", note="a note")
    ada.send("/review/undo")
    assert ada.claim == second and "Taken back: " in ada.text
    ada.send("/review/undo")
    assert ada.claim == first
    ada.send("/review/undo")
    assert "Nothing was taken back" in ada.text
    assert [one.verdict for one in decisions(path)] == ["accept", "reject", "withdraw", "withdraw"]


def test_one_undo_sent_twice_takes_back_one_act(ada: Reviewer, path: Path) -> None:
    ada.open()
    for _ in range(3):
        ada.decide("accept")
    form = ada.form("/review/undo")
    for _ in range(2):
        assert ada.client.post("/review/undo", data=form, headers=HERE).status_code == 303
    assert [one.verdict for one in decisions(path)] == ["accept", "accept", "accept", "withdraw"]


def test_the_address_holds_what_is_looked_at(ada: Reviewer) -> None:
    text = ada.open("/review?kind=mission&pair=Italy:Turkey")
    claim = ada.claim
    ada.decide("accept")
    assert "kind=mission" in ada.address and "pair=ITA%3ATUR" in ada.address and f"claim={ada.claim}" in ada.address
    assert ada.claim != claim
    again = ada.claim
    ada.open(ada.address)
    assert ada.claim == again
    kinds = re.findall(r'<span class="meta">(\w+)', text)
    assert set(kinds[:5]) == {"mission"}


def test_the_whole_queue_is_walked_without_deciding(ada: Reviewer, path: Path) -> None:
    seen, address = [], "/review"
    while True:
        text = ada.open(address)
        seen.append(ada.claim)
        on = re.search(r'href="([^"]+)"[^>]*data-key="j"', text)
        if not on:
            break
        address = unescape(on[1])
    with Record.open(path, read_only=True) as record:
        everything = [line.claim for line in review.queue(record, "Ada", limit=500).items]
    assert seen == everything and len(seen) > 60
    back = re.search(r'href="([^"]+)"[^>]*data-key="k"', ada.text)
    assert back and ada.open(unescape(back[1])) and ada.claim == seen[-2]


def test_after_the_last_of_a_part_the_next_part_comes(ada: Reviewer) -> None:
    ada.open()
    seen = []
    for _ in range(45):
        seen.append(ada.claim)
        ada.decide("unsure")
    assert len(set(seen)) == 45


def test_the_passage_is_beside_the_claim_and_leads_to_the_document(ada: Reviewer) -> None:
    text = ada.open("/review?kind=holding")
    assert "<mark>" in text and f"/document/italy-turkey#c-{ada.claim}" in text
    assert "What was read" in text and "The words that say it" in text


def test_the_end_of_the_queue_is_said(ada: Reviewer) -> None:
    assert "Nothing is left for you" in ada.open("/review?state=split")
    assert "You have judged nothing of these" in ada.open("/review?judged=1")
    ada.open()
    ada.decide("accept")
    assert "judged by you" in ada.open("/review?judged=1")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("claim=none", 400), ("kind=nonsense", 400), ("state=x", 400), ("pair=Italy", 400), ("pair=Italy:Narnia", 404),
        ("after=x", 400), ("document=none", 400), ("after=99999999999999999999:1", 400), ("claim=" + "x" * 500, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(ada: Reviewer, query: str, status: int) -> None:
    answer = ada.client.get(f"/review?{query}")
    assert answer.status_code == status and "<h1>" in answer.text


# --- several reviewers ------------------------------------------------------------------------------------------------------------


def test_what_somebody_else_decided_meanwhile_is_shown_and_nothing_is_overwritten(path: Path) -> None:
    ada, ben = Reviewer(path), Reviewer(path, "Ben")
    ada.open()
    ben.open()
    assert ada.claim == ben.claim
    claim = ada.claim
    ben.decide("reject", note="no such thing")
    answer = ada.decide("accept", note="my own note")
    assert answer.status_code == 409
    assert "Ben has decided meanwhile: reject" in ada.text and "no such thing" in ada.text and ada.claim == claim
    assert ada.form("/review/decide")["note"] == "my own note"
    assert [one.by for one in decisions(path)] == ["Ben"]
    assert ada.decide("accept").status_code == 303
    assert [(one.by, one.verdict, one.note) for one in decisions(path)] == [
        ("Ben", "reject", "no such thing"),
        ("Ada", "accept", "my own note"),
    ]
    ada.open("/review/status")
    assert "Where they disagree" in ada.text and "Krippendorff" in ada.text
    data = ada.client.get("/review/status.json").json()
    assert data["agreement"]["units"] == 1 and data["agreement"]["agreed"] == 0
    assert "split" in ada.open("/review?state=split&judged=1")


def test_what_was_decided_before_is_no_news(path: Path) -> None:
    ben, ada = Reviewer(path, "Ben"), Reviewer(path)
    ben.open()
    claim = ben.claim
    ben.decide("reject")
    ada.open(f"/review?claim={claim}")
    assert "Who judged before" in ada.text and "<bdi>Ben</bdi></strong> rejected" in ada.text
    assert ada.decide("accept").status_code == 303


def test_one_form_sent_twice_is_one_decision(ada: Reviewer, path: Path) -> None:
    ada.open()
    form = {**ada.form("/review/decide"), "verdict": "accept"}
    for _ in range(2):
        assert ada.client.post("/review/decide", data=form, headers=HERE).status_code == 303
    assert len(decisions(path)) == 1


def test_same_and_different_are_said_of_two(ada: Reviewer, path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        lines = review.queue(record, "Ada", limit=500).items
        claim = next(line.claim for line in lines if review.item(record, line.claim, "Ada").near)
    ada.open(f"/review?claim={claim}")
    forms = [number for number, form in enumerate(forms_of(ada.text, "/review/decide")) if form.get("other")]
    other = forms_of(ada.text, "/review/decide")[forms[0]]["other"]
    assert ada.send("/review/decide", forms[0], verdict="different").status_code == 303
    assert "Kept apart: " in ada.text and ada.claim == claim and "kept apart by Ada" in ada.text
    number = next(n for n, form in enumerate(forms_of(ada.text, "/review/decide")) if form.get("other") == other)
    ada.send("/review/decide", number, verdict="same")
    with Record.open(path, read_only=True) as record:
        one, two = record.fact_of_claim(claim), record.fact_of_claim(other)
        assert one and two and one.id == two.id
    ada.send("/review/undo")
    with Record.open(path, read_only=True) as record:
        one, two = record.fact_of_claim(claim), record.fact_of_claim(other)
        assert one and two and one.id != two.id


def test_a_word_on_two_that_another_gave_meanwhile_is_not_overwritten(path: Path) -> None:
    ada, ben = Reviewer(path), Reviewer(path, "Ben")
    with Record.open(path, read_only=True) as record:
        lines = review.queue(record, "Ada", limit=500).items
        claim = next(line.claim for line in lines if review.item(record, line.claim, "Ada").near)
    for one in (ada, ben):
        one.open(f"/review?claim={claim}")
    number = next(n for n, form in enumerate(forms_of(ada.text, "/review/decide")) if form.get("other"))
    ben.send("/review/decide", number, verdict="different")
    answer = ada.send("/review/decide", number, verdict="same")
    assert answer.status_code == 409 and "Ben has said meanwhile" in ada.text
    with Record.open(path, read_only=True) as record:
        assert [link.by for link in record.links()] == ["Ben"]


# --- editing ----------------------------------------------------------------------------------------------------------------------


def test_every_field_of_every_kind_can_be_edited(ada: Reviewer, path: Path) -> None:
    with Record.open(path, read_only=True) as record:
        for kind in ("event", "agreement", "mission", "membership", "holding", "measure", "tenure"):
            claim = next(claim for claim in record.claims() if claim.kind == kind)
            ada.open(f"/review/edit?claim={claim.id}")
            form = ada.form("/review/edit")
            for field in review.fields_of(claim):
                assert form[f"f-{field.name}"] == visible(field.text), (kind, field.name)
                assert f'<label for="f-{field.name}">' in ada.text


def test_an_edit_is_saved_shown_and_taken_back(ada: Reviewer, path: Path) -> None:
    ada.open("/review?kind=mission")
    claim = ada.claim
    ada.open(f"/review/edit?claim={claim}&kind=mission")
    assert ada.send("/review/edit", **{"f-city": "Bari", "f-opened": "1912~", "note": "see the list"}).status_code == 303
    assert "Edited: " in ada.text and "kind=mission" in ada.address
    (decision,) = decisions(path)
    assert (decision.verdict, decision.note) == ("edit", "see the list")
    with Record.open(path, read_only=True) as record:
        body = record.claim(decision.replacement).body
        assert (body.city, body.opened.edtf) == ("Bari", "1912~")
    assert "<ins><bdi>Bari</bdi></ins>" in ada.open(f"/review?claim={claim}")
    ada.send("/review/undo")
    assert decisions(path)[-1].verdict == "withdraw"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(ada: Reviewer, path: Path) -> None:
    ada.open("/review?kind=holding")
    claim = ada.claim
    ada.open(f"/review/edit?claim={claim}")
    typed = {"f-since": "1912-13-45", "f-holder": "Narnia <b>", "f-territory": "", "f-by": "a “treaty”", "note": "kept note"}
    answer = ada.send("/review/edit", **typed)
    assert answer.status_code == 400 and "Nothing was saved" in ada.text
    form = ada.form("/review/edit")
    assert {name: form[name] for name in typed} == typed
    for name in ("since", "holder", "territory"):
        assert re.search(rf'id="f-{name}"[^>]*aria-invalid="true"', ada.text), name
        assert f'id="e-{name}"' in ada.text
    assert 'id="e-by"' not in ada.text and decisions(path) == []
    ada.open(f"/review/edit?claim={claim}")
    assert ada.send("/review/edit").status_code == 400 and "nothing was changed" in ada.text
    assert ada.send("/review/edit", **{"f-since": "1950", "f-until": "1940"}).status_code == 400
    assert ada.send("/review/edit", note="x" * 3000, **{"f-since": "1901", "f-until": ""}).status_code == 400
    assert ada.form("/review/edit")["note"] == "x" * 3000


def test_dates_that_fit_only_together_are_saved_together(path: Path) -> None:
    ada = Reviewer(path)
    with Record.open(path, read_only=True) as record:
        claim = next(c.id for c in record.claims() if c.kind == "holding" and getattr(c.body, "since", None))
    ada.open(f"/review/edit?claim={claim}")
    assert ada.send("/review/edit", **{"f-since": "1700", "f-until": "1710"}).status_code == 303


def test_an_edit_beside_somebody_elses_decision_is_shown_first(path: Path) -> None:
    ada, ben = Reviewer(path), Reviewer(path, "Ben")
    ben.open("/review?kind=mission")
    ada.open(f"/review/edit?claim={ben.claim}")
    ben.decide("reject")
    answer = ada.send("/review/edit", **{"f-city": "Bari"})
    assert answer.status_code == 409 and "Ben has decided meanwhile" in ada.text and ada.form("/review/edit")["f-city"] == "Bari"
    assert ada.send("/review/edit").status_code == 303
    assert [one.by for one in decisions(path)] == ["Ben", "Ada"]


def test_a_link_does_not_fill_in_the_form(ada: Reviewer) -> None:
    ada.open("/review?kind=mission")
    text = ada.open(f"/review/edit?claim={ada.claim}&f-city=Evil&note=Evil")
    assert "Evil" not in text.partition("<h1")[2]


def test_hidden_signs_are_seen_in_a_field_and_come_back_as_they_were() -> None:
    for text in ("abc\u202edef", "\u200b", "plain", "⟨U+0041⟩", "\U000e0041x", "⟨U+110000⟩"):
        assert restored(visible(text)) == text


# --- many at once -----------------------------------------------------------------------------------------------------------------


def test_a_bulk_is_looked_at_then_done_then_taken_back(ada: Reviewer, path: Path) -> None:
    text = ada.open("/review/bulk")
    assert forms_of(text, "/review/bulk") and "Would be" not in text
    ada.open("/review/bulk?kind=mission&verdict=accept&low=0.1")
    count = int(ada.form("/review/bulk", 1)["expect"])
    assert count > 5 and decisions(path) == []
    ada.send("/review/bulk", 1, note="all of them")
    assert f"Accepted: {count} claims" in ada.text and len(decisions(path)) == count
    ada.send("/review/undo")
    assert f"Taken back: {count} claims" in ada.text
    assert len(decisions(path)) == 2 * count


def test_a_bulk_that_is_no_longer_what_was_looked_at_is_not_done(path: Path) -> None:
    ada, ben = Reviewer(path), Reviewer(path, "Ben")
    ada.open("/review/bulk?kind=mission&verdict=reject")
    ben.open("/review?kind=mission")
    ben.decide("accept")
    answer = ada.send("/review/bulk", 1)
    assert answer.status_code == 409 and "Nothing was decided" in ada.text and len(decisions(path)) == 1


@pytest.mark.parametrize(
    "values",
    [{"kind": "mission", "expect": ""}, {"expect": "5"}, {"kind": "mission", "verdict": "edit", "expect": "5"}, {"low": "2"}],
)
def test_a_bulk_without_a_choice_or_a_look_is_not_done(ada: Reviewer, path: Path, values: dict[str, str]) -> None:
    ada.open()
    token = ada.form("/review/undo")["token"]
    answer = ada.client.post("/review/bulk", data={"token": token, **values}, headers=HERE)
    assert answer.status_code == 409 and decisions(path) == []


# --- what goes wrong --------------------------------------------------------------------------------------------------------------


def test_while_another_process_writes_nothing_is_lost(ada: Reviewer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Record.open
    monkeypatch.setattr(Record, "open", lambda *a, **k: real(*a, **{**k, "patience": 0.05}))
    ada.open()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = ada.decide("accept", note="a long thought")
    assert answer.status_code == 503 and "another process is writing" in ada.text and "a long thought" in ada.text
    assert answer.headers["retry-after"]
    assert decisions(path) == []
    other.execute("ROLLBACK")
    other.close()
    assert ada.send("/review/decide").status_code == 303  # the button "Send it again"
    assert [(one.verdict, one.note) for one in decisions(path)] == [("accept", "a long thought")]


def test_on_a_full_disk_nothing_is_lost(ada: Reviewer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Record.open

    def small(*arguments: Any, **options: Any) -> Record:
        record = real(*arguments, **options)
        if not options.get("read_only"):
            with record.reading() as connection:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                connection.execute(f"PRAGMA max_page_count = {pages}")
        return record

    ada.open()
    monkeypatch.setattr(Record, "open", small)
    status = 303
    for number in range(300):
        answer = ada.decide("unsure", note=f"{number} " + "x" * 1990)
        status = answer.status_code
        if status != 303:
            break
    assert status == 503 and "no room left on the disk" in ada.text and "Nothing was saved" in ada.text and "xxxxx" in ada.text
    saved = len(decisions(path))
    monkeypatch.undo()
    assert ada.send("/review/decide").status_code == 303 and len(decisions(path)) == saved + 1


def test_a_claim_that_is_not_there_any_more_is_said(ada: Reviewer, path: Path) -> None:
    ada.open()
    answer = ada.decide("accept", claim="c0123456789abcdef", note="typed words")
    assert answer.status_code == 400 and "Nothing was saved" in ada.text and "typed words" in ada.text


# --- who may ----------------------------------------------------------------------------------------------------------------------


def test_a_reader_sees_the_queue_and_no_form(path: Path) -> None:
    client = TestClient(create_app(path, door=Anyone()), base_url=HOST, follow_redirects=False)
    text = client.get("/review").text
    assert "left for you" in text and forms_of(text, "/review/decide") == [] and "Undo" not in text
    for action in ("/review/decide", "/review/undo", "/review/edit", "/review/bulk"):
        assert client.post(action, data={"claim": "x", "verdict": "accept"}, headers=HERE).status_code == 403
    assert decisions(path) == []


def test_only_pages_that_have_a_script_allow_one(ada: Reviewer) -> None:
    for address, allowed in (("/review", True), ("/review/status", False), ("/", False), ("/review/nothing", False)):
        policy = ada.client.get(address).headers["content-security-policy"]
        assert ("script-src 'self'" in policy) is allowed and "unsafe" not in policy, address
    script = ada.client.get("/static/review.js")
    assert script.headers["content-type"].startswith("text/javascript") and "use strict" in script.text
    text = ada.open()
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/review.js" defer>'] and " on" + "click" not in text


def test_data_is_the_same_as_the_page(ada: Reviewer) -> None:
    data = ada.client.get("/review.json?kind=mission").json()
    ada.open("/review?kind=mission")
    assert data["item"]["claim"]["id"] == ada.claim and data["reviewer"] == "Ada" and data["queue"]["left"] > 5
    assert ada.client.get("/review/bulk.json?kind=mission&verdict=reject").json()["done"] is False
    assert ada.client.get("/review/bulk.json").status_code == 400
    assert ada.client.get("/review/status.json").json()["judged"] == 0
    queue = ada.client.get("/review.csv?kind=mission")
    assert queue.headers["content-type"].startswith("text/csv") and queue.text.splitlines()[1].split(",")[:2] == [
        ada.claim,
        "mission",
    ]
    ada.decide("accept")
    assert ada.client.get("/review/status.csv").text.splitlines()[1].startswith("Ada,1,0,0,0,0,")


def test_facts_and_documents_lead_to_the_review_of_their_claims(ada: Reviewer, path: Path) -> None:
    text = ada.open("/document/italy-turkey")
    assert "/review?document=italy-turkey" in text
    ada.open("/review?document=italy-turkey")
    with Record.open(path, read_only=True) as record:
        fact = record.fact_of_claim(ada.claim)
        assert fact
    assert f"/review?claim={fact.claims[0]}" in ada.open(f"/fact/{fact.id}")


# --- hostile words ----------------------------------------------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script> \"><img src=x onerror=alert(1)> ' onfocus='alert(1) javascript:alert(1) {{ 7*7 }} \u202eabc\u200b"
)
EVIL_NAME = EVIL.partition(" \u202e")[0]


@pytest.fixture
def hostile(seed: ModuleType, tmp_path: Path) -> Path:
    from relazione.model.claims import Agreement, Holding, Measure, Membership, Mission, Tenure
    from relazione.model.evidence import quote

    path = tmp_path / "evil.db"
    who = seed.actor(EVIL, "ITA", EVIL, person=EVIL, office=EVIL, mention=EVIL)
    bodies = [
        Mission(sender=who, kind="embassy", city=EVIL, name=EVIL, address=EVIL, head=EVIL, offers=(EVIL,)),
        Membership(who, EVIL),
        Agreement(EVIL, EVIL, (who,), seed.when("1932"), place=EVIL, signatories=(who,), provisions=(EVIL, EVIL)),
        Agreement(EVIL, EVIL, (who,), seed.when("1933"), place=EVIL),
        Holding(EVIL, who, "possession", seed.when("1921/.."), by=EVIL),
        seed.event("war", who, who, on="1911/1912", place=EVIL, about=EVIL, name=EVIL, outcome=EVIL, words=EVIL),
        Measure(EVIL, 5.0, unit=EVIL, about=(who,)),
        Tenure(EVIL, EVIL, who),
    ]
    text = "\n".join([f"= {EVIL} =", *(f"Claim {n}: {EVIL}" for n in range(len(bodies)))])
    drafts = []
    for number, body in enumerate(bodies):
        start = text.index(f"Claim {number}")
        end = start + len(f"Claim {number}: {EVIL}")
        drafts.append(Draft(body, (quote(text, start, end), quote(text, start, start + 7)), rule=EVIL, section=EVIL))
    document = Document(f"javascript:{EVIL}", EVIL, text, (), ("ITA", "TUR"), "2024", address="javascript:alert(1)")
    with Record.open(path, create=True) as record:
        claims = number_claims(document.id, drafts)
        record.add(document, claims, coder=EVIL)
        for claim in claims:
            record.decide(claim.id, "reject", EVIL_NAME, note=EVIL)
        review.different(record, claims[2].id, claims[3].id, EVIL_NAME, EVIL)
    return path


def assert_text_only(text: str, where: str) -> None:
    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag != "img" and (tag != "script" or dict(attrs) == {"src": "/static/review.js", "defer": None}), (
                where,
                tag,
                attrs,
            )
            for name, value in attrs:
                assert not name.startswith("on"), (where, tag, name)
                if name in ("href", "src", "action"):
                    assert not (value or "").lower().startswith(("javascript:", "data:")), (where, value)
                if tag != "input" or dict(attrs).get("type") != "hidden":
                    assert not set(value or "") & {"\u202e", "\u200b"}, (where, tag, name)

        def handle_data(self, data: str) -> None:
            assert not set(data) & {"\u202e", "\u200b"}, (where, data)

    Parser().feed(text)


def test_hostile_words_are_text_on_every_page_of_the_review(hostile: Path) -> None:
    ada = Reviewer(hostile, EVIL_NAME.replace("alert", "prompt")[:200])
    with Record.open(hostile, read_only=True) as record:
        claims = [claim.id for claim in record.claims()]
        document = record.documents()[0].id
    pages: dict[str, str] = {}
    for claim in claims:
        pages[f"claim {claim}"] = ada.open(f"/review?claim={claim}")
        pages[f"edit {claim}"] = ada.open(f"/review/edit?claim={claim}")
        answer = ada.send("/review/edit", **{"f-realis": EVIL, "note": EVIL * 10})
        assert answer.status_code == 400
        pages[f"wrong {claim}"] = answer.text
    for address in ("/review/status", "/review/bulk?kind=mission&judged=1", f"/review/bulk?rule={EVIL[:40]}"):
        pages[address] = ada.open(address)
    query = {"document": document, "rule": EVIL, "judged": "1"}
    for address in ("/review", "/review/bulk", "/review/status"):
        pages[f"{address} chosen"] = ada.client.get(address, params=query).text
    pages["unknown"] = ada.client.get("/review", params={"claim": EVIL, "kind": EVIL, "pair": f"{EVIL}:{EVIL}"}).text
    ada.open(f"/review?claim={claims[0]}")
    ada.decide("accept", note=EVIL)
    pages["done"] = ada.text
    pages["forged"] = ada.client.post("/review/decide", data={EVIL: EVIL, "note": EVIL}, headers=HERE).text
    pages["not there"] = ada.client.post(
        "/review/decide", data={**ada.form("/review/decide"), "claim": EVIL, "verdict": "accept", "note": EVIL}, headers=HERE
    ).text
    for where, text in pages.items():
        assert_text_only(text, where)
    assert "⟨U+202E⟩abc" in pages[f"claim {claims[0]}"]


def test_an_untouched_hostile_field_is_not_changed_by_an_edit(hostile: Path) -> None:
    ada = Reviewer(hostile)
    with Record.open(hostile, read_only=True) as record:
        claim = next(claim for claim in record.claims() if claim.kind == "mission")
    ada.open(f"/review/edit?claim={claim.id}")
    assert ada.send("/review/edit", **{"f-city": "Bari"}).status_code == 303
    with Record.open(hostile, read_only=True) as record:
        edited = record.claim(record.decisions(claim.id)[-1].replacement).body
    assert edited.city == "Bari" and (edited.address, edited.name, edited.offers) == (
        claim.body.address,
        claim.body.name,
        claim.body.offers,
    )
