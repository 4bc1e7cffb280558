"""The list alone, which the script of the page asks for again and again."""

import re

from sqlalchemy import update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import User

from . import log_in_to_pages


def test_the_list_is_304_until_its_data_changes(testapp: TestApp, dbsession: Session) -> None:
    """The page names the tag; a new time zone changes what the list shows."""
    log_in_to_pages(testapp)
    tag = re.findall('data-tag="(.+)"', testapp.get("/tasks").text)[0]
    known = {"If-None-Match": f'"{tag}"'}
    same = testapp.get("/tasks/list", headers=known)
    dbsession.execute(update(User).values(time_zone="Europe/Berlin"))
    dbsession.commit()
    changed = testapp.get("/tasks/list", headers=known)
    assert (same.status_int, same.body) == (304, b"")
    assert changed.status_int == 200
    assert "There are no tasks here." in changed
    assert changed.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in changed.headers


def test_a_stranger_is_told_nothing(testapp: TestApp) -> None:
    """LIVE-10: the list leads to the log-in."""
    assert testapp.get("/tasks/list").location == "/login?next=%2Ftasks%2Flist"
