"""Strangers: where they are led, and back; what next may say; cookies, tokens, too many tries."""

from dataclasses import replace
from typing import Any

import pytest

from ..client import Caller, User
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, change
from ..helpers import log_in as log_in_by_api
from .driver import heading
from .helpers import log_in, post, tour
from .http_driver import HttpDriver
from .names import ERRORS, FORMS, STRANGERS, path_of

ELSEWHERE = [
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/tasks"),
    *("https:evil.example", "http:///evil.example", "javascript:alert(1)", "/\t/evil.example"),
    *("\n//evil.example", "http://{host}@evil.example/", "http://127.0.0.1:1/tasks"),
    *("%2F%2Fevil.example", "tasks\r\nSet-Cookie: a=b"),
]


@pytest.mark.promise("SESSION-6")
def test_a_stranger_is_led_to_the_log_in_and_back(stranger: HttpDriver, ann: User) -> None:
    """After the log-in the page that was asked for is shown, with its query."""
    for target in ("/tasks?show=open&page=1", "/account"):
        visitor = stranger.copy()
        visitor.open(target)
        assert (visitor.path, heading(visitor)) == ("/login", "Log in")
        log_in(visitor, ann.username, WRONG_PASSWORD)
        log_in(visitor, ann.username, ann.password)
        assert (visitor.status, visitor.target) == (200, target)


@pytest.mark.promise("SESSION-6")
def test_a_stranger_sees_no_page_of_a_user(
    page: HttpDriver, stranger: HttpDriver, task: dict[str, Any]
) -> None:
    """GET of each leads to /login; POST leads there too, or is 403; nothing changes."""
    found: dict[str, Any] = {}
    for operation, seen in tour(page, task["id"]):
        if operation in STRANGERS:
            continue
        anybody = stranger.nobody()
        anybody.open(seen.target)
        found[f"GET {operation}"] = anybody.path
        own = anybody.submission("Log in")
        hidden = [entry for entry in own.entries if entry[0] in own.hidden]
        form = seen.submission(FORMS[operation]["button"]).visible()
        anybody.send(replace(form, entries=form.entries + hidden))
        ends = anybody.path == "/login" or anybody.status == 403
        found[f"POST {operation}"] = "/login" if ends else anybody.status
    assert found == dict.fromkeys(found, "/login")
    page.open("/tasks")
    assert page.tasks == [task["name"]]


@pytest.mark.promise("SESSION-7")
def test_a_log_in_leads_to_no_other_site(stranger: HttpDriver, ann: User) -> None:
    """Whatever next says, the log-in leads to a path of this site, and sets no more cookies."""
    host = stranger.server.url.netloc.decode()
    for away in ELSEWHERE:
        visitor = stranger.copy()
        value = "".join(f"%{byte:02X}" for byte in away.replace("{host}", host).encode())
        visitor.open(f"/login?next={value}")
        log_in(visitor, ann.username, ann.password)
        assert visitor.statuses[0] in {302, 303}, f"PAGE-2: {away!r} answers {visitor.statuses}"
        assert "a" not in visitor.cookies


@pytest.mark.promise("SESSION-9")
def test_the_api_takes_no_cookie(page: HttpDriver, ann: User) -> None:
    """A cookie opens nothing in the API, and no answer of the API sets one."""
    cookies: dict[str, str | None] = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    }
    nobody = ann.with_token(None)
    answers = [nobody.get(path, headers=cookies) for path in (ann.path, ann.tasks)]
    answers.append(nobody.post(ann.tasks, json={"name": "Buy milk"}, headers=cookies))
    assert [answer.status_code for answer in answers] == [401, 401, 401]
    answers += [ann.get(ann.path, headers=cookies), ann.get(ann.path)]
    assert [answer.headers.get_list("Set-Cookie") for answer in answers] == [[]] * 5
    for value in page.cookies.values():
        assert ann.with_token(value).get(ann.path).status_code == 401


@pytest.mark.promise("SESSION-9")
def test_pages_take_no_bearer_token(stranger: HttpDriver, ann: User) -> None:
    """A token opens no page, in its header or as a cookie."""
    stranger.open("/tasks", Authorization=f"Bearer {ann.token}")
    assert stranger.path == "/login"
    for name in ("session", "sessionid", "token"):
        HttpDriver(stranger.server, {name: ann.token or ""}).open("/tasks")
        assert stranger.path == "/login"


@pytest.mark.promise("SESSION-10", "GUARD-7")
def test_failed_log_ins_count_wherever_they_are_tried(
    stranger: HttpDriver, anyone: Caller, ann: User
) -> None:
    """After ten on the page and in the API both answer 429, to the right password too."""
    told: list[int] = []
    for _ in range(5):
        post(stranger, "log_in", {"Username": ann.username, "Password": WRONG_PASSWORD})
        told.append(stranger.status)
        told.append(log_in_by_api(anyone, ann.username, WRONG_PASSWORD).status_code)
    assert told == [422, 401] * 5
    post(stranger, "log_in", {"Username": ann.username, "Password": ann.password})
    assert_throttled(stranger)
    assert log_in_by_api(anyone, ann.username, ann.password).status_code == 429


@pytest.mark.promise("SESSION-10")
def test_wrong_current_passwords_count_wherever_they_are_tried(page: HttpDriver, ann: User) -> None:
    """After ten on two pages and in the API all three answer 429, to the right one too."""
    words = {"New password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    wrong, right = {"Current password": WRONG_PASSWORD}, {"Current password": ann.password}
    told: list[int] = []
    for _ in range(3):
        post(page, "change_password", wrong | words)
        told.append(page.status)
        post(page, "delete_account", wrong)
        told.append(page.status)
        body = change(ann, current_password=WRONG_PASSWORD)
        told.append(ann.put(ann.path, json=body).status_code)
    post(page, "change_password", wrong | words)
    assert [*told, page.status] == [422] * 10
    post(page, "change_password", right | words)
    assert_throttled(page)
    post(page, "delete_account", right)
    assert_throttled(page)
    assert ann.put(ann.path, json=change(ann)).status_code == 429
    page.open(path_of("show_tasks"))
    assert page.status == 200


def assert_throttled(page: HttpDriver) -> None:
    """Check that a page says that there were too many attempts, and how long to wait."""
    assert page.status == 429
    told = heading(page), len(page.texts("alert"))
    assert told == (ERRORS[429], 1), f"GUARD-7: the page of 429 has {told}"
    assert int(page.answers[-1].headers["Retry-After"]) >= 1
