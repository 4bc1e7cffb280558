"""Error pages, and what is left to the API: it stays JSON whoever asks."""

import pytest

from ..client import ACCOUNTS, LOG_IN
from ..document import path_of
from .driver import heading
from .errors import provoked
from .http_driver import HttpDriver
from .names import ERRORS

NOWHERE = ["/%FF", "/%00", "/tasks/%FF", "/tasks?show=%FF", "/static/x", "/tasks/new/", "/.env"]
OF_THE_API = ["/api", "/api/", "/api/nothing", "/api/v1/nothing", "/healthz/x", "/readyz/x"]
STRANGE = ["//api", "/API", "/Api/v1", "//healthz"]


@pytest.mark.promise("GUARD-7")
def test_errors_are_pages(toured: dict[str, HttpDriver]) -> None:
    """403, 404, 405 and 413 are pages with their h1, one alert, and no traceback."""
    found = {}
    for status, seen in provoked(toured["show_tasks"]).items():
        media_type = seen.answers[-1].headers["Content-Type"].partition(";")[0]
        found[status] = seen.statuses, media_type, heading(seen), len(seen.texts("alert"))
    assert found == {status: ([status], "text/html", ERRORS[status], 1) for status in found}


@pytest.mark.promise("GUARD-7")
def test_what_is_nowhere_is_a_page(reader: HttpDriver, stranger: HttpDriver) -> None:
    """A path that cannot be decoded, or has no reader, is 404 as a page for users and strangers."""
    for path in NOWHERE:
        reader.open(path)
        assert (reader.statuses, heading(reader)) == ([404], ERRORS[404]), path
        stranger.open(path)
        assert stranger.status == 404 or stranger.path == "/login", path


@pytest.mark.promise("GUARD-8")
def test_what_belongs_to_the_api_stays_json(reader: HttpDriver) -> None:
    """Unknown paths of the API and wrong requests are no pages, even for a browser's session."""
    found = {}
    for path in OF_THE_API:
        reader.open(path)
        found[path] = reader.statuses, told(reader)
    assert found == dict.fromkeys(OF_THE_API, ([404], "json"))
    requests = [
        ("GET", path_of("read_account"), 401),
        ("POST", LOG_IN, 415),
        ("PUT", ACCOUNTS, 405),
    ]
    requests += [("GET", "/healthz", 200), ("GET", "/readyz", 200), ("GET", "/api/v1", 200)]
    requests += [("PUT", "/healthz", 405), ("POST", "/readyz", 405)]
    for method, path, status in requests:
        reader.request(method, path, b"a=b" if method == "POST" else b"")
        found[path] = reader.statuses, told(reader)
        assert found[path] == ([status], "json"), f"{method} {path}"


def told(page: HttpDriver) -> str:
    """Return "json" if an answer is JSON and sets no cookie; otherwise what it is."""
    headers = page.answers[-1].headers
    media_type = headers.get("Content-Type", "").partition(";")[0]
    json = media_type in {"application/json", "application/problem+json"}
    return "json" if json and "Set-Cookie" not in headers else f"{media_type}, {[*headers]}"


@pytest.mark.promise("GUARD-8")
def test_what_only_looks_like_the_api_is_not_found(reader: HttpDriver) -> None:
    """Two slashes and capitals lead nowhere."""
    found = {}
    for path in STRANGE:
        reader.request("GET", path)
        found[path] = reader.statuses
    assert found == {path: [404] for path in STRANGE}
