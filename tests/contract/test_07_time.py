"""Time: which forms of due_date are accepted, and how they come back."""

import re
from typing import Any

import pytest

from .client import User
from .helpers import pages, verdict

TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z")

ONE_WIDTH = {
    "2030-01-02T03:04:05Z": "2030-01-02T03:04:05.000000Z",
    "2030-01-02T03:04:05.0Z": "2030-01-02T03:04:05.000000Z",
    "2030-01-02T03:04:05.1Z": "2030-01-02T03:04:05.100000Z",
    "2030-01-02T03:04:05.000001Z": "2030-01-02T03:04:05.000001Z",
    "2030-01-02T03:04:05.123456Z": "2030-01-02T03:04:05.123456Z",
    "0337-12-20T00:00:00Z": "0337-12-20T00:00:00.000000Z",
    "1900-01-01T00:00:00Z": "1900-01-01T00:00:00.000000Z",
}
OFFSETS = {
    "2030-01-02T03:04:05+00:00": "2030-01-02T03:04:05.000000Z",
    "2030-01-02T03:04:05+01:00": "2030-01-02T02:04:05.000000Z",
    "2030-01-02T03:04:05+05:30": "2030-01-01T21:34:05.000000Z",
    "2030-01-02T03:04:05-03:30": "2030-01-02T06:34:05.000000Z",
    "2030-01-02T03:04:05.5-00:01": "2030-01-02T03:05:05.500000Z",
    "2030-01-01T00:00:00+23:59": "2029-12-31T00:01:00.000000Z",
    "2029-12-31T23:59:59-23:59": "2030-01-01T23:58:59.000000Z",
    "2028-02-29T23:30:00-01:00": "2028-03-01T00:30:00.000000Z",
    "2000-03-01T00:30:00+01:00": "2000-02-29T23:30:00.000000Z",
}
SPELLINGS = {
    "2030-01-02t03:04:05z": "2030-01-02T03:04:05.000000Z",
    "2030-01-02T03:04:05z": "2030-01-02T03:04:05.000000Z",
    "2030-01-02t03:04:05+01:00": "2030-01-02T02:04:05.000000Z",
    "2030-01-02T03:04:05-00:00": "2030-01-02T03:04:05.000000Z",
}
LONG_FRACTIONS = {
    "2030-01-02T03:04:05.1234567Z": "2030-01-02T03:04:05.123456Z",
    "2030-01-02T03:04:05.0000009Z": "2030-01-02T03:04:05.000000Z",
    "2030-01-02T03:04:05.999999999+01:00": "2030-01-02T02:04:05.999999Z",
    "2030-12-31T23:59:59.9999999Z": "2030-12-31T23:59:59.999999Z",
    f"2030-01-02T03:04:05.{'9' * 100}Z": "2030-01-02T03:04:05.999999Z",
}
ENDS_OF_TIME = {
    "0001-01-01T00:00:00Z": "0001-01-01T00:00:00.000000Z",
    "0001-01-01T00:00:00-00:01": "0001-01-01T00:01:00.000000Z",
    "0001-01-01T23:59:00+23:59": "0001-01-01T00:00:00.000000Z",
    "9999-12-31T23:59:59.999999Z": "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59.9999999Z": "9999-12-31T23:59:59.999999Z",
    "9999-12-31T23:59:59+00:01": "9999-12-31T23:58:59.000000Z",
}
NO_OFFSET = ["2030-01-02T03:04:05", "2030-01-02T03:04:05.123456", "2030-01-02", "03:04:05Z"]
NOT_RFC_3339 = [
    *("", "now", "tomorrow", "1893553445", "Z", "null"),
    *("20300102T030405Z", "2030-01-02T030405Z", "20300102T03:04:05Z"),
    *("2030-W01-3T03:04:05Z", "2030-002T03:04:05Z", "2030-01T03:04:05Z", "2030-01-02Z"),
    *("2030-01-02T03Z", "2030-01-02T03:04Z", "2030-01-02T3:04:05Z", "2030-1-2T03:04:05Z"),
    *("2030-01-02T03:04:05,5Z", "2030-01-02T03:04:05.Z", "2030-01-02T03:04.5Z"),
    *("2030-01-02T03:04:05+01", "2030-01-02T03:04:05+0100", "2030-01-02T03:04:05+1:00"),
    *("2030-01-02T03:04:05+01:00:00", "2030-01-02T03:04:05+01:00.5", "2030-01-02T03:04:05Z+01:00"),
    *("2030-01-02T03:04:05+24:00", "2030-01-02T03:04:05+01:60", "2030-01-02T03:04:05\u221201:00"),
    *("2030-01-02 03:04:05Z", "2030-01-02X03:04:05Z", "2030-01-02_03:04:05Z"),
    "2030-01-02T03:04:05 Z",
    *(" 2030-01-02T03:04:05Z", "2030-01-02T03:04:05Z ", "2030-01-02T03:04:05Z\n"),
    *("2030-01-02T03:04:05ZZ", "2030-01-02T03:04:05UTC", "2030-01-02T03:04:05[UTC]"),
    *("30-01-02T03:04:05Z", "12030-01-02T03:04:05Z", "+2030-01-02T03:04:05Z"),
    *("-2030-01-02T03:04:05Z", "2030/01/02T03:04:05Z", "2030-01-02T03.04.05Z"),
    "\u0662\u0660\u0663\u0660-01-02T03:04:05Z",
    "2030-01-02T03:04:0\uff15Z",
    "Wed, 02 Jan 2030 03:04:05 GMT",
]
NO_SUCH_MOMENT = [
    *("2030-01-02T03:04:60Z", "2016-12-31T23:59:60Z", "2017-01-01T00:59:60+01:00"),
    *("2030-01-02T03:04:61Z", "2030-01-02T03:60:05Z"),
    *("2030-01-02T24:00:00Z", "2030-01-02T25:00:00Z", "2030-01-01T24:00:00.000000+00:00"),
    *("2030-00-02T03:04:05Z", "2030-13-02T03:04:05Z", "2030-01-00T03:04:05Z"),
    *("2030-01-32T03:04:05Z", "2030-04-31T03:04:05Z", "2028-02-30T03:04:05Z"),
    *("2029-02-29T03:04:05Z", "1900-02-29T03:04:05Z", "2100-02-29T03:04:05Z"),
]
OUT_OF_RANGE = [
    *("0000-01-01T00:00:00Z", "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01"),
    *("0001-01-01T23:58:59+23:59", "9999-12-31T23:59:59-00:01", "9999-12-31T00:01:00-23:59"),
    "9999-12-31T23:59:59.999999-01:00",
]


def stored(user: User, timestamps: dict[str, str]) -> dict[str, str]:
    """Return, for each timestamp, the due_date of a task that was created with it."""
    tasks = {sent: user.create_task(due_date=sent)["id"] for sent in timestamps}
    return {
        sent: user.get(f"{user.tasks}/{number}").json()["due_date"]
        for sent, number in tasks.items()
    }


def verdicts(user: User, timestamps: list[str]) -> dict[str, str]:
    """Return the verdict on each timestamp as the due_date of a new task."""
    bodies = {sent: {"name": "Buy milk", "due_date": sent} for sent in timestamps}
    return {sent: verdict(user.post(user.tasks, json=body)) for sent, body in bodies.items()}


@pytest.mark.promise("TIME-1")
def test_every_time_is_utc_with_six_digits(ann: User) -> None:
    """The times of accounts and tasks have one format and one length."""
    task = ann.create_task(due_date="2030-01-02T03:04:05Z")
    times = [ann.get(ann.path).json()["date_joined"], task["creation_date"], task["due_date"]]
    assert all(TIMESTAMP.fullmatch(time) for time in times)


@pytest.mark.promise("TIME-1")
def test_a_due_date_always_comes_back_at_full_width(ann: User) -> None:
    """The answer has six fraction digits and a four-digit year, whatever was sent."""
    assert stored(ann, ONE_WIDTH) == ONE_WIDTH


@pytest.mark.promise("TIME-2")
def test_an_offset_is_converted_to_utc(ann: User) -> None:
    """Any offset is accepted, also if UTC falls on another day, month or year."""
    assert stored(ann, OFFSETS) == OFFSETS


@pytest.mark.promise("TIME-3")
def test_t_and_z_may_be_lower_case_and_the_offset_unknown(ann: User) -> None:
    """Lower case and -00:00, which RFC 3339 allows, are accepted."""
    assert stored(ann, SPELLINGS) == SPELLINGS


@pytest.mark.promise("TIME-4")
def test_a_long_fraction_is_cut_and_not_rounded(ann: User) -> None:
    """Digits after the sixth are cut off, never rounded."""
    assert stored(ann, LONG_FRACTIONS) == LONG_FRACTIONS


@pytest.mark.promise("TIME-5")
def test_a_time_without_an_offset_is_refused(ann: User) -> None:
    """A time without an offset is ambiguous and refused."""
    assert verdicts(ann, NO_OFFSET) == dict.fromkeys(NO_OFFSET, "422 #/due_date")


@pytest.mark.promise("TIME-5")
def test_a_time_that_is_not_rfc_3339_is_refused(ann: User) -> None:
    """Other forms of ISO 8601, non-ASCII digits and other text are refused."""
    assert verdicts(ann, NOT_RFC_3339) == dict.fromkeys(NOT_RFC_3339, "422 #/due_date")


@pytest.mark.promise("TIME-6")
def test_a_moment_that_does_not_exist_is_refused(ann: User) -> None:
    """Second 60, hour 24 and 29 February in a common year are refused."""
    assert verdicts(ann, NO_SUCH_MOMENT) == dict.fromkeys(NO_SUCH_MOMENT, "422 #/due_date")


@pytest.mark.promise("TIME-6")
def test_a_leap_day_is_a_day(ann: User) -> None:
    """29 February exists in leap years, including 2000."""
    days = ["2028-02-29T00:00:00Z", "2000-02-29T23:59:59Z"]
    assert verdicts(ann, days) == dict.fromkeys(days, "201")


@pytest.mark.promise("TIME-7", "PROBLEM-7")
def test_the_first_and_the_last_moment_are_accepted(ann: User) -> None:
    """Years 0001 and 9999 are accepted, and the list shows them."""
    assert stored(ann, ENDS_OF_TIME) == ENDS_OF_TIME
    (page,) = pages(ann)
    assert [task["due_date"] for task in page] == list(ENDS_OF_TIME.values())


@pytest.mark.promise("TIME-7")
def test_a_moment_outside_the_years_is_refused(ann: User) -> None:
    """A time outside the years 0001 to 9999 in UTC is refused, and the list still works."""
    assert verdicts(ann, OUT_OF_RANGE) == dict.fromkeys(OUT_OF_RANGE, "422 #/due_date")
    assert ann.get(ann.tasks).json()["tasks"] == []


@pytest.mark.promise("TIME-2", "TIME-5", "TIME-6", "TIME-7")
def test_a_replacement_judges_times_too(ann: User, task: dict[str, Any]) -> None:
    """PUT converts and refuses times as POST does."""
    path = f"{ann.tasks}/{task['id']}"
    moved = ann.put(path, json={"name": "Buy milk", "due_date": "2030-01-02T03:04:05+01:00"})
    assert moved.json()["due_date"] == "2030-01-02T02:04:05.000000Z"
    for wrong in (NO_OFFSET[0], NO_SUCH_MOMENT[0], OUT_OF_RANGE[-1]):
        body = {"name": "Buy milk", "due_date": wrong}
        assert verdict(ann.put(path, json=body)) == "422 #/due_date"
