"""What is counted or proven, each with the command that shows it, its commit and its date."""

import re
import sys
from collections.abc import Iterable
from typing import Any

from . import ROOT
from .contract import Framework, frameworks
from .history import commit, date, unchanged_since
from .sources import source
from .topics import table

MATRIX = ROOT / "docs" / "matrix.md"
MEASURED = re.compile(r"^Commit (\S+), ([\d-]+)", re.MULTILINE)
LEDGER = "## What it does by default that the contract forbids"
Facts = dict[str, Any]


def here(command: str) -> Facts:
    """Return the origin of a figure that is measured while the page is built."""
    return {"command": command, "commit": commit(), "date": date(), "current": True}


def origin(command: str, measured: str, day: str, instruments: Iterable[str]) -> Facts:
    """Return the origin of a stored figure; it is invalid if the measured files have changed.

    These are the packages, and the files and folders of `instruments`.
    """
    kinds = ("*.py", "*.ini", "requirements.txt")
    paths = [f"{framework.package}/{kind}" for framework in frameworks() for kind in kinds]
    current = unchanged_since(measured, [*paths, *instruments])
    return {"command": command, "commit": measured, "date": day, "current": current}


def verdicts() -> tuple[Facts, dict[str, Facts]]:
    """Return the results in docs/matrix.md by framework: version, and the counts of promises."""
    text = MATRIX.read_text(encoding="utf-8") if MATRIX.exists() else ""
    measured = MEASURED.search(text)
    rows = [cells(line) for line in text.splitlines() if line.startswith("|")]
    if not measured or not rows:
        sys.exit("docs/matrix.md has no results of the contract suite: run make matrix")
    found = {}
    for framework in frameworks():
        titles = [cell.partition(" ")[0] for cell in rows[0]]
        if framework.title not in titles:
            sys.exit(f"docs/matrix.md has no results for {framework.title}: run make matrix")
        column = titles.index(framework.title)
        counted = (row for row in rows if len(row) > column and row[column].isdigit())
        outcomes = {row[0]: int(row[column]) for row in counted}
        found[framework.name] = {"version": rows[0][column].split()[1], "outcomes": outcomes}
    return origin("make matrix", measured[1], measured[2], ("shared_spec", "tests/contract")), found


def cells(line: str) -> list[str]:
    """Return the cells of a row of a Markdown table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


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
    whole = next((role["title"] for role in roles if role.get("folder") in names), None)
    if whole:
        return whole
    inner = names[:-1] if names[-1] == "__init__" and len(names) > 1 else names
    found = (role for name in reversed(inner) for role in roles if name in role["modules"])
    return next(found, roles[-1])["title"]


def ledger(framework: Framework) -> list[list[str]]:
    """Return the rows of the ledger in a package's README: default, contract, line; in Markdown."""
    text = (ROOT / framework.package / "README.md").read_text(encoding="utf-8")
    section = text.partition(LEDGER)[2].partition("\n## ")[0]
    rows = [cells(line) for line in section.splitlines() if line.startswith("|")][2:]
    for row in rows:
        if len(row) != 3:
            where = f"{framework.package}/README.md, the ledger: {' | '.join(row)}"
            sys.exit(f"{where} has {len(row)} cells; write three: default, contract, line")
    return rows
