"""The mutation score: which promises the suite calls broken, for each fault of the server.

mutation_score.py [--every N] [--blame] [--write] [FAULT...]: tries all faults of the reference
server, every Nth or only the named ones, with the tests of the fault's promise: it is caught if the
promise is called broken. Then it tries the server without faults. `--blame` also runs the whole
suite on every tenth fault, or on the named ones, and shows what else is called broken. `--write`
does that too, and updates docs/mutation_score.md. The exit status is 1 if a fault survives, or if
the fault-free server fails.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import contract.conftest  # noqa: F401 - loaded once, and not again in each process
import pytest
from contract import cli
from contract.preflight import Unsuitable
from contract.promises import PROMISES

from selftest import score_page
from selftest.reference_server.faults import FAULTS, Fault
from selftest.score_page import Found

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 2
EVERY = 10  # a run of the whole suite takes twenty times as long


@dataclass
class Broken:
    """A pytest plugin that keeps which promises a run calls broken."""

    promises: list[str] = field(default_factory=list)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Read the results of the suite's own plugin."""
        reporting: Any = session.config.pluginmanager.get_plugin("contract-reporting")
        self.promises = [*reporting.results.broken()]


def main() -> int:
    """Try the faults and the fault-free server, print the result, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="the id of a fault")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try every Nth fault")
    parser.add_argument("--blame", action="store_true", help="count the promises that are blamed")
    parser.add_argument("--write", action="store_true", help="write docs/mutation_score.md")
    arguments = parser.parse_args()
    unknown = set(arguments.faults) - FAULTS.keys()
    if unknown:
        sys.exit(f"no such fault: {', '.join(sorted(unknown))}; see reference_server/faults.toml")
    chosen = [FAULTS[each] for each in arguments.faults] or [*FAULTS.values()][:: arguments.every]
    started = time.monotonic()
    sample = chosen if arguments.faults else chosen[::EVERY]
    with reference_server() as url:
        found = try_all(chosen, url, whole=False)
        blamed = try_all(sample if arguments.blame or arguments.write else [], url, whole=True)
        fault_free = is_fault_free(url)
    survivors = [fault for fault in chosen if fault.promise not in found[fault.id]]
    for fault in survivors:
        told = ", ".join(found[fault.id]) or "nothing"
        print(f"survived: {fault.id}: {fault.what}\n    {fault.promise}; blamed: {told}")
    seconds = time.monotonic() - started
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} faults caught in {seconds:.0f} s")
    if blamed:
        print(score_page.precision(blamed))
    print(f"the fault-free server keeps {'every promise' if fault_free else 'NOT every promise'}")
    if arguments.write:
        score_page.write(found, blamed)
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


def try_all(faults: list[Fault], url: str, *, whole: bool) -> Found:
    """Return the promises that are called broken, by fault, and print progress."""
    # One process each: pytest and the suite's modules expect to run once per process.
    context = multiprocessing.get_context("fork")
    jobs = [(fault, url, whole) for fault in faults]
    with context.Pool(PROCESSES, initializer=mute, maxtasksperchild=1) as pool:
        return collect(pool.imap_unordered(try_one, jobs), len(jobs))


def collect(results: Iterable[tuple[Fault, list[str]]], total: int) -> Found:
    """Return the promises that are called broken, by fault, and print each as it comes."""
    found: Found = {}
    for fault, promises in results:
        found[fault.id] = promises
        others = ", ".join(each for each in promises if each != fault.promise)
        state = "caught" if fault.promise in promises else "SURVIVED"
        beside = f"; also blamed: {others}" if others else ""
        print(f"[{len(found):3}/{total}] {fault.id}: {state}{beside}", flush=True)
    return found


def try_one(job: tuple[Fault, str, bool]) -> tuple[Fault, list[str]]:
    """Run the suite, or the tests of the fault's promise; return the broken promises."""
    fault, url, whole = job
    timing = PROMISES[fault.promise].profile == "timing"
    world = f"{url}/{fault.id}{'~short' if timing else ''}"
    told = [world, "--profile", "timing" if timing else "extended"]
    told += [] if whole else ["--only", fault.promise]
    plugin = Broken()
    try:
        cli.run(cli.parser().parse_args(told), ["-n", "0", "--randomly-dont-reorganize"], [plugin])
    except (Unsuitable, ValueError):
        return fault, []  # a suite that refuses the server catches no fault
    return fault, plugin.promises


def mute() -> None:
    """Discard pytest's output; the plugin collects the results."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)


def is_fault_free(url: str) -> bool:
    """Run the whole suite on the reference server without faults."""
    print("trying the fault-free reference server", flush=True)
    runs = [(f"{url}/-", "extended"), (f"{url}/-~short", "timing")]
    command = [sys.executable, "-m", "contract"]
    return not any(
        subprocess.run([*command, world, "--profile", profile], cwd=ROOT / "tests").returncode
        for world, profile in runs
    )


if __name__ == "__main__":
    sys.exit(main())
