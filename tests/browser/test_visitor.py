"""The visitor of the contract suite who has no browser sees and sends what Chromium does."""

from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx2 as httpx
import pytest
from contract.pages.document import Document
from contract.pages.http_driver import HttpDriver
from contract.pages.roles import tidy
from contract.server import Server
from playwright.sync_api import Page, Route

SAMPLE = Path(__file__).with_name("sample.html").read_text(encoding="utf-8")
HOME = "http://127.0.0.1:1/page?show=open"
ROLES: list[Any] = [
    *("alert", "banner", "button", "checkbox", "combobox", "contentinfo", "form", "heading"),
    *("link", "list", "listitem", "main", "navigation", "region", "searchbox", "spinbutton"),
    *("status", "option", "textbox"),
]
LINKS = [
    *("/tasks", "tasks", "?show=all", "", "//evil.example", "/\\evil.example", "\\\\evil", "/a b"),
    *("https://evil.example", "https:evil.example", "http:///evil.example", "/\t/evil.example"),
    *("http://127.0.0.1:1@evil.example/", "%2F%2Fevil.example", " //evil.example", "/\u00e4"),
    *("http://127.0.0.1:2/", "http:tasks", "/tasks#content", "javascript:alert(1)", "///evil"),
]
LABELS = ["Name", "Note", "E-mail", "Password", "Due", "Wrong", "Fine", "Time zone", "First"]


@pytest.fixture
def chromium(page: Page) -> Page:
    """Chromium, with the sample at an address that nobody serves."""
    page.route("**/*", lambda route: route.fulfill(body=SAMPLE, content_type="text/html"))
    page.goto(HOME)
    return page


@pytest.fixture
def visitor() -> HttpDriver:
    """A visitor without a browser, with the sample."""
    visitor = HttpDriver(Server("http://127.0.0.1:1", "pages"))
    visitor.target, visitor.document = "/page?show=open", Document(SAMPLE)
    visitor.answers = [httpx.Response(200)]
    return visitor


def test_elements_have_the_roles_and_names_of_chromium(chromium: Page, visitor: HttpDriver) -> None:
    """As many elements have a role, and as many of them each name."""
    for role in ROLES:
        names = Counter(visitor.document.names(role))
        found = {
            name: chromium.get_by_role(role, name=name, exact=True).count() if name else count
            for name, count in names.items()
        }

        assert found == names
        # Playwright counts passwords and dates too, which have no role of their own.
        assert role == "textbox" or chromium.get_by_role(role).count() == names.total()


def test_fields_have_the_values_of_chromium(chromium: Page, visitor: HttpDriver) -> None:
    """A value is sanitized in the same way, by label."""
    shown = {label: chromium.get_by_label(label, exact=True).input_value() for label in LABELS}

    assert {label: visitor.value(label) for label in LABELS} == shown


@pytest.mark.parametrize("button", ["Save", "Done Call\u00a0Carol", "Send"])
def test_a_form_is_sent_as_chromium_sends_it(
    chromium: Page, visitor: HttpDriver, button: str
) -> None:
    """The same pairs in the same order, to the same address."""
    sent: list[tuple[str, str]] = []

    def note(route: Route) -> None:
        sent.append((route.request.url, route.request.post_data or ""))
        route.fulfill(body="")

    chromium.route("**/there?x=1", note)
    chromium.get_by_role("button", name=button, exact=True).click()
    chromium.wait_for_url("**/there?x=1")
    form = visitor.submission(button)

    assert form.action == "/there?x=1"
    assert [url for url, _ in sent] == ["http://127.0.0.1:1/there?x=1"]
    assert parse_qsl(form.encoded()[0].decode(), True) == parse_qsl(sent[0][1], True)


def test_a_reference_is_read_as_chromium_reads_it(chromium: Page, visitor: HttpDriver) -> None:
    """It leads to the same path of this site, or to another site."""
    told = {each: chromium.evaluate("each => new URL(each, location).href", each) for each in LINKS}
    home = "http://127.0.0.1:1"
    here = {each: url for each, url in told.items() if url.startswith(f"{home}/")}

    targets = {each: url.removeprefix(home).partition("#")[0] for each, url in here.items()}
    assert {each: visitor.resolve(each) for each in here} == targets
    for each in {*LINKS} - {*here}:
        with pytest.raises(AssertionError, match="SESSION-7"):
            visitor.resolve(each)


def test_the_text_of_an_element_is_that_of_chromium(chromium: Page, visitor: HttpDriver) -> None:
    """White space between blocks and inline elements is the same."""
    for role in ("heading", "listitem", "status", "alert"):
        texts = [tidy(text) for text in chromium.get_by_role(role).all_inner_texts()]
        assert visitor.texts(role) == texts
