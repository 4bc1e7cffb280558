"""The log-in with another service: who is greeted, and whose answers are refused."""

import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from harness.commands import refusal
from harness.servers import Server

from .conftest import CLIENT, EXAMPLE, SECRET
from .forger import Forger
from .forgeries import encode
from .visit import assert_refused, come_back


@pytest.mark.parametrize(("user", "shown"), [("ann", "Ann &lt;b&gt;"), ("bob", "bob")])
def test_a_user_is_greeted(browser: httpx.Client, user: str, shown: str) -> None:
    """By name, or by the id if the provider tells no name; the session is kept."""
    assert "Log in" in browser.get("/").text
    answer = browser.get(come_back(browser, user))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert [*browser.cookies] == ["user"]
    assert f"Hello, {shown}." in browser.get("/").text


def test_the_request_has_all_that_protects_it(browser: httpx.Client, forger: Forger) -> None:
    """Fresh values, a challenge without its verifier, and the secret in the header."""
    starts = [browser.get("/log_in").headers["Location"] for _ in range(2)]
    asked = [dict(parse_qs(urlsplit(start).query)) for start in starts]
    for name in ("state", "nonce", "code_challenge"):
        assert len({first for request in asked for first in request[name]}) == 2
        assert all(len(request[name][0]) == 43 for request in asked)  # 256 bits
    assert asked[1]["code_challenge_method"] == ["S256"]
    browser.get(browser.post(starts[1], data={"sub": "ann"}).headers["Location"])
    challenge = encode(sha256(forger.sent["code_verifier"].encode()).digest())
    assert [challenge] == asked[1]["code_challenge"]
    assert forger.sent["code_verifier"] not in starts[1]
    basic = b64encode(f"{CLIENT}:s%25cret%26".encode()).decode()
    assert forger.authorization == f"Basic {basic}"
    assert SECRET not in forger.sent.values()


def test_cookies_are_for_the_server_only(browser: httpx.Client) -> None:
    """No script reads them, no other site sends them with a form, and the first is short-lived."""
    pending = browser.get("/log_in").headers["Set-Cookie"]
    session = browser.get(come_back(browser)).headers.get_list("Set-Cookie")[-1]
    for name, text in (("pending_log_in", pending), ("user", session)):
        cookie = SimpleCookie(text)[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    expiry = parsedate_to_datetime(SimpleCookie(pending)["pending_log_in"]["expires"])
    assert expiry - datetime.now(UTC) < timedelta(minutes=10)


@pytest.mark.parametrize("state", ["", "wrong", "é"])
def test_a_wrong_state_is_refused(browser: httpx.Client, example: Server, state: str) -> None:
    """It counts once: afterwards the right one is worthless, too."""
    back = come_back(browser)
    wrong = httpx.URL(back).copy_set_param("state", state)
    assert_refused(browser, browser.get(wrong), example)
    assert_refused(browser, browser.get(back), example)


def test_an_answer_to_somebody_else_is_refused(browser: httpx.Client, example: Server) -> None:
    """An attacker's answer logs nobody in as the attacker: the browser never asked."""
    with httpx.Client(base_url=example.url, trust_env=False) as attacker:
        back = come_back(attacker)
    assert_refused(browser, browser.get(back), example)


def test_an_answer_works_once(browser: httpx.Client, example: Server) -> None:
    """Neither the browser nor somebody with its old cookie can repeat it."""
    back = come_back(browser)
    kept = dict(browser.cookies)
    assert browser.get(back).status_code == 302
    browser.cookies.clear()
    assert_refused(browser, browser.get(back), example)
    assert "this browser did not start" in example.log.read_text()
    with httpx.Client(base_url=example.url, trust_env=False, cookies=kept) as thief:
        assert thief.get(back).status_code == 403
    assert "/oauth2/token: HTTP 400" in example.log.read_text()


def test_a_user_may_decline(browser: httpx.Client, example: Server) -> None:
    """The provider answers without a code."""
    state = httpx.URL(come_back(browser)).params["state"]
    answer = browser.get("/callback", params={"state": state, "error": "access_denied"})
    assert_refused(browser, answer, example)
    assert "no code: access_denied" in example.log.read_text()


def test_missing_settings_are_said_in_one_line() -> None:
    """The line names them."""
    line = refusal(sys.executable, EXAMPLE, "--issuer=http://127.0.0.1", CLIENT_SECRET=SECRET)
    assert "--client_id=" in line
