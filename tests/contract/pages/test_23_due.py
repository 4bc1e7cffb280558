"""Due dates in the zone of the account: shown, typed, skipped and repeated times, the far ends."""

import pytest

from ..client import User
from ..test_07_time import ENDS_OF_TIME
from .helpers import post
from .http_driver import HttpDriver
from .names import path_of

BERLIN, NEW_YORK, KATHMANDU = "Europe/Berlin", "America/New_York", "Asia/Kathmandu"
ZONED = [  # a zone, what is typed, what the API keeps, what the list shows before the zone
    ("UTC", "2030-01-02T09:00", "2030-01-02T09:00", "2 January 2030, 09:00"),
    (BERLIN, "2030-01-02T09:00", "2030-01-02T08:00", "2 January 2030, 09:00"),
    (BERLIN, "2030-07-31T00:05", "2030-07-30T22:05", "31 July 2030, 00:05"),
    (NEW_YORK, "2029-12-31T23:59", "2030-01-01T04:59", "31 December 2029, 23:59"),
    (KATHMANDU, "2030-01-01T00:00", "2029-12-31T18:15", "1 January 2030, 00:00"),
]
SKIPPED = [(BERLIN, "2030-03-31T02:30"), (NEW_YORK, "2030-03-10T02:30")]
ENDS = [  # what the API takes, a zone that has no such date, and what is shown
    ("0001-01-01T00:00:00Z", "America/New_York", "1 January 0001, 00:00 UTC", "0001-01-01T00:00"),
    ("9999-12-31T23:59:59Z", "Asia/Tokyo", "31 December 9999, 23:59 UTC", "9999-12-31T23:59"),
]
NO_TIMES = ["tomorrow", "2030-02-30T09:00", "2030-01-02T24:00", "2030-01-02T09:00Z", "2030-01-02"]
NO_TIMES += ["\u0662\u0660\u0663\u0660-01-02T09:00", "0000-01-01T00:00", "10000-01-01T00:00"]


def due(user: User, id: int) -> str | None:
    """Return when a task of the API is due."""
    found: str | None = user.get(f"{user.tasks}/{id}").json()["due_date"]
    return found


@pytest.mark.promise("SHOW-9")
def test_due_is_in_the_zone_of_the_account(page: HttpDriver, ann: User) -> None:
    """It is typed and shown in the zone, which list and form name, and kept in UTC."""
    for zone, typed, kept, shown in ZONED:
        post(page, "edit_account", {"Time zone": zone})
        page.open(path_of("add_task"))
        assert zone in page.text
        post(page, "add_task", {"Name": "Buy milk", "Due": typed})
        assert f" {shown} {zone}" in page.text
        (task,) = ann.get(ann.tasks).json()["tasks"]
        assert task["due_date"] == f"{kept}:00.000000Z"
        page.open(path_of("edit_task", task["id"]))
        assert (page.value("Due"), zone in page.text) == (typed, True)
        ann.delete(f"{ann.tasks}/{task['id']}")


@pytest.mark.promise("SHOW-9")
def test_another_zone_shows_the_same_moment(page: HttpDriver, ann: User) -> None:
    """An account begins with UTC; a change of its zone moves no due date."""
    task = ann.create_task(due_date="2030-01-02T08:00:00Z")
    page.open("/tasks")
    assert " 2 January 2030, 08:00 UTC" in page.text
    post(page, "edit_account", {"Time zone": "Europe/Berlin"})
    page.open("/tasks")
    assert " 2 January 2030, 09:00 Europe/Berlin" in page.text
    assert due(ann, task["id"]) == task["due_date"]


@pytest.mark.promise("SHOW-10")
def test_a_time_that_the_clocks_skip_is_refused(page: HttpDriver, ann: User) -> None:
    """The field "Due" is wrong, and keeps what was typed; in UTC the time is a time."""
    for zone, typed in SKIPPED:
        post(page, "edit_account", {"Time zone": zone})
        post(page, "add_task", {"Name": "Buy milk", "Due": typed})
        assert page.statuses == [422], f"{typed} in {zone}"
        assert (page.invalid("Due"), page.value("Due")) == (True, typed)
    assert ann.get(ann.tasks).json()["tasks"] == []
    post(page, "edit_account", {"Time zone": "UTC"})
    for _, typed in SKIPPED:
        post(page, "add_task", {"Name": "Buy milk", "Due": typed})
        assert page.statuses[0] in {302, 303}


@pytest.mark.promise("SHOW-10")
def test_the_ends_of_time_are_shown_in_utc(page: HttpDriver, ann: User) -> None:
    """Where the zone has no such date the list and the form show UTC, and a save keeps it."""
    for sent, zone, shown, value in ENDS:
        post(page, "edit_account", {"Time zone": zone})
        task = ann.create_task(due_date=sent)
        page.open("/tasks")
        assert (page.status, shown in page.text) == (200, True), page.text
        page.open(path_of("edit_task", task["id"]))
        assert (page.status, page.value("Due")) == (200, value)
        page.press("Save")
        assert page.statuses[0] in {302, 303}
        assert due(ann, task["id"]) == task["due_date"]


@pytest.mark.promise("SHOW-10")
def test_every_due_date_of_the_api_can_be_kept(page: HttpDriver, ann: User) -> None:
    """Each is shown, and stays as it is when the form is saved untouched."""
    before = [ann.create_task(due_date=sent) for sent in ENDS_OF_TIME]
    for zone in ("Asia/Tokyo", NEW_YORK, "Pacific/Kiritimati"):
        post(page, "edit_account", {"Time zone": zone})
        for task in before:
            page.open(path_of("edit_task", task["id"]))
            page.press("Save")
            assert page.statuses[0] in {302, 303}, f"{task['due_date']} in {zone}: {page.status}"
            assert due(ann, task["id"]) == task["due_date"], zone


@pytest.mark.promise("SHOW-10", "FORM-9")
def test_what_is_no_time_is_refused(page: HttpDriver) -> None:
    """No text but a local time passes, and the ends of the calendar make no server fail."""
    for zone in ("Asia/Tokyo", NEW_YORK):
        post(page, "edit_account", {"Time zone": zone})
        for typed in NO_TIMES:
            post(page, "add_task", {"Name": "Buy milk", "Due": typed})
            assert page.statuses == [422], f"{typed} in {zone}"
        for typed in ("0001-01-01T00:00", "9999-12-31T23:59"):
            post(page, "add_task", {"Name": "Buy milk", "Due": typed})
            assert page.status < 500, f"FORM-9: {typed} in {zone} was answered {page.status}"
            page.open("/tasks")
            assert page.status == 200


@pytest.mark.promise("SHOW-9", "SHOW-8")
def test_due_can_be_taken_away_and_has_seconds(page: HttpDriver, ann: User) -> None:
    """An empty field is no due date; seconds may be typed."""
    task = ann.create_task(due_date="2030-01-02T08:00:00Z")
    post(page, "edit_task", {"Due": ""}, task["id"])
    assert due(ann, task["id"]) is None, "SHOW-8: the due date is still there"
    post(page, "edit_task", {"Due": "2030-01-02T08:00:07"}, task["id"])
    assert due(ann, task["id"]) == "2030-01-02T08:00:07.000000Z"
