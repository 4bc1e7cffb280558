"""Collect the figures: print a table, and write a JSON file and the page."""

import json
import os
import platform
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from harness import ROOT
from parity.matrix import commit, row

REPORT = ROOT / "reports" / "reliability.json"
PAGE = ROOT / "docs" / "reliability.md"
FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text())
TITLES = {
    name: server["title"]
    for name, server in tomllib.loads((ROOT / "scripts" / "servers.toml").read_text()).items()
}
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NODE = re.compile(r"test_(?P<fault>\d+)_\w+\.py::(?P<test>\w+)\[(?P<name>\w+)-(?P<kind>\w+)\]")
HEAD = """\
# Reliability

<!-- Written by `make reliability` from tests/faults. -->

Commit {commit}, {date}, Python {python}, {cores} cores that also ran the clients.
`{command}` repeats it.

[Scripted tests](../tests/faults) cause {count} realistic faults on each server and each database,
with real processes, real signals and real disks. They assert what must hold: a figure next to a
server means that it held. The figures are from one run on one machine.
"""


class Figures:
    """A pytest plugin that collects the figure of every test."""

    def __init__(self, config: pytest.Config) -> None:
        """Start with nothing."""
        self.config = config
        self.rows: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Store the figure of a test, or the failure of its setup or teardown."""
        place = NODE.search(report.nodeid)
        if place and (report.when == "call" or report.failed):
            seen = dict(report.user_properties if report.passed else [])
            figure: Any = seen.get("figure", {"text": "", "numbers": {}})
            self.rows.append({**place.groupdict(), "outcome": report.outcome, **figure})

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the figures, write the report and, if requested, the page."""
        for number, fault in FAULTS.items():
            rows = [each for each in self.rows if each["fault"] == number]
            if rows:
                terminalreporter.section(f"fault {number}: {fault['title']}")
            for each in rows:
                where = f"{each['name']:8} {each['kind']:10} {fault['tests'][each['test']]:20}"
                terminalreporter.write_line(f"{where} {each['text'] or each['outcome'].upper()}")
        about = describe(self.config.getoption("scale"))
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(json.dumps({"about": about, "figures": self.rows}, indent=1))
        terminalreporter.write_line(f"\nwritten: {REPORT.relative_to(ROOT)}")
        if self.config.getoption("write"):
            PAGE.write_text(page(self.rows, about), encoding="utf-8")
            terminalreporter.write_line(f"written: {PAGE.relative_to(ROOT)}")


def describe(scale: str) -> dict[str, Any]:
    """Return the commit, the date, the environment and the command of the run."""
    command = "make reliability" if scale == "full" else "make test-faults"
    date, python = str(datetime.now(UTC).date()), platform.python_version()
    about: dict[str, Any] = {
        "commit": commit(),
        "date": date,
        "python": python,
        "cores": os.cpu_count(),
    }
    return about | {"scale": scale, "command": command}


def page(rows: list[dict[str, Any]], about: dict[str, Any]) -> str:
    """Return the page, with a section for each fault."""
    sections = [section(number, fault, rows) for number, fault in FAULTS.items()]
    return "\n".join([HEAD.format(count=len(FAULTS), **about), *sections])


def section(number: str, fault: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """Return the section of a fault: the test, the requirement, the figures and the mechanism."""
    columns = list(dict.fromkeys(fault["tests"].values()))
    lines = [f"## {number}. {fault['title']}", "", fault["done"].strip(), ""]
    lines += [f"**Must hold:** {fault['holds'].strip()}", ""]
    lines += [row(["", "", *columns]), "|---" * (len(columns) + 2) + "|"]
    for name, title in TITLES.items():
        for kind, database in KINDS.items():
            cells = [cell(rows, number, name, kind, fault["tests"], each) for each in columns]
            lines.append(row([title, database, *cells]))
    return "\n".join([*lines, "", f"**Relies on:** {fault['rests_on'].strip()}", ""])


def cell(
    rows: list[dict[str, Any]],
    number: str,
    name: str,
    kind: str,
    tests: dict[str, str],
    column: str,
) -> str:
    """Return the figure of the test in a column, or a dash if there is none."""
    place = {"fault": number, "name": name, "kind": kind}
    here = [row for row in rows if place.items() <= row.items() and tests[row["test"]] == column]
    if any(row["outcome"] != "passed" for row in here):
        return "**failed**"
    return here[0]["text"] if here else "-"
