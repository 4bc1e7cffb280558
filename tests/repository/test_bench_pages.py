"""The benchmark's two pages do what they do for a person, and older results lack them."""

import json
import re
import sys
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from harness import ROOT, SERVERS

sys.path.insert(0, str(ROOT))  # the folder of the package `bench`

from bench.database import PAGE, prepared
from bench.invokers import calling
from bench.ladder_picture import ladder
from bench.load import own
from bench.pages import FORM, PAGES, page_requests
from bench.report import NONE, NOTE, tables
from bench.results import KEPT
from bench.service import requests, served
from bench.variants import Variant


@pytest.mark.parametrize("framework", SERVERS)
def test_the_pages_show_twenty_tasks_and_add_one(framework: str) -> None:
    """The list has ann's twenty tasks; each time that the form is sent, bob has one more."""
    variant = Variant(framework, "app")
    with prepared(framework) as url, calling(variant, url) as caller:
        sent = page_requests(variant, url, caller)
        assert tuple(sent) == PAGES
        assert len(names(caller.answer(sent["show_tasks"])["body"])) == PAGE
        for number in range(3):
            bobs = replace(sent["show_tasks"], headers=sent["add_task"].headers)
            assert names(caller.answer(bobs)["body"]).count(str(FORM["name"])) == number
            assert caller.answer(sent["add_task"])["headers"]["location"] == "/tasks"


def names(page: str) -> list[str]:
    """Return the names of the tasks, which are the links to /tasks/<id>."""
    return [unescape(name) for name in re.findall(r'<a [^>]*href="/tasks/\d+"[^>]*>([^<]*)<', page)]


def test_the_loader_counts_only_the_expected_status() -> None:
    """A redirect is a success only of a request that expects one."""
    variant = Variant("tornado", "app")
    with served(variant, None) as started:
        add_task = requests(variant, started)["add_task"]
        good = own(started.port, add_task, 0.2, 2)
        bad = own(started.port, replace(add_task, status=200), 0.2, 2)
    assert good["errors"] == 0 < good["count"]
    assert bad["errors"] == bad["count"] > 0


COST = {"minimum": 4567.0, "median": 5678.0}
LOAD = {"rate": 321.0, "p50": 2.0, "p99": 9.0, "count": 99, "errors": 0, "memory": 88.0}


def kept(*, with_pages: bool) -> dict[str, Any]:
    """Return the stored results of SQLite, with figures of pages or without."""
    results = json.loads(KEPT.results.read_text())["sqlite"]
    for one in results["frameworks"].values():
        one.pop("pages", None)
        for page in PAGES:
            one["statements"]["app"].pop(page, None)
            one["service"]["app"]["requests"].pop(page, None)
            if with_pages:
                one.setdefault("pages", {})[page] = COST
                one["statements"]["app"][page] = 3
                one["service"]["app"]["requests"][page] = LOAD
    return results


def cells(text: str, *first: str) -> list[str]:
    """Return the cells of the row that begins with these."""
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    return next(row[len(first) :] for row in rows if row[: len(first)] == [*first])


def test_pages_have_figures_of_the_application_alone() -> None:
    """Tables and chart show the pages; the other variants have a dash, and a note says why."""
    results = kept(with_pages=True)
    text, drawn = tables(results), ladder(results["frameworks"], "sqlite")
    assert NOTE in text
    for page in PAGES:
        row = [NONE, NONE, "4.57 (5.68)", NONE, f"3 / {NONE}"]
        assert cells(text, "flask", page) == row
    assert cells(text, "flask", "app")[-2:] == ["321, 2.0, 9.0, 88"] * 2
    assert cells(text, "flask", "tutorial")[-2:] == [NONE, NONE]
    assert drawn.count(">4.57 ms<") == len(PAGES) * len(SERVERS)


def test_results_without_pages_have_dashes() -> None:
    """Figures that were stored before pages were measured can still be shown."""
    results = kept(with_pages=False)
    text, drawn = tables(results), ladder(results["frameworks"], "sqlite")
    assert cells(text, "flask", "show_tasks") == [*[NONE] * 4, f"{NONE} / {NONE}"]
    assert cells(text, "flask", "app")[-2:] == [NONE, NONE]
    assert "show_tasks" not in drawn
