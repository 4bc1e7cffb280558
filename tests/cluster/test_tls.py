"""What a server believes of a proxy. suite.py holds the pages to their contract over HTTPS."""

import pytest
from contract.helpers import NEW_PASSWORD
from contract.pages.http_driver import HttpDriver
from contract.pages.registrar import Registrar
from contract.server import Server
from harness import SERVERS
from harness.servers import running

with_pages = pytest.mark.parametrize("name", [n for n in SERVERS if SERVERS[n].get("pages")])
CLAIMS: dict[str, str | None] = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


@with_pages
def test_what_a_client_says_of_a_proxy_is_not_believed(name: str) -> None:
    """Without TRUST_PROXY, a log-in with headers of a proxy is one over HTTP to this host."""
    with running(name) as started:
        server = Server(started.url, "pages")
        Registrar(server)("ann", NEW_PASSWORD)
        page = HttpDriver(server)
        page.open("/login")
        page.fill("Username", "ann")
        page.fill("Password", NEW_PASSWORD)
        page.send(page.submission("Log in"), CLAIMS)
    assert (page.path, page.status) == ("/tasks", 200)
    assert page.answers[0].headers["Location"] == "/tasks"
    assert "secure" not in page.answers[0].headers["Set-Cookie"].lower()
