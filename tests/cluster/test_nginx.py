"""nginx.conf in front of instances that fail on every request."""

from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx2 as httpx
import pytest
from harness import nginx
from harness.ports import free_port

from .suite import PROXY


class Breaking(BaseHTTPRequestHandler):
    """An instance that reads the head of a request and then fails."""

    seen: list["Breaking"] = []

    def break_down(self) -> None:
        """Record the request, and close the connection without an answer."""
        self.seen.append(self)
        self.close_connection = True

    do_GET = do_POST = break_down  # noqa: N815

    def log_message(self, *arguments: object) -> None:
        """Print nothing."""


Seen = tuple[str, list[Breaking]]  # the URL of nginx, and the requests that came through


@pytest.fixture
def seen() -> Iterator[Seen]:
    """The URL of nginx in front of two failing instances, and the requests that they received."""
    with ExitStack() as stack:
        instances = [ThreadingHTTPServer(("127.0.0.1", 0), Breaking) for _ in range(2)]
        for instance in map(stack.enter_context, instances):
            Thread(target=instance.serve_forever, args=[0.01]).start()
            stack.callback(instance.shutdown)
        ports = [instance.server_port for instance in instances]
        proxy = stack.enter_context(nginx.proxy(free_port(), ports))
        Breaking.seen.clear()  # drop the requests that checked whether nginx answers
        yield proxy.url, Breaking.seen


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("POST", 1)])
def test_a_post_is_never_sent_twice(seen: Seen, method: str, times: int) -> None:
    """If an instance fails, nginx retries a request on another one only if it is idempotent."""
    url, requests = seen
    answer = httpx.request(method, url, content=b"{}", trust_env=False)
    assert (answer.status_code, answer.json()["detail"]) == (502, PROXY)
    assert [request.command for request in requests] == [method] * times


def test_the_target_is_passed_on_as_it_was_written(seen: Seen) -> None:
    """The proxy merges no slashes, resolves no segments and decodes nothing."""
    url, requests = seen
    target = b"/a//b/./%2E%2e/c%2Fd?x=%FF&&y"
    with httpx.Client(trust_env=False) as client:
        client.get(url, extensions={"target": target})
    assert requests[0].requestline == f"GET {target.decode()} HTTP/1.1"


def test_what_a_client_says_of_itself_is_overwritten(seen: Seen) -> None:
    """X-Forwarded-* contain what nginx saw, and nothing from the client."""
    url, requests = seen
    claims = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "Host": "example.org"}
    httpx.get(url, headers=claims | {"X-Forwarded-Host": "evil.example"}, trust_env=False)
    told = requests[0].headers
    assert told.get_all("X-Forwarded-For") == ["127.0.0.1"]
    assert told.get_all("X-Forwarded-Proto") == ["http"]
    assert told.get_all("X-Forwarded-Host") == told.get_all("Host") == ["example.org"]


@pytest.mark.parametrize(
    ("status", "method", "path", "headers", "size"),
    [
        (400, "GET", "/api/v1/%zz", {}, 0),
        (404, "GET", "/.problem", {}, 0),
        (405, "TRACE", "/api/v1", {}, 0),
        (413, "POST", "/api/v1/accounts", {}, 7_000_000),
        (414, "GET", f"/api/v1/{'x' * 20_000}", {}, 0),
        (431, "GET", "/api/v1", {"X-Long": "x" * 20_000}, 0),
    ],
)
def test_nginx_too_answers_with_problem_details(
    seen: Seen, status: int, method: str, path: str, headers: dict[str, str], size: int
) -> None:
    """Errors from nginx itself have the same format and headers as all others."""
    url, requests = seen
    answer = httpx.request(
        method, url + path, headers=headers, content=b"x" * size, trust_env=False
    )
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["detail"]) == (status, status, PROXY)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Server"] == "nginx"  # without a version
    assert not requests
