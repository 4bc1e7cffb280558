"""Helpers for several tests of pages: log-in, filling a form, a tour."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from ..client import User
from ..violations import Broken
from .driver import Driver
from .http_driver import HttpDriver
from .names import FORMS, HEADINGS, STRANGERS, USERS, path_of

Visitor = TypeVar("Visitor", bound=Driver)

CHECKED = ("Done",)  # the fields that are boxes
CHOSEN = ("Time zone",)


def log_in(page: Driver, username: str, password: str) -> None:
    """Fill in the form that is shown, and press the button."""
    fill_in(page, {"Username": username, "Password": password})
    page.press("Log in")


def logged_in(page: Visitor, user: User) -> Visitor:
    """Return a visitor after their log-in; without one nothing can be said of the pages."""
    page.open("/login")
    log_in(page, user.username, user.password)
    if page.path != "/tasks" or page.status != 200:
        told = f"log-in leads to {page.path}, answered {page.status}, not to /tasks"
        raise Broken("PAGE-2", told)
    return page


def fill_in(page: Driver, values: Mapping[str, Any]) -> None:
    """Fill in fields by their labels."""
    for label, value in values.items():
        if label in CHECKED:
            page.check(label, bool(value))
        elif label in CHOSEN:
            page.choose(label, value)
        else:
            page.fill(label, value)


def post(page: Driver, operation: str, values: Mapping[str, Any], id: int | str = 1) -> None:
    """Open the page of an operation, fill in its form, and press its button."""
    page.open(path_of(operation, id))
    fill_in(page, values)
    page.press(FORMS[operation]["button"])


def paths(id: int) -> dict[str, str]:
    """Return the path of each page that a user has, by its operation; the id is of a task."""
    return {operation: path_of(operation, id) for operation in USERS}


def tour(page: HttpDriver, id: int) -> Iterator[tuple[str, HttpDriver]]:
    """Open each page, the strangers' first, and yield its operation and who sees it."""
    for operation in HEADINGS:
        visitor = page.nobody() if operation in STRANGERS else page.copy()
        visitor.open(path_of(operation, id))
        yield operation, visitor
