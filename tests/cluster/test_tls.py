"""Pages behind a proxy that speaks HTTPS: cookies are Secure, and forms know their own origin."""

import subprocess
from pathlib import Path

import pytest
from contract.helpers import NEW_PASSWORD
from contract.pages.http_driver import HttpDriver
from contract.pages.registrar import Registrar
from contract.server import Server
from harness import SERVERS, TESTS
from harness.cluster import clustered
from harness.servers import running
from harness.suite import command

from .suite import LEFT_OUT

with_pages = pytest.mark.parametrize("name", [n for n in SERVERS if SERVERS[n].get("pages")])
CLAIMS: dict[str, str | None] = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


@with_pages
def test_pages_keep_their_contract_over_https(name: str, tmp_path: Path) -> None:
    """Two instances behind nginx keep every promise of the pages; their cookies are Secure."""
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/todo.db"}
    with clustered(name, 2, environment=database, tls=True) as cluster:
        suite = command(cluster.proxy.url, "pages", *LEFT_OUT)
        done = subprocess.run(suite, cwd=TESTS, capture_output=True, text=True)
        log = "\n".join(server.log_end() for server in (cluster.proxy, *cluster.servers))
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{log}"


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
