"""Filters: a list holds only matching tasks, and an invalid parameter is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from .client import User
from .helpers import names, verdict

NOON = "2030-01-02T12:00:00.000000Z"
WRONG = {
    "limit": [
        *("", "0", "-1", "101", "1000", "01", "%2B5", "5.0", "5.", "1e1", "0x5", "1_0", "ten"),
        *("%205", "5%20", "5%0A", "5%00", "%D9%A5", "%C2%B2", "null", str(2**63), "9" * 40),
    ],
    "after": [
        *("", "-1", "-0", "00", "01", "%2B1", "1.0", "1e1", "1_0", "one", "%201", "1%0A", "1%00"),
        *("%D9%A1", "null", str(2**63), str(2**64 + 1), "9" * 40, "9" * 500),
    ],
    "completed": [
        *("", "True", "FALSE", "1", "0", "yes", "on", "null", "%20true", "true%20", "true%0A"),
        *("true%00", "true,false", "%22true%22"),
    ],
    "due_before": [
        *("", "null", "now", "2030-01-02", "2030-01-02T12:00:00", "20300102T120000Z"),
        *("2030-01-02T12:00:60Z", "2030-01-02T24:00:00Z", "2030-02-30T00:00:00Z"),
        *("0001-01-01T00:00:00%2B00:01", "9999-12-31T23:59:59-00:01", "2030-01-02T12:00:00Z%0A"),
        *("0000-01-01T00:00:00Z", "2030-01-02T12:00:00Z%00", "2030-01-02T12:00:0%D9%A5Z"),
    ],
}
UNKNOWN = ["offset", "page", "Limit", "LIMIT", "due_after", "sort", "id", "limit%20", "%00", "a%5B"]


@pytest.mark.promise("LIST-6")
def test_completed_shows_tasks_in_that_state(ann: User) -> None:
    """Only completed tasks or only the others, in their current state."""
    done = ann.create_task(name="done", completed=True)
    ann.create_task(name="open")
    assert names(ann, "?completed=true") == ["done"]
    assert names(ann, "?completed=false") == ["open"]
    ann.put(f"{ann.tasks}/{done['id']}", json={"name": "done"})
    assert names(ann, "?completed=true") == []


@pytest.mark.promise("LIST-7")
def test_due_before_is_exclusive_and_exact(ann: User) -> None:
    """A task due at exactly that time is left out; one due a microsecond earlier is included."""
    noon = datetime(2030, 1, 2, 12, tzinfo=UTC)
    for microseconds in (-1, 0, 1):
        moment = noon + timedelta(microseconds=microseconds)
        ann.create_task(name=f"{microseconds}", due_date=moment.isoformat())
    ann.create_task(name="some day")
    assert names(ann, f"?due_before={NOON}") == ["-1"]
    assert names(ann, "?due_before=2030-01-02T12:00:00.000001Z") == ["-1", "0"]
    assert names(ann, "?due_before=2030-01-02T12:00:00.0000019Z") == ["-1", "0"]
    assert names(ann, "?due_before=9999-12-31T23:59:59.999999Z") == ["-1", "0", "1"]
    assert names(ann, "?due_before=0001-01-01T00:00:00Z") == []


@pytest.mark.promise("LIST-7", "TIME-2", "TIME-3")
def test_due_before_takes_any_offset(ann: User) -> None:
    """Filters compare times, not strings."""
    ann.create_task(name="at ten", due_date="2030-01-02T10:00:00Z")
    ann.create_task(name="at eleven", due_date="2030-01-02T23:00:00+12:00")
    assert names(ann, "?due_before=2030-01-02T05:30:00-05:00") == ["at ten"]
    assert names(ann, "?due_before=2030-01-02t16:00:00%2B05:30") == ["at ten"]
    assert names(ann, "?due_before=2030-01-02t11:00:01z") == ["at ten", "at eleven"]


@pytest.mark.promise("LIST-8")
def test_a_bad_value_is_refused(ann: User) -> None:
    """An invalid value is a 422 on its parameter, even if a converter would accept it."""
    for name, values in WRONG.items():
        verdicts = {value: verdict(ann.get(f"{ann.tasks}?{name}={value}")) for value in values}
        assert verdicts == dict.fromkeys(values, f"422 {name}")


@pytest.mark.promise("LIST-8")
def test_a_repeated_parameter_is_refused(ann: User) -> None:
    """A repeated parameter is a 422, even with the same value twice."""
    values = {"limit": "5", "after": "0", "completed": "true", "due_before": NOON}
    for name, value in values.items():
        query = f"{name}={value}&{name}={value}"
        assert verdict(ann.get(f"{ann.tasks}?{query}")) == f"422 {name}"
    assert verdict(ann.get(f"{ann.tasks}?limit=1&after=0&limit=2")) == "422 limit"


@pytest.mark.promise("LIST-8")
def test_an_unknown_parameter_is_refused(ann: User) -> None:
    """An unknown parameter is a 422; it is not ignored."""
    verdicts = {name: ann.get(f"{ann.tasks}?{name}=1").status_code for name in UNKNOWN}
    assert verdicts == dict.fromkeys(UNKNOWN, 422)
    assert verdict(ann.get(f"{ann.tasks}?offset=1")) == "422 offset"
    assert verdict(ann.get(f"{ann.tasks}?offset")) == "422 offset"


@pytest.mark.promise("LIST-8", "PROBLEM-5")
def test_all_wrong_parameters_are_named(ann: User) -> None:
    """One answer names all invalid parameters, and no others."""
    query = "?limit=0&after=-1&completed=maybe&due_before=soon&page=2"
    expected = "422 after completed due_before limit page"
    assert verdict(ann.get(ann.tasks + query)) == expected
    assert verdict(ann.get(f"{ann.tasks}?limit=5&after=x")) == "422 after"


@pytest.mark.promise("LIST-9")
def test_filters_combine(ann: User) -> None:
    """A task must pass all filters; their order does not matter."""
    early, late = "2029-01-01T00:00:00Z", "2031-01-01T00:00:00Z"
    tasks = {"a": (True, early), "b": (True, late), "c": (False, early), "d": (True, early)}
    for name, (completed, due_date) in tasks.items():
        ann.create_task(name=name, completed=completed, due_date=due_date)
    ann.create_task(name="e", completed=True)
    first = ann.get(ann.tasks).json()["tasks"][0]["id"]
    assert names(ann, f"?completed=true&due_before={NOON}") == ["a", "d"]
    assert names(ann, f"?due_before={NOON}&completed=false") == ["c"]
    assert names(ann, f"?due_before={NOON}&after={first}&completed=true&limit=1") == ["d"]
