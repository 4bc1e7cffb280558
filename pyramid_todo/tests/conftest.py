"""The fixtures: the application with a database of its own, and a client that calls it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.command import downgrade, upgrade
from alembic.config import Config
from pyramid.paster import get_app
from pyramid.router import Router
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from . import ACCOUNT, ACCOUNTS, INI


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Router]:
    """The application with a migrated database of its own, or with that of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{tmp_path}/todo.db"
    monkeypatch.setenv("DATABASE_URL", url)
    upgrade(Config(INI), "head")
    yield get_app(INI)
    downgrade(Config(INI), "base")


@pytest.fixture
def dbsession(app: Router) -> Iterator[Session]:
    """A session with the engine of the application, beside those of the requests."""
    session: Session
    with app.registry["dbsession_factory"]() as session:
        yield session
    app.registry["dbsession_factory"].kw["bind"].dispose()


@pytest.fixture
def testapp(app: Router, dbsession: Session) -> TestApp:
    """A client of the application; ann is registered."""
    testapp = TestApp(app)
    testapp.post_json(ACCOUNTS, ACCOUNT)
    return testapp
