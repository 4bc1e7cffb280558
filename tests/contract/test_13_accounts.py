"""Accounts: the owner reads, updates and deletes the account."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from .client import Caller, User
from .helpers import NEW_PASSWORD, WRONG_PASSWORD, change, log_in, verdict


@pytest.mark.promise("ACCOUNT-1")
def test_an_account_is_shown_to_its_owner(ann: User) -> None:
    """Username and address are the registered ones; date_joined is a moment ago."""
    account = ann.get(ann.path).json()
    age = datetime.now(UTC) - datetime.fromisoformat(account.pop("date_joined"))
    assert account == {"username": ann.username, "email": ann.email}
    assert abs(age) < timedelta(minutes=1)


@pytest.mark.promise("ACCOUNT-1", "ACCOUNT-2")
def test_an_update_does_not_move_the_day_of_joining(ann: User) -> None:
    """date_joined stays the moment of registration after any update."""
    joined = ann.get(ann.path).json()["date_joined"]
    assert ann.put(ann.path, json=change(ann)).json()["date_joined"] == joined
    assert ann.get(ann.path).json()["date_joined"] == joined


@pytest.mark.promise("ACCOUNT-1")
def test_the_day_of_joining_is_the_servers(
    anyone: Caller, ann: User, new_user: Callable[..., User]
) -> None:
    """Registration ignores a date_joined in the body, and a log-in does not change it."""
    joined = ann.get(ann.path).json()["date_joined"]
    assert ann.log_in().get(ann.path).json()["date_joined"] == joined
    later = new_user(date_joined="1999-12-31T23:59:59.000000Z")
    assert later.get(later.path).json()["date_joined"] > joined


@pytest.mark.promise("ACCOUNT-2")
def test_an_address_is_changed_without_a_password(anyone: Caller, ann: User) -> None:
    """Only the address changes: tokens, password and date_joined stay the same."""
    second, before = ann.log_in(), ann.get(ann.path).json()
    response = ann.put(ann.path, json={"email": "ann@new.example"})
    assert response.status_code == 200
    assert response.json() == before | {"email": "ann@new.example"}
    assert second.get(ann.path).json() == ann.get(ann.path).json() == response.json()
    assert log_in(anyone, ann.username, ann.password).status_code == 200
    assert ann.put(ann.path, json={"email": "ann@new.example"}).status_code == 200  # the same


@pytest.mark.promise("ACCOUNT-2", "BODY-11")
def test_an_account_can_be_read_edited_and_sent_back(ann: User) -> None:
    """PUT accepts what GET returns, and ignores the read-only members."""
    account = ann.get(ann.path).json() | {"email": "ann@new.example"}
    assert ann.put(ann.path, json=account).json() == account
    odd = {"username": 7, "date_joined": "never", "email": "ann@newer.example"}
    assert ann.put(ann.path, json=odd).json() == account | {"email": "ann@newer.example"}


@pytest.mark.promise("ACCOUNT-2", "BODY-13")
def test_an_update_needs_an_address(ann: User) -> None:
    """An update with only a password is refused and changes nothing."""
    assert verdict(ann.put(ann.path, json=change(ann, email=None))) == "422 #/email"
    assert verdict(ann.put(ann.path, json={})) == "422 #/email"
    assert ann.log_in().get(ann.path).status_code == 200


@pytest.mark.promise("ACCOUNT-3", "OWNER-4")
def test_a_new_password_needs_the_current_one(ann: User) -> None:
    """Without the current password neither the password nor the address changes."""
    second, before = ann.log_in(), ann.get(ann.path).json()
    for current in (None, "", WRONG_PASSWORD, "x" * 10_000, "\0" * 8):
        body = change(ann, email="ann@new.example", current_password=current)
        assert verdict(ann.put(ann.path, json=body)) == "422 #/current_password"
    assert second.get(ann.path).json() == before
    assert log_in(ann, ann.username, NEW_PASSWORD).status_code == 401
    assert log_in(ann, ann.username, ann.password).status_code == 200


@pytest.mark.promise("ACCOUNT-3")
def test_a_current_password_must_be_right_wherever_it_is_sent(ann: User) -> None:
    """An update of the address alone also verifies current_password if it is sent."""
    wrong = change(ann, new_password=None, current_password=WRONG_PASSWORD)
    assert verdict(ann.put(ann.path, json=wrong)) == "422 #/current_password"
    assert verdict(ann.put(ann.path, json=change(ann, new_password=None))) == "200"


@pytest.mark.promise("ACCOUNT-3", "REGISTER-9")
def test_a_current_password_is_taken_exactly(ann: User) -> None:
    """Another case or white space around it makes the current password wrong."""
    near = [f"{ann.password} ", f" {ann.password}", ann.password.swapcase() + "x"]
    bodies = [change(ann, current_password=word) for word in near]
    verdicts = [verdict(ann.put(ann.path, json=body)) for body in bodies]
    assert verdicts == ["422 #/current_password"] * 3


@pytest.mark.promise("ACCOUNT-3", "ACCOUNT-6", "PROBLEM-5")
def test_a_current_password_is_verified_last(ann: User) -> None:
    """If another member is invalid, the answer does not reveal whether it is right."""
    for current in (ann.password, WRONG_PASSWORD, ""):
        body = change(ann, email="ann", new_password="x", current_password=current)
        assert verdict(ann.put(ann.path, json=body)) == "422 #/email #/new_password"
        body = change(ann, new_password=None, current_password=current) | {"extra": "x"}
        assert verdict(ann.put(ann.path, json=body)) == "422 #/extra"


@pytest.mark.promise("PROBLEM-5", "ACCOUNT-3", "ACCOUNT-6")
def test_all_that_is_wrong_with_an_update_is_named(ann: User) -> None:
    """A missing or non-string current_password is named together with all other errors."""
    body = change(ann, email="ann", new_password="x", current_password=None)
    for wrong in (body, {**body, "current_password": 1}, {**body, "current_password": None}):
        answer = ann.put(ann.path, json=wrong)
        assert verdict(answer) == "422 #/current_password #/email #/new_password"


@pytest.mark.promise("ACCOUNT-4", "ACCOUNT-5")
def test_a_changed_password_ends_all_other_sessions(anyone: Caller, ann: User, bob: User) -> None:
    """The new password logs in, the old one does not; only the token of the request remains."""
    others = [ann.log_in(), ann.log_in()]
    response = ann.put(ann.path, json=change(ann, email="ann@new.example"))
    assert response.status_code == 200
    assert response.json()["email"] == "ann@new.example"
    assert [other.get(ann.path).status_code for other in others] == [401, 401]
    assert ann.get(ann.path).status_code == bob.get(bob.path).status_code == 200
    assert log_in(anyone, ann.username, ann.password).status_code == 401
    assert log_in(anyone, ann.username, NEW_PASSWORD).status_code == 200


@pytest.mark.promise("ACCOUNT-5")
def test_a_change_to_the_same_password_ends_other_sessions_too(ann: User) -> None:
    """The new password may be the current one; the other tokens end all the same."""
    other = ann.log_in()
    assert ann.put(ann.path, json=change(ann, new_password=ann.password)).status_code == 200
    assert other.get(ann.path).status_code == 401
    assert ann.get(ann.path).status_code == 200


@pytest.mark.promise("ACCOUNT-6", "REGISTER-8")
def test_a_new_password_of_the_wrong_length_is_refused(ann: User) -> None:
    """A new password must not have 7 or 129 code points."""
    for word in ("", "x" * 7, "\U0001f9c9" * 7, "x" * 129, "\U0001f9c9" * 129):
        body = change(ann, new_password=word)
        assert verdict(ann.put(ann.path, json=body)) == "422 #/new_password"
    assert ann.log_in().get(ann.path).status_code == 200


@pytest.mark.promise("ACCOUNT-6", "REGISTER-8", "REGISTER-9")
@pytest.mark.parametrize("word", ["\U0001f9c9" * 128, " Cafe\u0301 "], ids=["long", "short"])
def test_a_new_password_may_be_made_of_anything(anyone: Caller, ann: User, word: str) -> None:
    """A new password may have 8 to 128 code points of any kind, and is kept exactly."""
    word = word.ljust(8)
    assert verdict(ann.put(ann.path, json=change(ann, new_password=word))) == "200"
    assert log_in(anyone, ann.username, word).status_code == 200
    assert log_in(anyone, ann.username, word[:-1]).status_code == 401


@pytest.mark.promise("ACCOUNT-6")
def test_a_new_password_may_be_the_current_one(ann: User) -> None:
    """The new password may be the same as the old one."""
    assert verdict(ann.put(ann.path, json=change(ann, new_password=ann.password))) == "200"
    assert ann.log_in().get(ann.path).status_code == 200


@pytest.mark.promise("OWNER-4", "ACCOUNT-6")
def test_a_refused_update_changes_nothing(ann: User) -> None:
    """If the new password is refused, the new address is not stored."""
    before = ann.get(ann.path).json()
    body = change(ann, email="ann@new.example", new_password="short")
    assert verdict(ann.put(ann.path, json=body)) == "422 #/new_password"
    assert ann.get(ann.path).json() == before


@pytest.mark.promise("ACCOUNT-7")
def test_a_deleted_account_ends_its_sessions_and_its_log_in(anyone: Caller, ann: User) -> None:
    """After 204 all tokens are invalid, and the password does not log in."""
    second = ann.log_in()
    ann.create_task()
    assert ann.delete(ann.path).status_code == 204
    after = [ann.get(ann.path), ann.get(ann.tasks), second.get(ann.path), ann.delete(ann.path)]
    assert [response.status_code for response in after] == [401] * 4
    assert log_in(anyone, ann.username, ann.password).status_code == 401
