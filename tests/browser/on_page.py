"""What the tests of the comparison find on its page."""

import pytest
from playwright.sync_api import Locator, Page

ALL = ["flask", "pyramid", "django", "tornado"]
at_every_width = pytest.mark.parametrize("width", [390, 720, 1280, 1920])


def columns(page: Page) -> list[str]:
    """Return the frameworks that create_task shows, from left to right and from top to bottom."""
    cards = page.locator("#create_task .card:visible")
    return [(card.get_attribute("class") or "").removeprefix("card ") for card in cards.all()]


def chip(page: Page, title: str) -> Locator:
    """Return the chip of a framework."""
    return page.locator(".chips label").filter(has_text=title)


def rows(page: Page) -> list[int]:
    """Return the number of cards in each of its rows."""
    boxes = [card.bounding_box() for card in page.locator("#create_task .card:visible").all()]
    tops = [round(box["y"]) for box in boxes if box]
    return [tops.count(top) for top in sorted(set(tops))]


def left(card: Locator) -> float:
    """Return the x of the left edge."""
    return card.evaluate("e => e.getBoundingClientRect().left")


def top(element: Locator) -> float:
    """Return the y of the upper edge."""
    return element.evaluate("e => e.getBoundingClientRect().top")


def switch(page: Page, name: str, place: str = ".bar .part") -> None:
    """Choose one of two: API or Pages, or a tab of a topic."""
    found = page.locator(place)
    found.get_by_role("radio", name=name, exact=True).locator("xpath=..").click()
