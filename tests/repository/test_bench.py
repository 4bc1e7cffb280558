"""Every benchmark runs, with counts too small for meaningful times; no time is asserted."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from harness import ROOT, SERVERS

sys.path.insert(0, str(ROOT))  # the folder of the package `bench`

from bench.chores import PLANS
from bench.database import prepared
from bench.drawing import Drawing
from bench.invokers import called, calling
from bench.pages import PAGES
from bench.schedule import simulate
from bench.statements import Counting, seen
from bench.trick_costs import TRICKS
from bench.variants import KINDS, Variant
from bench.workload import workload

# Values that differ between two answers to the same request.
PASSING = re.compile(r'(?<="creation_date":) ?"(?!2026-01-02T03:04)[^"]*"|(?<="token":) ?"[^"]*"')

every_framework = pytest.mark.parametrize("framework", SERVERS)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmarks as make does, with very small counts."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    python = str(ROOT / ".venvs" / "bench" / "bin" / "python")
    command = [python, "-m", "bench", *arguments, "--tiny"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@every_framework
def test_all_variants_answer_alike(framework: str) -> None:
    """Bare, tutorial, app and each trick return the expected status and the same bytes."""
    tricks = [trick for trick in TRICKS if trick.framework == framework]
    with ExitStack() as stack:
        variants = [*(Variant(framework, kind) for kind in KINDS), *tricks]
        callers = [stack.enter_context(called(variant, None)) for variant in variants]
        for name, exchange in workload().items():
            answers = [caller.answer(exchange) for caller in callers]
            assert len({unchanging(one) for one in answers}) == 1, name


def unchanging(answer: dict[str, Any]) -> str:
    """Return the body and the path in Location, without values that are new in each answer."""
    body = answer["body"]
    location = re.sub("^https?://[^/]*", "", answer["headers"].get("location", ""))
    return PASSING.sub("", body) + location


@every_framework
def test_reads_take_two_statements_which_use_an_index(framework: str, tmp_path: Path) -> None:
    """A read and a list run two statements each, and SQLite scans no table for them."""
    variant = Counting(framework, "app", tmp_path / "statements.sql")
    with ExitStack() as stack:
        url = stack.enter_context(prepared(framework))
        caller = stack.enter_context(calling(variant, url))
        for name in ("read_task", "list_tasks"):
            statements = seen(variant.file, caller, workload()[name])
            assert len(statements) == 2, name
            for statement in statements:
                plan = explain(url, statement)
                assert plan, statement
                assert all(step.startswith("SEARCH") for step in plan), (statement, plan)


def explain(url: str, statement: str) -> list[str]:
    """Return the steps of SQLite's plan (https://www.sqlite.org/eqp.html)."""
    text = statement.replace("%s", "?")
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        values = [1] * text.count("?")
        return [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {text}", values)]


@pytest.mark.parametrize("framework", ["flask", "tornado"])  # in process, and over TCP
def test_the_ladder_runs(framework: str, tmp_path: Path) -> None:
    """`make bench` measures a framework, starting with bare Python."""
    done = run("ladder", framework, "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "app / tutorial" in done.stdout
    results = json.loads((tmp_path / "results.json").read_text())
    measured = results["sqlite"]["frameworks"][framework]
    assert set(measured["pages"]) == set(PAGES)
    assert set(measured["service"]["app"]["requests"]) == {*workload(), *PAGES}
    assert (tmp_path / "ladder-sqlite.svg").read_text().startswith("<svg")


def test_the_experiments_run(tmp_path: Path) -> None:
    """`make bench-async` runs all four experiments."""
    done = run("async", "flask", "tornado", "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Tornado, 64 workers" in done.stdout
    results = json.loads((tmp_path / "results.json").read_text())
    assert {"chores", "far", "idle"} <= set(results["async"])
    assert set(results["live"]["push"]) == {"SQLite", "PostgreSQL"}
    assert set(results["live"]["poll"]) == {"Flask"}
    assert results["live"]["streams"]["streams"] == 256


def test_the_chores_take_as_long_as_the_page_says() -> None:
    """280 minutes one after another, 130 interleaved, 135 if machines finish, 165 by the loop."""
    minutes = [max(entry.end for entry in simulate(plan)) for plan in PLANS.values()]
    assert minutes == [280, 130, 135, 165]


def test_nobody_has_four_hands() -> None:
    """In no schedule does the person do two things at once."""
    for name, plan in PLANS.items():
        by_hand = sorted((one.start, one.end) for one in simulate(plan) if one.by_hand)
        for (_, end), (start, _) in pairwise(by_hand):
            assert end <= start, name


def test_an_unknown_framework_is_one_line() -> None:
    """An unknown server name is an error of one line."""
    done = run("ladder", "bottle")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"no server is called 'bottle'; there are: {', '.join(SERVERS)}"
    ]


def test_pictures_quote_what_they_show() -> None:
    """Special characters in a picture's text are escaped."""
    assert "&lt;b&gt; &amp;" in Drawing(10, 10, "<b> &").svg()
