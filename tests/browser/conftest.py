"""A browser page without network access, and a list of everything that goes wrong on it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = {"PYTHONPATH": str(ROOT / "tests")}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-background-networking",  # otherwise it contacts hosts of its own at every start
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # Chromium has no sandbox for root
]
Open = Callable[..., Page]


def find_browser() -> str | None:
    """Return the path of Chromium: $BROWSER, or an installed one, or None."""
    return os.environ.get("BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the newly built page."""
    path = tmp_path_factory.mktemp("reports") / "compare.html"
    python = ROOT / ".venvs" / "compare" / "bin" / "python"
    command = [python, "-m", "compare", "--output", path]
    subprocess.run(command, cwd=ROOT, env=os.environ | MODULES, check=True)
    return path.as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium on this machine; without it these tests are skipped, except in CI."""
    program = find_browser()
    if not program:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("Chromium is missing: install the package chromium, or set BROWSER=/path/to/it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """Console messages, exceptions in scripts, and network requests."""
    return []


@pytest.fixture
def open_page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Open]:
    """A function that opens the page: `open_page(390, "#create_task", color_scheme="dark")`."""
    with ExitStack() as stack:

        def open_page(width: int = 1280, fragment: str = "", **options: Any) -> Page:
            size = ViewportSize(width=width, height=900)
            context = stack.enter_context(browser.new_context(viewport=size, **options))
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("request", lambda request: note(request.url, complaints))
            page.goto(address + fragment)
            return page

        yield open_page
    assert complaints == []


def note(url: str, complaints: list[str]) -> None:
    """Record every request, except those for the page itself and for embedded data."""
    if not url.startswith(("file:", "data:")):
        complaints.append(url)
