"""Conditional requests: ETags save transfers and prevent lost updates."""

from itertools import product
from typing import Any

import pytest

from .client import User

# Headers to fill in with the current tag, or with the text between its quotes.
MATCHING = [
    "{tag}",
    "*",
    '{tag}, "other"',
    '"other", {tag}',
    '"other",{tag}',
    '"a,b" , W/"c" ,{tag}, "d"',
]
WEAK = ["W/{tag}", '"other", W/{tag}']
OTHER = [
    '"other"',
    '"other", "another"',
    '"{opaque}x"',
    '"x{opaque}"',
    '"other,{opaque},*"',
    '""',
]
CHANGES: list[dict[str, Any]] = [
    {"name": "Buy bread"},
    {"name": "buy milk"},
    {"note": "fresh"},
    {"due_date": "2030-01-02T03:04:05Z"},
    {"due_date": "2030-01-02T03:04:05.000001Z"},
    {"completed": True},
]


def fill_in(header: str, tag: str) -> str:
    """Return the header with this tag."""
    return header.format(tag=tag, opaque=tag[1:-1])


@pytest.fixture
def path(ann: User, task: dict[str, Any]) -> str:
    """The path of ann's task."""
    return f"{ann.tasks}/{task['id']}"


@pytest.fixture
def tag(ann: User, path: str) -> str:
    """The current tag of ann's task."""
    return ann.get(path).headers["ETag"]


def rename(user: User, path: str, name: str = "Buy bread") -> str:
    """Rename a task with PUT, and return the new tag."""
    return user.put(path, json={"name": name}).headers["ETag"]


@pytest.mark.promise("ETAG-1", "HTTP-4")
def test_every_answer_with_one_task_carries_its_tag(ann: User) -> None:
    """POST, GET, HEAD and PUT return the strong tag of the task."""
    created = ann.post(ann.tasks, json={"name": "Buy milk"})
    path = ann.location(created)
    tags = [created.headers["ETag"], ann.get(path).headers["ETag"], ann.head(path).headers["ETag"]]
    assert len(set(tags)) == 1
    assert tags[0].startswith('"')
    assert rename(ann, path) == ann.get(path).headers["ETag"]


@pytest.mark.promise("ETAG-2")
def test_a_tag_changes_with_every_member(ann: User, path: str, tag: str) -> None:
    """Every change of a task changes its tag."""
    tags = [tag]
    for change in CHANGES:
        tags.append(ann.put(path, json={"name": "Buy milk"} | change).headers["ETag"])
        assert tags[-1] == ann.get(path).headers["ETag"]
    assert len({*tags}) == len(tags)


@pytest.mark.promise("ETAG-2")
def test_a_tag_stays_while_the_task_does(ann: User, path: str, tag: str) -> None:
    """Reading, writing the same values and changing other tasks do not change the tag."""
    other = f"{ann.tasks}/{ann.create_task()['id']}"
    rename(ann, other)
    ann.delete(other)
    assert rename(ann, path, "Buy milk") == tag
    assert ann.put(path, json=ann.get(path).json()).headers["ETag"] == tag
    assert ann.get(path).headers["ETag"] == ann.log_in().get(path).headers["ETag"] == tag


@pytest.mark.promise("ETAG-3")
def test_what_is_known_is_not_sent_again(ann: User, path: str, tag: str) -> None:
    """If-None-Match with the current tag, compared weakly, is a 304 without a body."""
    for header, method in product(MATCHING + WEAK, ["GET", "HEAD"]):
        response = ann.request(method, path, headers={"If-None-Match": fill_in(header, tag)})
        assert (header, response.status_code) == (header, 304)
        assert response.headers["ETag"] == tag
        assert response.content == b""


@pytest.mark.promise("ETAG-3", "HTTP-13")
def test_what_is_known_has_no_body(ann: User, path: str, tag: str) -> None:
    """No byte follows the headers of a 304; most clients would not notice one."""
    answer = ann.raw("GET", path.encode(), [(b"If-None-Match", tag.encode())])
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.promise("ETAG-3")
def test_what_is_not_known_is_sent(ann: User, task: dict[str, Any], path: str, tag: str) -> None:
    """If-None-Match with other tags is a 200 with the task."""
    for header in OTHER:
        response = ann.get(path, headers={"If-None-Match": fill_in(header, tag)})
        assert (header, response.status_code) == (header, 200)
        assert response.json() == task


@pytest.mark.promise("ETAG-3", "ETAG-2")
def test_a_tag_of_yesterday_is_not_known(ann: User, path: str, tag: str) -> None:
    """After a change the old tag gets 200 and the new one 304."""
    new = rename(ann, path)
    assert ann.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert ann.get(path, headers={"If-None-Match": new}).status_code == 304


@pytest.mark.promise("ETAG-4", "ETAG-5", "OWNER-4")
def test_a_write_on_another_state_is_refused(
    ann: User, task: dict[str, Any], path: str, tag: str
) -> None:
    """If-Match without the current tag, compared strongly, is a 412 and changes nothing."""
    for header in OTHER + WEAK:
        headers = {"If-Match": fill_in(header, tag)}
        replaced = ann.put(path, json={"name": "Buy bread"}, headers=headers).status_code
        promise = "ETAG-5" if header in WEAK else "ETAG-4"
        assert replaced == 412, f"{promise}: PUT with {header} was answered {replaced}, not 412"
        assert ann.delete(path, headers=headers).status_code == 412
        assert ann.get(path).json() == task


@pytest.mark.promise("ETAG-4")
def test_an_update_is_not_lost(ann: User, path: str, tag: str) -> None:
    """After another client's change, PUT and DELETE with the old tag are refused."""
    rename(ann, path)
    stale = {"If-Match": tag}
    assert ann.put(path, json={"name": "Buy jam"}, headers=stale).status_code == 412
    assert ann.delete(path, headers=stale).status_code == 412
    assert ann.get(path).json()["name"] == "Buy bread"


@pytest.mark.promise("ETAG-5")
def test_a_write_on_the_known_state_is_done(ann: User) -> None:
    """If-Match with the current tag, alone, in a list or as *, lets the write happen."""
    for header in MATCHING:
        created = ann.post(ann.tasks, json={"name": "Buy milk"})
        path, tag = ann.location(created), created.headers["ETag"]
        known = {"If-Match": fill_in(header, tag)}
        replaced = ann.put(path, json={"name": "Buy bread"}, headers=known)
        assert (header, replaced.status_code) == (header, 200)
        known = {"If-Match": fill_in(header, replaced.headers["ETag"])}
        assert ann.delete(path, headers=known).status_code == 204
