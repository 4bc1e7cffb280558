"""Tokens: what counts as a valid token, and the answer to a request without one."""

import base64
import secrets
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits

import httpx2 as httpx
import pytest

from .client import Caller, User
from .document import OPERATIONS, Operation, path_of
from .helpers import WRONG_PASSWORD, log_in

CHALLENGE = 'Bearer realm="todo"'
INVALID = 'Bearer realm="todo", error="invalid_token"'
GUARDED = [operation for operation in OPERATIONS.values() if operation.needs_token]

guarded = pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)


def read(caller: Caller, path: str, authorization: str) -> httpx.Response:
    """Read a path with this Authorization header instead of the caller's."""
    return caller.get(path, headers={"Authorization": authorization})


def neighbours(character: str) -> list[str]:
    """Return the characters that differ from this one in the last bits of Base64 (RFC 4648 §5)."""
    alphabet = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
    place = alphabet.find(character)
    return [alphabet[place ^ bit] for bit in (1, 2)] if place >= 0 else []


@pytest.fixture
def token(ann: User) -> str:
    """A valid token of ann's."""
    assert ann.token
    return ann.token


@guarded
@pytest.mark.promise("TOKEN-1")
def test_an_operation_that_needs_a_token_answers_401_without_one(
    anyone: Caller, operation: Operation
) -> None:
    """A request without a token gets 401."""
    path = path_of(operation.id, username="nobody", id=1)
    assert anyone.request(operation.method, path).status_code == 401


@guarded
@pytest.mark.promise("TOKEN-4", "TOKEN-1")
def test_a_token_that_was_never_issued_is_invalid(anyone: Caller, operation: Operation) -> None:
    """A made-up token is a 401."""
    stranger = anyone.with_token(secrets.token_urlsafe(32))
    path = path_of(operation.id, username="nobody", id=1)
    assert stranger.request(operation.method, path).status_code == 401


@guarded
@pytest.mark.promise("TOKEN-2")
def test_a_challenge_says_whether_a_token_was_sent(anyone: Caller, operation: Operation) -> None:
    """Without one, or with another scheme, there is no error; with an invalid one there is."""
    basic: dict[str, str | None] = {"Authorization": "Basic YTpi"}
    path = path_of(operation.id, username="nobody", id=1)
    answers = {
        "none": anyone.request(operation.method, path),
        "basic": anyone.request(operation.method, path, headers=basic),
        "bearer": anyone.with_token(secrets.token_urlsafe(32)).request(operation.method, path),
    }
    challenges = {name: each.headers.get("WWW-Authenticate") for name, each in answers.items()}
    assert challenges == {"none": CHALLENGE, "basic": CHALLENGE, "bearer": INVALID}


@pytest.mark.promise("TOKEN-3")
def test_the_scheme_may_be_in_any_case(anyone: Caller, ann: User, token: str) -> None:
    """The scheme Bearer is not case-sensitive."""
    for scheme in ("Bearer", "bearer", "BEARER", "bEaReR"):
        assert read(anyone, ann.path, f"{scheme} {token}").status_code == 200


@pytest.mark.promise("TOKEN-3")
def test_another_scheme_is_no_token(anyone: Caller, ann: User, token: str) -> None:
    """A valid token or password under another scheme is a 401."""
    password = base64.b64encode(f"{ann.username}:{ann.password}".encode()).decode()
    others = [
        *(f"Token {token}", f"Bearer2 {token}", f"Bearer={token}", token),
        *(f"Bearer{token}", f"Basic {password}", f'Digest username="{ann.username}"', "Basic"),
    ]
    answers = {other: read(anyone, ann.path, other).status_code for other in others}
    assert answers == dict.fromkeys(others, 401)


@pytest.mark.promise("TOKEN-4")
def test_a_token_that_is_not_exactly_the_issued_one_is_invalid(
    anyone: Caller, ann: User, token: str
) -> None:
    """A token that is altered, shortened, extended or hashed is invalid."""
    first, last = ("A" if character != "A" else "B" for character in (token[0], token[-1]))
    wrong = [
        *(token[:-1], token[1:], token[:20], token + "A", token * 2),
        *(first + token[1:], token[:-1] + last, token[::-1]),
        *(sha256(token.encode()).hexdigest(), ann.username, "null", "%", "'", "*", "A" * 2000),
    ]
    wrong += [token[:-1] + neighbour for neighbour in neighbours(token[-1])]
    wrong += [token.swapcase()] if token.swapcase() != token else []  # unless it is all digits
    answers = {each: read(anyone, ann.path, f"Bearer {each}").status_code for each in wrong}
    assert answers == dict.fromkeys(wrong, 401)


@pytest.mark.promise("TOKEN-4", "TOKEN-1", "PROBLEM-7")
@pytest.mark.parametrize(
    "authorization",
    [b"", b"Bearer", b"bearer ", b"Bearer a b", b"Bearer \xff", b"\xff", b"\xc3\xa9 a"],
)
def test_a_broken_authorization_opens_nothing(anyone: Caller, authorization: bytes) -> None:
    """A scheme alone, an empty header and non-ASCII bytes are a plain 401."""
    path = path_of("read_account").encode()
    assert anyone.raw("GET", path, [(b"Authorization", authorization)]).status == 401


@pytest.mark.promise("TOKEN-5")
def test_a_token_in_the_query_is_ignored(anyone: Caller, ann: User, token: str) -> None:
    """A token works only in the header."""
    for name in ("token", "access_token", "bearer", "Authorization"):
        answer = anyone.get(f"{ann.path}?{name}={token}")
        assert (name, answer.status_code) == (name, 401)
        assert ann.get(f"{ann.path}?{name}={token}").status_code == 200


@pytest.mark.promise("TOKEN-1")
def test_a_token_elsewhere_is_ignored(anyone: Caller, ann: User, token: str) -> None:
    """A token in a cookie or in another header is ignored."""
    headers = {"Cookie": f"token={token}", "X-Auth-Token": token, "X-API-Key": token}
    assert anyone.get(ann.path, headers=headers).status_code == 401


@pytest.mark.promise("TOKEN-6")
def test_every_token_is_new_long_and_opaque(ann: User, token: str) -> None:
    """A token has at least 43 characters, of which at least 39 differ, and names nobody."""
    tokens = [token, *(str(ann.log_in().token) for _ in range(3))]
    assert min(len(each) for each in tokens) >= 43
    varying = [place for place in zip(*tokens, strict=False) if len({*place}) > 1]
    assert len(varying) >= 39  # 256 random bits, in characters that have 6.6 bits at most
    parts = [part for each in tokens for part in (each, *map(decoded, each.split(".")))]
    assert not [part for part in parts if ann.username in part]


def decoded(part: str) -> str:
    """Return a part of a token as text, as far as it is Base64 (RFC 4648 §5)."""
    padded = part + "=" * (-len(part) % 4)
    try:
        return base64.urlsafe_b64decode(padded).decode("utf-8", "replace")
    except ValueError:
        return ""


@pytest.mark.promise("TOKEN-7")
def test_a_user_has_several_sessions_at_once(ann: User) -> None:
    """After eight more log-ins the first token still works, and all show the same data."""
    tokens = [ann, *(ann.log_in() for _ in range(8))]
    assert [each.get(ann.path).status_code for each in tokens] == [200] * 9
    assert ann.get(ann.path).json() == tokens[-1].get(ann.path).json()


@pytest.mark.promise("TOKEN-7", "LOGIN-3")
def test_a_failed_log_in_ends_no_session(anyone: Caller, ann: User) -> None:
    """A log-in with a wrong password does not revoke the user's token."""
    assert log_in(anyone, ann.username, WRONG_PASSWORD).status_code == 401
    assert ann.get(ann.path).status_code == 200
