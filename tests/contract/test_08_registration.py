"""Registration: valid and invalid accounts, usernames and addresses."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from .client import ACCOUNTS, Caller, User
from .document import path_of
from .helpers import log_in, registration, verdict

NewUser = Callable[..., User]

WRONG_USERNAMES = [
    *("", "a", "ab", "a" * 33, "a" * 1000),
    *("Ann", "ANN", "annE", "a.n", "a n", " ann", "ann ", "ann\n", "\nann", "a/b/c", "a%20b"),
    *("ann@example.org", "an+n", "an~n", "ann\x7f", "\u00e4nn", "anne\u0301", "\u0430nn"),
    *("a\u0661\u0662", "a\u00b2\u00b3", "\uff41nn", "\u017fnn", "\U0001d41ann"),
]
WRONG_EMAILS = [
    *("", "ann", "@", "@example.org", "ann@", "ann@example", "a.nn@example", "ann.example.org"),
    *("a@b@example.org", "ann@@example.org", "ann@example.org@", '"a@b"@example.org'),
    *(" ann@example.org", "ann@example.org ", "ann@example.org\n", "an n@example.org"),
    *("ann@exa mple.org", "ann@example.org\t", "ann@example.\r\norg", "ann\u00a0@example.org"),
    *("ann@\u3000example.org", "ann@example\u2028.org", "ann\u0085@example.org"),
    *("a" * 243 + "@example.org", "\U0001f9c9" * 243 + "@example.org"),
]
EMAILS = [
    *("a@b.c", "Ann.Smith+Tag@EXAMPLE.Org", "ann@sub.example.org", "o'hara@example.org"),
    *("j\u00fcrgen@ex\u00e4mple.org", "ju\u0308rgen@example.org", "\U0001f9c9@example.org"),
    *('"ann"@example.org', "ann@[127.0.0.1]", "ann@.org", "<b>&@example.org", "ann@example."),
    *("a" * 242 + "@example.org", "\U0001f9c9" * 242 + "@example.org"),
]


@pytest.mark.promise("REGISTER-1", "ACCOUNT-1")
def test_a_registration_answers_with_the_account_and_its_location(
    anyone: Caller, new_user: NewUser
) -> None:
    """201 returns the account exactly as a later GET of its Location does."""
    gone = new_user()
    gone.delete(gone.path)  # also deletes the account with the final name and password
    body = {"username": gone.username, "email": gone.email, "password": gone.password}
    response = anyone.post(ACCOUNTS, json=body)
    assert response.status_code == 201
    assert anyone.location(response) == gone.path
    token = log_in(anyone, gone.username, gone.password).json()["token"]
    assert anyone.with_token(token).get(gone.path).json() == response.json()


@pytest.mark.promise("REGISTER-1")
def test_a_registration_needs_all_three_members(anyone: Caller) -> None:
    """A registration without a username, an e-mail address or a password is refused."""
    assert verdict(anyone.post(ACCOUNTS, json={})) == "422 #/email #/password #/username"
    for member in registration():
        body = {name: value for name, value in registration().items() if name != member}
        assert verdict(anyone.post(ACCOUNTS, json=body)) == f"422 #/{member}"


@pytest.mark.promise("REGISTER-2")
def test_a_username_of_other_characters_or_length_is_refused(anyone: Caller) -> None:
    """A username has 3 to 32 characters of a-z, 0-9, _ and -, and no others."""
    bodies = {name: registration(username=name) for name in WRONG_USERNAMES}
    verdicts = {name: verdict(anyone.post(ACCOUNTS, json=body)) for name, body in bodies.items()}
    assert verdicts == dict.fromkeys(WRONG_USERNAMES, "422 #/username")


@pytest.mark.promise("REGISTER-2")
@pytest.mark.parametrize("shape", ["{:.3}", "{:.32}", "-_{:.9}_-", "0{:.9}"])
def test_a_username_of_the_right_characters_is_taken(new_user: NewUser, shape: str) -> None:
    """Usernames of 3 and 32 characters work, with any of them first."""
    user = new_user(username=shape.format(uuid4().hex))
    assert user.get(user.path).json()["username"] == user.username


@pytest.mark.promise("REGISTER-2")
def test_a_username_in_a_path_is_matched_exactly(ann: User) -> None:
    """The username in upper case is another one."""
    assert ann.get(path_of("read_account", ann.username.upper())).status_code == 403


@pytest.mark.promise("REGISTER-3")
def test_only_the_two_names_are_reserved(new_user: NewUser) -> None:
    """A username may begin and end with a reserved one."""
    for username in (f"login{uuid4().hex[:9]}", f"{uuid4().hex[:9]}logout"):
        new_user(username=username)


@pytest.mark.promise("REGISTER-3")
@pytest.mark.parametrize("username", ["login", "logout"])
def test_a_reserved_username_is_refused(anyone: Caller, username: str) -> None:
    """The names of fixed paths cannot be registered."""
    response = anyone.post(ACCOUNTS, json=registration(username=username))
    assert verdict(response) == "422 #/username"


@pytest.mark.promise("REGISTER-4", "OWNER-4")
def test_a_taken_username_is_refused(anyone: Caller, ann: User) -> None:
    """A taken name is a 409; the account keeps its address and password."""
    before = ann.get(ann.path).json()
    response = anyone.post(ACCOUNTS, json=registration(username=ann.username))
    assert response.status_code == 409
    assert ann.get(ann.path).json() == before
    assert log_in(anyone, ann.username, ann.password).status_code == 200
    assert log_in(anyone, ann.username, "x" * 8).status_code == 401


@pytest.mark.promise("OWNER-4")
def test_a_refused_registration_takes_no_username(anyone: Caller, new_user: NewUser) -> None:
    """After a registration that is wrong in one member, the username is still free."""
    account = registration()
    for wrong in ({"email": "ann"}, {"password": "short"}, {"extra": "x"}):
        assert anyone.post(ACCOUNTS, json=account | wrong).status_code == 422
    new_user(username=account["username"])


@pytest.mark.promise("REGISTER-6")
def test_a_wrong_email_address_is_refused(anyone: Caller, ann: User) -> None:
    """One @ with text on both sides, a dot on the right, no white space, 254 at most."""
    bodies = {email: registration(email=email) for email in WRONG_EMAILS}
    verdicts = {email: verdict(anyone.post(ACCOUNTS, json=body)) for email, body in bodies.items()}
    assert verdicts == dict.fromkeys(WRONG_EMAILS, "422 #/email")
    updates = {email: verdict(ann.put(ann.path, json={"email": email})) for email in WRONG_EMAILS}
    assert updates == verdicts


@pytest.mark.promise("REGISTER-7", "REGISTER-6", "TEXT-3")
def test_an_email_address_is_kept_exactly_as_sent(ann: User) -> None:
    """An address keeps its case and normal form, and may have 254 code points."""
    for email in EMAILS:
        answer = ann.put(ann.path, json={"email": email})
        assert answer.status_code == 200, f"REGISTER-6: {email} was answered {answer.status_code}"
        assert answer.json()["email"] == ann.get(ann.path).json()["email"] == email


@pytest.mark.promise("REGISTER-7")
def test_two_users_may_have_one_email_address(new_user: NewUser) -> None:
    """An address need not be unique, and is kept exactly as sent."""
    email = "Ann.Smith+Tag@EXAMPLE.Org"
    users = [new_user(email=email), new_user(email=email)]
    assert [user.get(user.path).json()["email"] for user in users] == [email, email]
