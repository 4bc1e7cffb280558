"""Names and URLs: every page, field, button and link of pages.toml, and where they lead."""

import re

import pytest

from ..client import User
from .driver import heading
from .helpers import post
from .http_driver import HttpDriver
from .names import ERRORS, FORMS, HEADINGS, LINKS, MESSAGES, OPERATIONS, STRANGERS, path_of

Toured = dict[str, HttpDriver]

DONE = "Done Buy milk"


@pytest.mark.promise("PAGE-1")
def test_the_home_page_leads_to_the_tasks(reader: HttpDriver, stranger: HttpDriver) -> None:
    """/ leads a user to /tasks, and a stranger to /login."""
    reader.open("/")
    stranger.open("/")
    assert [reader.path, stranger.path] == ["/tasks", "/login"]


@pytest.mark.promise("PAGE-2")
def test_each_page_is_where_it_is_said_to_be(toured: Toured) -> None:
    """GET of each path is answered 200 with a page, and leads nowhere else."""
    number = toured["edit_task"].path.rpartition("/")[2]
    found = {name: (seen.status, seen.target) for name, seen in toured.items()}
    assert found == {name: (200, path_of(name, number)) for name in HEADINGS}


@pytest.mark.promise("PAGE-2")
def test_each_button_sends_to_the_path_that_is_said(toured: Toured) -> None:
    """The method and the path of each form are those of pages.toml."""
    buttons = {name: (name, form["button"]) for name, form in FORMS.items()}
    buttons |= {"log_out": ("show_tasks", "Log out"), "complete_task": ("show_tasks", DONE)}
    found = {}
    for name, (where, button) in buttons.items():
        form = toured[where].submission(button)
        found[name] = f"{form.method} {re.sub('[0-9]+', '{id}', form.action.partition('?')[0])}"
    told = {name: OPERATIONS[name][-1] for name in found}
    assert found == told | {"show_tasks": "POST /tasks/new"}


@pytest.mark.promise("PAGE-2")
def test_the_queries_that_are_said_are_taken(reader: HttpDriver, stranger: HttpDriver) -> None:
    """/tasks takes each filter with a reader, and /login takes next."""
    for query in ("show=all", "show=open", "show=done", "page=1", "show=open&page=1"):
        reader.open(f"/tasks?{query}")
        assert (reader.status, reader.path) == (200, "/tasks"), query
    stranger.open("/login?next=/account")
    assert stranger.status == 200


@pytest.mark.promise("PAGE-3")
def test_each_form_has_its_fields_in_order(toured: Toured) -> None:
    """The labels of a form are those of pages.toml, in their order, and no others."""
    found = {name: toured[name].labels(form["button"]) for name, form in FORMS.items()}
    assert found == {name: form["fields"] for name, form in FORMS.items()}


@pytest.mark.promise("PAGE-4")
def test_a_task_has_a_button_that_names_it(page: HttpDriver, ann: User) -> None:
    """An open task can be done, a done one reopened, each by its name."""
    ann.create_task("Buy milk")
    ann.create_task("Call Carol", completed=True)
    page.open("/tasks")
    names = [name for name in page.buttons if name.startswith(("Done", "Reopen"))]
    assert sorted(names) == ["Done Buy milk", "Reopen Call Carol"]


@pytest.mark.promise("PAGE-4")
def test_users_can_log_out_everywhere_and_strangers_nowhere(toured: Toured) -> None:
    """The button "Log out" is on each page of a user."""
    found = {name: "Log out" in seen.buttons for name, seen in toured.items()}
    assert found == {name: name not in STRANGERS for name in HEADINGS}


@pytest.mark.promise("PAGE-5")
def test_each_page_has_its_links(toured: Toured) -> None:
    """The links for everybody, for strangers or users, and those of the page itself."""
    lacking = {}
    for name, seen in toured.items():
        wanted = LINKS["everywhere"] + LINKS["stranger" if name in STRANGERS else "user"]
        lacking[name] = {*wanted, *LINKS.get(name, [])} - {*seen.links}
    assert lacking == {name: set() for name in HEADINGS}


@pytest.mark.promise("PAGE-5")
def test_each_link_leads_to_its_page(toured: Toured) -> None:
    """Links lead to the page whose heading they announce; a task's name leads to its form."""
    ways = [("show_tasks", "Account", "Account"), ("show_tasks", "Tasks", "Tasks")]
    ways += [("show_tasks", "Add a task", "Add a task"), ("show_tasks", "Buy milk", "Edit task")]
    ways += [("edit_task", "Delete", "Delete task"), ("show_tasks", "All", "Tasks")]
    ways += [("edit_account", name, name) for name in LINKS["edit_account"]]
    ways += [("log_in", "Register", "Register"), ("register", "Log in", "Log in")]
    for start, link, expected in ways:
        visitor = toured[start].copy()
        visitor.open(toured[start].href(link))
        assert heading(visitor) == expected, f"{link} on {path_of(start)}"


@pytest.mark.promise("PAGE-6")
def test_each_page_says_what_it_is(toured: Toured) -> None:
    """The h1 is that of pages.toml, and is in the title."""
    for name, seen in toured.items():
        assert heading(seen) == HEADINGS[name]
        assert HEADINGS[name] in seen.title


@pytest.mark.promise("PAGE-7")
def test_a_success_is_told_once(page: HttpDriver, ann: User) -> None:
    """Each success has its message in role status on the page that follows, and on no other."""
    task = ann.create_task("Call Carol")
    told = {}

    def tell(operation: str) -> None:
        told[operation] = page.texts("status")
        page.open(page.target)
        assert page.texts("status") == [], f"{operation} is told twice"

    post(page, "add_task", {"Name": "Buy milk"})
    tell("add_task")
    post(page, "edit_task", {"Note": "Two bottles"}, task["id"])
    tell("edit_task")
    for operation, button in (("complete_task", "Done"), ("reopen_task", "Reopen")):
        page.open("/tasks")
        page.press(f"{button} Call Carol")
        tell(operation)
    post(page, "delete_task", {}, task["id"])
    tell("delete_task")
    post(page, "edit_account", {"E-mail": "ann@example.com"})
    tell("edit_account")
    page.press("Log out")
    tell("log_out")
    assert told == {name: [MESSAGES[name]] for name in told}


@pytest.mark.promise("PAGE-7")
def test_what_went_wrong_is_told_in_an_alert(reader: HttpDriver, stranger: HttpDriver) -> None:
    """A wrong form, a wrong log-in and an unknown page have one alert, and no message."""
    post(reader, "add_task", {"Name": ""})
    assert (len(reader.texts("alert")), reader.texts("status")) == (1, [])
    post(stranger, "log_in", {"Username": "nobody", "Password": "x"})
    assert (len(stranger.texts("alert")), stranger.texts("status")) == (1, [])
    reader.open("/nothing")
    assert (heading(reader), len(reader.texts("alert"))) == (ERRORS[404], 1)
