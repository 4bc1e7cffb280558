"""Headers, static files, markup in texts, error pages, and what is left to the API."""

from urllib.parse import quote

import httpx2 as httpx
import pytest

from ..client import User
from . import checks
from .errors import provoked
from .helpers import post
from .http_driver import HttpDriver
from .names import path_of

MARKUP = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea><b>x</b></title>",
    "&lt;b&gt; &amp; &#x41;",
    "{{ 7*7 }} {% raw %} {# x #} ${7*7} #{7*7} <%= 7*7 %> %(x)s {0} {x!r}",
]  # fmt: skip


@pytest.fixture(scope="session")
def answers(toured: dict[str, HttpDriver]) -> dict[str, httpx.Response]:
    """The answer of each page, errors included."""
    errors = {str(status): seen for status, seen in provoked(toured["show_tasks"]).items()}
    return {name: seen.answers[-1] for name, seen in (toured | errors).items()}


@pytest.mark.promise("GUARD-3")
def test_each_page_has_a_policy(answers: dict[str, httpx.Response]) -> None:
    """Its Content-Security-Policy is one that lets no script in."""
    found = {name: [*checks.policy(answer.headers)] for name, answer in answers.items()}
    assert found == {name: [] for name in found}


@pytest.mark.promise("GUARD-4")
def test_each_page_has_the_headers_of_a_page(answers: dict[str, httpx.Response]) -> None:
    """Each is not sniffed, not stored, and keeps its address from other sites."""
    found = {name: [*checks.hygiene(answer.headers)] for name, answer in answers.items()}
    assert found == {name: [] for name in found}


@pytest.mark.promise("GUARD-5")
def test_static_files_may_be_cached(reader: HttpDriver) -> None:
    """What a page loads sets no cookie, not even for a user, and is not sniffed."""
    reader.open("/tasks")
    files = reader.files()
    assert files, "the page loads no style"
    for file in files:
        visitor = reader.copy()
        visitor.open(file)
        (answer,) = visitor.answers
        told = answer.headers
        assert answer.status_code == 200, file
        assert told.get_list("Set-Cookie") == [], file
        assert told.get("X-Content-Type-Options") == "nosniff", file
        caching = told.get("Cache-Control", "")
        assert not {"no-store", "private"} & {*caching.replace(" ", "").split(",")}, file
        assert caching or "ETag" in told or "Last-Modified" in told, f"{file} cannot be cached"
        assert not told["Content-Type"].startswith("text/html"), file


@pytest.mark.promise("GUARD-6")
def test_markup_is_shown_as_text(page: HttpDriver, stranger: HttpDriver, ann: User) -> None:
    """In the list, in forms, in questions and in errors every text is what was typed."""
    for text in MARKUP:
        task = ann.create_task(text, note=text)
        page.open("/tasks")
        shown = {"list": page.tasks[0], "button": page.buttons[2].removeprefix("Done ")}
        page.open(path_of("delete_task", task["id"]))
        shown["question"] = text if text in page.text else page.text
        for operation in ("edit_task", "add_task"):
            post(page, operation, {"Name": text, "Note": text, "Due": "x"}, task["id"])
            shown[operation], shown[f"{operation} note"] = page.value("Name"), page.value("Note")
        post(stranger, "register", {"Username": text, "E-mail": text})
        shown["register"], shown["e-mail"] = stranger.value("Username"), stranger.value("E-mail")
        post(stranger, "log_in", {"Username": text, "Password": "x"})
        shown["log-in"] = stranger.value("Username")
        assert shown == dict.fromkeys(shown, text)
        ann.delete(f"{ann.tasks}/{task['id']}")
        for path in ("/", "/tasks?show=", "/login?next="):
            page.open(path + quote(text, safe=""))
            assert not page.document.tree.scripts_contain("alert"), path


@pytest.mark.promise("GUARD-6")
def test_an_email_address_is_shown_as_text(page: HttpDriver, ann: User) -> None:
    """An address may hold markup, and is only shown."""
    email = '<b>"x"&{{7*7}}@example.org'
    ann.put(ann.path, json={"email": email})
    page.open(path_of("edit_account"))
    assert page.value("E-mail") == email
