"""The server that can be written to: who is let in, what a form has to bring, and what becomes of it where it cannot be saved."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from relazione.cli.door import relazione
from relazione.model.errors import LockedRecord, RecordError
from relazione.record.store import Record
from relazione.web import attempts, forms, visitor
from relazione.web.app import create_app
from relazione.web.asking import writing
from relazione.web.forms import BadForm, form_of, parsed
from relazione.web.pages.login import own_address
from relazione.web.users import User, UsersError, UsersFile, changed_users, checked_name, hashed, is_password, read_users
from relazione.web.visitor import ByLogin, OnePerson, Sessions

HOST = "http://127.0.0.1"
HERE = {"origin": HOST, "sec-fetch-site": "same-origin"}
PASSWORD = "a long enough one"
EVIL_NAME = '<script>alert(1)</script>" onfocus="alert(2)'


@pytest.fixture(scope="module")
def path(seed: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("server") / "seed.db"
    with Record.open(path, create=True) as record:
        document = seed.document(date="2025-05-01")
        record.add(document, seed.claims(document)[:5], coder="hand")
    return path


@pytest.fixture(scope="module")
def password_hash() -> str:
    return hashed(PASSWORD)


@pytest.fixture
def users_path(tmp_path: Path, password_hash: str) -> Path:
    file = tmp_path / "users.json"
    with changed_users(file, create=True) as users:
        for name, role in (("Ada", "reviewer"), ("Rea", "reader"), (EVIL_NAME, "reviewer")):
            users[name] = User(name, role, password_hash)  # type: ignore[arg-type]
    return file


Said = list[dict[str, str]]


def noting(app: Starlette, said: Said) -> Starlette:
    """The application with a page that takes a form, as the review does."""

    def take(request: Request) -> Response:
        said.append(dict(form_of(request)))
        if problem := form_of(request).get("problem"):
            raise {"locked": LockedRecord("x is in use"), "full": RecordError("no room left on the disk for x")}[problem]
        return PlainTextResponse("taken")

    app.router.routes.append(Route("/take", take, methods=["POST"]))
    return app


@pytest.fixture
def said() -> Said:
    return []


@pytest.fixture
def alone(path: Path, said: Said) -> Iterator[TestClient]:
    """The server of one person."""
    with TestClient(noting(create_app(path, door=OnePerson("ada")), said), base_url=HOST, follow_redirects=False) as found:
        yield found


@pytest.fixture
def shared(path: Path, users_path: Path, said: Said) -> Iterator[Callable[[], TestClient]]:
    """Makes browsers at the server of several people."""
    app = noting(create_app(path, door=ByLogin(UsersFile(users_path))), said)
    yield lambda: TestClient(app, base_url=HOST, follow_redirects=False)


def token_of(answer_text: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', answer_text)
    assert found, answer_text[:400]
    return found[1]


def log_in(client: TestClient, name: str, password: str = PASSWORD, there: str = "/") -> Response:
    form = client.get("/login", params={"next": there})
    data = {"token": token_of(form.text), "name": name, "password": password, "next": there}
    return client.post("/login", data=data, headers=HERE)  # type: ignore[return-value]


def one_persons_token(client: TestClient) -> str:
    return client.app.state.door.visitor(None).token  # type: ignore[attr-defined,no-any-return]


def session_token(client: TestClient) -> str:
    return token_of(client.get("/").text)


# --- the forms --------------------------------------------------------------------------------------------------------------------


def test_a_form_of_ours_is_taken(alone: TestClient, said: Said) -> None:
    data = {"token": one_persons_token(alone), "note": "é & \n ü"}
    assert alone.post("/take", data=data, headers=HERE).text == "taken"
    assert said == [data]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:81"},
        {"origin": "https://127.0.0.1"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://evil.example/http://127.0.0.1"},
        {"origin": "http://user@127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": HOST, "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused_even_with_the_token(alone: TestClient, said: Said, headers: dict[str, str]) -> None:
    answer = alone.post("/take", data={"token": one_persons_token(alone), "note": "x"}, headers=headers)
    assert answer.status_code == 403 and "came from another place" in answer.text
    assert said == []


def test_two_origins_are_no_origin(alone: TestClient, said: Said) -> None:
    data = {"token": one_persons_token(alone)}
    assert alone.post("/take", data=data, headers=[("origin", HOST), ("origin", HOST)]).status_code == 403
    assert said == []


@pytest.mark.parametrize("token", [None, "", "wrong", "\u00e9", "x" * 43])
def test_a_form_without_the_token_is_refused(alone: TestClient, said: Said, token: str | None) -> None:
    data = {"note": "typed words"} | ({} if token is None else {"token": token})
    answer = alone.post("/take", data=data, headers=HERE)
    assert answer.status_code == 403 and said == []
    # It was this server's own page, of before: what was typed is not lost, and one press sends it again.
    assert "Nothing was saved" in answer.text and "typed words" in answer.text and "Send it again" in answer.text
    again = alone.post("/take", data={"token": token_of(answer.text), "note": "typed words"}, headers=HERE)
    assert again.text == "taken"


def test_a_program_without_origin_needs_the_token_and_gets_no_second_try(alone: TestClient, said: Said) -> None:
    answer = alone.post("/take", data={"note": "x"})
    assert answer.status_code == 403 and "Send it again" not in answer.text
    assert alone.post("/take", data={"token": one_persons_token(alone)}).text == "taken"


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"a=" + b"x" * forms.LARGEST, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a=1" for _ in range(20_000)), "application/x-www-form-urlencoded", 400),
        (b"&" * 100_000, "application/x-www-form-urlencoded", 400),
        (b"a=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"a=\xff", "application/x-www-form-urlencoded", 400),
        (b'{"a": 1}', "application/json", 415),
        (b"a=b", "text/plain", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"a=b", "", 415),
    ],
)
def test_what_is_no_form_of_sensible_size_is_refused(
    alone: TestClient, said: Said, content: bytes, kind: str, status: int
) -> None:
    answer = alone.post("/take", content=content, headers={**HERE, "content-type": kind})
    assert answer.status_code == status and "Nothing was saved" in answer.text
    assert answer.headers["connection"] == "close"
    assert said == []


def test_a_body_that_tells_no_length_is_bounded_too(alone: TestClient, said: Said) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"a=1&" * 256

    answer = alone.post("/take", content=endless(), headers={**HERE, "content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413 and said == []


def test_a_form_gives_all_values_of_a_name() -> None:
    form = parsed(b"a=1&b=x%0D%0Ay&a=2&c=")
    assert form.all("a") == ["1", "2"] and form["a"] == "1" and form["b"] == "x\ny" and form["c"] == ""
    assert list(form) == ["a", "b", "c"] and form.without("a") == [("b", "x\ny"), ("c", "")]
    with pytest.raises(BadForm):
        parsed(b"&".join(b"a" for _ in range(forms.MOST_FIELDS + 1)))


def test_asking_changes_nothing(alone: TestClient, said: Said) -> None:
    assert alone.get("/take", params={"token": one_persons_token(alone)}).status_code == 405
    assert alone.put("/take", data={"token": one_persons_token(alone)}, headers=HERE).status_code == 405
    assert said == []


# --- what could not be saved ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("problem", "words"), [("locked", "another process is writing"), ("full", "no room left on the disk")])
def test_what_could_not_be_saved_is_said_and_kept(alone: TestClient, problem: str, words: str) -> None:
    note = "<b>typed</b>\nin two lines \u202e"
    data = {"token": one_persons_token(alone), "note": note, "problem": problem}
    answer = alone.post("/take", data=data, headers=HERE)
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text and words in answer.text
    assert "&lt;b&gt;typed&lt;/b&gt;" in answer.text and "<b>typed" not in answer.text
    assert f'name="note" value="{note.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text
    assert 'action="/take"' in answer.text and "Send it again" in answer.text


def test_a_record_that_is_replaced_meanwhile_is_told(path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.db"
    mine.write_bytes(path.read_bytes())
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    app = create_app(mine, door=OnePerson("ada"))

    def take(request: Request) -> Response:
        with writing(request) as record:
            record.decide(record.claims()[0].id, "accept", "ada")
            if form_of(request)["replace"]:
                os.replace(other, mine)
        return PlainTextResponse("saved")

    app.router.routes.append(Route("/take", take, methods=["POST"]))
    with TestClient(app, base_url=HOST) as client:
        token = one_persons_token(client)
        assert client.post("/take", data={"token": token, "replace": ""}, headers=HERE).text == "saved"
        answer = client.post("/take", data={"token": token, "replace": "yes"}, headers=HERE)
        assert answer.status_code == 503 and "was replaced by another file" in answer.text
        mine.unlink()
        answer = client.post("/take", data={"token": token, "replace": ""}, headers=HERE)
        assert answer.status_code == 503 and "there is no record" in answer.text


# --- logging in -------------------------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_somebody_logs_in(shared: Callable[[], TestClient]) -> None:
    client = shared()
    answer = client.get("/pair/ITA/TUR?as-of=1925")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fpair%2FITA%2FTUR%3Fas-of%3D1925")
    for data in ("/pair/ITA/TUR.json", "/search.json?q=a", "/api/facts", "/nothing.json"):
        answer = client.get(data)
        assert answer.status_code == 401 and answer.json()["error"]
    for other in ("/nothing", "/static/../pair/ITA/TUR", "/static/%2e%2e/coverage", "//login", "/login/", "/loginx", "/LOGIN"):
        answer = client.get(other)
        assert answer.status_code in (303, 307, 404) and "Italy" not in answer.text, other
    shown = client.get("/login")
    assert shown.status_code == 200 and shown.headers["cache-control"] == "no-store"
    assert client.get("/static/style.css").status_code == 200


def test_whoever_logs_in_goes_on_where_he_wanted(shared: Callable[[], TestClient], said: Said) -> None:
    client = shared()
    answer = log_in(client, "Ada", there="/pair/ITA/TUR?as-of=1925")
    assert (answer.status_code, answer.headers["location"]) == (303, "/pair/ITA/TUR?as-of=1925")
    shown = client.get("/")
    assert shown.status_code == 200 and "Log out" in shown.text and ">Ada</bdi>" in shown.text
    assert client.post("/take", data={"token": token_of(shown.text), "note": "x"}, headers=HERE).text == "taken"
    assert client.get("/login", params={"next": "/coverage"}).headers["location"] == "/coverage"


@pytest.mark.parametrize(("secure", "name"), [(False, "relazione"), (True, "__Host-relazione")])
def test_the_cookie_is_kept_from_scripts_and_others(path: Path, users_path: Path, secure: bool, name: str) -> None:
    host = "https://127.0.0.1" if secure else HOST
    app = create_app(path, door=ByLogin(UsersFile(users_path), secure=secure))
    client = TestClient(app, base_url=host, follow_redirects=False)
    token = token_of(client.get("/login").text)
    answer = client.post("/login", data={"token": token, "name": "Ada", "password": PASSWORD}, headers={"origin": host})
    assert answer.status_code == 303
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}="))
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert ("Secure" in cookie) is secure
    assert client.get("/").status_code == 200


def test_a_proxy_with_https_makes_another_origin(path: Path, users_path: Path, said: Said) -> None:
    app = noting(create_app(path, hosts={"rel.example"}, door=ByLogin(UsersFile(users_path), secure=True)), said)
    client = TestClient(app, base_url="https://rel.example", follow_redirects=False)
    form = {"token": token_of(client.get("/login").text), "name": "Ada", "password": PASSWORD}
    assert client.post("/login", data=form, headers={"origin": "http://rel.example"}).status_code == 403
    assert client.post("/login", data=form, headers={"origin": "https://rel.example"}).status_code == 303


@pytest.mark.parametrize("name", ["Ada", "nobody", "", "ada", "Ada\x00", "x" * 5000, EVIL_NAME, "' OR 1=1 --"])
def test_a_wrong_password_and_an_unknown_name_look_alike(shared: Callable[[], TestClient], name: str) -> None:
    client = shared()
    answer = log_in(client, name, "not the right one")
    assert answer.status_code == 403 and "do not fit together" in answer.text
    assert "<script" not in answer.text and 'onfocus="' not in answer.text
    assert client.get("/").status_code == 303


def test_an_unknown_name_costs_as_much_as_a_known_one(users_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    verified: list[str] = []
    real = PasswordHasher.verify

    def verify(self: PasswordHasher, hash: str, password: str) -> bool:
        verified.append(hash.rpartition("$")[0].rpartition("$")[0])
        return bool(real(self, hash, password))

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    known = read_users(users_path)["Ada"]
    assert not is_password(known, "wrong") and not is_password(None, "wrong") and is_password(known, PASSWORD)
    assert len(verified) == 3 and len(set(verified)) == 1  # one hashing each, with equal parameters
    assert not is_password(User("x", "reader", "no hash"), "wrong")


def test_a_session_that_was_brought_along_is_not_taken_over(shared: Callable[[], TestClient]) -> None:
    client = shared()
    client.cookies.set("relazione", "chosen-by-somebody-else")
    assert client.get("/").status_code == 303
    assert log_in(client, "Ada").status_code == 303
    sent = [cookie.value for cookie in client.cookies.jar if cookie.name == "relazione"]
    assert sent and "chosen-by-somebody-else" not in sent[-1:]
    stranger = shared()
    stranger.cookies.set("relazione", "chosen-by-somebody-else")
    assert stranger.get("/").status_code == 303


def test_logging_in_again_ends_the_session_before(shared: Callable[[], TestClient]) -> None:
    client = shared()
    log_in(client, "Ada")
    first = client.cookies["relazione"]
    form = {"token": "", "name": "Ada", "password": PASSWORD}
    fresh = shared()
    form["token"] = token_of(fresh.get("/login").text)
    fresh.cookies.set("relazione", first)
    assert fresh.post("/login", data=form, headers=HERE).status_code == 303
    assert client.get("/").status_code == 303


def test_the_form_for_logging_in_is_not_forged(shared: Callable[[], TestClient]) -> None:
    data = {"name": "Ada", "password": PASSWORD}
    assert shared().post("/login", data=data, headers={"origin": "http://evil.example"}).status_code == 403
    assert "too old" in shared().post("/login", data=data, headers=HERE).text
    one, other = shared(), shared()
    other.get("/login")
    assert other.post("/login", data={**data, "token": token_of(one.get("/login").text)}, headers=HERE).status_code == 403


def test_logging_out_ends_the_session_itself(shared: Callable[[], TestClient]) -> None:
    client = shared()
    log_in(client, "Rea")
    secret, token = client.cookies["relazione"], session_token(client)
    assert client.get("/logout").status_code == 405
    assert client.post("/logout", data={"token": "x"}, headers=HERE).status_code == 403
    assert client.post("/logout", data={"token": token}, headers=HERE).headers["location"] == "/login"
    thief = shared()
    thief.cookies.set("relazione", secret)
    assert thief.get("/").status_code == 303


def test_a_reader_changes_nothing(shared: Callable[[], TestClient], said: Said, path: Path) -> None:
    client = shared()
    log_in(client, "Rea")
    token = session_token(client)
    answer = client.post("/take", data={"token": token, "note": "typed words"}, headers=HERE)
    assert answer.status_code == 403 and "decide nothing" in answer.text and "typed words" in answer.text
    assert client.post("/take.json", data={"token": token}, headers=HERE).json()["error"]
    # Whatever routes there are: none but logging out takes a reader's form.
    writing_routes = [
        route
        for route in client.app.router.routes  # type: ignore[attr-defined]
        if "POST" in (route.methods or ()) and route.path not in ("/login", "/logout")
    ]
    assert writing_routes
    for route in writing_routes:
        address = re.sub(r"\{[^}]*\}", "x", route.path)
        assert client.post(address, data={"token": token}, headers=HERE).status_code == 403, address
    assert said == []


def test_one_persons_token_is_of_no_use_to_another(shared: Callable[[], TestClient], said: Said) -> None:
    ada, evil = shared(), shared()
    log_in(ada, "Ada")
    log_in(evil, EVIL_NAME)
    assert evil.post("/take", data={"token": session_token(ada)}, headers=HERE).status_code == 403
    nobody = shared().post("/take", data={"token": session_token(ada), "note": "typed words"}, headers=HERE)
    assert nobody.status_code == 401 and "typed words" in nobody.text and "Log in" in nobody.text
    assert said == []


def test_a_name_is_text_wherever_it_stands(shared: Callable[[], TestClient]) -> None:
    client = shared()
    log_in(client, EVIL_NAME)
    for address in ("/", "/nothing", "/pair/ITA/TUR"):
        text = client.get(address).text
        assert "&lt;script&gt;alert(1)" in text and "<script>" not in text and 'onfocus="alert' not in text


def test_who_is_removed_or_gets_another_password_or_role_is_so_at_once(
    shared: Callable[[], TestClient], users_path: Path, said: Said
) -> None:
    client = shared()
    log_in(client, "Ada")
    token = session_token(client)
    with changed_users(users_path) as users:
        users["Ada"] = User("Ada", "reader", users["Ada"].password)
    assert client.post("/take", data={"token": token}, headers=HERE).status_code == 403
    with changed_users(users_path) as users:
        users["Ada"] = User("Ada", "reviewer", hashed("another password"))
    assert client.get("/").status_code == 303
    log_in(client, "Ada", "another password")
    assert client.get("/").status_code == 200
    with changed_users(users_path) as users:
        del users["Ada"]
    assert client.get("/").status_code == 303
    users_path.unlink()
    answer = client.get("/")
    assert answer.status_code == 303  # nobody is logged in
    client = shared()
    assert log_in(client, "Rea").status_code == 503


def test_sessions_end_by_themselves_and_are_few() -> None:
    now = [0.0]
    sessions = Sessions(lambda: now[0])
    ada = User("Ada", "reviewer", "hash")
    secret = sessions.begin(ada)
    now[0] += visitor.IDLE - 1
    assert sessions.of(secret)
    now[0] += visitor.IDLE + 1
    assert sessions.of(secret) is None
    secret = sessions.begin(ada)
    for _ in range(30):
        now[0] += visitor.IDLE - 1
        sessions.of(secret)
    assert sessions.of(secret) is None
    many = [sessions.begin(ada) for _ in range(visitor.MOST_SESSIONS + 5)]
    assert [one for one in many if sessions.of(one)] == many[5:]
    assert sessions.of("") is None


def test_wrong_passwords_slow_down_whoever_tries_and_nobody_else(shared: Callable[[], TestClient]) -> None:
    client = shared()
    for _ in range(attempts.FREE):
        assert log_in(client, "Ada", "wrong password").status_code == 403
    answer = log_in(client, "Ada")
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0 and "Please wait" in answer.text
    assert log_in(shared(), "Rea").status_code == 303
    door = client.app.state.door  # type: ignore[attr-defined]
    assert door.attempts.wait("192.0.2.7", "Ada") == 0.0  # from another address Ada gets in


def test_passwords_that_are_tried_at_the_same_time_count_one_another(
    shared: Callable[[], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    monkeypatch.setattr(
        "relazione.web.pages.login.is_password", lambda user, password: tried.append(password) or time.sleep(0.05)
    )
    client = shared()
    given = token_of(client.get("/login").text)

    def guess(number: int) -> int:
        form = {"token": given, "name": "Ada", "password": f"guess {number}"}
        return client.post("/login", data=form, headers=HERE).status_code

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(guess, range(30)))
    assert set(answers) <= {403, 429, 503} and len(tried) <= attempts.FREE


def test_who_waits_for_a_turn_to_log_in_takes_no_thread_from_others(shared: Callable[[], TestClient]) -> None:
    client = shared()
    door = client.app.state.door  # type: ignore[attr-defined]
    taken = 0
    while door.queue.acquire(blocking=False):
        taken += 1
    assert taken == visitor.AT_ONCE + visitor.MOST_WAITING
    assert log_in(client, "Ada").status_code == 503
    door.queue.release()
    assert log_in(client, "Ada").status_code == 303


def test_those_who_log_in_are_not_told_where_the_record_lies(shared: Callable[[], TestClient], tmp_path: Path) -> None:
    client = shared()
    assert log_in(client, "Rea").status_code == 303
    gone = tmp_path / "secret folder" / "gone.db"
    client.app.state.record_path = gone  # type: ignore[attr-defined]
    for address in ("/", "/api/v1/status", "/pair/ITA/TUR.json"):
        answer = client.get(address)
        assert answer.status_code == 503 and "there is no record" in answer.text and "secret folder" not in answer.text
    gone.parent.mkdir()
    gone.write_bytes(b"no record" * 100)
    assert "secret folder" not in client.get("/").text


def test_endless_names_are_not_kept(shared: Callable[[], TestClient]) -> None:
    client = shared()
    assert log_in(client, "A" * 100_000).status_code == 403
    ((_, name),) = client.app.state.door.attempts._failed  # type: ignore[attr-defined]
    assert len(name) < 100


def test_waits_double_and_are_forgotten() -> None:
    now = [0.0]
    tried = attempts.Attempts(lambda: now[0])
    waits = []
    for _ in range(30):
        assert tried.begin("2001:db8::1", "Ada") == 0
        waits.append(tried.wait("2001:db8::2", "Ada"))
        if waits[-1]:
            assert tried.begin("2001:db8::3", "Ada") == waits[-1]
        now[0] += waits[-1]
    assert waits[:6] == [0, 0, 0, 0, 2, 4] and waits[-1] == attempts.LONGEST_WAIT
    assert tried.wait("2001:db8:0:1::1", "Ada") == 0
    now[0] += attempts.FORGOTTEN_AFTER + 1
    tried.begin("2001:db8::1", "Ada")
    assert tried.wait("2001:db8::1", "Ada") == 0
    tried.succeeded("2001:db8::1", "Ada")
    for number in range(attempts.MOST_KEPT + 10):
        tried.begin("192.0.2.1", str(number))
    assert len(tried._failed) == attempts.MOST_KEPT
    assert attempts.network("::ffff:192.0.2.1") == "192.0.2.1" and attempts.network("unix") == "unix"


@pytest.mark.parametrize(
    "text",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "review", "/a\r\nX-Evil: 1",
        "/a\nb", "/\t/evil.example", "/login?next=/", "/logout", "/" + "a" * 3000, "/ü", "\\/evil.example",
    ],
)  # fmt: skip
def test_the_way_on_stays_on_this_server(shared: Callable[[], TestClient], text: str) -> None:
    assert own_address(text) == "/"
    answer = log_in(shared(), "Ada", there=text)
    assert answer.headers["location"] == "/" and "x-evil" not in answer.headers


# --- the file of users ------------------------------------------------------------------------------------------------------------


def users(*arguments: str, input: str = "") -> Result:
    return CliRunner().invoke(relazione, ["users", *arguments], input=input)


def test_a_user_who_is_removed_through_a_link_is_removed(users_path: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere.json"
    link.symlink_to(users_path)
    assert users("remove", "Rea", "--file", str(link)).exit_code == 0
    assert link.is_symlink() and "Rea" not in read_users(users_path)


def test_users_are_added_listed_changed_and_removed(tmp_path: Path) -> None:
    file = str(tmp_path / "users.json")
    assert users("add", "Ada", "--role", "reviewer", "--file", file, input=f"{PASSWORD}\n").exit_code == 0
    assert users("add", "Rea", "--file", file, input=f"{PASSWORD}\n").exit_code == 0
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    text = Path(file).read_text(encoding="utf-8")
    assert PASSWORD not in text and text.count("$argon2id$") == 2
    found = json.loads(users("list", "--file", file, "--json").stdout)
    assert found == {"users": [{"name": "Ada", "role": "reviewer", "keys": []}, {"name": "Rea", "role": "reader", "keys": []}]}
    assert users("list", "--file", file).stdout == "reviewer  Ada\nreader    Rea\n"
    assert users("change", "Rea", "--role", "reviewer", "--file", file).exit_code == 0
    assert users("change", "Ada", "--file", file, input="a new password\n").exit_code == 0
    now = read_users(Path(file))
    assert now["Rea"].role == "reviewer" and is_password(now["Ada"], "a new password") and not is_password(now["Ada"], PASSWORD)
    assert users("remove", "Ada", "--file", file).exit_code == 0
    assert list(read_users(Path(file))) == ["Rea"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "ADA"), "there is a user 'Ada' already"),
        (("remove", "Bob"), "there is no user 'Bob'"),
        (("change", "Bob"), "there is no user 'Bob'"),
        (("add", ""), "1 to 64 characters"),
        (("add", "x" * 65), "1 to 64 characters"),
        (("add", "a\u202eb"), "hide or reorder"),
        (("add", "Bob"), "10 to 1,024 characters"),
    ],
)
def test_what_does_not_do_is_said_and_changes_nothing(users_path: Path, arguments: tuple[str, ...], words: str) -> None:
    before = users_path.read_bytes()
    done = users(*arguments, "--file", str(users_path), input="short\n")
    assert done.exit_code == 2 and words in done.stderr
    assert users_path.read_bytes() == before


def test_a_file_that_others_read_or_that_is_none_is_refused(tmp_path: Path, users_path: Path) -> None:
    users_path.chmod(0o640)
    with pytest.raises(UsersError, match="can be read by others"):
        read_users(users_path)
    for content in (
        b"",
        b"{}",
        b"[]",
        b'{"users": [{"name": "a"}]}',
        b"\xff\xfe",
        b'{"users": [{"name":"a","role":"king","password":"x"}]}',
    ):
        bad = tmp_path / "bad.json"
        bad.write_bytes(content)
        bad.chmod(0o600)
        with pytest.raises(UsersError, match="is no file of users"):
            read_users(bad)
    with pytest.raises(UsersError, match="users add NAME"):
        read_users(tmp_path / "none.json")


def test_a_change_that_fails_leaves_the_file_as_it_was(users_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = users_path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError), changed_users(users_path) as known:
        known.clear()
    assert users_path.read_bytes() == before and [one.name for one in users_path.parent.iterdir()] == [users_path.name]


def test_names_are_written_one_way() -> None:
    assert checked_name("  Jose\u0301   Garcia ") == "Jos\u00e9 Garcia"


def test_the_same_keys_give_the_same_password() -> None:
    user = User("a", "reader", hashed("caf\u00e9 au lait"))
    assert is_password(user, "cafe\u0301 au lait")


# --- the command ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_others_are_let_in_by_name_only(path: Path, host: str) -> None:
    done = CliRunner().invoke(relazione, ["serve", "--host", host, "--port", "0", "--db", str(path)])
    assert done.exit_code == 2 and "--users FILE" in done.stderr and "relazione users add" in done.stderr


def test_a_proxy_needs_users(path: Path) -> None:
    done = CliRunner().invoke(relazione, ["serve", "--port", "0", "--behind-https", "--db", str(path)])
    assert done.exit_code == 2 and "--users FILE" in done.stderr


def test_a_server_for_others_says_that_passwords_are_open(path: Path, users_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    ran: list[uvicorn.Server] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: ran.append(self))
    arguments = [
        "serve",
        "--host",
        "0.0.0.0",
        "--port",
        "0",
        "--db",
        str(path),
        "--users",
        str(users_path),
        "--name",
        "rel.example",
    ]
    done = CliRunner().invoke(relazione, arguments)
    assert done.exit_code == 0 and "unencrypted" in done.stderr and len(ran) == 1
    done = CliRunner().invoke(relazione, [*arguments, "--behind-https"])
    assert done.exit_code == 0 and "unencrypted" not in done.stderr


# --- programs ---------------------------------------------------------------------------------------------------------------------


def key_of(path: Path, name: str, use: str = "the weekly export") -> str:
    made = users("key", name, "--for", use, "--file", str(path))
    assert made.exit_code == 0, made.output
    return made.stdout.strip()


def bearing(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


def test_a_program_reads_with_a_key_and_decides_nothing(users_path: Path, shared: Callable[[], TestClient], said: Said) -> None:
    key = key_of(users_path, "Ada")
    assert key not in users_path.read_text(encoding="utf-8")
    program = shared()
    assert program.get("/api/v1/status").status_code == 401
    assert program.get("/api/v1/status", headers=bearing(key)).status_code == 200
    assert program.get("/pair/ITA/TUR", headers=bearing(key)).status_code == 200
    assert program.post("/take", data={"token": "", "note": "x"}, headers=bearing(key)).status_code == 403
    assert said == []


def test_what_is_no_key_opens_nothing_not_even_with_a_session(users_path: Path, shared: Callable[[], TestClient]) -> None:
    key = key_of(users_path, "Ada")
    browser = shared()
    log_in(browser, "Ada")
    assert browser.get("/pair/ITA/TUR").status_code == 200
    for told in (f"Bearer {key}x", "Bearer ", "Bearer", f"Basic {key}", key, "Bearer \u00e9".encode("latin-1").decode("latin-1")):
        answer = browser.get("/api/v1/status", headers={"authorization": told.encode("latin-1")})  # type: ignore[dict-item]
        assert answer.status_code == 401, told
    twice = browser.get("/api/v1/status", headers=[("authorization", f"Bearer {key}"), ("authorization", f"Bearer {key}")])
    assert twice.status_code == 401


@pytest.mark.parametrize("how", ["revoked", "all revoked", "another password", "removed"])
def test_a_key_that_was_taken_back_opens_nothing_at_the_next_request(
    how: str, users_path: Path, shared: Callable[[], TestClient]
) -> None:
    key, other = key_of(users_path, "Ada"), key_of(users_path, "Ada", "the map")
    program = shared()
    assert program.get("/api/v1/status", headers=bearing(key)).status_code == 200
    named = ["--file", str(users_path)]
    done = {
        "revoked": lambda: users("revoke", "Ada", "--for", "the weekly export", *named),
        "all revoked": lambda: users("revoke", "Ada", *named),
        "another password": lambda: users("change", "Ada", *named, input="another long one\n"),
        "removed": lambda: users("remove", "Ada", *named),
    }[how]()
    assert done.exit_code == 0, done.output
    assert program.get("/api/v1/status", headers=bearing(key)).status_code == 401
    assert program.get("/api/v1/status", headers=bearing(other)).status_code == (200 if how == "revoked" else 401)


def test_keys_are_listed_by_their_use_and_one_use_has_one_key(users_path: Path) -> None:
    key_of(users_path, "Rea")
    listed = users("list", "--file", str(users_path))
    assert "key for the weekly export" in listed.output
    assert "rlz_" not in listed.output
    again = users("key", "Rea", "--for", "the weekly export", "--file", str(users_path))
    assert again.exit_code == 2 and "already" in again.output
    none = users("revoke", "Rea", "--for", "another", "--file", str(users_path))
    assert none.exit_code == 2 and "no key" in none.output
    nobody = users("key", "Nobody", "--file", str(users_path))
    assert nobody.exit_code == 2 and "rlz_" not in nobody.output
