"""A cluster loses no request during a rolling restart, and nginx.toml is correct."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import httpx2 as httpx
import pytest
from harness import TESTS
from harness.cluster import Cluster, clustered

from .suite import ANSWERS, PROXY

ANN = {"username": "ann", "password": "correct horse"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two instances behind nginx."""
    with clustered("flask", 2) as cluster:
        yield cluster


def test_rolling_loses_no_write(cluster: Cluster) -> None:
    """While both instances are replaced, every POST gets 201 and is stored exactly once."""
    rolled = Event()

    def write(client: httpx.Client) -> list[int]:
        created = []
        while not rolled.is_set():
            answer = client.post("/accounts/ann/tasks", json={"name": "Buy milk"})
            created.append(answer.raise_for_status().json()["id"])
        return created

    with session(cluster.url) as client, ThreadPoolExecutor() as pool:
        writers = [pool.submit(write, client) for _ in range(4)]
        try:
            cluster.roll()
        finally:
            rolled.set()
        created = sorted(task for writer in writers for task in writer.result())
        assert tasks(client) == created


@contextmanager
def session(url: str) -> Iterator[httpx.Client]:
    """Yield a client with a new account that opens a connection for each request.

    A reload could close a kept connection just as the next request is on its way.
    """
    with httpx.Client(
        base_url=f"{url}/api/v1",
        headers={"Connection": "close"},
        limits=httpx.Limits(max_keepalive_connections=0),
        timeout=20,
        trust_env=False,
    ) as client:
        client.post("/accounts", json=ANN | {"email": "ann@example.org"}).raise_for_status()
        log_in = client.post("/accounts/login", json=ANN).raise_for_status()
        client.headers["Authorization"] = f"Bearer {log_in.json()['token']}"
        yield client


def tasks(client: httpx.Client) -> list[int]:
    """Return the ids of all tasks, page by page."""
    found: list[int] = []
    page: str | None = "/api/v1/accounts/ann/tasks?limit=100"
    while page:
        answer = client.get(client.base_url.join(page))
        found += [task["id"] for task in answer.json()["tasks"]]
        page = answer.links.get("next", {}).get("url")
    return found


def test_a_body_that_is_refused_fails_no_instance(cluster: Cluster) -> None:
    """A refused body of megabytes gets a normal answer, and nginx keeps using the instance."""
    with httpx.Client(base_url=cluster.url, trust_env=False, timeout=20) as client:
        answers = [client.patch("/api/v1", content=b"x" * 5_000_000) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {405}
    assert "upstream" not in cluster.proxy.log_end()


def test_what_nginx_answers_itself_is_in_the_table(cluster: Cluster) -> None:
    """Each row is answered by nginx; an instance itself would answer differently."""
    for row in ANSWERS:
        by_nginx = httpx.get(cluster.url + row["target"], trust_env=False)
        by_instance = httpx.get(cluster.servers[0].url + row["target"], trust_env=False)
        assert (by_nginx.status_code, by_nginx.json()["detail"]) == (row["status"], PROXY)
        assert by_instance.status_code != row["status"]


def test_nothing_is_left_out_that_could_pass(cluster: Cluster) -> None:
    """Every test in the table exists, and fails through nginx."""
    tests = [test for row in ANSWERS for test in row["tests"]]
    command = [sys.executable, "-m", "pytest", "--contract-url", cluster.url, "-q", *tests]
    done = subprocess.run(command, cwd=TESTS / "contract", capture_output=True, text=True)
    assert f"\n{len(tests)} failed in " in done.stdout
