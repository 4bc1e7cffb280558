"""The mutation score: for each fault of the reference server, a test of its promise must fail.

mutation_score.py [--write] [FAULT...]: tries all faults, or only the named ones, and then the
server without faults. The exit status is 1 if a fault survives, or if a test fails on the
fault-free server. `--write` updates docs/mutation_score.md.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import contract.conftest  # noqa: F401 - loaded once, and not again in each process
import pytest
from selftest import score_page
from contract.promises import PROMISES
from selftest.reference_server.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / "tests" / "contract"
PROCESSES = 2
OPTIONS = ["-q", "-x", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"]


@dataclass
class Collector:
    """A pytest plugin that records which tests prove which promise."""

    tests: dict[str, list[str]]

    @pytest.hookimpl(tryfirst=True)  # before a profile is selected
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Record the files and names of the tests of each promise."""
        for item in items:
            for mark in item.iter_markers("promise"):
                for promise in mark.args:
                    name = f"{item.path}::{item.nodeid.partition('::')[2]}"
                    self.tests[promise].append(name)


@dataclass
class Failures:
    """A pytest plugin that records failed tests, in any phase."""

    names: list[str]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a failure."""
        if report.failed:
            self.names.append(report.nodeid.rpartition("/")[2])


def main() -> int:
    """Try the faults and the fault-free server, print the result, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="the id of a fault")
    parser.add_argument("--write", action="store_true", help="renew docs/mutation_score.md")
    arguments = parser.parse_args()
    unknown = set(arguments.faults) - FAULTS.keys()
    if unknown:
        sys.exit(
            f"no such fault: {', '.join(sorted(unknown))}; see tests/selftest/reference_server/faults.toml"
        )
    chosen = [FAULTS[each] for each in arguments.faults] or [*FAULTS.values()]
    started = time.monotonic()
    with reference_server() as url:
        caught = try_all(chosen, tests_by_promise(), url)
        fault_free = is_fault_free(url)
    survivors = [fault for fault in chosen if not caught[fault.id]]
    for fault in survivors:
        promise = PROMISES[fault.promise]
        print(f"survived: {fault.id}: {fault.what}\n    {promise.id}: {promise.sentence}")
    seconds = time.monotonic() - started
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} faults caught in {seconds:.0f} s")
    print(f"the fault-free server keeps {'every promise' if fault_free else 'NOT every promise'}")
    if arguments.write:
        score_page.write(len(chosen), survivors)
    return int(bool(survivors) or not fault_free)


@contextmanager
def reference_server() -> Iterator[str]:
    """Serve the reference server on a free port and yield its URL."""
    command = [sys.executable, "-m", "selftest.reference_server", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT / "tests", stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().partition("/-/")[0]
        finally:
            process.terminate()


def tests_by_promise() -> dict[str, list[str]]:
    """Collect the suite once and return the names of the tests of each promise."""
    with multiprocessing.get_context("fork").Pool(1, initializer=mute) as pool:
        return pool.apply(collect)


def collect() -> dict[str, list[str]]:
    """Return the names of the tests of each promise."""
    tests: dict[str, list[str]] = defaultdict(list)
    pytest.main([*OPTIONS, str(SUITE), "--collect-only"], plugins=[Collector(tests)])
    return dict(tests)


def try_all(faults: list[Fault], tests: dict[str, list[str]], url: str) -> dict[str, list[str]]:
    """Return, for each fault, the failed tests of its promise, and print progress."""
    caught: dict[str, list[str]] = {}
    jobs = [(fault, tests.get(fault.promise, []), url) for fault in faults]
    # One process each: pytest and the suite's modules expect to run once per process.
    context = multiprocessing.get_context("fork")
    with context.Pool(PROCESSES, initializer=mute, maxtasksperchild=1) as pool:
        for fault_id, failures in pool.imap_unordered(try_one, jobs):
            caught[fault_id] = failures
            state = f"caught by {failures[0]}" if failures else "SURVIVED"
            print(f"[{len(caught):3}/{len(faults)}] {fault_id}: {state}", flush=True)
    return caught


def try_one(job: tuple[Fault, list[str], str]) -> tuple[str, list[str]]:
    """Run the tests of a fault's promise until one fails; return that one."""
    fault, tests, url = job
    timing = PROMISES[fault.promise].profile == "timing"
    world = f"{url}/{fault.id}{'~short' if timing else ''}"
    target = ["--contract-url", world, "--profile", "timing" if timing else "extended"]
    failures = Failures([])
    with suppress(Exception):  # a suite that crashes catches no fault
        pytest.main([*OPTIONS, *target, *tests], plugins=[failures])
    return fault.id, failures.names


def mute() -> None:
    """Discard pytest's output; the plugins collect the results."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)


def is_fault_free(url: str) -> bool:
    """Run the whole suite on the reference server without faults."""
    print("trying the fault-free reference server", flush=True)
    runs = [(f"{url}/-", "extended"), (f"{url}/-~short", "timing")]
    command = [sys.executable, "-m", "pytest", str(SUITE), "-q", "-n", str(PROCESSES)]
    return not any(
        subprocess.run([*command, "--contract-url", world, "--profile", profile]).returncode
        for world, profile in runs
    )


if __name__ == "__main__":
    sys.exit(main())
