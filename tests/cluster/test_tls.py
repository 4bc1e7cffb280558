"""Pages behind a proxy that speaks HTTPS: cookies are Secure, and forms know their own origin."""

import subprocess
import sys
from pathlib import Path

import pytest
from harness import SERVERS, TESTS
from harness.cluster import clustered

WITH_PAGES = [name for name, server in SERVERS.items() if server.get("pages")]


@pytest.mark.parametrize("name", WITH_PAGES)
def test_pages_keep_their_contract_over_https(name: str, tmp_path: Path) -> None:
    """Two instances behind nginx keep every promise of the pages; their cookies are Secure."""
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/todo.db"}
    with clustered(name, 2, environment=database, tls=True) as cluster:
        command = [sys.executable, "-m", "contract", cluster.proxy.url, "--profile", "pages"]
        done = subprocess.run([*command, "--insecure"], cwd=TESTS, capture_output=True, text=True)
        log = "\n".join(server.log_end() for server in (cluster.proxy, *cluster.servers))
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{log}"
