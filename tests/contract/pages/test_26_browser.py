"""Pages in Chromium: journeys without JavaScript, the history, requests and weight."""

from typing import Any

import pytest

from ..client import User
from .browser_driver import OpenWindow
from .helpers import paths
from .http_driver import HttpDriver
from .journeys import JOURNEYS, Journey

SCRIPTED = {"java_script_enabled": True}
RTL = "\u05dc\u05e7\u05e0\u05d5\u05ea \u05d7\u05dc\u05d1"
DUE = "2030-01-02T09:00:00Z"
BOXES = """all => all.map(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const text = range.getBoundingClientRect(), item = one.closest("li").getBoundingClientRect();
    return [text.left + text.right, item.left + item.right];
})"""
SHIFTS = """() => new Promise(resolve => {
    const found = [], tell = one => `${one.node?.outerHTML?.slice(0, 60)} from ${
        JSON.stringify(one.previousRect)} to ${JSON.stringify(one.currentRect)}`;
    new PerformanceObserver(list => list.getEntries().forEach(
        each => found.push(`${each.value}: ${each.sources.map(tell).join(", ")}`)
    )).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(found)));
})"""


@pytest.mark.promise("BROWSER-1")
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_needs_no_javascript(
    window: OpenWindow, register: Any, ann: User, journey: Journey
) -> None:
    """What people do on the pages works in a browser with JavaScript off."""
    journey(window(), ann, register)


@pytest.mark.promise("BROWSER-4")
def test_names_from_right_to_left_stand_on_the_right(
    window: OpenWindow, page: HttpDriver, ann: User
) -> None:
    """In the list, and in the field of the form."""
    task = ann.create_task(RTL, note=RTL)
    ann.create_task("Buy milk")
    seen = window(page.cookies)
    seen.open("/tasks")
    links = seen.tab.get_by_role("listitem").get_by_role("link")
    (milk, middle), (hebrew, _) = links.evaluate_all(BOXES)
    assert milk < middle < hebrew, "the middle of the text is not right of the middle of the list"
    seen.open(f"/tasks/{task['id']}")
    for label in ("Name", "Note"):
        direction = seen.field(label).evaluate("one => getComputedStyle(one).direction")
        assert direction == "rtl", f"{label} is {direction}"


@pytest.mark.promise("BROWSER-6")
def test_back_after_a_log_out_shows_no_task(
    window: OpenWindow, page: HttpDriver, task: dict[str, Any]
) -> None:
    """Neither the list nor the form of a task comes back from the history."""
    seen = window(page.cookies)
    seen.open("/tasks")
    seen.follow(task["name"])
    seen.follow("Tasks")
    seen.press("Log out")
    for _ in range(3):
        seen.tab.go_back()
        assert task["name"] not in seen.tab.content()


@pytest.mark.promise("BROWSER-7")
def test_no_page_complains_or_asks_elsewhere(
    window: OpenWindow, page: HttpDriver, ann: User
) -> None:
    """No error in the console, no dialog, no request to another host, whatever a task is called."""
    task = ann.create_task("<img src=https://evil.example/x onerror=alert(1)>", note="<script>")
    user, stranger = (
        window(page.cookies, **SCRIPTED),
        window(java_script_enabled=True),
    )
    for path in [*paths(task["id"]).values(), "/nothing"]:
        user.open(path)
    for path in ("/login", "/register"):
        stranger.open(path)
        stranger.press("Log in" if path == "/login" else "Register")
    assert user.complaints + stranger.complaints == []


@pytest.mark.promise("BROWSER-8")
def test_a_list_is_light_and_keeps_still(window: OpenWindow, page: HttpDriver, ann: User) -> None:
    """20 tasks with names of 40 characters weigh 30 kB with all files, and nothing shifts."""
    for number in range(20):
        ann.create_task(f"{number:2} Call Carol about the old roof, soon", due_date=DUE)
    seen = window(page.cookies, **SCRIPTED)
    session = seen.context.new_cdp_session(seen.tab)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    seen.open("/tasks")
    seen.tab.wait_for_load_state("networkidle")  # the icon comes last
    assert len(seen.tasks) == 20
    assert seen.tab.evaluate(SHIFTS) == []
    page.open("/tasks")
    assert len(sizes) > len(page.files()), f"{len(sizes)} files were loaded"
    assert sum(sizes) <= 30_000, f"it weighs {sum(sizes):.0f} bytes in {len(sizes)} files"
