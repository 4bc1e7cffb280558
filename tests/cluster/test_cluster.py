"""A cluster loses no request during a rolling restart, and nginx.toml is correct."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import httpx2 as httpx
import pytest
from faults.client import Client
from faults.workload import new_workload
from harness import TESTS
from harness.cluster import Cluster, clustered

from .suite import ANSWERS, PROXY


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Two instances behind nginx."""
    with clustered("flask", 2) as cluster:
        yield cluster


def test_rolling_loses_no_write(cluster: Cluster) -> None:
    """While both instances are replaced, every POST gets 201 and is stored exactly once."""

    async def roll() -> None:
        workload = await new_workload(cluster.proxy.port)

        async def step(client: Client) -> None:
            await workload.create(client)
            client.close()  # a reload could close it just as the next request is on its way

        rolling = asyncio.create_task(asyncio.to_thread(cluster.roll))
        await workload.work(4, step, lambda: not rolling.done())
        await rolling
        assert workload.statuses.keys() == {201}
        assert await workload.differences() == []

    asyncio.run(roll())


def test_a_body_that_is_refused_fails_no_instance(cluster: Cluster) -> None:
    """A refused body of megabytes gets a normal answer, and nginx keeps using the instance."""
    with httpx.Client(base_url=cluster.proxy.url, trust_env=False, timeout=20) as client:
        answers = [client.patch("/api/v1", content=b"x" * 5_000_000) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {405}
    assert "upstream" not in cluster.proxy.log_end()


def test_what_nginx_answers_itself_is_in_the_table(cluster: Cluster) -> None:
    """Each row is answered by nginx; an instance itself would answer differently."""
    for row in ANSWERS:
        method, target = row["method"], row["target"]
        by_nginx = httpx.request(method, cluster.proxy.url + target, trust_env=False)
        by_instance = httpx.request(method, cluster.servers[0].url + target, trust_env=False)
        assert (by_nginx.status_code, by_nginx.json()["detail"]) == (row["status"], PROXY)
        assert by_instance.status_code != row["status"]


@pytest.mark.parametrize("test", [test for row in ANSWERS for test in row["tests"]])
def test_nothing_is_left_out_that_could_pass(cluster: Cluster, test: str) -> None:
    """Every test in the table exists, and fails through nginx."""
    profile = "pages" if test.startswith("pages/") else "extended"
    command = [sys.executable, "-m", "pytest", "-q", "--contract-url", cluster.proxy.url]
    command += ["--profile", profile, test]
    done = subprocess.run(command, cwd=TESTS / "contract", capture_output=True)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
