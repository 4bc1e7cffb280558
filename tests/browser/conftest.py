"""A browser page without network access, and a list of everything that goes wrong on it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from contract.pages import chromium
from harness import MODULES, ROOT
from playwright.sync_api import BrowserContext, Page

Open = Callable[..., Page]


def pytest_configure(config: pytest.Config) -> None:
    """Allow what pytest-playwright 0.10 does and pytest 10 will not support."""
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright starts $BROWSER or this machine's Chromium; CI must have one."""
    program = chromium.program()
    if not program:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(chromium.MISSING)
    return {"executable_path": program, "args": chromium.FLAGS}


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the newly built page."""
    path = tmp_path_factory.mktemp("reports") / "compare.html"
    python = str(ROOT / ".venvs" / "compare" / "bin" / "python")
    command = [python, "-m", "compare", "--output", str(path)]
    subprocess.run(command, cwd=ROOT, env=os.environ | MODULES, check=True)
    return path.as_uri()


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], address: str) -> Iterator[Open]:
    """A function that opens the page: `open_page(390, "#create_task", color_scheme="dark")`."""
    complaints: list[str] = []  # console messages, and exceptions in scripts
    requests: list[str] = []

    def open_page(width: int = 1280, fragment: str = "", height: int = 900, **options: Any) -> Page:
        page = new_context(viewport={"width": width, "height": height}, **options).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + fragment)
        return page

    yield open_page
    assert complaints == []
    assert all(url.startswith(("file:", "data:")) for url in requests), requests
