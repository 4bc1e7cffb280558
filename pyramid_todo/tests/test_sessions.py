"""Sessions: the key that signs cookies, what they keep, and when they end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from pyramid.paster import get_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import Token, User, now
from pyramid_todo.secret_key import kept_secret_key

from . import INI, PASSWORD, log_in_to_pages, submit


def test_workers_that_start_at_once_share_a_secret_key(tmp_path: Path) -> None:
    """The first one writes the file, which nobody else may read."""
    path = tmp_path / "var" / "key"
    with ThreadPoolExecutor(16) as workers:
        keys = {*workers.map(kept_secret_key, [path] * 16)}
    assert keys == {path.read_text()}
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [*path.parent.iterdir()] == [path]


def test_a_new_session_replaces_the_old_one(testapp: TestApp, dbsession: Session) -> None:
    """SESSION-1: one row stays, and the cookie is another one."""
    log_in_to_pages(testapp)
    before = dbsession.scalars(select(Token.digest)).one()
    dbsession.rollback()
    log_in_to_pages(testapp)
    assert dbsession.scalars(select(Token.digest)).one() != before


def test_an_expired_session_leads_to_the_log_in(testapp: TestApp, dbsession: Session) -> None:
    """SESSION-5, without waiting: the session of yesterday."""
    log_in_to_pages(testapp)
    dbsession.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    dbsession.commit()
    assert testapp.get("/account").location == "/login?next=%2Faccount"


def test_a_session_that_ends_during_a_request_leads_to_the_log_in(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody logs out elsewhere with a copy of the cookie while the password is verified."""
    log_in_to_pages(testapp)

    def check_password(user: User, password: str) -> bool:
        dbsession.execute(delete(Token))
        dbsession.commit()
        return True

    monkeypatch.setattr(User, "check_password", check_password)
    assert submit(testapp, "/account/delete", current_password=PASSWORD).location == "/login"
    assert log_in_to_pages(testapp).location == "/tasks"


def test_a_commit_that_fails_promises_nothing(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The account is deleted while its form is read: no "The account is saved.", a log-in."""
    log_in_to_pages(testapp)
    validate = "pyramid_todo.pages.forms.Form.validate"

    def delete_and_validate(form: object) -> dict[str, str]:
        dbsession.execute(delete(User))
        dbsession.commit()
        return {"email": "a@b.c", "time_zone": "UTC"}

    page = testapp.get("/account")
    monkeypatch.setattr(validate, delete_and_validate)
    answer = page.forms[1].submit()
    monkeypatch.undo()
    assert (answer.status_int, answer.location) == (303, "/login")
    assert "saved" not in testapp.get("/login")


def test_cookies_are_for_https_in_production(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """SESSION-8: behind a proxy that is believed about the scheme."""
    for name, value in {"PRODUCTION": "1", "SECRET_KEY": "secret", "TRUST_PROXY": "1"}.items():
        monkeypatch.setenv(name, value)
    testapp = TestApp(get_app(INI), extra_environ={"REMOTE_ADDR": "127.0.0.1"})
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "todo.example"}
    answer = testapp.get("/login", headers=headers)
    assert answer.request.host_url == "https://todo.example"
    assert {"secure", "HttpOnly", "SameSite=Lax"} <= {*answer.headers["Set-Cookie"].split("; ")}


def test_production_needs_a_secret_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that is kept in a file is for development."""
    monkeypatch.setenv("PRODUCTION", "1")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        get_app(INI)
