"""The operations of the pages and the names on them, from shared_spec/pages.toml."""

import re
import tomllib
from typing import Any

from ..specification import specification

NAMES: dict[str, Any] = tomllib.loads(specification("pages.toml").read_text(encoding="utf-8"))
OPERATIONS: dict[str, list[str]] = NAMES["operations"]
HEADINGS: dict[str, str] = NAMES["headings"]
ERRORS: dict[int, str] = {int(status): heading for status, heading in NAMES["errors"].items()}
FORMS: dict[str, dict[str, Any]] = NAMES["forms"]
LINKS: dict[str, list[str]] = NAMES["links"]
BUTTONS: dict[str, str] = NAMES["buttons"]
MESSAGES: dict[str, str] = NAMES["messages"]
CHANGES: dict[str, str] = NAMES["changes"]
STRANGERS = ("register", "log_in")  # the pages for which nobody has to log in
USERS = tuple(each for each in HEADINGS if each not in STRANGERS)


def path_of(operation: str, id: int | str = 1) -> str:
    """Return the path of an operation with its variable filled in."""
    return OPERATIONS[operation][0].partition(" ")[2].replace("{id}", str(id))


def operation_of(method: str, path: str) -> str | None:
    """Return the operation of a request, or None; a fixed segment wins over a variable."""
    wanted = ("GET" if method == "HEAD" else method), path
    for fixed in (True, False):
        for operation, requests in OPERATIONS.items():
            for request in requests:
                method, _, template = request.partition(" ")
                pattern = template if fixed else template.replace("{id}", "[^/]+")
                if wanted[0] == method and re.fullmatch(pattern, wanted[1]):
                    return operation
    return None
