"""The reports: one run as one HTML page, and all servers in one matrix."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from contract import results as found
from contract.page import page
from contract.promises import PROMISES
from parity import matrix

ROOT = Path(__file__).parents[2]
FAILURE = """>   assert answer.status_code == 405
E   AssertionError: HTTP-2: status 200, not 405

$ curl -i -X PATCH http://127.0.0.1:8001/api/v1
HTTP 200

<script>alert("not mine")</script>"""
SERVERS = {name: {"title": name.title(), "package": f"{name}_todo"} for name in ("flask", "django")}


def report(outcomes: dict[str, str], profile: str = "extended") -> dict[str, Any]:
    """Return a report.json in which each promise has one test with that outcome."""
    tests = {
        f"test_{promise}.py::test_it": found.Test(
            [promise], outcome, failure=FAILURE if outcome == "failed" else ""
        )
        for promise, outcome in outcomes.items()
    }
    about = {"contract_url": "http://127.0.0.1:8001", "profile": profile, "seconds": 1.5}
    about |= {"date": "2026-11-22 18:00 UTC", "missing_answers": []}
    return json.loads(json.dumps(about | found.Outcomes({profile}, tests).as_json()))


def all_proven(profile: str) -> dict[str, str]:
    """Return outcomes in which every promise of a profile is proven."""
    return {each.id: "passed" for each in PROMISES.values() if each.profile == profile}


def heading(html: str) -> str:
    """Return the verdict of a page."""
    return re.findall("<h1[^>]*>(.*)</h1>", html)[0]


class Tags(HTMLParser):
    """Collects the tags of a page and the targets of its attributes."""

    def __init__(self, html: str) -> None:
        self.tags: list[str] = []
        self.targets: list[str] = []
        super().__init__()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Record one tag."""
        self.tags.append(tag)
        self.targets += [value or "" for name, value in attrs if name in {"href", "src", "action"}]


def test_a_failure_is_shown_with_its_exchange() -> None:
    """The page shows the failed promise, the reason, and the request as a curl command."""
    html = page(report({"HTTP-1": "passed", "HTTP-2": "failed"}))

    assert heading(html) == "Does not keep the contract"
    assert '<a href="#HTTP-2">' in html
    assert "<br>HTTP-2: status 200, not 405" in html
    assert "<b>$ curl -i -X PATCH http://127.0.0.1:8001/api/v1</b>\nHTTP 200" in html


def test_every_promise_has_its_place() -> None:
    """Each promise appears once, in order, whether it was tried or not."""
    assert re.findall(r' id="([^"]+)"', page(report({}))) == [*PROMISES]


def test_what_a_server_says_is_text() -> None:
    """A script in an answer is shown as text, and the page loads nothing from other hosts."""
    html = page(report({"HTTP-2": "failed"}))
    read = Tags(html)

    assert "&lt;script&gt;alert(&quot;not mine&quot;)" in html
    assert not {"script", "link", "img", "iframe"} & {*read.tags}
    assert {target[0] for target in read.targets} == {"#"}
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ({}, "Nothing was tried"),
        ({"HTTP-1": "skipped"}, "Nothing was tried"),
        ({"HTTP-1": "passed"}, "Keeps what was tried of the core profile of the contract"),
        (all_proven("core"), "Keeps the core profile of the contract"),
        (all_proven("core") | {"HTTP-1": "failed"}, "Does not keep the contract"),
    ],
    ids=["nothing", "skipped", "one", "all", "one failed"],
)
def test_the_verdict_says_no_more_than_was_seen(outcomes: dict[str, str], verdict: str) -> None:
    """The verdict says "keeps the profile" only if all its promises are proven."""
    assert heading(page(report(outcomes, "core"))) == verdict


def test_an_answer_that_never_came_is_a_failure() -> None:
    """If no test has seen a documented answer, the page names it, and the verdict is a failure."""
    html = page(report(all_proven("core"), "core") | {"missing_answers": ["log_in 429"]})

    assert heading(html) == "Does not keep the contract"
    assert "No test has seen the answer log_in 429" in html


def test_a_server_need_not_show_every_answer() -> None:
    """A run need not see 411, 500 and 503, nor 400 for an operation that reads no body."""
    missing = found.Outcomes({"core"}).missing_answers()

    assert {"register 400", "log_out 204", "update_account 429"} <= {*missing}
    assert "log_out 400" not in missing
    assert not [each for each in missing if each.endswith(("411", "500", "503"))]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """The error comes before the first test, without a traceback."""
    taken = tmp_path / "taken"
    taken.touch()
    arguments = ["tests/contract", "--collect-only", "--contract-url", "x", "--report", str(taken)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 4
    assert f"no report can be written to {taken}" in run.stderr
    assert "Traceback" not in run.stderr


def test_the_matrix_adds_up_both_runs_of_each_server() -> None:
    """Proven in one run is proven, failed in one is failed; promises inside have a link."""
    reports = {
        "flask": [report({"HTTP-1": "passed"}), report({"TOKEN-8": "passed"}, "timing")],
        "django": [report({"HTTP-1": "failed"}), report({"HTTP-1": "passed"}, "timing")],
    }
    text = matrix.page(SERVERS, reports, {"commit": "0123abc", "date": "2026-11-22"})
    lines = {line.split(" | ")[0].strip("| "): line for line in text.splitlines() if "|" in line}

    assert "Commit 0123abc, 2026-11-22" in text
    assert re.fullmatch(r"\| promise \|  \| Flask \d\S+ \| Django \d\S+ \|", lines["promise"])
    assert lines["HTTP-1"].endswith("| proven | **failed** |")
    assert lines["HTTP-3"].endswith("| **not tried** | **not tried** |")
    inside = next(each.id for each in PROMISES.values() if each.profile == "inside")
    links = "| [inside](../flask_todo) | [inside](../django_todo) |"
    assert lines[inside].endswith(links)
