"""The log-in with another service: who is greeted, and what is refused."""

import json
import re
import socket
import sys
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from hmac import digest
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from harness.commands import refusal
from harness.servers import Server
from joserfc import jwt
from joserfc.jwk import RSAKey

from .conftest import ANN, CLIENT, EXAMPLE, SECRET, example_with
from .forger import JWKS, KEY, METADATA, TOKEN, Claims, Forger

OTHER_KEY = RSAKey.generate_key(2048, {"kid": KEY.kid})


def sign(claims: Claims, key: RSAKey = KEY, **changes: object) -> str:
    """Return an id_token; a change to None removes a claim."""
    changed = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": key.kid}, changed, key)


def sign_otherwise(claims: Claims, algorithm: str, secret: bytes = b"") -> str:
    """Return an id_token with an algorithm that no provider uses; HS256 if there is a secret."""
    parts = ({"alg": algorithm, "kid": KEY.kid}, claims)
    text = ".".join(encode(json.dumps(part).encode()) for part in parts)
    return f"{text}.{encode(digest(secret, text.encode(), 'sha256')) if secret else ''}"


def encode(content: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


# What is forged: the id_token, and what the log says about it.
FORGERIES: dict[str, tuple[Callable[[Claims], str], str]] = {
    "another key": (lambda claims: sign(claims, OTHER_KEY), "bad_signature"),
    "no signature": (lambda claims: sign_otherwise(claims, "none"), "'none' is not allowed"),
    "the public key as secret": (
        lambda claims: sign_otherwise(claims, "HS256", KEY.as_pem(private=False)),
        "'HS256' is not allowed",
    ),
    "another nonce": (lambda claims: sign(claims, nonce="mine"), "invalid_claim: .*nonce"),
    "no nonce": (lambda claims: sign(claims, nonce=None), "missing_claim: .*nonce"),
    "another issuer": (lambda claims: sign(claims, iss="https://other"), "invalid_claim: .*iss"),
    "another audience": (lambda claims: sign(claims, aud="other"), "invalid_claim: .*aud"),
    "one more audience": (lambda claims: sign(claims, aud=[CLIENT, "o"]), "invalid_claim: .*aud"),
    "expired": (lambda claims: sign(claims, exp=int(time.time()) - 61), "expired_token"),
    "no expiry": (lambda claims: sign(claims, exp=None), "missing_claim: .*exp"),
    "no user": (lambda claims: sign(claims, sub=None), "missing_claim: .*sub"),
    "garbage": (lambda _: "garbage", "decode_error"),
}


def come_back(browser: httpx.Client, user: str = ANN["sub"]) -> str:
    """Log in at the provider, and return the address to which it leads back."""
    form = browser.get("/log_in").headers["Location"]
    return browser.post(form, data={"sub": user}).headers["Location"]


def assert_refused(browser: httpx.Client, answer: httpx.Response, example: Server) -> None:
    """One line, no session, and nothing left of the attempt; no traceback in the log."""
    assert (answer.status_code, answer.text) == (403, "The log-in failed.")
    assert not browser.cookies
    assert "Log in" in browser.get("/").text
    assert "Traceback" not in example.log.read_text()


@pytest.mark.parametrize(("user", "shown"), [("ann", "Ann &lt;b&gt;"), ("bob", "bob")])
def test_a_user_is_greeted(browser: httpx.Client, user: str, shown: str) -> None:
    """By name, or by the id if the provider tells no name; the session is kept."""
    assert "Log in" in browser.get("/").text
    answer = browser.get(come_back(browser, user))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert [*browser.cookies] == ["user"]
    assert f"Hello, {shown}." in browser.get("/").text


def test_the_request_has_all_that_protects_it(browser: httpx.Client, forger: Forger) -> None:
    """The challenge belongs to the verifier; the secret is in the header; nothing comes twice."""
    starts = [browser.get("/log_in").headers["Location"] for _ in range(2)]
    asked = [dict(parse_qs(urlsplit(start).query)) for start in starts]
    for name in ("state", "nonce", "code_challenge"):
        assert len({first for request in asked for first in request[name]}) == 2
        assert all(len(request[name][0]) == 43 for request in asked)  # 256 bits
    assert asked[1]["code_challenge_method"] == ["S256"]
    browser.get(browser.post(starts[1], data={"sub": "ann"}).headers["Location"])
    challenge = encode(sha256(forger.sent["code_verifier"].encode()).digest())
    assert [challenge] == asked[1]["code_challenge"]
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


def test_the_forger_is_believed_if_it_changes_nothing(
    browser: httpx.Client, forger: Forger
) -> None:
    """What the next test finds is thus the forgery."""
    forger.forge = sign
    assert browser.get(come_back(browser)).status_code == 302


@pytest.mark.parametrize(("forge", "reason"), FORGERIES.values(), ids=FORGERIES)
def test_a_forged_id_token_is_refused(
    browser: httpx.Client,
    forger: Forger,
    example: Server,
    forge: Callable[[Claims], str],
    reason: str,
) -> None:
    """The user reads that it failed, the log says why."""
    forger.forge = forge
    assert_refused(browser, browser.get(come_back(browser)), example)
    assert re.search(f"id_token: .*{reason}", example.log.read_text())


@pytest.mark.parametrize("path", [METADATA, TOKEN, JWKS])
@pytest.mark.parametrize("answer", [(503, "{}"), (200, "<p>"), (200, "[1]")])
def test_a_provider_that_fails_is_an_error_of_the_gateway(
    browser: httpx.Client, forger: Forger, example: Server, path: str, answer: tuple[int, str]
) -> None:
    """It is down, or answers no JSON, or no object."""
    back = come_back(browser)
    forger.answers[path] = answer
    assert_unavailable(browser.get(back), example)


@pytest.mark.parametrize("change", [{"issuer": "https://other"}, {"jwks_uri": None}])
def test_metadata_of_another_provider_are_refused(
    browser: httpx.Client, forger: Forger, example: Server, change: dict[str, str | None]
) -> None:
    """Nobody is sent to the addresses in them; without one of them there is no log-in, either."""
    metadata = httpx.get(forger.url + METADATA, trust_env=False).json() | change
    told = {name: value for name, value in metadata.items() if value}
    forger.answers[METADATA] = (200, json.dumps(told))
    assert_unavailable(browser.get("/log_in"), example)


@pytest.mark.parametrize("path", [TOKEN, JWKS])
def test_without_id_token_or_keys_nobody_is_logged_in(
    browser: httpx.Client, forger: Forger, example: Server, path: str
) -> None:
    """An object without them is refused like a forgery."""
    back = come_back(browser)
    forger.answers[path] = (200, "{}")
    assert_refused(browser, browser.get(back), example)


def test_a_provider_out_of_reach_is_said_in_one_line(browser: httpx.Client, tmp_path: Path) -> None:
    """Nothing listens at the address of the provider."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with example_with(issuer, tmp_path / "log") as lonely:
            assert_unavailable(browser.get(f"{lonely.url}/log_in"), lonely)
            assert f"{issuer}/.well-known/openid-configuration: " in lonely.log.read_text()


def assert_unavailable(answer: httpx.Response, example: Server) -> None:
    """One line for the user, and no traceback."""
    line = "The log-in service gives no usable answer."
    assert (answer.status_code, answer.text) == (502, line)
    assert "Traceback" not in example.log.read_text()


def test_missing_settings_are_said_in_one_line() -> None:
    """The line names them."""
    line = refusal(sys.executable, EXAMPLE, "--issuer=http://127.0.0.1", CLIENT_SECRET=SECRET)
    assert "--client_id=" in line
