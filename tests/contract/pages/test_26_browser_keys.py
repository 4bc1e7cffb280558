"""Keys and fingers in Chromium: the order of Tab, the skip link, Enter, the size of targets."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from ..client import User
from .browser_driver import BrowserDriver, OpenWindow
from .helpers import paths
from .http_driver import HttpDriver

FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect();
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea")]
        .filter(each => each.type !== "hidden");
    const order = all.indexOf(one);
    const text = one.labels?.length ? one.labels[0].innerText : one.innerText;
    return {order, count: all.length, text, x: box.x, y: box.y, bottom: box.bottom};
}"""
TARGETS = """all => all.filter(one => one.type !== "hidden" && !one.classList.contains("skip"))
    .map(one => [one.innerText || one.id, one.getBoundingClientRect()])
    .filter(([, box]) => box.right > 0 && (box.width < 23.9 || box.height < 23.9))
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


@pytest.mark.promise("BROWSER-5")
def test_tab_goes_in_the_order_of_reading(
    window: OpenWindow, page: HttpDriver, task: dict[str, Any]
) -> None:
    """The first stop is "Skip to content"; the next are in the order of the page."""
    seen = window(page.cookies)
    for path in paths(task["id"]).values():
        seen.open(path)
        stops = list(tab_stops(seen))
        assert stops[0]["text"] == "Skip to content", path
        assert len(stops) == stops[0]["count"], f"{path}: {[stop['text'] for stop in stops]}"
        for one, other in pairwise(stops[1:]):
            below = other["y"] >= one["bottom"] - 1
            beside = other["x"] > one["x"] and other["bottom"] > one["y"]
            assert below or beside, f"{path}: {other['text']} is before {one['text']}"


def tab_stops(seen: BrowserDriver) -> Iterator[dict[str, Any]]:
    """Press Tab and yield each stop, as long as it goes on in the order of the document."""
    last = -1
    while True:
        seen.tab.keyboard.press("Tab")
        stop = seen.tab.evaluate(FOCUSED)
        if stop["order"] < last:
            return
        if stop["order"] > last:  # a date has several stops
            yield stop
        last = stop["order"]


@pytest.mark.promise("BROWSER-5")
def test_the_skip_link_leads_to_the_content(window: OpenWindow, page: HttpDriver) -> None:
    """It is seen when it has the focus; after Enter the next stop is in the main part."""
    seen = window(page.cookies)
    seen.open("/tasks")
    seen.tab.keyboard.press("Tab")
    link = seen.one("link", "Skip to content")
    box = link.bounding_box()
    assert box
    assert min(box["x"], box["y"]) >= 0, f"it is at {box}"
    seen.tab.keyboard.press("Enter")
    seen.tab.keyboard.press("Tab")
    inside = seen.tab.evaluate("document.activeElement.closest('main') !== null")
    assert inside


@pytest.mark.promise("BROWSER-5")
def test_enter_submits(window: OpenWindow, page: HttpDriver, ann: User) -> None:
    """In the field of the list, in that of a form, and at a log-in."""
    seen = window(page.cookies)
    for path, label, text in (("/tasks", "Name", "Buy milk"), ("/tasks/new", "Name", "Call Carol")):
        seen.open(path)
        seen.fill(label, text)
        with seen.tab.expect_event("load"):
            seen.field(label).press("Enter")
        assert seen.tasks[0] == text
    other = window()
    other.open("/login")
    other.fill("Username", ann.username)
    other.fill("Password", ann.password)
    with other.tab.expect_event("load"):
        other.field("Password").press("Enter")
    assert other.path == "/tasks"


@pytest.mark.promise("BROWSER-5")
@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(
    window: OpenWindow, page: HttpDriver, ann: User, width: int
) -> None:
    """Links, buttons and fields have 24 pixels in each direction."""
    task = ann.create_task("x", completed=True)
    for number in range(21):
        ann.create_task(f"y{number}")
    seen = window(page.cookies, viewport={"width": width, "height": 800})
    for path in [*paths(task["id"]).values(), "/tasks?page=2"]:
        seen.open(path)
        small = seen.tab.locator("a[href], button, input, select, textarea").evaluate_all(TARGETS)
        assert small == [], path
