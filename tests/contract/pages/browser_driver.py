"""A visitor with a browser, which Playwright drives: Chromium, with JavaScript off unless asked."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Locator, Response

from ..server import Server
from .driver import missing
from .roles import tidy

__tracebackhide__ = True  # failures point to the line of the test

TIMEOUT = 10_000  # milliseconds until a page counts as hanging
NO_BUTTON = "input:not([type=hidden]), select, textarea"


class BrowserDriver:
    """A visitor in a window of their own."""

    def __init__(
        self, server: Server, browser: Browser, cookies: dict[str, str] | None = None, **how: Any
    ) -> None:
        """Open a window with these cookies; what else is told goes to Playwright's new_context."""
        self.server = server
        told: dict[str, Any] = {"java_script_enabled": False, "ignore_https_errors": True} | how
        self.context = browser.new_context(**told)
        for name, value in (cookies or {}).items():
            self.context.add_cookies([{"name": name, "value": value, "url": server.url_of("/")}])
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(TIMEOUT)
        self.answers: list[Response] = []
        self.complaints: list[str] = []  # what the console says, dialogs, requests to other hosts
        self.tab.on("response", self._note)
        self.tab.on("dialog", self._dismiss)
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("console", self._listen)
        self.tab.on("request", self._watch)

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _note(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.answers.append(response)

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _listen(self, message: Any) -> None:
        where = message.location.get("url")
        # Chromium tells of a page that is itself answered 404 or 422.
        expected = message.text.startswith("Failed to load resource") and where == self.tab.url
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.text} ({where})")

    def _watch(self, request: Any) -> None:
        if urlsplit(request.url).netloc != self.server.url.netloc.decode():
            self.complaints.append(f"request to {request.url}")

    def open(self, path: str) -> None:
        """Open a path of the server."""
        self.tab.goto(self.server.url_of(path))

    def one(self, role: Any, name: str) -> Locator:
        """Return the only element with a role and exactly this name."""
        found = self.tab.get_by_role(role, name=name, exact=True)
        return self._only(found, role, name)

    def field(self, label: str) -> Locator:
        """Return the only field with this label."""
        found = self.tab.get_by_label(label, exact=True).and_(self.tab.locator(NO_BUTTON))
        return self._only(found, "field", label)

    def _only(self, found: Locator, role: str, name: str) -> Locator:
        # Pages without a browser tell which promise about names is broken.
        assert (count := found.count()) == 1, missing(role, name, count).message
        return found

    def fill(self, label: str, text: str) -> None:
        """Type a text into the field with this label, instead of what is there."""
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the field with this label."""
        self.field(label).select_option(label=option)

    def check(self, label: str, on: bool = True) -> None:
        """Check a box, or uncheck it."""
        self.field(label).set_checked(on)

    def press(self, button: str) -> None:
        """Press a button, and follow where that leads."""
        pressed = self.one("button", button)
        with self.tab.expect_event("load"):
            pressed.click()

    def follow(self, link: str) -> None:
        """Follow a link."""
        followed = self.one("link", link)
        with self.tab.expect_event("load"):
            followed.click()

    @property
    def status(self) -> int:
        """The status of the page."""
        return self.answers[-1].status

    @property
    def path(self) -> str:
        """The path of the page, without its query."""
        return self.server.local(urlsplit(self.tab.url).path)

    @property
    def query(self) -> str:
        """The query of the page."""
        return urlsplit(self.tab.url).query

    @property
    def title(self) -> str:
        """The title of the page."""
        return self.tab.title()

    @property
    def text(self) -> str:
        """All text of the main part."""
        return " ".join(self.texts("main"))

    @property
    def links(self) -> list[str]:
        """The names of all links."""
        return self.texts("link")

    @property
    def buttons(self) -> list[str]:
        """The names of all buttons."""
        return self.texts("button")

    @property
    def tasks(self) -> list[str]:
        """The names of the links in the list."""
        links = self.tab.get_by_role("listitem").get_by_role("link")
        return [tidy(text) for text in links.all_inner_texts()]

    def texts(self, role: Any) -> list[str]:
        """The text of each element with a role."""
        found = self.tab.get_by_role(role)
        return [tidy(text) for text in found.all_inner_texts()]

    def value(self, label: str) -> str:
        """The value of the field with this label: what is typed, or "on" for a checked box."""
        field = self.field(label)
        if field.get_attribute("type") == "checkbox":
            return "on" if field.is_checked() else ""
        return field.input_value()

    def invalid(self, label: str) -> bool:
        """Whether the field with this label is marked as wrong."""
        return self.field(label).get_attribute("aria-invalid") == "true"

    def description(self, label: str) -> str:
        """The description of the field with this label."""
        ids = (self.field(label).get_attribute("aria-describedby") or "").split()
        return tidy(" ".join(self.tab.locator(f'[id="{each}"]').inner_text() for each in ids))


OpenWindow = Callable[..., BrowserDriver]  # what the fixture `window` is
