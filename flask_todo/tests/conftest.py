"""Fixtures, as Flask's documentation has them.

https://flask.palletsprojects.com/en/stable/testing/
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade

from flask_todo import create_app
from flask_todo.database import db

from .client import ACCOUNT, ACCOUNTS


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application with a migrated database of its own, or with that of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{tmp_path}/todo.db"
    app = create_app({"SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application; ann is registered."""
    client = app.test_client()
    client.post(ACCOUNTS, json=ACCOUNT)
    return client
