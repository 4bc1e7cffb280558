"""The page in a browser: width, columns, phone, no script, contrast, print."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import Open
from .on_page import at_every_width, chip, left, rows, switch, top


@at_every_width
def test_nothing_makes_the_page_scroll_sideways(open_page: Open, width: int) -> None:
    """The page is as wide as the window, and no line of code is cut."""
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    code = page.locator(".card figure ol")
    assert code.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


@pytest.mark.parametrize(("width", "expected"), [(820, [2, 2]), (1280, [4]), (1440, [4])])
def test_columns_stand_where_they_fit(open_page: Open, width: int, expected: list[int]) -> None:
    """Four columns in a row on a desk, two on a narrower screen."""
    assert rows(open_page(width)) == expected


@pytest.mark.parametrize("width", [1280, 1440])
def test_a_desk_shows_four_small_columns_or_two_large_ones(open_page: Open, width: int) -> None:
    """A switch chooses; two columns also have room if only two are chosen."""
    page = open_page(width)
    code = page.locator("#create_task .flask li").first
    small = code.evaluate("e => getComputedStyle(e).fontSize")
    switch(page, "2 columns", ".bar .columns")
    assert rows(page) == [2, 2]
    assert code.evaluate("e => getComputedStyle(e).fontSize") > small
    switch(page, "4 columns", ".bar .columns")
    chip(page, "Pyramid").click()
    chip(page, "Django").click()
    assert rows(page) == [2]
    assert code.evaluate("e => getComputedStyle(e).fontSize") > small


@at_every_width
def test_the_first_screen_shows_code(open_page: Open, width: int) -> None:
    """Each visible column of create_task begins on the first screen; Pages shows add_task there."""
    page = open_page(width, height=800)
    expect(page.locator("#create_task .flask figure li").nth(3)).to_be_in_viewport()
    switch(page, "Pages")
    expect(page.locator("[id='pages.add_task'] .flask figure li").nth(3)).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_cards_are_swiped_on_a_phone(open_page: Open) -> None:
    """The cards of a topic are in one scrollable row, and a part of the next one is visible."""
    page = open_page(390, "#create_task")
    assert rows(page) == [4]
    assert page.locator("#create_task .four").evaluate("e => e.scrollWidth > 3 * e.clientWidth")
    assert left(page.locator("#create_task .card").nth(1)) < 390


def test_a_swipe_moves_the_other_rows_too(open_page: Open) -> None:
    """A swipe to one framework on a phone scrolls all other topics too."""
    page = open_page(390, "#create_task")
    page.locator("#create_task .four").evaluate("row => { row.scrollLeft = 2 * row.clientWidth }")
    page.wait_for_function("document.querySelector('#read_task .four').scrollLeft > 390")
    assert 0 <= left(page.locator("#read_task .django")) < 20
    switch(page, "Pages")
    assert 0 <= left(page.locator("[id='pages.home'] .django")) < 20


def test_a_phone_has_no_word_of_a_keyboard(open_page: Open) -> None:
    """Keys are explained where there are keys."""
    page = open_page(390, has_touch=True, is_mobile=True)
    page.locator(".open").click()
    expect(page.locator("#index")).to_be_visible()
    expect(page.locator(".keys")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 600])
def test_the_menu_fits_a_phone(open_page: Open, width: int) -> None:
    """The menu scrolls vertically, not horizontally."""
    page = open_page(width)
    page.locator(".open").click()
    menu = page.locator("#index")
    assert menu.evaluate("e => e.scrollWidth <= e.clientWidth")
    menu.get_by_role("link", name="create_task").click()
    expect(page).to_have_url(re.compile("#create_task$"))


@at_every_width
def test_it_works_without_a_script(open_page: Open, width: int) -> None:
    """Links, chips and definitions work with HTML and CSS alone."""
    page = open_page(width, "#create_task", java_script_enabled=False)
    expect(page.locator("#create_task h3")).to_be_in_viewport()
    chip(page, "Pyramid").click()
    expect(page.locator("#create_task .pyramid")).to_be_hidden()
    page.locator("#create_task .flask").get_by_role("button", name="tasks.add_task").click()
    expect(page.locator("[id='flask.tasks.add_task']")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_read_it(open_page: Open, width: int, scheme: str) -> None:
    """axe-core finds no fault: contrast, labels, headings, landmarks; in pages too."""
    page = open_page(width, "#create_task", color_scheme=scheme)
    found = [Axe().run(page)]
    page = open_page(width, "#pages.show_tasks", color_scheme=scheme)
    switch(page, "Template", "[id='pages.show_tasks']")
    page.locator("[id='pages.show_tasks'] .django").get_by_role("button", name="base.html").click()
    found.append(Axe().run(page))
    assert not [each.generate_report() for each in found if each.violations_count]


def test_it_prints(open_page: Open) -> None:
    """On paper there is no bar; pages are there too, and definitions are at the end."""
    page = open_page(794)
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator("[id='flask.tasks.add_task']")).to_be_visible()
    template = page.locator("[id='pages.add_task'] .template").first
    expect(template).to_be_visible()
    code = page.locator("[id='pages.add_task'] .python").first
    assert top(template) >= code.evaluate("e => e.getBoundingClientRect().bottom")
    assert page.evaluate("document.documentElement.scrollWidth") == 794


def test_a_newcomer_finds_the_two_answers(open_page: Open) -> None:
    """Pyramid's columns show how it authenticates a user, and where its transaction ends."""
    page = open_page(fragment="#authentication?f=pyramid")
    card = page.locator("#authentication .pyramid")
    expect(card).to_contain_text("security policy")
    expect(card).to_contain_text("class BearerSecurityPolicy:")
    card = page.locator("#transactions .pyramid")
    expect(card).to_contain_text("No view commits: pyramid_tm, a tween, ")
    expect(card).to_contain_text('config.include("pyramid_tm")')
