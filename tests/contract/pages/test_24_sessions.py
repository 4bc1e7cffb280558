"""Sessions: how they begin and end, on the server and not only in a browser."""

from collections.abc import Callable

import pytest

from ..client import User
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, change
from ..helpers import log_in as log_in_by_api
from .cookies import Cookie
from .helpers import log_in, logged_in, post
from .http_driver import HttpDriver
from .names import MESSAGES, path_of

NewUser = Callable[..., User]


def is_logged_in(visitor: HttpDriver) -> bool:
    """Return whether the cookies of a visitor open the tasks; the visitor stays as they are."""
    asked = visitor.copy()
    asked.open("/tasks")
    assert asked.path in {"/tasks", "/login"}, f"SESSION-6: /tasks leads to {asked.target}"
    return asked.path == "/tasks" and "Log out" in asked.buttons


def change_password(page: HttpDriver, user: User) -> None:
    """Set a new password on the page."""
    words = {"Current password": user.password, "New password": NEW_PASSWORD}
    post(page, "change_password", words | {"Repeat password": NEW_PASSWORD})
    user.password = NEW_PASSWORD


@pytest.mark.promise("SESSION-1")
def test_a_log_in_makes_the_cookie_before_it_worthless(stranger: HttpDriver, ann: User) -> None:
    """A cookie that somebody planted before the log-in opens nothing after it."""
    stranger.open(path_of("log_in"))
    planted = stranger.copy()
    log_in(stranger, ann.username, ann.password)
    assert is_logged_in(stranger)
    assert not is_logged_in(planted)


@pytest.mark.promise("SESSION-1")
def test_a_log_in_ends_the_session_that_was(page: HttpDriver, ann: User, bob: User) -> None:
    """Whoever logs in again has a new session; a copy of the old cookie is worthless."""
    ann.create_task("Call Carol")
    copied = page.copy()
    page.open(path_of("log_in"))
    log_in(page, bob.username, bob.password)
    assert (page.path, page.tasks) == ("/tasks", []), "it is not bob who is logged in"
    assert not is_logged_in(copied)


@pytest.mark.promise("SESSION-2")
def test_a_log_out_makes_copies_of_the_cookie_worthless(
    page: HttpDriver, second: HttpDriver
) -> None:
    """The session has ended on the server; another session of the user lives on."""
    copied = page.copy()
    page.press("Log out")
    assert page.path == "/login"
    assert [is_logged_in(page), is_logged_in(copied)] == [False, False]
    assert is_logged_in(second)


@pytest.mark.promise("SESSION-3", "PAGE-7")
def test_a_new_password_ends_all_other_sessions(
    page: HttpDriver, second: HttpDriver, ann: User, bobs: HttpDriver
) -> None:
    """The page keeps its own session; other sessions and all tokens end."""
    change_password(page, ann)
    assert page.texts("status") == [MESSAGES["change_password"]], "PAGE-7: there is no message"
    assert [is_logged_in(page), is_logged_in(second)] == [True, False]
    assert ann.get(ann.path).status_code == 401
    assert is_logged_in(bobs)


@pytest.mark.promise("SESSION-3")
def test_a_new_password_of_the_api_ends_sessions(page: HttpDriver, ann: User) -> None:
    """The API ends the sessions of pages too; an e-mail address alone ends none."""
    assert ann.put(ann.path, json={"email": "ann@example.com"}).status_code == 200
    assert is_logged_in(page)
    assert ann.put(ann.path, json=change(ann)).status_code == 200
    ann.password = NEW_PASSWORD
    assert not is_logged_in(page)


@pytest.mark.promise("SESSION-3")
def test_a_password_that_is_not_changed_ends_nothing(
    page: HttpDriver, second: HttpDriver, ann: User
) -> None:
    """A wrong current password, and a change of the address or the zone, end no session."""
    words = {"Current password": WRONG_PASSWORD, "New password": NEW_PASSWORD}
    post(page, "change_password", words | {"Repeat password": NEW_PASSWORD})
    post(page, "edit_account", {"E-mail": "ann@example.com", "Time zone": "Asia/Tokyo"})
    assert [is_logged_in(page), is_logged_in(second)] == [True, True]
    assert ann.get(ann.path).status_code == 200


@pytest.mark.promise("SESSION-4")
def test_deleting_the_account_asks_for_the_password(page: HttpDriver, ann: User) -> None:
    """A wrong password is told at the field, and deletes nothing."""
    for word in ("", WRONG_PASSWORD, f"{ann.password} "):
        post(page, "delete_account", {"Current password": word})
        assert page.statuses == [422], f"{word!r} deletes the account"
        assert page.invalid("Current password")
    assert ann.get(ann.path).status_code == 200
    assert is_logged_in(page)


@pytest.mark.promise("SESSION-4", "PAGE-7")
def test_deleting_the_account_ends_everything(
    page: HttpDriver, second: HttpDriver, ann: User
) -> None:
    """The sessions, the tokens and the account are gone."""
    post(page, "delete_account", {"Current password": ann.password})
    assert page.path == "/login"
    assert page.texts("status") == [MESSAGES["delete_account"]], "PAGE-7: there is no message"
    assert [is_logged_in(page), is_logged_in(second)] == [False, False]
    assert ann.get(ann.path).status_code == 401
    assert log_in_by_api(ann, ann.username, ann.password).status_code == 401


@pytest.mark.promise("SESSION-4")
def test_an_account_that_the_api_deletes_has_no_session(
    page: HttpDriver, ann: User, new_user: NewUser
) -> None:
    """Nor does a namesake inherit it."""
    ann.delete(ann.path)
    assert not is_logged_in(page)
    new_user(username=ann.username)
    assert not is_logged_in(page)


@pytest.mark.promise("SESSION-8")
def test_a_log_in_sets_a_cookie_that_no_script_reads(stranger: HttpDriver, ann: User) -> None:
    """Each cookie of a session is HttpOnly, SameSite=Lax and for the path /."""
    logged_in(stranger, ann)
    told = [each for answer in stranger.answers for each in answer.headers.get_list("Set-Cookie")]
    kept = [cookie for cookie in map(Cookie.parse, told) if not cookie.deletes]
    assert kept, "the log-in sets no cookie"
    assert {cookie.name: cookie.lacks() for cookie in kept} == {each.name: [] for each in kept}
