"""The mutation score of pages: which promises the suite calls broken, for each fault of Flask's.

page_score.py [--blame | --blame-all] [--write] [FAULT...]: tries all faults of page_faults.toml, or
only the named ones, each in a copy of the server, with the tests of the fault's promise: it is
caught if the promise is called broken. `--blame` also runs the whole profile on every fourth fault,
or on the named ones, and shows what else is called broken; `--blame-all` on each. `--write` does
that too, and updates docs/mutation_score.md. The exit status is 1 if a fault survives.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from contract.promises import PROMISES
from harness import TESTS, suite
from harness.servers import running

from selftest import score_page
from selftest.mutation_score import PROCESSES, collect
from selftest.page_faults import FAULTS, PageFault
from selftest.score_page import Found

EVERY = 4  # a run of a whole profile takes five times as long


def main() -> int:
    """Try the faults, print the result, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("faults", nargs="*", metavar="FAULT", help="the id of a fault")
    parser.add_argument("--blame", action="store_true", help="count the promises that are blamed")
    parser.add_argument("--blame-all", action="store_true", help="count them for each fault")
    parser.add_argument("--write", action="store_true", help="write docs/mutation_score.md")
    arguments = parser.parse_args()
    unknown = set(arguments.faults) - FAULTS.keys()
    if unknown:
        sys.exit(f"no such fault: {', '.join(sorted(unknown))}; see page_faults.toml")
    chosen = [FAULTS[each] for each in arguments.faults] or [*FAULTS.values()]
    sample = chosen if arguments.faults or arguments.blame_all else chosen[::EVERY]
    blames = arguments.blame or arguments.blame_all or arguments.write
    started = time.monotonic()
    found = try_all(chosen, whole=False)
    blamed = try_all(sample if blames else [], whole=True)
    survivors = [each for each in chosen if each.promise not in found[each.id]]
    for fault in survivors:
        told = ", ".join(found[fault.id]) or "nothing"
        print(f"survived: {fault.id}: {fault.what}\n    {fault.promise}; blamed: {told}")
    seconds = time.monotonic() - started
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} faults caught in {seconds:.0f} s")
    if blamed:
        print(score_page.precision(blamed))
    if arguments.write:
        score_page.write_pages(found, blamed)
    return int(bool(survivors))


def try_all(faults: Iterable[PageFault], *, whole: bool) -> Found:
    """Return the promises that are called broken, by fault, and print progress."""
    jobs = [(fault, whole) for fault in faults]
    with ThreadPoolExecutor(PROCESSES) as pool:
        return collect(pool.map(try_one, jobs), len(jobs))


def try_one(job: tuple[PageFault, bool]) -> tuple[PageFault, list[str]]:
    """Run the suite, or the tests of the fault's promise; return the broken promises."""
    fault, whole = job
    profile = PROMISES[fault.promise].profile
    settings = (suite.PAGES | suite.BROWSER)[profile]
    with TemporaryDirectory() as folder:
        fault.build(Path(folder))
        with running("flask", environment=settings, root=Path(folder)) as server:
            only = "" if whole else fault.promise
            options = ["-n", "0"]
            command = suite.command(server.url, profile, *options, report=folder, only=only)
            subprocess.run(command, cwd=TESTS, stdout=subprocess.DEVNULL)
        report = Path(folder, "report.json")
        if not report.exists():
            return fault, []  # a suite that refuses the server catches no fault
        return fault, [each["promise"] for each in json.loads(report.read_text())["mend_first"]]


if __name__ == "__main__":
    sys.exit(main())
