"""What a load balancer asks, beside the API: not an operation, and so held to no document."""

import httpx2 as httpx
import pytest

from .server import Server


def ask(server: Server, path: str) -> httpx.Response:
    """Ask without a token, as a load balancer does."""
    return server.client.get(server.url.copy_with(path=server.prefix + path))


@pytest.mark.promise("HEALTH-1")
def test_a_server_says_that_it_is_alive(server: Server) -> None:
    """The process answers."""
    answer = ask(server, "/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.promise("HEALTH-2")
def test_a_server_says_that_it_is_ready(server: Server) -> None:
    """The database answers too."""
    answer = ask(server, "/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
