"""Every page in Chromium, in light and dark, narrow and with long words."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from ..client import User
from ..helpers import random_name
from .browser_driver import BrowserDriver, OpenWindow
from .helpers import fill_in, paths
from .http_driver import HttpDriver
from .names import FORMS, STRANGERS, path_of

LONG = "Donaudampfschifffahrt" * 9 + "gesellschaft"[:11]  # 200 letters without a gap
WIDE = "document.documentElement.scrollWidth"
SCRIPTED = {"java_script_enabled": True}  # axe is a script


def faults(seen: BrowserDriver) -> list[str]:
    """Return what axe finds on a page: the rule, and the first element that breaks it."""
    found = Axe().run(seen.tab).response["violations"]
    seen.tab.emulate_media(color_scheme="dark")
    found += seen.tab.evaluate("() => axe.run({runOnly: ['color-contrast']})")["violations"]
    seen.tab.emulate_media(color_scheme="light")
    return [f"{each['id']}: {each['nodes'][0]['html'][:99]}" for each in found]


@pytest.fixture
def tasks(ann: User) -> dict[str, Any]:
    """A task with everything, the first of more than one page of tasks of every kind."""
    task = ann.create_task(LONG, note=f"{LONG}\n{LONG}", due_date="2001-01-02T09:00:00Z")
    ann.create_task(LONG.upper(), completed=True, due_date="9999-12-31T23:59:59Z")
    for number in range(20):
        ann.create_task(f"Task {number}")
    ann.put(ann.path, json={"email": f"{LONG}@example.org"})
    return task


def every_page(
    user: BrowserDriver, stranger: BrowserDriver, id: int
) -> Iterator[tuple[str, BrowserDriver]]:
    """Open each page, empty or full, right or wrong, and yield what it is and who sees it."""
    for path in [*paths(id).values(), "/tasks?page=2", "/tasks?show=done", "/nothing"]:
        user.open(path)
        yield path, user
    for path in map(path_of, STRANGERS):
        stranger.open(path)
        yield path, stranger
    wrong = {"Username": LONG, "E-mail": LONG, "Password": "x", "Name": "", "Note": LONG, "Due": ""}
    wrong |= {"Current password": "x", "New password": "x", "Repeat password": "y"}
    for operation, form in FORMS.items():
        if form["fields"] and operation != "show_tasks":
            visitor = stranger if operation in STRANGERS else user
            visitor.open(path_of(operation, id))
            fill_in(visitor, {label: wrong[label] for label in form["fields"] if label in wrong})
            visitor.press(form["button"])
            yield f"{operation} with errors", visitor


@pytest.mark.promise("BROWSER-2")
def test_axe_finds_nothing(
    window: OpenWindow, page: HttpDriver, ann: User, tasks: dict[str, Any]
) -> None:
    """No page breaks a rule in light, nor in dark those about contrast."""
    user, stranger = window(page.cookies, **SCRIPTED), window(**SCRIPTED)
    found = {name: faults(seen) for name, seen in every_page(user, stranger, tasks["id"])}
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.promise("BROWSER-2", "SHOW-4")
def test_axe_finds_nothing_on_what_is_empty_or_just_saved(
    window: OpenWindow, page: HttpDriver, ann: User
) -> None:
    """An empty list, and a list under a message."""
    seen = window(page.cookies, **SCRIPTED)
    seen.open("/tasks")
    assert faults(seen) == []
    seen.fill("Name", random_name())
    seen.press("Add")
    assert len(seen.texts("status")) == 1
    assert faults(seen) == []


@pytest.mark.promise("BROWSER-3")
@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways(
    window: OpenWindow, page: HttpDriver, ann: User, tasks: dict[str, Any], width: int
) -> None:
    """Not with words of 200 letters either, in names, notes, addresses and errors."""
    narrow = {"viewport": {"width": width, "height": 700}}
    user, stranger = window(page.cookies, **narrow), window(**narrow)
    wide = {}
    for name, seen in every_page(user, stranger, tasks["id"]):
        if (found := seen.tab.evaluate(WIDE)) > width:
            wide[name] = found
    assert wide == {}
