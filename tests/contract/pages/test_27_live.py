"""A list that updates itself while a person looks at it: changes, what stays, and who hears."""

from typing import Any

import pytest

from ..client import User
from ..helpers import NEW_PASSWORD
from .helpers import post
from .http_driver import HttpDriver
from .live_window import BACK_WITHIN, OpenLive
from .names import CHANGES, MESSAGES
from .relay import Relay

AWAY = 10_000  # milliseconds, in which a delay that doubles without a limit grows too long


@pytest.mark.promise("LIVE-1")
def test_what_the_api_changes_is_on_the_page(live: OpenLive, page: HttpDriver, ann: User) -> None:
    """A task appears, gets another name, is done, and goes, on a page that stays open."""
    seen = live(page.cookies)
    seen.open("/tasks")
    task = ann.create_task("Buy milk")
    seen.shows("Buy milk")
    path = f"{ann.tasks}/{task['id']}"
    ann.put(path, json={"name": "Buy bread"})
    seen.shows("Buy bread")
    ann.put(path, json={"name": "Buy bread", "completed": True})
    seen.offers("Reopen Buy bread")
    ann.delete(path)
    seen.lacks("Buy bread")
    assert len(seen.answers) == 1, "the page was loaded again"
    assert seen.complaints == []


@pytest.mark.promise("LIVE-1")
def test_what_another_session_changes_is_on_the_page(
    live: OpenLive, page: HttpDriver, second: HttpDriver
) -> None:
    """What the user adds in another session is on the page, and what they mark there as done."""
    seen = live(page.cookies)
    seen.open("/tasks")
    post(second, "add_task", {"Name": "Buy milk"})
    seen.shows("Buy milk")
    second.open("/tasks")
    second.press("Done Buy milk")
    seen.offers("Reopen Buy milk")


@pytest.mark.promise("LIVE-2")
def test_the_filter_and_the_page_stay(
    live: OpenLive, page: HttpDriver, ann: User, create: Any
) -> None:
    """The second page of the open tasks shows the second page of the open tasks."""
    names = create(22)
    seen = live(page.cookies)
    seen.open("/tasks?show=open&page=2")
    assert seen.tasks == names[20:]
    ann.create_task("Task of today")
    seen.shows(names[19])
    assert seen.tasks == names[19:]
    ann.create_task("Done long ago", completed=True)
    ann.create_task("Another task")
    seen.shows(names[18])
    assert seen.tasks == names[18:]
    assert seen.query == "show=open&page=2"
    seen.follow("Previous page")
    assert seen.tasks[0] == "Another task"


@pytest.mark.promise("LIVE-2")
def test_what_is_typed_stays(live: OpenLive, page: HttpDriver, ann: User) -> None:
    """The text in the field stays, with the cursor behind it, and can be sent."""
    seen = live(page.cookies)
    seen.open("/tasks")
    seen.field("Name").press_sequentially("Call ")
    ann.create_task("Buy milk")
    seen.shows("Buy milk")
    seen.tab.keyboard.type("Carol")
    assert seen.value("Name") == "Call Carol"
    seen.press("Add")
    assert seen.tasks == ["Call Carol", "Buy milk"]


@pytest.mark.promise("LIVE-2")
def test_the_page_does_not_jump(live: OpenLive, page: HttpDriver, ann: User, create: Any) -> None:
    """Who has scrolled down a long list stays there."""
    create(20)
    task = ann.create_task("First")
    ann.delete(f"{ann.tasks}/{task['id']}")
    seen = live(page.cookies, viewport={"width": 390, "height": 400})
    seen.open("/tasks")
    before = seen.tab.evaluate("window.scrollTo(0, 500), window.scrollY")
    last = ann.get(ann.tasks).json()["tasks"][0]
    ann.put(f"{ann.tasks}/{last['id']}", json={"name": "Renamed"})
    seen.shows("Renamed")
    assert seen.tab.evaluate("window.scrollY") == before > 0


@pytest.mark.promise("LIVE-3")
@pytest.mark.parametrize("role", ["button", "link"])
def test_the_focus_stays_on_its_control(
    live: OpenLive, page: HttpDriver, ann: User, create: Any, role: Any
) -> None:
    """The focus is on the same control as before, also if another task has the same name."""
    ann.create_task("Buy milk")
    mine = ann.create_task("Buy milk")
    ann.create_task("Buy milk")
    seen = live(page.cookies)
    seen.open("/tasks")
    name = "Done Buy milk" if role == "button" else "Buy milk"
    items = seen.tab.get_by_role("listitem")
    items.get_by_role(role, name=name, exact=True).nth(1).focus()
    ann.create_task("Call Carol")
    seen.shows("Call Carol")
    assert seen.focused("closest('li').querySelector('a').href").endswith(f"/{mine['id']}")
    assert seen.focused("innerText").strip() == name


@pytest.mark.promise("LIVE-3")
def test_the_focus_goes_to_the_heading(
    live: OpenLive, page: HttpDriver, ann: User, task: dict[str, Any]
) -> None:
    """If the task with the focus is gone, the focus is on the heading, not at the page's start."""
    seen = live(page.cookies)
    seen.open("/tasks")
    seen.item(task["name"]).focus()
    ann.delete(f"{ann.tasks}/{task['id']}")
    seen.lacks(task["name"])
    assert seen.focused("matches('h1, [role=heading]')"), seen.focused("outerHTML.slice(0, 99)")


@pytest.mark.promise("LIVE-4", "LIVE-5")
def test_a_screen_reader_is_told_the_number(live: OpenLive, page: HttpDriver, ann: User) -> None:
    """One task, and then several, which changed while the page was in the background."""
    task = ann.create_task("Buy milk")
    seen = live(page.cookies)
    seen.open("/tasks")
    seen.tells("")
    ann.create_task("Call Carol")
    seen.tells(CHANGES["one"])
    seen.hide()
    ann.create_task("Water the plants")
    ann.put(f"{ann.tasks}/{task['id']}", json={"name": "Buy bread"})
    seen.hide(False)
    seen.tells(CHANGES["many"].format(number=2))


@pytest.mark.promise("LIVE-5")
def test_a_page_in_the_background_asks_nothing(live: OpenLive, page: HttpDriver, ann: User) -> None:
    """It sends no request and opens no socket; when it comes back, it is soon right."""
    seen = live(page.cookies)
    seen.open("/tasks")
    ann.create_task("Buy milk")
    seen.shows("Buy milk")
    seen.hide()
    ann.create_task("Call Carol")
    seen.asked.clear()
    seen.idle()
    assert seen.asked == []
    seen.hide(False)
    seen.shows("Call Carol")


@pytest.mark.promise("LIVE-6")
def test_a_page_comes_back_by_itself(
    live: OpenLive, page: HttpDriver, ann: User, relay: Relay
) -> None:
    """While the server is away the page keeps its list, and then shows what it missed."""
    seen = live(page.cookies, through=relay)
    seen.open("/tasks")
    ann.create_task("Buy milk")
    seen.shows("Buy milk")
    relay.cut()
    ann.create_task("Call Carol")
    seen.idle(AWAY)
    assert seen.tasks == ["Buy milk"]
    relay.restore()
    seen.shows("Call Carol", BACK_WITHIN)
    assert len(seen.answers) == 1, "the page was loaded again"


@pytest.mark.promise("LIVE-9")
def test_an_update_takes_no_message(live: OpenLive, page: HttpDriver) -> None:
    """An update between a form and the page that follows leaves its message, and no cookie."""
    seen = live(page.cookies)
    seen.open("/tasks")
    seen.fill("Name", "Call Carol")
    before = len(seen.responses)
    assert seen.send("Name").status in {302, 303}
    seen.shows("Call Carol")
    for response in seen.responses[before:]:
        assert "set-cookie" not in response.all_headers(), response.url
    seen.open("/tasks")
    assert seen.texts("status") == [MESSAGES["add_task"]]


@pytest.mark.promise("LIVE-8")
def test_a_page_hears_nothing_of_others(
    live: OpenLive, page: HttpDriver, ann: User, bob: User
) -> None:
    """What somebody else does with their tasks causes no message and no other answer."""
    ann.create_task("Buy milk")
    seen = live(page.cookies)
    seen.open("/tasks")
    seen.idle()
    before = seen.news()
    for name in ("Call Carol", "Call Dave"):
        task = bob.create_task(name)
    bob.put(f"{bob.tasks}/{task['id']}", json={"name": "Call Erin", "completed": True})
    seen.idle()
    assert seen.news() <= before
    assert seen.tasks == ["Buy milk"]


@pytest.mark.promise("LIVE-7")
def test_a_log_out_leads_to_the_log_in(live: OpenLive, page: HttpDriver) -> None:
    """In another tab of the same browser."""
    seen = live(page.cookies)
    seen.open("/tasks")
    page.press("Log out")
    seen.leads_to_log_in()


@pytest.mark.promise("LIVE-7")
def test_a_new_password_leads_to_the_log_in(
    live: OpenLive, page: HttpDriver, second: HttpDriver, ann: User
) -> None:
    """It was set in another session."""
    seen = live(page.cookies)
    seen.open("/tasks")
    new = {"New password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
    post(second, "change_password", {"Current password": ann.password} | new)
    seen.leads_to_log_in()


@pytest.mark.promise("LIVE-7")
def test_a_deleted_account_leads_to_the_log_in(live: OpenLive, page: HttpDriver, ann: User) -> None:
    """By the API, while a page of the account is open."""
    seen = live(page.cookies)
    seen.open("/tasks")
    ann.delete(ann.path)
    seen.leads_to_log_in()
