"""`make pictures` takes the screenshots for README.md: docs/compare-*.png and docs/pages-*.png."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from harness import ROOT, SERVERS
from harness.servers import running
from playwright.sync_api import BrowserContext, Page

from .conftest import Open

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
PHONE = {"width": 390, "height": 620}
DUE = "2030-01-02T09:00"
TASKS = {
    "Buy milk": "",
    "Call Carol about the roof": DUE,
    "לקנות לחם בשוק": "",
    "Water the plants": "",
}
STYLE = "<style>body { margin: 0; display: flex; gap: 1rem; background: #8884 }</style>"


@SCHEMES
def test_picture(open_page: Open, scheme: str) -> None:
    """The templates of the list, in one colour scheme."""
    page = open_page(1760, "#pages.show_tasks", height=990, color_scheme=scheme)
    page.locator("[id='pages.show_tasks'] .switch label", has_text="Template").click()
    page.screenshot(path=ROOT / "docs" / f"compare-{scheme}.png")


@SCHEMES
def test_picture_of_pages(new_context: Callable[..., BrowserContext], scheme: str) -> None:
    """The list of each server on a phone, side by side."""
    shown = STYLE
    for name in SERVERS:
        phone = new_context(viewport=PHONE, color_scheme=scheme)
        with running(name) as server:
            picture = list_of_tasks(phone.new_page(), server.url)
        shown += f'<img src="data:image/png;base64,{b64encode(picture).decode()}">'
    width = len(SERVERS) * (PHONE["width"] + 16) - 16
    page = new_context(viewport=PHONE | {"width": width}).new_page()
    page.set_content(shown)
    page.screenshot(path=ROOT / "docs" / f"pages-{scheme}.png")


def list_of_tasks(page: Page, url: str) -> bytes:
    """Register ann, add some tasks, and return the picture of her list."""
    page.goto(f"{url}/register")
    account = {"Username": "ann", "E-mail": "ann@example.org", "Password": "correct horse"}
    for label, text in (account | {"Repeat password": "correct horse"}).items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Register").click()
    for name, due in TASKS.items():
        page.goto(f"{url}/tasks/new")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Due").fill(due)
        page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Done Buy milk").click()
    return page.screenshot()
