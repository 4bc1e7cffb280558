"""The command `prune`."""

import subprocess
import sys
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import FailedLogin, Token, now

from . import INI, log_in


def test_what_has_expired_is_pruned(testapp: TestApp, dbsession: Session) -> None:
    """The token of yesterday and the failure of an hour ago go, what counts stays."""
    log_in(testapp)
    dbsession.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    dbsession.add(FailedLogin(digest="old", creation_date=now() - timedelta(hours=1)))
    dbsession.add(FailedLogin(digest="new"))
    dbsession.commit()
    log_in(testapp)
    for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
        prune = [sys.executable, "-m", "pyramid_todo.scripts.prune", INI]
        assert found in subprocess.check_output(prune, text=True, stderr=subprocess.DEVNULL)
    assert dbsession.scalars(select(FailedLogin.digest)).all() == ["new"]
    assert len(dbsession.scalars(select(Token.id)).all()) == 1
