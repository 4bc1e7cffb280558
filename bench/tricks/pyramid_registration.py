"""Register the session factory with zope.sqlalchemy once, instead of each session."""

from typing import Any

import zope.sqlalchemy
from pyramid.threadlocal import get_current_request
from sqlalchemy.orm import Session, sessionmaker

from pyramid_todo import models


class CurrentTransaction:
    """A transaction manager that delegates to that of the current request."""

    def get(self) -> Any:
        """Return the transaction of the request that this thread serves."""
        return get_current_request().tm.get()


def get_session_factory(engine: Any) -> sessionmaker[Session]:
    """Return a session factory, and register it for all its sessions."""
    session_factory = sessionmaker(engine)
    zope.sqlalchemy.register(session_factory, transaction_manager=CurrentTransaction())
    return session_factory


def get_tm_session(session_factory: Any, tm: Any, request: Any = None) -> Session:
    """Return a session."""
    return session_factory(info={"request": request, "tm": tm})


models.get_session_factory = get_session_factory
models.get_tm_session = get_tm_session

# isort: split

from pyramid_todo.wsgi import application as application  # noqa: E402 - last: it uses the patched models
