"""Passwords: their length, exact comparison, and no answer that repeats them."""

from collections.abc import Callable
from unicodedata import normalize

import pytest

from .client import ACCOUNTS, Caller, User
from .helpers import change, escaped, log_in, random_name, registration, verdict

NewUser = Callable[..., User]

SHORTEST_PASSWORDS = [
    "12345678",
    " " * 8,
    "\U0001f9c9" * 8,
    "e\u0301" * 4,
    "\x01\t\n\r\x7f\u2028ab",
]
LONGEST_PASSWORDS = ["a" * 128, "\U0001f9c9" * 128]
NEAR = [  # a password, and what a server may take for it
    ("correct horse\n", "correct horse"),
    (" correct horse", "correct horse"),
    ("correct  horse", "correct horse"),
    ("Correct horse", "correct horse"),
    ("Correct Horse", "correct horse"),
    ("caf\u00e9 caf\u00e9", "cafe\u0301 cafe\u0301"),
    ("cafe\u0301 cafe\u0301", "caf\u00e9 caf\u00e9"),
    ("caf\u00e9 caf\u00e9", "cafe cafe"),
    ("\ufb01ve \uff21nimals", "five Animals"),
    ("correct\u00ad horse\u200b", "correct horse"),
    ("<b>correct horse", "correct horse"),
    ("\U0001f9c9" * 8, "\U0001f989" * 8),
    ("\u6f22" * 8, "\u5b57" * 8),
    ("correct horse", "correct horse\0x"),
    ("correct horse", " correct horse "),
    ("a" * 72 + "b", "a" * 72 + "c"),
    ("\u6f22" * 127 + "b", "\u6f22" * 127 + "c"),
]
PASSWORD = " Caf\u00e9 \ufb01 \U0001f9c9 " + "Lorem Ipsum " * 8
NEAR_MISSES = [
    *(PASSWORD.strip(), PASSWORD.rstrip(), PASSWORD.casefold(), PASSWORD.swapcase()),
    *(normalize("NFD", PASSWORD), normalize("NFKC", PASSWORD)),
    *(PASSWORD.encode()[:72].decode(), PASSWORD[:-2] + "x ", PASSWORD + " "),
]  # nine: a tenth would be throttled


@pytest.mark.promise("REGISTER-8", "TEXT-3")
def test_a_password_of_the_wrong_length_is_refused(anyone: Caller) -> None:
    """A password must not have 7 or 129 code points, whatever their size in bytes."""
    wrong = ["", "x", *(password[:-1] for password in SHORTEST_PASSWORDS)]
    wrong += [password + "x" for password in LONGEST_PASSWORDS]
    bodies = {password: registration(password=password) for password in wrong}
    verdicts = {word: verdict(anyone.post(ACCOUNTS, json=body)) for word, body in bodies.items()}
    assert verdicts == dict.fromkeys(wrong, "422 #/password")


@pytest.mark.promise("REGISTER-8")
def test_a_password_has_no_nul_and_no_surrogate(anyone: Caller) -> None:
    """U+0000 and surrogates are the only characters that a password must not have."""
    for character in ("\0", "\ud83e"):
        body = escaped(registration(password=f"correct {character} horse"))
        assert verdict(anyone.post(ACCOUNTS, **body)) == "422 #/password"


@pytest.mark.promise("REGISTER-8", "REGISTER-9", "TEXT-3")
@pytest.mark.parametrize("password", SHORTEST_PASSWORDS + LONGEST_PASSWORDS, ids=ascii)
def test_a_password_may_be_made_of_anything(new_user: NewUser, password: str) -> None:
    """Passwords of 8 and 128 code points of any kind log in."""
    user = new_user(password=password)
    assert user.get(user.path).status_code == 200


@pytest.mark.promise("REGISTER-9")
def test_a_password_is_taken_exactly(anyone: Caller, new_user: NewUser) -> None:
    """A password that is almost right does not log in."""
    username = new_user(password=PASSWORD).username
    answers = {near: log_in(anyone, username, near).status_code for near in NEAR_MISSES}
    assert answers == dict.fromkeys(NEAR_MISSES, 401)
    assert log_in(anyone, username, PASSWORD).status_code == 200


@pytest.mark.promise("REGISTER-9")
@pytest.mark.parametrize(("word", "near"), NEAR, ids=ascii)
def test_what_is_nearly_the_password_is_another_one(
    anyone: Caller, new_user: NewUser, word: str, near: str
) -> None:
    """It does not log in, whether the password was registered or set later."""
    registered, changed = new_user(password=word), new_user()
    new = change(changed, new_password=word)
    assert changed.put(changed.path, json=new).status_code == 200
    for user in (registered, changed):
        assert log_in(anyone, user.username, near).status_code == 401
        assert log_in(anyone, user.username, word).status_code == 200
    wrong = {"email": changed.email, "current_password": near}
    assert verdict(changed.put(changed.path, json=wrong)) == "422 #/current_password"
    changed.password = word


@pytest.mark.promise("REGISTER-8")
def test_a_password_may_contain_the_username(new_user: NewUser) -> None:
    """There is no rule that compares a password with the other members."""
    name = random_name()
    new_user(username=name, password=f"x{name}!")


@pytest.mark.promise("REGISTER-10")
def test_no_answer_contains_a_password(anyone: Caller, ann: User) -> None:
    """Neither an account nor an error contains a password, whether it was right or wrong."""
    secret = "hunter2"  # one code point too short
    change = {"email": ann.email, "new_password": secret, "current_password": ann.password}
    wrong = {"email": ann.email, "current_password": f"{secret}, {secret}"}
    refusals = [
        anyone.post(ACCOUNTS, json=registration(password=secret)),
        log_in(anyone, ann.username, secret),
        ann.put(ann.path, json=change),
        ann.put(ann.path, json=wrong),
        ann.post(ACCOUNTS, **escaped({"password": secret})),
    ]
    assert [response.status_code for response in refusals] == [422, 401, 422, 422, 422]
    answers = [*refusals, ann.get(ann.path), log_in(anyone, ann.username, ann.password)]
    texts = [response.text for response in answers]
    assert not [text for text in texts if secret in text or ann.password in text]
