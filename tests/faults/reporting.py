"""Collect the figures: print a table, and write a JSON file and the page."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from harness import ROOT, SERVERS
from harness.markdown import table
from harness.provenance import provenance

REPORT = ROOT / "reports" / "reliability.json"
PAGE = ROOT / "docs" / "reliability.md"
FAULTS = tomllib.loads((Path(__file__).parent / "faults.toml").read_text())
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NODE = re.compile(r"test_(?P<fault>\d+)_\w+\.py::(?P<test>\w+)\[(?P<name>\w+)-(?P<kind>\w+)\]")
HEAD = """\
# Reliability

<!-- Written by `make reliability` from tests/faults. -->

Commit {commit}, {date}, {machine}; the clients ran on it too. `{command}` repeats it.

[Scripted tests](../tests/faults) cause {count} realistic faults on each server and each database,
with real processes, real signals and real disks. They assert what must hold: a figure next to a
server means that it held. The figures are from one run on one machine.
"""
SECTION = """\
## {number}. {title}

{done}

**Must hold:** {holds}

{figures}

**Relies on:** {rests_on}
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
        scale = self.config.getoption("scale")
        command = "make reliability" if scale == "full" else "make test-faults"
        about = provenance() | {"scale": scale, "command": command}
        REPORT.parent.mkdir(exist_ok=True)
        REPORT.write_text(json.dumps({"about": about, "figures": self.rows}, indent=1))
        terminalreporter.write_line(f"\nwritten: {REPORT.relative_to(ROOT)}")
        if self.config.getoption("write"):
            PAGE.write_text(page(self.rows, about), encoding="utf-8")
            terminalreporter.write_line(f"written: {PAGE.relative_to(ROOT)}")


def page(rows: list[dict[str, Any]], about: dict[str, str]) -> str:
    """Return the page: for each fault the test, the requirement, the figures and the mechanism."""
    parts = [HEAD.format(count=len(FAULTS), **about)]
    for number, fault in FAULTS.items():
        texts = {key: fault[key].strip() for key in ("title", "done", "holds", "rests_on")}
        shown = figures(fault["tests"], [row for row in rows if row["fault"] == number])
        parts.append(SECTION.format(number=number, figures=shown, **texts))
    return "\n".join(parts)


def figures(tests: dict[str, str], rows: list[dict[str, Any]]) -> str:
    """Return the figures of a fault: a row for each server and database, a column for each test."""
    found: dict[tuple[str, str, str], str] = {}
    for row in rows:
        place = (row["name"], row["kind"], tests[row["test"]])
        failed = row["outcome"] != "passed" or found.get(place) == "**failed**"
        found[place] = "**failed**" if failed else row["text"]
    columns = list(dict.fromkeys(tests.values()))
    return table(
        ["", "", *columns],
        [
            [server["title"], title, *(found.get((name, kind, each), "-") for each in columns)]
            for name, server in SERVERS.items()
            for kind, title in KINDS.items()
        ],
    )
