"""The choices on the page in a browser: chips, deep links, keys, definitions, switches."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Open
from .on_page import ALL, at_every_width, chip, columns, rows, switch, top


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
