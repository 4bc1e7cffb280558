"""Run the contract suite on every server, and write docs/matrix.md: counts and exceptions."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from contract.promises import PROMISES
from contract.selection import PAGES
from harness import ROOT, SERVERS, commands
from harness.markdown import escape, table
from harness.provenance import provenance
from harness.suite import passes, runs

PAGE = ROOT / "docs" / "matrix.md"
INSIDE = "inside"  # the profile of promises that HTTP does not show
BROWSER = ("browser", "live")  # and of those that only a browser shows
NO_PAGES = "no pages"
VERDICTS = ("failed", "blocked", "proven")  # over several runs, the first one counts
TEXT = """\
# Promise by framework

<!-- Written by `make matrix`. -->

Commit {commit}, {date}, {machine}. `make matrix` repeats it.

Each server ran the [contract](contract.md) suite with default times, with short times for expiry,
and for the health checks, and once more with both times for its pages, if it has any. *Inside*
marks promises that HTTP does not show; `make test` runs their tests, in the folder of each
application. *Browser* and *live* mark those that `make test-browser` tests.

{counts}

{exceptions}
"""
Reports = dict[str, list[dict[str, Any]]]  # of all runs, by server


def main(arguments: list[str]) -> int:
    """Run the suite on every server, write the page, and return the exit status."""
    about = provenance()  # files may change during the runs
    kept = [tried(name, profile) for name in SERVERS for profile in runs(name)]
    files = {name: [file(name, profile) for profile in runs(name)] for name in SERVERS}
    reports = {
        name: [json.loads(each.read_text()) for each in all_] for name, all_ in files.items()
    }
    PAGE.write_text(page(reports, about), encoding="utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}, from the reports in reports/")
    return int(not all(kept))


def tried(name: str, profile: str) -> bool:
    """Run one profile on one server, after deleting the report of an earlier run."""
    file(name, profile).unlink(missing_ok=True)
    return passes(name, profile, options=[], report=str(file(name, profile).parent))


def file(name: str, profile: str) -> Path:
    """Return the file of a report."""
    return ROOT / "reports" / f"{name}-{profile}" / "report.json"


def page(reports: Reports, about: dict[str, str]) -> str:
    """Return the page: a table of counts, and the promises that are not proven on all servers."""
    titles = [f"{SERVERS[name]['title']} {version(name)}" for name in reports]
    found = {one: [verdict(one, *each) for each in reports.items()] for one in PROMISES}
    columns = [Counter(column) for column in zip(*found.values(), strict=True)]
    words = ("proven", *VERDICTS[:2], "not tried", NO_PAGES, *BROWSER, INSIDE)
    counts = table(["", *titles], [[word, *(each[word] for each in columns)] for word in words])
    rows = [
        [one, escape(PROMISES[one].sentence), *verdicts]
        for one, verdicts in found.items()
        if not {"proven", NO_PAGES, *BROWSER, INSIDE} >= {*verdicts}
    ]
    exceptions = table(["not proven on all", "", *titles], rows)
    return TEXT.format(
        **about,
        counts=counts,
        exceptions=exceptions
        if rows
        else "Every promise that HTTP shows is proven on all servers.",
    )


def verdict(promise_id: str, name: str, reports: list[dict[str, Any]]) -> str:
    """Return the verdict on a promise over all runs of a server."""
    profile = PROMISES[promise_id].profile
    if profile in PAGES and not SERVERS[name].get("pages"):
        return NO_PAGES
    if profile in {INSIDE, *BROWSER}:
        return profile
    verdicts = {report["promises"][promise_id]["verdict"] for report in reports}
    return next((each for each in VERDICTS if each in verdicts), "not tried")


def version(name: str) -> str:
    """Return the version of a framework from its lock."""
    lock = (ROOT / SERVERS[name]["package"] / "requirements.txt").read_text()
    found = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
    return found[1] if found else "of unknown version"


if __name__ == "__main__":
    commands.run(main)
