"""Visitors who see each error that a request can provoke."""

from .http_driver import HttpDriver
from .names import path_of

LARGE = 200 * 1024  # bytes, more than any server takes


def provoked(page: HttpDriver) -> dict[int, HttpDriver]:
    """Return those who see each error that a visitor of the list can provoke, but for 429."""
    found = {}
    for status in (403, 404, 405, 413):
        visitor = page.copy()
        if status == 403:
            visitor.send(page.submission("Log out").visible(), {"Origin": "null"})
        elif status == 404:
            visitor.open("/nothing")
        elif status == 405:
            visitor.open(path_of("log_out"))  # some look at the hidden fields of a PUT first
        else:
            visitor.send(page.submission("Add"), body=b"a=" + b"a" * LARGE)
        found[status] = visitor
    return found
