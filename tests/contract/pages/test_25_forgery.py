"""Forged forms: a POST that another origin makes a browser send changes nothing."""

from itertools import product
from typing import Any

import pytest

from ..client import User
from ..helpers import NEW_PASSWORD, random_name
from ..helpers import log_in as log_in_by_api
from .driver import heading
from .forms import Submission
from .helpers import fill_in, log_in
from .http_driver import HttpDriver
from .names import BUTTONS, ERRORS, FORMS, STRANGERS, path_of

ORIGINS = ["https://evil.example", "null", "http://127.0.0.1:1"]
SITES = ["cross-site", None]  # older browsers send no Sec-Fetch-Site
FORGERIES = [*product(ORIGINS, SITES)]
OPERATIONS = [*(each for each in FORMS if each not in STRANGERS), "complete_task", "log_out"]


def headers(origin: str, site: str | None) -> dict[str, str | None]:
    """Return the headers with which a browser sends a form from another origin."""
    return {"Origin": origin, "Sec-Fetch-Site": site, "Referer": None}


def forms_of(visitor: HttpDriver, user: User, task: dict[str, Any]) -> dict[str, Submission]:
    """Return every form of a user, filled in so that it would succeed."""
    values = {"Name": "Forged", "Note": "Forged", "E-mail": "eve@example.org"}
    values |= {"Current password": user.password}
    values |= {"New password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    forms = {}
    for operation in OPERATIONS:
        labels = FORMS.get(operation, {"fields": []})["fields"]
        button = FORMS[operation]["button"] if operation in FORMS else BUTTONS["user"]
        if operation == "complete_task":
            button = f"Done {task['name']}"
        is_button = operation in {"complete_task", "log_out"}
        visitor.open("/tasks" if is_button else path_of(operation, task["id"]))
        fill_in(visitor, {label: values[label] for label in labels if label in values})
        forms[operation] = visitor.submission(button)
    return forms


@pytest.mark.promise("GUARD-1")
def test_a_form_from_another_origin_is_not_allowed(
    page: HttpDriver, bobs: HttpDriver, ann: User, bob: User, task: dict[str, Any]
) -> None:
    """Each is answered 403 as a page, whatever the origin; task, account and session stay."""
    own = forms_of(page, ann, task)
    theirs = forms_of(bobs, bob, bob.create_task(task["name"]))
    account = ann.get(ann.path).json()
    found = {}
    for operation, form in own.items():
        hidden = [each for each in theirs[operation].entries if each[0] in form.hidden]
        for more, (origin, site) in product(([], hidden), FORGERIES):
            forged = Submission(form.method, form.action, form.visible().entries + more)
            page.send(forged, headers(origin, site))
            found[operation, origin, site, bool(more)] = page.statuses, heading(page)
    assert found == dict.fromkeys(found, ([403], ERRORS[403]))
    assert ann.get(ann.tasks).json() == {"tasks": [task]}
    assert ann.get(ann.path).json() == account
    assert log_in_by_api(ann, ann.username, ann.password).status_code == 200
    page.open("/tasks")
    assert page.tasks == [task["name"]]


@pytest.mark.promise("GUARD-1")
def test_the_hidden_fields_of_a_stranger_do_not_help(
    page: HttpDriver, stranger: HttpDriver, ann: User, task: dict[str, Any]
) -> None:
    """What an attacker can read in a log-in form opens no form of a user."""
    stranger.open(path_of("log_in"))
    known = stranger.submission("Log in")
    stolen = [each for each in known.entries if each[0] in known.hidden]
    page.open("/tasks")
    for button in ("Log out", f"Done {task['name']}"):
        form = page.submission(button)
        kept = [each for each in form.entries if each[0] not in known.hidden]
        page.copy().send(Submission("POST", form.action, kept + stolen), headers(*FORGERIES[0]))
    page.open("/tasks")
    assert (page.path, page.tasks) == ("/tasks", [task["name"]])
    assert ann.get(ann.tasks).json() == {"tasks": [task]}


@pytest.mark.promise("GUARD-1", "GUARD-7")
def test_the_own_form_is_allowed(page: HttpDriver, task: dict[str, Any]) -> None:
    """The form of the page itself passes, with the headers of any browser."""
    for headers in ({}, {"Sec-Fetch-Site": None}):
        page.open("/tasks")
        page.send(page.submission(f"Done {task['name']}"), dict(headers))
        assert page.status == 200, f"GUARD-1: the page's own form is answered {page.statuses}"
        page.press(f"Reopen {task['name']}")


@pytest.mark.promise("GUARD-2")
def test_a_forged_log_in_begins_no_session(stranger: HttpDriver, ann: User) -> None:
    """It is 403, or leads to a fresh form; nobody is logged in, nobody registered."""
    name = random_name()
    words = {"Username": name, "E-mail": ann.email, "Password": NEW_PASSWORD}
    words |= {"Repeat password": NEW_PASSWORD}
    right = {"Username": ann.username, "Password": ann.password}
    forms = [("log_in", right), ("register", words)]
    for (operation, values), (origin, site) in product(forms, FORGERIES):
        stranger.open(path_of(operation))
        fill_in(stranger, values)
        form = stranger.submission(FORMS[operation]["button"]).visible()
        stranger.send(form, headers(origin, site))
        fresh = (200, path_of(operation)) == (stranger.status, stranger.path)
        assert fresh or stranger.status == 403, f"{operation}: {stranger.statuses}"
        stranger.open("/tasks")
        assert stranger.path == "/login", f"{operation} has begun a session"
    assert log_in_by_api(ann, name, NEW_PASSWORD).status_code == 401


@pytest.mark.promise("GUARD-2")
def test_a_forged_log_in_changes_no_session(page: HttpDriver, ann: User, bob: User) -> None:
    """Whoever is logged in stays so, and as the same user."""
    other = page.nobody()
    ann.create_task("Call Carol")
    other.open(path_of("log_in"))
    fill_in(other, {"Username": bob.username, "Password": bob.password})
    form = other.submission("Log in")
    for forged in (form, form.visible()):
        for origin, site in FORGERIES:
            page.send(forged, headers(origin, site))
            assert page.status in {200, 403}
    page.open("/tasks")
    assert page.tasks == ["Call Carol"]


@pytest.mark.promise("GUARD-2")
def test_a_log_in_that_is_sent_twice_ends_at_the_tasks(stranger: HttpDriver, ann: User) -> None:
    """A double click, or the form of a page that was left open."""
    stranger.open(path_of("log_in"))
    fill_in(stranger, {"Username": ann.username, "Password": ann.password})
    form = stranger.submission("Log in")
    for _ in range(2):
        stranger.send(form)
        assert (stranger.status, stranger.path) == (200, "/tasks")
    other = stranger.nobody()
    other.open(path_of("log_in"))
    log_in(other, ann.username, ann.password)
    assert other.path == "/tasks"
