"""The review in a real browser: by keys alone, with undo, back and reload, by two people at once, without script; and its safety there."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from relazione.record.store import Record
from relazione.web.serving import server
from relazione.web.users import User, UsersFile, changed_users, hashed
from relazione.web.visitor import ByLogin, Door, OnePerson

pytestmark = pytest.mark.browser
PASSWORD = "a long enough one"


@pytest.fixture
def path(record_path: Path, tmp_path: Path) -> Path:
    """A record of one's own, for a test that changes it."""
    copy = tmp_path / "review.db"
    with Record.open(record_path):
        pass
    copy.write_bytes(record_path.read_bytes())
    Record.open(copy).close()
    return copy


@pytest.fixture
def serving(served_at: Callable[..., AbstractContextManager[str]]) -> Iterator[Callable[[Path, Door], str]]:
    """Starts servers that end with the test; gives the address of each."""
    with ExitStack() as ends:
        yield lambda path, door: ends.enter_context(served_at(path, door))


@pytest.fixture
def people(path: Path, tmp_path: Path, serving: Callable[[Path, Door], str]) -> str:
    """The address of a server for Ada and Ben, who review, and Rea, who reads."""
    file = tmp_path / "users.json"
    with changed_users(file, create=True) as users:
        for name, role in (("Ada", "reviewer"), ("Ben", "reviewer"), ("Rea", "reader")):
            users[name] = User(name, role, hashed(PASSWORD))  # type: ignore[arg-type]
    return serving(path, ByLogin(UsersFile(file)))


@pytest.fixture
def alone(path: Path, serving: Callable[[Path, Door], str]) -> str:
    return serving(path, OnePerson("Ada"))


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages in contexts of their own; fails at the end where a console had anything to say but for a status."""
    contexts: list[Any] = []
    said: list[str] = []

    def opening(url: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        return page

    yield opening
    for context in contexts:
        context.close()
    expected = ("the server responded with a status of", "ERR_CONNECTION", "ERR_FAILED", "by CORS policy", "Clear-Site-Data")
    assert [line for line in said if not any(words in line for words in expected)] == []


def log_in(page: Any, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def claim_of(page: Any) -> str:
    return str(page.locator("form.decide input[name=claim]").get_attribute("value"))


def press(page: Any, key: str) -> None:
    """A key, and wait until what it does is done."""
    before = page.evaluate("() => { const m = document.getElementById('main'); m.dataset.old = '1'; return location.href; }")
    page.keyboard.press(key)
    page.wait_for_function(
        "() => !document.getElementById('main').dataset.old && !document.documentElement.hasAttribute('aria-busy')"
    )
    assert before


def decisions(path: Path) -> list[Any]:
    with Record.open(path, read_only=True) as record:
        return record.decisions()


def test_fifty_claims_by_keys_alone(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    loads: list[str] = []
    page.on("load", lambda: loads.append(page.url))
    judged = []
    for number in range(50):
        judged.append(claim_of(page))
        press(page, "aru"[number % 3])
        if number % 10 == 4:  # pass one over, and come back
            passed = claim_of(page)
            press(page, "j")
            assert claim_of(page) != passed
            press(page, "k")
            assert claim_of(page) == passed
    assert len(set(judged)) == 50
    assert [one.claim for one in decisions(path)] == judged
    assert loads == []  # without a reload


def test_undo_back_forward_and_reload_keep_the_state(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review?kind=mission")
    first = claim_of(page)
    press(page, "a")
    second = claim_of(page)
    assert page.get_by_role("status").inner_text().startswith("Accepted: ")
    press(page, "r")
    third = claim_of(page)
    page.reload()
    assert claim_of(page) == third and "kind=mission" in page.url
    page.go_back()
    page.wait_for_function(f"() => document.querySelector('form.decide input[name=claim]')?.value === '{second}'")
    assert "rejected" in page.locator(".opinions").inner_text()
    page.go_forward()
    page.wait_for_function(f"() => document.querySelector('form.decide input[name=claim]')?.value === '{third}'")
    press(page, "z")
    assert claim_of(page) == second and page.get_by_role("status").inner_text().startswith("Taken back: ")
    press(page, "z")
    assert claim_of(page) == first
    assert [one.verdict for one in decisions(path)] == ["accept", "reject", "withdraw", "withdraw"]


def test_keys_do_nothing_while_somebody_types(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    claim = claim_of(page)
    page.keyboard.press("n")
    page.keyboard.type("a rather zealous judge? aruzjksd")
    assert page.get_by_label("Note").input_value() == "a rather zealous judge? aruzjksd"
    assert claim_of(page) == claim and decisions(path) == []
    page.keyboard.press("Control+a")
    page.keyboard.press("Escape")
    for combination in ("Control+j", "Alt+r", "Meta+u"):
        page.keyboard.press(combination)
    assert claim_of(page) == claim and decisions(path) == []
    press(page, "r")
    assert [(one.verdict, one.note) for one in decisions(path)] == [("reject", "a rather zealous judge? aruzjksd")]


def test_the_help_opens_and_the_keys_can_be_turned_off(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    assert not page.get_by_text("take back what you did last").is_visible()
    page.keyboard.press("?")
    assert page.get_by_text("take back what you did last").is_visible()
    page.get_by_role("button", name="Turn the keys off").click()
    claim = claim_of(page)
    page.keyboard.press("a")
    page.keyboard.press("j")
    assert claim_of(page) == claim and decisions(path) == []
    page.get_by_role("button", name="Turn the keys on").click()
    press(page, "u")
    assert [one.verdict for one in decisions(path)] == ["unsure"]


def test_an_edit_by_keys_with_an_error_beside_its_field(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review?kind=holding")
    claim = claim_of(page)
    press(page, "e")
    assert "/review/edit" in page.url
    page.get_by_label("Since", exact=True).fill("31 February")
    page.get_by_label("By", exact=True).fill("a treaty")
    press(page, "Enter")
    field = page.get_by_label("Since", exact=True)
    assert field.get_attribute("aria-invalid") == "true" and field.input_value() == "31 February"
    assert page.evaluate("document.activeElement.id") == "f-since"
    assert page.get_by_label("By", exact=True).input_value() == "a treaty"
    field.fill("1480-07")
    press(page, "Enter")
    assert page.url.startswith(f"{alone}/review?") and page.get_by_role("status").inner_text().startswith("Edited: ")
    (decision,) = decisions(path)
    with Record.open(path, read_only=True) as record:
        body = record.claim(decision.replacement).body
        assert (decision.claim, body.since.edtf, body.by) == (claim, "1480-07", "a treaty")


def test_same_and_different_by_keys(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    while not page.locator(".near").count():
        press(page, "j")
    claim = claim_of(page)
    press(page, "d")
    assert claim_of(page) == claim
    press(page, "s")
    with Record.open(path, read_only=True) as record:
        assert [link.same for link in record.links()] == [False, True]
    press(page, "z")
    press(page, "z")
    assert "Taken back" in page.get_by_role("status").inner_text()


def test_two_people_at_once(people: str, path: Path, new_page: Callable[..., Any]) -> None:
    ada, ben = new_page(f"{people}/review"), new_page(f"{people}/review")
    for page, name in ((ada, "Ada"), (ben, "Ben")):
        assert "/login" in page.url
        log_in(page, name)
        assert page.url == f"{people}/review"
    claim = claim_of(ada)
    assert claim_of(ben) == claim
    press(ben, "r")
    ada.get_by_label("Note").fill("it is right")
    ada.keyboard.press("Escape")
    press(ada, "a")
    assert claim_of(ada) == claim and "Ben has decided meanwhile: reject" in ada.get_by_role("alert").inner_text()
    assert [(one.by, one.verdict) for one in decisions(path)] == [("Ben", "reject")]
    press(ada, "a")
    assert claim_of(ada) != claim
    assert [(one.by, one.verdict, one.note) for one in decisions(path)] == [
        ("Ben", "reject", ""),
        ("Ada", "accept", "it is right"),
    ]
    for _ in range(6):  # and on, in turns, from the same queue
        press(ada, "u")
        press(ben, "u")
    told = decisions(path)
    ada.goto(f"{people}/review/status")
    assert "Krippendorff" in ada.locator("main").inner_text()
    assert {one.by for one in told} == {"Ada", "Ben"} and len(told) >= 8


def test_a_reader_sees_everything_and_has_no_keys(people: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{people}/review")
    log_in(page, "Rea")
    heading = page.locator("#claim").inner_text()
    for key in "aruzsde":
        page.keyboard.press(key)
    assert page.locator("#claim").inner_text() == heading and not page.locator("main button:visible", has_text="Accept").count()
    press(page, "j")
    assert page.locator("#claim").inner_text()
    page.get_by_role("button", name="Log out").click()
    assert page.url == f"{people}/login"
    assert page.goto(f"{people}/review").url.startswith(f"{people}/login")
    assert decisions(path) == []


def test_all_of_it_without_script(alone: str, path: Path, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review?kind=mission", java_script_enabled=False)
    first = claim_of(page)
    page.get_by_role("button", name="Accept").click()
    second = claim_of(page)
    page.get_by_label("Note").fill("because")
    page.get_by_role("button", name="Reject").click()
    page.get_by_role("button", name="Undo").click()
    assert claim_of(page) == second
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("City").fill("Bari")
    page.get_by_role("button", name="Save the edit").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Many at once").click()
    page.get_by_label("Confidence from").fill("0.5")
    page.get_by_role("button", name="Look at what would be decided").click()
    page.locator("form.edit button").click()
    assert "Accepted: " in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("More of the text").click()
    told = decisions(path)
    assert [(one.claim, one.verdict) for one in told[:4]] == [
        (first, "accept"),
        (second, "reject"),
        (second, "withdraw"),
        (second, "edit"),
    ]


@pytest.mark.parametrize("script", [True, False])
def test_a_page_from_elsewhere_decides_nothing(
    people: str, path: Path, new_page: Callable[..., Any], tmp_path: Path, script: bool
) -> None:
    """A page of another origin, opened by somebody who is logged in, sends a form with everything but what it cannot know."""
    import http.server

    with Record.open(path, read_only=True) as record:
        claim = record.claims()[0].id
    inputs = f'<input name="claim" value="{claim}"><input name="verdict" value="reject"><input name="token" value="x">'
    html = (
        f'<!doctype html><form id="f" method="post" action="{people}/review/decide">{inputs}<button>Win</button></form>'.encode()
    )

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        page = new_page(f"{people}/review", java_script_enabled=script)
        log_in(page, "Ada")
        for name in ("127.0.0.1", "localhost"):
            page.goto(f"http://{name}:{elsewhere.server_address[1]}/")
            page.get_by_role("button", name="Win").click()
            assert (
                "came from another place" in page.locator("main").inner_text()
                or "Log in first" in page.locator("main").inner_text()
            )
            if script:
                page.goto(f"http://{name}:{elsewhere.server_address[1]}/")
                refused = page.evaluate(
                    f"fetch('{people}/review.json', {{credentials: 'include'}}).then(a => a.text(), () => 'refused')"
                )
                assert refused == "refused"
        elsewhere.shutdown()
    assert decisions(path) == []


def test_a_server_that_is_gone_and_comes_back_loses_nothing_typed(
    path: Path, serving: Callable[[Path, Door], str], new_page: Callable[..., Any]
) -> None:
    """Killed and started again at the same port: its token is another, so the page says that it was too old, and sends again."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    first = server(path, OnePerson("Ada"))
    thread = threading.Thread(target=first.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    page = new_page(f"http://127.0.0.1:{port}/review")
    claim = claim_of(page)
    page.get_by_label("Note").fill("a long thought")
    page.keyboard.press("Escape")
    first.should_exit = True
    thread.join(10)
    listening.close()
    page.keyboard.press("a")
    page.get_by_text("it is not known whether this was saved").wait_for()
    assert page.get_by_label("Note").input_value() == "a long thought"
    again = socket.create_server(("127.0.0.1", port))
    second = server(path, OnePerson("Ada"))
    thread = threading.Thread(target=second.run, kwargs={"sockets": [again]}, daemon=True)
    thread.start()
    press(page, "a")
    assert "Nothing was saved" in page.locator("main").inner_text() and "a long thought" in page.locator("main").inner_text()
    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**/review?**")
    assert [(one.claim, one.note) for one in decisions(path)] == [(claim, "a long thought")]
    second.should_exit = True
    thread.join(10)
    again.close()


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
@pytest.mark.parametrize("address", ["/review", "/review?kind=mission", "/review/status", "/review/bulk?kind=mission"])
def test_nothing_sticks_out(alone: str, new_page: Callable[..., Any], address: str, width: int) -> None:
    page = new_page(alone + address, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if address == "/review":
        press(page, "e")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in page.locator(
        "main button:visible, main input:not([type=hidden]):not([type=checkbox]):visible, main select:visible"
    ).all():
        assert control.bounding_box()["height"] >= 24


def test_the_claim_is_told_to_those_who_listen(alone: str, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    press(page, "a")
    assert page.evaluate("document.activeElement.id") == "claim"
    assert page.get_by_role("status").inner_text().startswith("Accepted")
    assert page.title().startswith(page.locator("#claim").inner_text())
    for role, name in (("navigation", "Queue"), ("navigation", "Review"), ("article", re.compile("."))):
        assert page.get_by_role(role, name=name).count() == 1


def test_it_prints_without_its_controls(alone: str, new_page: Callable[..., Any]) -> None:
    page = new_page(f"{alone}/review")
    page.emulate_media(media="print")
    assert page.locator("#claim").is_visible() and not page.locator("form:visible").count()
