"""Sessions: the key that signs cookies, what they keep, and when they end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from flask_todo.database import db
from flask_todo.models import Token, hash_token, now
from flask_todo.secret_key import kept_secret_key

from .client import PASSWORD, log_in_to_pages, submit


def test_workers_that_start_at_once_share_a_secret_key(tmp_path: Path) -> None:
    """The first one writes the file, which nobody else may read."""
    path = tmp_path / "var" / "key"
    with ThreadPoolExecutor(16) as workers:
        keys = {*workers.map(kept_secret_key, [path] * 16)}
    assert keys == {path.read_text()}
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [*path.parent.iterdir()] == [path]


def test_a_session_is_a_token_of_which_the_database_has_the_digest(client: FlaskClient) -> None:
    """Nobody can make a session from what the table holds."""
    log_in_to_pages(client)
    with client.session_transaction() as session:
        assert db.session.scalars(select(Token.digest)).one() == hash_token(session["token"])


def test_a_new_session_replaces_the_old_one(client: FlaskClient) -> None:
    """SESSION-1: one row stays, and the cookie is another one."""
    log_in_to_pages(client)
    before = db.session.scalars(select(Token.digest)).one()
    log_in_to_pages(client)
    assert db.session.scalars(select(Token.digest)).one() != before


def test_an_expired_session_leads_to_the_log_in(client: FlaskClient) -> None:
    """SESSION-5, without waiting: the session of yesterday."""
    log_in_to_pages(client)
    db.session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    db.session.commit()
    assert client.get("/account").location == "/login?next=/account"


def test_a_session_that_ends_during_a_request_leads_to_the_log_in(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody logs out elsewhere with a copy of the cookie while the password is verified."""
    log_in_to_pages(client)

    def verify(encoded: str, password: str) -> bool:
        db.session.execute(delete(Token))
        db.session.commit()
        return True

    monkeypatch.setattr("flask_todo.models.verify_password", verify)
    assert submit(client, "/account/delete", current_password=PASSWORD).location == "/login"
    assert log_in_to_pages(client).location == "/tasks"
