"""Run the contract suite behind nginx: cluster.suite NAME... [-- PYTEST-ARGUMENT...].

Two instances share one PostgreSQL database. During the run each instance in turn is drained,
stopped and replaced. The first framework also gets a run without replacements. Tests that nginx
itself answers (nginx.toml) are skipped. The exit status is 1 if any run failed.
"""

import itertools
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from harness import ROOT, nginx, postgres
from harness.cluster import Cluster, clustered

COUNT = 2  # instances: one serves while the other is replaced
SUITE = Path("tests", "contract")
TABLE = Path(__file__).with_name("nginx.toml")
PROXY = "The proxy answered, not the application."  # the detail in every answer from nginx itself


def main(arguments: list[str]) -> int:
    """Test every named server, and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that everything stops too
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    names, options = arguments[:cut], arguments[cut + 1 :]
    with postgres.server() as server_url:
        failed = [name for name in names if not passes(name, name == names[0], server_url, options)]
    for name in failed:
        print(f"FAILED: {name} does not keep the contract behind nginx", file=sys.stderr)
    return int(bool(failed))


def passes(name: str, also_still: bool, server_url: str, options: list[str]) -> bool:
    """Run the suite on a new cluster: first without replacements if asked, then with them."""
    with (
        postgres.new_database(server_url) as url,
        clustered(name, COUNT, environment={"DATABASE_URL": url}) as cluster,
    ):
        still = not also_still or run(cluster, rolling=False, options=options)
        return run(cluster, rolling=True, options=options) and still


def run(cluster: Cluster, *, rolling: bool, options: list[str]) -> bool:
    """Run the suite, while replacing instances in turn if `rolling`; return whether it passed."""
    how = "replaced in turn" if rolling else "not replaced"
    print(f"\n{cluster.name}: {COUNT} instances behind nginx, {how}", flush=True)
    places, replaced, before = itertools.cycle(range(COUNT)), 0, nginx.answered(cluster.proxy)
    with subprocess.Popen(suite_command(cluster.url, options), cwd=ROOT) as suite:
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
        show_logs(cluster)
    return passed and not failed


def suite_command(url: str, options: list[str]) -> list[str]:
    """Return the command that runs the suite without the tests that nginx itself answers."""
    left_out = [f"--deselect={SUITE / test}" for row in table() for test in row["tests"]]
    command = [sys.executable, "-m", "pytest", str(SUITE), "--contract-url", url]
    return [*command, "--profile", "extended", "-n", "2", "--quiet", *left_out, *options]


def table() -> list[dict[str, Any]]:
    """Return nginx's own answers: target, status, reason, and the tests that get them."""
    rows: list[dict[str, Any]] = tomllib.loads(TABLE.read_text())["answer"]
    return rows


def show_logs(cluster: Cluster) -> None:
    """Print the end of the logs of nginx and the instances."""
    for server in (cluster.proxy, *cluster.servers):
        print(f"the end of the log of {server.name}:\n{server.log_end()}", file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except RuntimeError as error:  # its message is enough: missing, not started or not stopped
        sys.exit(str(error))
