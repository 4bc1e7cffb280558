"""Health checks for a load balancer; they are not operations of the OpenAPI document."""

import httpx2 as httpx
import pytest

from .server import Server


def ask(server: Server, path: str) -> httpx.Response:
    """Send a request without a token, as a load balancer does."""
    return server.client.get(server.url.copy_with(path=server.prefix + path))


@pytest.mark.promise("HEALTH-1")
def test_a_server_says_that_it_is_alive(server: Server) -> None:
    """/healthz answers that the process is alive."""
    answer = ask(server, "/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.promise("HEALTH-2")
def test_a_server_says_that_it_is_ready(server: Server) -> None:
    """/readyz answers that the database works."""
    answer = ask(server, "/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
