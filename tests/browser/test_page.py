"""The page in a browser: width, chips, deep links, keys, no script, contrast, print."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .conftest import Open

ALL = ["flask", "pyramid", "django", "tornado"]
at_every_width = pytest.mark.parametrize("width", [390, 820, 1280, 1920])


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


@at_every_width
def test_nothing_makes_the_page_scroll_sideways(open_page: Open, width: int) -> None:
    """The page is as wide as the window, and no line of code is cut."""
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    code = page.locator(".card figure ol")
    assert code.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


@pytest.mark.parametrize(("width", "expected"), [(820, [2, 2]), (1280, [2, 2]), (1920, [4])])
def test_columns_stand_where_they_fit(open_page: Open, width: int, expected: list[int]) -> None:
    """Four columns in a row on a wide screen, two on a narrower one."""
    assert rows(open_page(width)) == expected


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


@pytest.mark.parametrize("width", [390, 600])
def test_the_menu_fits_a_phone(open_page: Open, width: int) -> None:
    """The menu scrolls vertically, not horizontally."""
    page = open_page(width)
    page.locator(".topics summary").click()
    menu = page.locator(".topics nav")
    assert menu.evaluate("e => e.scrollWidth <= e.clientWidth")
    menu.get_by_role("link", name="create_task").click()
    expect(page).to_have_url(re.compile("#create_task$"))


def test_chips_choose_what_is_shown_and_in_which_order(open_page: Open) -> None:
    """A chip hides its column; a second click shows it as the last one."""
    page = open_page(fragment="#create_task")
    assert columns(page) == ALL
    chip(page, "Flask").click()
    assert columns(page) == ["pyramid", "django", "tornado"]
    chip(page, "Flask").click()
    assert columns(page) == ["pyramid", "django", "tornado", "flask"]
    assert page.url.endswith("#create_task?f=pyramid,django,tornado,flask")


def test_the_last_column_cannot_be_hidden(open_page: Open) -> None:
    """At least one column is always visible."""
    page = open_page(fragment="#create_task?f=django")
    chip(page, "Django").click()
    assert columns(page) == ["django"]


def test_an_arrow_moves_a_column(open_page: Open) -> None:
    """The left and right arrow keys move the column of the focused chip."""
    page = open_page(fragment="#create_task")
    page.get_by_label("Tornado", exact=True).press("ArrowLeft")
    assert columns(page) == ["flask", "pyramid", "tornado", "django"]


def test_a_deep_link_keeps_the_choice(open_page: Open) -> None:
    """`#create_task?f=tornado,flask` shows these two, in this order, at this topic."""
    page = open_page(fragment="#create_task?f=tornado,flask")
    assert columns(page) == ["tornado", "flask"]
    assert rows(page) == [2]
    expect(page.locator("#create_task h3")).to_be_in_viewport()
    page.locator(".topics summary").click()
    page.locator(".topics nav").get_by_role("link", name="Who is it").click()
    expect(page).to_have_url(re.compile(r"#who_is_it\?f=tornado,flask$"))
    expect(page.locator("#who_is_it h3")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["#create_tusk?f=rails", "#100%"])
def test_an_odd_deep_link_shows_everything(open_page: Open, fragment: str) -> None:
    """An unknown framework or topic, or invalid encoding, shows the whole page."""
    assert columns(open_page(fragment=fragment)) == ALL


def test_a_key_moves_to_the_next_topic(open_page: Open) -> None:
    """`j` moves down and `k` up, and the bar shows the topic."""
    page = open_page(fragment="#create_task")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#read_task$"))
    expect(page.locator("#here")).to_have_text("read_task")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("#list_tasks$"))


def test_facts_and_their_first_topic_are_one_stop(open_page: Open) -> None:
    """`j` does not stop twice where two headings follow each other."""
    page = open_page(fragment="#delete_task")
    for expected in ("facts", "lines"):
        page.keyboard.press("j")
        expect(page).to_have_url(re.compile(f"#{expected}$"))


def test_a_deep_link_opens_a_definition(open_page: Open) -> None:
    """`#pyramid.accounts.authenticate` opens it; a button, or the next key, closes it."""
    page = open_page(fragment="#pyramid.accounts.authenticate")
    definition = page.locator("[id='pyramid.accounts.authenticate']")
    expect(definition).to_be_visible()
    definition.get_by_role("button", name="close").click()
    expect(definition).to_be_hidden()
    page.locator("#log_in .pyramid").get_by_role("button", name="accounts.authenticate").click()
    page.keyboard.press("j")
    expect(definition).to_be_hidden()


def test_what_a_handler_leans_on_is_one_click_away(open_page: Open) -> None:
    """A button opens the definition over the page, and Escape closes it."""
    page = open_page(fragment="#create_task")
    page.locator("#create_task .flask").get_by_role("button", name="api.schemas.TaskSchema").click()
    definition = page.locator("[id='flask.api.schemas.TaskSchema']")
    expect(definition).to_be_visible()
    expect(definition).to_contain_text("class TaskSchema(BodySchema):")
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()


def switch(page: Page, name: str, topic: str = "#operations") -> None:
    """Choose a tab: of the operations, or of one page."""
    page.locator(f"{topic} .switch").get_by_text(name, exact=True).click()


@at_every_width
def test_pages_are_one_click_away_and_their_templates_another(open_page: Open, width: int) -> None:
    """The API comes first; a switch shows the pages, and a tab their templates, all uncut."""
    page = open_page(width, "#operations")
    api, pages = page.locator("#create_task"), page.locator("[id='pages.show_tasks']")
    expect(pages).to_be_hidden()
    switch(page, "Pages")
    expect(api).to_be_hidden()
    expect(pages.locator(".flask")).to_contain_text("def show_tasks()")
    template = pages.locator(".pyramid .template")
    expect(template).to_be_hidden()
    switch(page, "Template", "[id='pages.show_tasks']")
    expect(template).to_contain_text('<ul tal:condition="tasks" class="tasks">')
    expect(pages.locator(".pyramid .python")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    code = pages.locator("figure ol")
    assert code.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")


def test_switches_follow_the_arrow_keys(open_page: Open) -> None:
    """They are radio buttons; `j` stays among what is shown."""
    page = open_page(fragment="#operations")
    page.get_by_role("radio", name="API").press("ArrowRight")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"#pages\.home$"))
    page = open_page(fragment="#pages.delete_account")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#facts$"))


@pytest.mark.parametrize("scripted", [True, False])
def test_a_deep_link_shows_what_is_switched_off(open_page: Open, scripted: bool) -> None:
    """`#pages.edit_task` shows the pages, with a script and without."""
    page = open_page(fragment="#pages.edit_task", java_script_enabled=scripted)
    expect(page.locator("[id='pages.edit_task'] h3")).to_be_in_viewport()
    switch(page, "Template", "[id='pages.edit_task']")
    card = page.locator("[id='pages.edit_task'] .django")
    expect(card).to_contain_text('{% extends "pages/form.html" %}')
    card.get_by_role("button", name="base.html").click()
    expect(page.locator("[id='django/pages/templates/pages/base.html']")).to_be_visible()


@at_every_width
def test_it_works_without_a_script(open_page: Open, width: int) -> None:
    """Links, chips and definitions work with HTML and CSS alone."""
    page = open_page(width, "#create_task", java_script_enabled=False)
    expect(page.locator("#create_task h3")).to_be_in_viewport()
    chip(page, "Pyramid").click()
    expect(page.locator("#create_task .pyramid")).to_be_hidden()
    page.locator("#create_task .flask").get_by_role("button", name="models.Task").click()
    expect(page.locator("[id='flask.models.Task']")).to_be_visible()


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
    expect(page.locator("[id='flask.api.schemas.TaskSchema']")).to_be_visible()
    expect(page.locator("[id='pages.add_task'] .template").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 794


def test_a_newcomer_finds_the_two_answers(open_page: Open) -> None:
    """Pyramid's columns show how it authenticates a user, and where its transaction ends."""
    page = open_page(fragment="#who_is_it?f=pyramid")
    card = page.locator("#who_is_it .pyramid")
    expect(card).to_contain_text("security policy")
    expect(card).to_contain_text("class BearerSecurityPolicy:")
    card = page.locator("#transactions .pyramid")
    expect(card).to_contain_text("No view commits: pyramid_tm, a tween, ")
    expect(card).to_contain_text('config.include("pyramid_tm")')
