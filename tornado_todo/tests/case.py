"""The test case: an application on a free port, with a migrated database of its own."""

import atexit
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from alembic.command import downgrade, upgrade
from alembic.config import Config
from tornado.httpclient import HTTPResponse
from tornado.options import options
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application

from .. import settings as settings  # it defines the options
from ..app import make_app
from ..database import db

ALEMBIC = Config(Path(__file__).parents[1] / "migrations" / "alembic.ini")
PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"

# One place for all tests, since the library keeps the engine that it made first.
folder = TemporaryDirectory()
atexit.register(folder.cleanup)
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{folder.name}/todo.db"


class InsideTest(AsyncHTTPTestCase):
    """Calls to an application with new tables, in which ann is registered."""

    def get_app(self) -> Application:
        """Return the application with new tables, which go with the test."""
        self.enterContext(patch.object(options.mockable(), "database_url", DATABASE_URL))
        upgrade(ALEMBIC, "head")  # loads the settings and connects, too
        self.addCleanup(db.engine.dispose)
        self.addCleanup(downgrade, ALEMBIC, "base")  # the last to be added is the first to be done
        return make_app()

    def setUp(self) -> None:
        """Serve the application, and register ann."""
        super().setUp()
        self.post(ACCOUNTS, ACCOUNT)

    def post(self, path: str, body: object, **headers: str) -> HTTPResponse:
        """Return the answer to a JSON body."""
        headers |= {"Content-Type": "application/json"}
        return self.fetch(path, method="POST", body=json.dumps(body), headers=headers)

    def put(self, path: str, body: object, **headers: str) -> HTTPResponse:
        """Return the answer to a JSON body that replaces something."""
        headers |= {"Content-Type": "application/json"}
        return self.fetch(path, method="PUT", body=json.dumps(body), headers=headers)

    def log_in(self, username: str = "ann") -> dict[str, str]:
        """Log in and return the header to send from then on."""
        answer = self.post(f"{ACCOUNTS}/login", {"username": username, "password": PASSWORD})
        return {"Authorization": f"Bearer {json.loads(answer.body).get('token')}"}
