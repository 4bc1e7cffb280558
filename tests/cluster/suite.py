"""Run the contract suite behind nginx: cluster.suite NAME... [-- PYTEST-ARGUMENT...].

Two instances share one PostgreSQL database. During the run each instance in turn is drained,
stopped and replaced. The first framework also gets a run without replacements. Tests that nginx
itself answers (nginx.toml) are skipped. The exit status is 1 if any run failed.
"""

import itertools
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from contract.selection import PAGES
from harness import SERVERS, TESTS, commands, nginx, postgres
from harness.cluster import Cluster, clustered
from harness.suite import command

COUNT = 2  # instances: one serves while the other is replaced
PROXY = "The proxy answered, not the application."  # the detail in every answer from nginx itself
# nginx's own answers: target, status, reason, and the tests that get them.
ANSWERS: list[dict[str, Any]]
ANSWERS = tomllib.loads(Path(__file__).with_name("nginx.toml").read_text())["answer"]
LEFT_OUT = [f"--deselect={test}" for answer in ANSWERS for test in answer["tests"]]


def main(arguments: list[str]) -> int:
    """Test every named server, and return the exit status."""
    names, options = commands.split(arguments)
    with postgres.server() as server_url:
        return commands.status(
            f"{name} does not keep the contract behind nginx"
            for name in names
            if not passes(name, server_url, options, twice=name == names[0])
        )


def passes(name: str, server_url: str, options: list[str], *, twice: bool) -> bool:
    """Run each profile on a new cluster with replacements; if `twice`, the API first without.

    A server with WebSockets also runs the profile live: nginx must pass the upgrade on.
    """
    profiles = {"extended": [False, True] if twice else [True]}
    profiles |= {"pages": [True]} if SERVERS[name].get("pages") else {}
    # Lists that update themselves come back after a replacement, but not within their usual time.
    profiles |= {"live": [False]} if SERVERS[name].get("websockets") else {}
    return all(keeps(name, *each, server_url, options) for each in profiles.items())


def keeps(name: str, profile: str, ways: list[bool], server_url: str, options: list[str]) -> bool:
    """Run a profile on a new cluster; pages get HTTPS, without which their cookies are not kept."""
    with (
        postgres.new_database(server_url) as url,
        clustered(name, COUNT, environment={"DATABASE_URL": url}, tls=profile in PAGES) as cluster,
    ):
        return all(run(cluster, profile, rolling=each, options=options) for each in ways)


def run(cluster: Cluster, profile: str, *, rolling: bool, options: list[str]) -> bool:
    """Run a profile, while replacing instances in turn if `rolling`; return whether it passed."""
    how = "replaced in turn" if rolling else "not replaced"
    print(f"\n{cluster.name}, {profile}: {COUNT} instances behind nginx, {how}", flush=True)
    places, replaced, before = itertools.cycle(range(COUNT)), 0, nginx.answered(cluster.proxy)
    suite_command = command(cluster.proxy.url, profile, *LEFT_OUT, *options)
    with subprocess.Popen(suite_command, cwd=TESTS) as suite:
        try:
            while rolling and suite.poll() is None:
                cluster.replace(next(places))
                replaced += 1
            passed = suite.wait() == 0
        except BaseException:
            suite.terminate()
            raise
    answers = nginx.answered(cluster.proxy) - before
    failed = sum(count for status, count in answers.items() if status >= "500")
    print(f"{cluster.name}: {replaced} replaced, {failed} of {answers.total()} answers were 5xx")
    if not passed or failed:
        for server in (cluster.proxy, *cluster.servers):
            print(f"the end of the log of {server.name}:\n{server.log_end()}", file=sys.stderr)
    return passed and not failed


if __name__ == "__main__":
    commands.run(main)
