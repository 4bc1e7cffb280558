"""No person can tell the servers apart: the same visit shows the same pages in Chromium."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from difflib import unified_diff
from itertools import product
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from contract.pages.browser_driver import BrowserDriver
from contract.server import Server
from harness import SERVERS
from harness.servers import running
from playwright.sync_api import Browser

from .visit import visit

WITH_PAGES = {name: server["title"] for name, server in SERVERS.items() if server.get("pages")}
# Each library has its own words for errors and help; these texts are the descriptions of fields.
MASK = """() => document.querySelectorAll("[aria-describedby]").forEach(
    field => field.getAttribute("aria-describedby").split(" ").forEach(
        id => { document.getElementById(id).textContent = "in its own words" }))"""
# What styles and keyboards find on an element, and the tree of roles does not tell.
TOLD = ["aria-current", "aria-invalid", "autocapitalize", "autocomplete", "autofocus", "class"]
TOLD += ["cols", "dir", "enctype", "hidden", "inputmode", "lang", "max", "maxlength", "min"]
TOLD += ["novalidate", "pattern", "placeholder", "rel", "required", "role", "rows", "spellcheck"]
TOLD += ["step", "tabindex", "type"]
ELEMENTS = """all => all.map(one => {
    const told = KEPT.filter(name => one.hasAttribute(name));
    let path = one.localName + told.map(name => ` ${name}="${one.getAttribute(name)}"`).join("");
    for (let up = one; up !== document.body; up = up.parentElement) path = `  ${path}`;
    return path;
})""".replace("KEPT", str(TOLD))


@pytest.fixture(scope="module")
def seen(browser: Browser) -> Iterator[dict[str, dict[str, str]]]:
    """What each server shows in each place."""
    with ExitStack() as stack:
        started = [stack.enter_context(running(name)) for name in WITH_PAGES]
        yield {server.name: places(browser, server.name, server.url) for server in started}


def places(browser: Browser, name: str, url: str) -> dict[str, str]:
    """Return what a server shows in each place."""
    page = BrowserDriver(Server(url, "browser"), browser)
    found = {place: describe(page, WITH_PAGES[name]) for place in visit(page)}
    page.close()
    return found


def describe(page: BrowserDriver, title: str) -> str:
    """Return all that a person, or a program for people, finds on a page."""
    page.tab.evaluate(MASK)
    here = page.tab.url
    tree = page.tab.locator("body").aria_snapshot()
    tree = re.sub("/url: (.+)", lambda found: address(found[1], here), tree)
    told = [f"{page.status} {address(here, here)}", page.title, tree]
    told += page.tab.locator("body *:not([type=hidden], option)").evaluate_all(ELEMENTS)
    return re.sub(rf"\b{title}\b", "FRAMEWORK", "\n".join(told))


def address(reference: str, here: str) -> str:
    """Return where a link leads; the order of a query, and its defaults, are each server's own."""
    url = urlsplit(urljoin(here, reference.strip('"')))
    query = {"show": "all", "page": "1"} | dict(parse_qsl(url.query, keep_blank_values=True))
    return f"{url.path} {sorted(query.items())} #{url.fragment}"


def test_no_person_can_tell_the_servers_apart(seen: dict[str, dict[str, str]]) -> None:
    """In every place all show the same roles, names, states, links, messages and styles."""
    first, *others = seen
    surprises: list[str] = []
    for other, place in product(others, seen[first]):
        one, two = (seen[name].get(place, "").splitlines() for name in (first, other))
        surprises += unified_diff(one, two, f"{first}: {place}", other, n=1, lineterm="")
    assert not surprises, "the servers differ:\n" + "\n".join(surprises)
    assert [[*places] for places in seen.values()] == [[*seen[first]]] * len(seen)
