"""The list alone, which the script of the page asks for again and again."""

import re

from flask.testing import FlaskClient

from .client import TASKS, log_in, log_in_to_pages


def test_the_list_is_304_until_its_data_changes(client: FlaskClient) -> None:
    """The page names the tag; it stays while nothing changes, although the forms' tokens do not."""
    header = log_in(client)
    log_in_to_pages(client)
    tag = re.findall('data-tag="(.+)"', client.get("/tasks").text)[0]
    known = {"If-None-Match": f'"{tag}"'}
    same = client.get("/tasks/list", headers=known)
    client.post(TASKS, json={"name": "Buy milk"}, headers=header)
    changed = client.get("/tasks/list", headers=known)
    assert (same.status_code, same.data) == (304, b"")
    assert changed.status_code == 200
    assert "Buy milk" in changed.text
    assert changed.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in changed.headers


def test_a_stranger_is_told_nothing(client: FlaskClient) -> None:
    """LIVE-10: the list leads to the log-in."""
    assert client.get("/tasks/list").location == "/login?next=/tasks/list"
