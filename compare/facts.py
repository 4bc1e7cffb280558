"""Figures, each with the command that measured it, its commit and its date."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import ROOT
from .contract import Framework, frameworks
from .history import commit, date, unchanged_since
from .sources import source
from .topics import table

MATRIX, BENCHMARK = ROOT / "docs" / "matrix.md", ROOT / "bench" / "results.json"
MEASURED = re.compile(r"^Commit (\S+), (\S+), Python", re.MULTILINE)
LEDGER = "## What it does by default that the contract forbids"


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: command, commit, date, and whether it is still valid."""

    command: str
    commit: str
    date: str
    current: bool = True


@dataclass(frozen=True)
class Verdict:
    """The result of the contract suite for one framework: {"proven": 118, …} promises."""

    version: str
    outcomes: dict[str, int]


@dataclass(frozen=True)
class Cost:
    """The cost of one request: CPU in ms, its ratios to tutorial and bare, statements, rate."""

    milliseconds: float
    of_tutorial: float
    of_bare: float
    statements: int
    rate: float


def here(command: str) -> Origin:
    """Return the origin of a figure that is measured while the page is built."""
    return Origin(command, commit(), date())


def verdicts() -> tuple[Origin, dict[str, Verdict]]:
    """Return the results in docs/matrix.md; they are of an earlier commit than the page."""
    text = MATRIX.read_text(encoding="utf-8") if MATRIX.exists() else ""
    measured = MEASURED.search(text)
    if not measured:
        sys.exit("docs/matrix.md has no results of the contract suite: run make matrix")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    head, *counts = [row for row in rows if row][:6]
    columns = {cell.partition(" ")[0]: number for number, cell in enumerate(head)}
    found = {}
    for framework in frameworks():
        column = columns.get(framework.title)
        if column is None:
            sys.exit(f"docs/matrix.md has no results for {framework.title}: run make matrix")
        outcomes = {row[0]: int(row[column]) for row in counts if row[column].isdigit()}
        found[framework.name] = Verdict(head[column].partition(" ")[2], outcomes)
    suite = ("shared_spec", "tests/contract")
    return origin("make matrix", measured[1], measured[2], suite), found


def origin(command: str, measured: str, day: str, instruments: Iterable[str]) -> Origin:
    """Return the origin of a stored figure; it is invalid if the measured files have changed.

    These are the packages, and the files and folders of `instruments`.
    """
    kinds = ("*.py", "*.ini", "requirements.txt")
    paths = [f"{framework.package}/{kind}" for framework in frameworks() for kind in kinds]
    return Origin(command, measured, day, unchanged_since(measured, [*paths, *instruments]))


def lines(framework: Framework) -> dict[str, int]:
    """Return lines of code by role, without blanks, comments, docstrings, migrations, tests."""
    roles = table("roles")["role"]
    counted = {role["title"]: 0 for role in roles}
    folder = ROOT / framework.package
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.ini")]):
        names = path.relative_to(folder).with_suffix("").parts
        if not {"migrations", "tests"} & {*names}:
            counted[role_of(names, roles)] += len(source(path.relative_to(ROOT).as_posix()).code)
    return counted


def role_of(names: tuple[str, ...], roles: list[dict[str, Any]]) -> str:
    """Return the title of a module's role, else that of the innermost folder with a role."""
    inner = names[:-1] if names[-1] == "__init__" and len(names) > 1 else names
    found = (role for name in reversed(inner) for role in roles if name in role["modules"])
    return next(found, roles[-1])["title"]


def ledger(framework: Framework) -> list[list[str]]:
    """Return the rows of the ledger in a package's README: default, contract, line; in Markdown."""
    text = (ROOT / framework.package / "README.md").read_text(encoding="utf-8")
    section = text.partition(LEDGER)[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    for row in rows[2:]:
        if len(row) != 3:
            where = f"{framework.package}/README.md, the ledger: {' | '.join(row)}"
            sys.exit(f"{where} has {len(row)} cells; write three: default, contract, line")
    return rows[2:]


def batteries() -> list[dict[str, Any]]:
    """Return what each framework ships, from compare/batteries.toml."""
    return table("batteries")["battery"]


def costs() -> tuple[Origin, dict[str, dict[str, Cost]]] | None:
    """Return the benchmark's figures by request and framework; None if there are none yet."""
    text = BENCHMARK.read_text(encoding="utf-8") if BENCHMARK.exists() else "{}"
    results = json.loads(text).get("sqlite")
    if results is None:
        return None
    found: dict[str, dict[str, Cost]] = {}
    for name, figures in results["frameworks"].items():
        for request, kinds in figures["cpu"].items():
            found.setdefault(request, {})[name] = cost(figures, request, kinds)
    day = results["date"].partition(" ")[0]
    return origin(results["command"], results["commit"], day, ["bench/*.py"]), found


def cost(figures: dict[str, Any], request: str, kinds: dict[str, dict[str, float]]) -> Cost:
    """Return the cost of one request: the minimum of all rounds, since noise only adds."""
    app, tutorial, bare = (kinds[kind]["minimum"] for kind in ("app", "tutorial", "bare"))
    load = figures["service"]["app"]["requests"][request]
    statements = figures["statements"]["app"][request]
    return Cost(app / 1000, app / tutorial, app / bare, statements, load["rate"])
