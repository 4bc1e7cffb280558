"""A window whose list updates itself: what is on it, what it asks, and what it is told."""

from collections.abc import Callable
from itertools import count
from typing import Any

from playwright.sync_api import APIResponse, Locator, Response, WebSocket, expect

from .browser_driver import BrowserDriver

WITHIN = 3_000  # milliseconds for a change
BACK_WITHIN = 5_000  # milliseconds after an outage
QUIET = 5_000  # milliseconds: twice what a page that asks may wait
FIELDS = "form => [form.action, Object.fromEntries(new FormData(form))]"
NEWS = "[aria-live=polite]"
# A window without a screen is never hidden, so the page is told that it is.
HIDDEN = """
    window.pretendHidden = hidden => {
        const told = {hidden, visibilityState: hidden ? "hidden" : "visible"};
        for (const name in told)
            Object.defineProperty(document, name, {configurable: true, get: () => told[name]});
        document.dispatchEvent(new Event("visibilitychange"));
    };
"""


class LiveWindow(BrowserDriver):
    """A window with JavaScript, whose traffic in the background is recorded."""

    def __init__(self, server: Any, browser: Any, cookies: dict[str, str], **how: Any) -> None:
        """Open a window, logged in by these cookies."""
        super().__init__(server, browser, cookies, **{"java_script_enabled": True} | how)
        self.tab.add_init_script(HIDDEN)
        self.asked: list[str] = []
        self.told: list[str] = []
        self.responses: list[Response] = []
        self.frames = count(1)
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("response", self._hear)
        self.tab.on("websocket", self._follow)

    def _hear(self, response: Response) -> None:
        self.responses.append(response)
        if response.status != 304:
            self.told.append(f"{response.status} {response.url}")

    def _follow(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framesent", lambda frame: self.asked.append(f"{socket.url}: {frame!r}"))
        socket.on("framereceived", lambda frame: self.told.append(f"{next(self.frames)} {frame!r}"))

    def item(self, name: str) -> Locator:
        """Return the link of a task in the list."""
        items = self.tab.get_by_role("listitem")
        return items.get_by_role("link", name=name, exact=True)

    def shows(self, name: str, within: int = WITHIN) -> None:
        """Assert that a task is in the list, or soon will be."""
        expect(self.item(name)).to_be_visible(timeout=within)

    def offers(self, button: str) -> None:
        """Assert that a button is in the list, or soon will be."""
        found = self.tab.get_by_role("button", name=button, exact=True)
        expect(found).to_have_count(1, timeout=WITHIN)

    def lacks(self, name: str) -> None:
        """Assert that no task of this name is in the list, or soon will be."""
        expect(self.item(name)).to_have_count(0, timeout=WITHIN)

    def tells(self, text: str) -> None:
        """Assert that a screen reader is told this, or soon will be."""
        expect(self.tab.locator(NEWS)).to_have_text(text, timeout=WITHIN)

    def leads_to_log_in(self) -> None:
        """Assert that the window is at the log-in, or soon will be."""
        expect(self.tab.get_by_role("heading", level=1)).to_have_text("Log in", timeout=WITHIN)
        assert self.path == "/login"

    def focused(self, what: str) -> Any:
        """Return a property of the element that has the focus."""
        return self.tab.evaluate(f"document.activeElement.{what}")

    def send(self, label: str) -> APIResponse:
        """Send the form with this field as the browser would, without following where it leads."""
        form = self.tab.locator("form").filter(has=self.field(label))
        url, fields = form.evaluate(FIELDS)
        headers = {"Origin": self.tab.evaluate("origin"), "Referer": self.tab.url}
        return self.context.request.post(url, form=fields, headers=headers, max_redirects=0)

    def hide(self, hidden: bool = True) -> None:
        """Put the window into the background, or back."""
        self.tab.evaluate("hidden => window.pretendHidden(hidden)", hidden)

    def idle(self, milliseconds: int = QUIET) -> None:
        """Let the window do what it does while nothing changes."""
        self.tab.wait_for_timeout(milliseconds)

    def news(self) -> set[str]:
        """Return what the window was told since the last call: equal answers once, each frame."""
        told = {*self.told}
        self.told.clear()
        return told


OpenLive = Callable[..., LiveWindow]  # what the fixture `live` is
