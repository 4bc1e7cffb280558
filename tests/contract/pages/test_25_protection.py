"""Headers, static files, markup in texts, error pages, and what is left to the API."""

from typing import Any
from urllib.parse import quote

import pytest

from ..client import ACCOUNTS, LOG_IN, Caller, User
from . import checks
from .driver import heading
from .helpers import fill_in, post, tour
from .http_driver import HttpDriver
from .names import ERRORS, FORMS, path_of

MARKUP = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea><b>x</b></title>",
    "&lt;b&gt; &amp; &#x41;",
    "{{ 7*7 }} {% raw %} {# x #} ${7*7} #{7*7} <%= 7*7 %> %(x)s {0} {x!r}",
]  # fmt: skip
NOWHERE = ["/%FF", "/%00", "/tasks/%FF", "/tasks?show=%FF", "/static/x", "/tasks/new/", "/.env"]
LARGE = 200 * 1024
OF_THE_API = ["/api", "/api/", "/api/nothing", "/api/v1/nothing", "/healthz/x", "/readyz/x"]
STRANGE = ["//api", "/API", "/Api/v1", "//healthz"]


def provoked(page: HttpDriver) -> dict[int, HttpDriver]:
    """Return visitors who see each error that a request can provoke, apart from 429."""
    found = {}
    for status in (403, 404, 405, 413):
        visitor = page.copy()
        if status == 403:
            page.open("/tasks")
            visitor.send(page.submission("Log out").visible(), {"Origin": "null"})
        elif status == 404:
            visitor.open("/nothing")
        elif status == 405:
            visitor.open(path_of("log_out"))  # some look at the hidden fields of a PUT first
        else:
            page.open("/tasks/new")
            visitor.send(page.submission("Add"), body=b"a=" + b"a" * LARGE)
        found[status] = visitor
    return found


def answers(page: HttpDriver, stranger: HttpDriver, id: int) -> dict[str, Any]:
    """Return the answer of each page, errors included."""
    pages = {name: seen.answers[-1] for name, seen in tour(stranger, page, id)}
    return pages | {str(k): seen.answers[-1] for k, seen in provoked(page).items()}


@pytest.mark.promise("GUARD-3")
def test_each_page_has_a_policy(
    page: HttpDriver, stranger: HttpDriver, task: dict[str, Any]
) -> None:
    """Its Content-Security-Policy is one that lets no script in."""
    found = {
        name: [message for _, message in checks.policy(answer.headers)]
        for name, answer in answers(page, stranger, task["id"]).items()
    }
    assert found == {name: [] for name in found}


@pytest.mark.promise("GUARD-4")
def test_each_page_has_the_headers_of_a_page(
    page: HttpDriver, stranger: HttpDriver, task: dict[str, Any]
) -> None:
    """Each is not sniffed, not stored, and keeps its address from other sites."""
    found = {
        name: [message for _, message in checks.hygiene(answer.headers)]
        for name, answer in answers(page, stranger, task["id"]).items()
    }
    assert found == {name: [] for name in found}


@pytest.mark.promise("GUARD-5")
def test_static_files_may_be_cached(page: HttpDriver) -> None:
    """What a page loads sets no cookie, not even for a user, and is not sniffed."""
    page.open("/tasks")
    files = page.files()
    assert files, "the page loads no style"
    for file in files:
        visitor = page.copy()
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


@pytest.mark.promise("GUARD-7")
def test_errors_are_pages(page: HttpDriver) -> None:
    """403, 404, 405 and 413 are pages with their h1, one alert, and no traceback."""
    found = {}
    for status, seen in provoked(page).items():
        media_type = seen.answers[-1].headers["Content-Type"].partition(";")[0]
        found[status] = seen.statuses, media_type, heading(seen), len(seen.texts("alert"))
    assert found == {status: ([status], "text/html", ERRORS[status], 1) for status in found}


@pytest.mark.promise("GUARD-7")
def test_what_is_nowhere_is_a_page(page: HttpDriver, stranger: HttpDriver) -> None:
    """A path that cannot be decoded, or has no page, is 404 as a page for users and strangers."""
    for path in NOWHERE:
        page.open(path)
        assert (page.statuses, heading(page)) == ([404], ERRORS[404]), path
        stranger.open(path)
        assert stranger.status == 404 or stranger.path == "/login", path


@pytest.mark.promise("GUARD-8")
def test_what_belongs_to_the_api_stays_json(page: HttpDriver, anyone: Caller, ann: User) -> None:
    """Unknown paths of the API and wrong requests are no pages, even for a browser's session."""
    found = {}
    for path in OF_THE_API:
        page.open(path)
        found[path] = page.statuses, told(page)
    assert found == dict.fromkeys(OF_THE_API, ([404], "json"))
    requests = [("GET", ann.path, 401), ("POST", LOG_IN, 415), ("PUT", ACCOUNTS, 405)]
    requests += [("GET", "/healthz", 200), ("GET", "/readyz", 200), ("GET", "/api/v1", 200)]
    requests += [("PUT", "/healthz", 405), ("POST", "/readyz", 405)]
    for method, path, status in requests:
        page.request(method, path, b"a=b" if method == "POST" else b"")
        found[path] = page.statuses, told(page)
        assert found[path] == ([status], "json"), f"{method} {path}"


def told(page: HttpDriver) -> str:
    """Return "json" if an answer is JSON and sets no cookie; otherwise what it is."""
    headers = page.answers[-1].headers
    media_type = headers.get("Content-Type", "").partition(";")[0]
    json = media_type in {"application/json", "application/problem+json"}
    return "json" if json and "Set-Cookie" not in headers else f"{media_type}, {[*headers]}"


@pytest.mark.promise("GUARD-8")
def test_what_only_looks_like_the_api_is_not_found(page: HttpDriver) -> None:
    """Two slashes and capitals lead nowhere."""
    found = {}
    for path in STRANGE:
        page.request("GET", path)
        found[path] = page.statuses
    assert found == {path: [404] for path in STRANGE}


@pytest.mark.promise("GUARD-8", "PAGE-2")
def test_every_form_stays_with_the_pages(
    page: HttpDriver, stranger: HttpDriver, task: dict[str, Any]
) -> None:
    """No form and no link of a page leads into the API."""
    for name, seen in tour(stranger, page, task["id"]):
        fill_in(seen, {})
        assert not seen.submission(FORMS[name]["button"]).action.startswith("/api"), name
        assert not [each for each in seen.links if seen.href(each).startswith("/api")], name
