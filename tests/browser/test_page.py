"""The page in a browser: width, chips, deep links, keys, no script, contrast, print."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from .conftest import Open

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
    page.locator(".open").click()
    page.locator("#index").get_by_role("link", name="Authentication").click()
    expect(page).to_have_url(re.compile(r"#authentication\?f=tornado,flask$"))
    expect(page.locator("#authentication h3")).to_be_in_viewport()


@pytest.mark.parametrize("fragment", ["#create_tusk?f=rails", "#100%"])
def test_an_odd_deep_link_shows_everything(open_page: Open, fragment: str) -> None:
    """An unknown framework or topic, or invalid encoding, shows the whole page."""
    assert columns(open_page(fragment=fragment)) == ALL


def test_a_key_moves_to_the_next_topic(open_page: Open) -> None:
    """`j` moves down and `k` up, and the bar shows the topic."""
    page = open_page(fragment="#read_task")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#replace_task$"))
    expect(page.locator("#here")).to_have_text("replace_task")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page).to_have_url(re.compile("#list_tasks$"))


def test_the_index_shows_where_one_is(open_page: Open) -> None:
    """On a wide screen the index is beside the page, and marks the topic that is read."""
    page = open_page(1440, "#csrf")
    current = page.locator("#index [aria-current]")
    expect(current).to_have_text("CSRF protection")
    expect(current).to_be_in_viewport()
    page.locator("#index").get_by_role("link", name="What an open list costs").click()
    expect(page.locator("#live h3")).to_be_in_viewport()
    expect(current).to_have_text("What an open list costs")


def test_each_fact_is_a_stop(open_page: Open) -> None:
    """`j` stops at each fact."""
    page = open_page(fragment="#tests")
    for expected in ("verdict", "lines"):
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
    page.locator("#create_task .flask").get_by_role("button", name="tasks.add_task").click()
    definition = page.locator("[id='flask.tasks.add_task']")
    expect(definition).to_be_visible()
    expect(definition).to_contain_text("def add_task(user: User, task: Task)")
    page.keyboard.press("Escape")
    expect(definition).to_be_hidden()


def test_what_a_concern_shows_is_there(open_page: Open) -> None:
    """What a handler leans on, and a concern shows, is a link to it."""
    page = open_page(fragment="#create_task")
    page.locator("#create_task .flask").get_by_role("link", name="api.schemas.TaskSchema").click()
    definition = page.locator("#validation [id='flask.api.schemas.TaskSchema']")
    expect(definition).to_be_in_viewport()
    expect(definition).to_contain_text("class TaskSchema(BodySchema):")
    assert top(definition) >= page.locator(".bar").evaluate("e => e.offsetHeight")
    expect(page).to_have_url(re.compile(r"#flask\.api\.schemas\.TaskSchema$"))


def test_a_definition_of_a_hidden_framework_shows_it(open_page: Open) -> None:
    """An address of what is in a hidden column shows that column."""
    page = open_page(fragment="#top?f=django,tornado")
    page.evaluate("location.hash = '#flask.models.Task'")
    expect(page.locator("#models [id='flask.models.Task']")).to_be_in_viewport()


def test_hidden_frameworks_leave_the_facts_too(open_page: Open) -> None:
    """A chip also hides the rows of a framework in tables."""
    page = open_page(fragment="#live?f=django,tornado")
    expect(page.locator("#live tbody tr:visible th")).to_have_text(["Django", "Tornado"])
    assert "Flask" not in page.locator("#articles tbody tr:visible th").all_inner_texts()


def switch(page: Page, name: str, place: str = ".bar .part") -> None:
    """Choose one of two: API or Pages, or a tab of a topic."""
    found = page.locator(place)
    found.get_by_role("radio", name=name, exact=True).locator("xpath=..").click()


@at_every_width
def test_pages_are_one_click_away_and_their_templates_another(open_page: Open, width: int) -> None:
    """The API comes first; a switch shows the pages, and a tab their templates, all uncut."""
    page = open_page(width)
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
    page = open_page(fragment="#guide")
    page.get_by_role("radio", name="API").press("ArrowRight")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"#pages\.home$"))
    page = open_page(fragment="#pages.delete_account")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("#table$"))


def test_who_reads_templates_goes_on_with_templates(open_page: Open) -> None:
    """A tab that is chosen in one page is chosen in all, and what was read stays where it was."""
    page = open_page(fragment="#pages.edit_task")
    heading = page.locator("[id='pages.edit_task'] h3")
    before = top(heading)
    switch(page, "Template", "[id='pages.edit_task']")
    expect(page.locator("[id='pages.register'] .django .template")).to_be_visible()
    assert abs(top(heading) - before) < 1


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
