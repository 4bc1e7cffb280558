"""The reports of a run: the same verdicts in the terminal, as JSON, as HTML and in junit.xml."""

import json
import re
from graphlib import TopologicalSorter
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from contract import junit, terminal
from contract.foundations import RESTS_ON
from contract.page import page
from contract.promises import CONTRACT, PROMISES
from contract.results import Case, Results
from contract.selection import at_stake
from contract.violations import Broken, Violation, blamed

URL = "http://127.0.0.1:8001"
EXAMPLE = f"""$ curl -i -X PATCH {URL}/api/v1
HTTP 200

<script>alert("not mine")</script>"""
UNTAGGED = Violation("ETAG-1", "ETag is missing")
SNIFFED = Violation("HTTP-8", "X-Content-Type-Options is missing, not nosniff", EXAMPLE)
PROVEN = {each.id: "passed" for each in PROMISES.values() if each.profile == "core"}


def results(outcomes: dict[str, str], profile: str = "extended") -> Results:
    """Return results in which each promise has one test with that outcome."""
    found = Results(at_stake(profile, ""))
    for promise, outcome in outcomes.items():
        test = found.tests[f"test_{promise}.py::test_it"] = Case([promise], outcome)
        if outcome == "failed":
            test.blamed, test.failure = promise, "What happened"
            found.violations.append(Violation(promise, "status 200, not 405", EXAMPLE))
        elif outcome == "blocked":
            test.blamed = "REGISTER-1"
    return found


def about(profile: str = "extended", **changes: Any) -> dict[str, Any]:
    """Return what a report says of a run as a whole."""
    told = {"contract_url": URL, "profile": profile, "seconds": 1.5, "contract": CONTRACT}
    return told | {"date": "2026-11-22 18:00 UTC", "missing_answers": [], "folder": ""} | changes


def html_of(found: Results, profile: str = "extended", **changes: Any) -> str:
    """Return results as a page."""
    return page(json.loads(json.dumps(about(profile, **changes) | found.as_json())))


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


def test_every_report_has_the_same_verdicts(tmp_path: Path) -> None:
    """A broken promise is failed, one that waits for another is blocked, in all four reports."""
    outcomes = {"HTTP-1": "passed", "HTTP-2": "failed", "TASK-1": "blocked"}
    found = results(outcomes, "core")
    expected = {"HTTP-1": "proven", "HTTP-2": "failed", "TASK-1": "blocked", "TASK-2": "not tried"}
    path = tmp_path / "junit.xml"
    path.write_text('<testsuites><testsuite tests="3" failures="1"/></testsuites>')
    junit.complete(path, found)
    cases = ET.parse(path).getroot().iter("testcase")  # noqa: S314
    messages = {case.get("name"): [child.get("message") for child in case] for case in cases}

    promises = found.as_json()["promises"]
    assert {each: promises[each]["verdict"] for each in expected} == expected
    assert messages["HTTP-1"] == []
    assert messages["HTTP-2"] == ["status 200, not 405"]
    assert messages["TASK-1"] == ["blocked by REGISTER-1"]
    assert '<span class="blocked">blocked by REGISTER-1</span>' in html_of(found, "core")
    assert "failed: HTTP-2" in terminal.summary(about(step=None), found, [])


def test_a_cause_is_shown_with_its_exchange() -> None:
    """The page begins with the broken promise, what was found, and the request as a command."""
    html = html_of(results({"HTTP-1": "passed", "HTTP-2": "failed"}))
    causes = html[html.index("Mend first") : html.index("All promises")]

    assert heading(html) == "Does not keep the contract"
    assert "<b>HTTP-2</b>" in causes
    assert "found: status 200, not 405" in causes
    assert f"$ curl -i -X PATCH {URL}/api/v1\nHTTP 200" in causes


def test_what_stops_most_tests_is_to_be_mended_first() -> None:
    """The causes stand in the order of what they block, and then in that of the contract."""
    found = results({"HTTP-2": "failed", "TASK-1": "blocked", "TASK-2": "blocked"})
    found.violations += [SNIFFED, SNIFFED, Violation("REGISTER-1", "status 500, not 201")]

    assert [*found.broken()] == ["REGISTER-1", "HTTP-2", "HTTP-8"]
    assert found.broken()["HTTP-8"].count == 2


def test_a_promise_that_rests_on_a_broken_one_is_blocked() -> None:
    """Only the foundation is to be mended, and no promise rests on itself."""
    found = results({"HTTP-2": "failed", "OWNER-5": "failed"}, "core")

    assert [*found.broken()] == ["HTTP-2"]
    assert (found.verdict("OWNER-5"), found.blocker("OWNER-5")) == ("blocked", "HTTP-2")
    assert list(TopologicalSorter(RESTS_ON).static_order())
    assert {*RESTS_ON, *chain(*RESTS_ON.values())} <= PROMISES.keys()


def test_a_very_broken_server_fits_two_screens() -> None:
    """Whatever is broken, the terminal shows five causes, and each area in one line."""
    found = results(dict.fromkeys(PROVEN, "failed"), "core")
    said = terminal.summary(about(step=None), found, [])

    assert said.count("\n   $ curl") == 5
    assert len(said.splitlines()) <= 60


@pytest.mark.parametrize(
    ("error", "seen", "verdict"),
    [
        (AssertionError("assert 200 == 201"), [], ("TASK-1", False)),
        (AssertionError("LIST-5: Link returns"), [SNIFFED], ("LIST-5", False)),
        (AssertionError("assert 200 == 201"), [SNIFFED], ("TASK-1", False)),
        (KeyError("ETag"), [SNIFFED, UNTAGGED], ("ETAG-1", True)),
        (KeyError("ETag"), [SNIFFED], ("TASK-1", False)),
        (KeyError("ETag"), [], ("TASK-1", False)),
        (Broken("REGISTER-1", "status 500"), [], ("REGISTER-1", True)),
        (Broken("TASK-1", "status 500"), [], ("TASK-1", False)),
    ],
    ids=str,
)
def test_a_failure_blames_one_promise(
    error: Exception, seen: list[Violation], verdict: tuple[str, bool]
) -> None:
    """An assertion blames its own promise; a symptom blames what an exchange broke before."""
    assert blamed(error, ["TASK-1", "TASK-2"], seen) == verdict


def test_every_promise_has_its_place() -> None:
    """Each promise of the profile appears once, in order, whether it was tried or not."""
    core = [each.id for each in PROMISES.values() if each.profile == "core"]

    assert re.findall(r' id="([^"]+)"', html_of(Results(at_stake("core", "")), "core")) == core


def test_what_a_server_says_is_text() -> None:
    """A script in an answer is shown as text, and the page loads nothing from other hosts."""
    html = html_of(results({"HTTP-2": "failed"}))
    read = Tags(html)

    assert "&lt;script&gt;alert(&#34;not mine&#34;)" in html
    assert not {"script", "link", "img", "iframe"} & {*read.tags}
    assert read.targets == []
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ({}, "Nothing was tried"),
        ({"HTTP-1": "skipped"}, "Nothing was tried"),
        ({"HTTP-1": "passed"}, "Keeps what was tried of the core profile of the contract"),
        (PROVEN, "Keeps the core profile of the contract"),
        (PROVEN | {"HTTP-1": "failed"}, "Does not keep the contract"),
    ],
    ids=["nothing", "skipped", "one", "all", "one failed"],
)
def test_the_verdict_says_no_more_than_was_seen(outcomes: dict[str, str], verdict: str) -> None:
    """The verdict says "keeps the profile" only if all its promises are proven."""
    assert heading(html_of(results(outcomes, "core"), "core")) == verdict


def test_an_answer_that_never_came_is_a_failure() -> None:
    """If no test has seen a documented answer, the page names it, and the verdict is a failure."""
    found = results(PROVEN, "core")
    html = html_of(found, "core", missing_answers=["log_in 429"])

    assert heading(html) == "Does not keep the contract"
    assert "documented answers: log_in 429" in html


def test_a_server_need_not_show_every_answer() -> None:
    """A run need not see 411, 500 and 503, nor 400 for an operation that reads no body."""
    missing = Results(at_stake("core", "")).missing_answers()

    assert {"register 400", "log_out 204", "update_account 429"} <= {*missing}
    assert "log_out 400" not in missing
    assert not [each for each in missing if each.endswith(("411", "500", "503"))]
