"""Run the contract suite on every server, and write docs/matrix.md: one column per server."""

import json
import re
import signal
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract.promises import PROMISES, Promise
from harness import ROOT
from harness.suite import RUNS, passes

PAGE = ROOT / "docs" / "matrix.md"
INSIDE = "inside"  # the profile of promises that HTTP does not show
WORDS = ("proven", "failed", "not tried", INSIDE)
HEAD = """\
# Promise by framework

<!-- Written by tests/parity/matrix.py. -->

Commit {commit}, {date}, Python {python}. `make matrix` repeats it.

Each server ran the [contract](contract.md) suite three times: with default times, with short times
for expiry, and for the health checks. *Inside* marks promises that HTTP does not show. They were
not tried for this page; the link leads to their tests, which `make test` runs.

"""


def main() -> int:
    """Run the suite on every server, write the page, and return 1 if any run failed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers stop too
    servers = tomllib.loads((ROOT / "scripts" / "servers.toml").read_text())
    about = {"commit": commit(), "date": str(datetime.now(UTC).date())}
    kept = [tried(name, profile) for name in servers for profile in RUNS]
    reports = {name: [read(name, profile) for profile in RUNS] for name in servers}
    PAGE.write_text(page(servers, reports, about), encoding="utf-8")
    print(f"\nwritten: {PAGE.relative_to(ROOT)}, from the reports in reports/")
    return int(not all(kept))


def commit() -> str:
    """Return the tested commit, with "-dirty" if files were changed since."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    try:
        return subprocess.check_output(
            command, cwd=ROOT, text=True, stderr=subprocess.DEVNULL
        ).strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"  # an unpacked archive, or git is missing


def folder(name: str, profile: str) -> Path:
    """Return the report folder of a run: reports/flask, reports/flask-timing."""
    return ROOT / "reports" / (name if profile == "extended" else f"{name}-{profile}")


def tried(name: str, profile: str) -> bool:
    """Run one profile on one server, after deleting the report of an earlier run."""
    report = folder(name, profile) / "report.json"
    report.unlink(missing_ok=True)
    return passes(name, profile, [], ["--report", str(report.parent.relative_to(ROOT))])


def read(name: str, profile: str) -> dict[str, Any]:
    """Return the report of a run."""
    report: dict[str, Any] = json.loads((folder(name, profile) / "report.json").read_text())
    return report


def page(
    servers: dict[str, Any], reports: dict[str, list[dict[str, Any]]], about: dict[str, str]
) -> str:
    """Return the matrix as Markdown, from the server list and the reports of each server."""
    titles = [f"{each['title']} {version(name, each)}" for name, each in servers.items()]
    found = {
        promise: [outcome_of(promise, reports[name]) for name in servers]
        for promise in PROMISES.values()
    }
    columns = [*zip(*found.values(), strict=True)]
    lines = [row(["", *titles]), "|---" * (len(titles) + 1) + "|"]
    lines += [row([word, *(str(column.count(word)) for column in columns)]) for word in WORDS]
    lines += ["", row(["promise", "", *titles]), "|---" * (len(titles) + 2) + "|"]
    for promise, outcomes in found.items():
        tests = [f"../{each['package']}" for each in servers.values()]
        cells = [shown(outcome, test) for outcome, test in zip(outcomes, tests, strict=True)]
        sentence = re.sub(r"([|<*_])", r"\\\1", promise.sentence)
        lines.append(row([promise.id, sentence, *cells]))
    return HEAD.format(**about, python=sys.version.split()[0]) + "\n".join(lines) + "\n"


def version(name: str, server: dict[str, Any]) -> str:
    """Return the version of a framework from its lock file."""
    lock = (ROOT / server["package"] / "requirements.txt").read_text()
    found = re.search(rf"^{name}==(\S+)", lock, re.MULTILINE)
    return found[1] if found else "of unknown version"


def outcome_of(promise: Promise, reports: list[dict[str, Any]]) -> str:
    """Return proven, failed or not tried over all reports of a server, or inside."""
    if promise.profile == INSIDE:
        return INSIDE
    outcomes = {report["promises"][promise.id]["outcome"] for report in reports}
    return next((word for word in ("failed", "proven") if word in outcomes), "not tried")


def shown(outcome: str, test: str) -> str:
    """Show an outcome, in bold if it is not a good one."""
    return {"proven": "proven", INSIDE: f"[inside]({test})"}.get(outcome, f"**{outcome}**")


def row(cells: list[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"no matrix: {error}")
