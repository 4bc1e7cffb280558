"""What a visitor does on a page and sees of it, whether a program or a browser stands in for them.

Everything is found by its role and its exact accessible name, or by its label.
"""

from typing import Protocol

from ..violations import Broken


class Driver(Protocol):
    """A visitor with cookies of their own, who looks at one page."""

    def open(self, path: str) -> None:
        """Open a path of the server."""

    def fill(self, label: str, text: str) -> None:
        """Type a text into the field with this label, instead of what is there."""

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the field with this label."""

    def check(self, label: str, on: bool = True) -> None:
        """Check a box, or uncheck it."""

    def press(self, button: str) -> None:
        """Press a button, and follow where that leads."""

    def follow(self, link: str) -> None:
        """Follow a link."""

    @property
    def status(self) -> int:
        """The status of the page."""

    @property
    def path(self) -> str:
        """The path of the page, without its query."""

    @property
    def query(self) -> str:
        """The query of the page."""

    @property
    def title(self) -> str:
        """The title of the page."""

    @property
    def text(self) -> str:
        """All text of the main part."""

    @property
    def links(self) -> list[str]:
        """The names of all links."""

    @property
    def buttons(self) -> list[str]:
        """The names of all buttons."""

    @property
    def tasks(self) -> list[str]:
        """The names of the links in the list."""

    def texts(self, role: str) -> list[str]:
        """The text of each element with a role: heading, status, alert, listitem."""

    def value(self, label: str) -> str:
        """The value of the field with this label."""

    def invalid(self, label: str) -> bool:
        """Whether the field with this label is marked as wrong."""

    def description(self, label: str) -> str:
        """The description of the field with this label."""


def heading(page: Driver) -> str:
    """Return the heading of a page."""
    return " | ".join(page.texts("heading"))


def missing(role: str, name: str, count: int = 0) -> Broken:
    """Return what to raise if not exactly one element has this role and this name."""
    promise = "PAGE-5" if role == "link" else "PAGE-3"
    if role == "button" and name.startswith(("Done ", "Reopen ", "Log out")):
        promise = "PAGE-4"
    elif name in {"Next page", "Previous page"}:
        promise = "SHOW-1"
    return Broken(promise, f"there are {count} elements with the role {role} and the name {name!r}")
