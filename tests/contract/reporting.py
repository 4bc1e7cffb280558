"""What pytest tells about a run: who is to blame, the exit status, and the reports."""

import json
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from . import junit, server, terminal
from .exchange import redact
from .page import page
from .preflight import Preflight
from .promises import CONTRACT
from .results import Case, Results
from .selection import at_stake, promises_of
from .violations import Broken, Violation, blamed, reason, summed

LAST = 4  # exchanges shown with a failure


class Reporting:
    """Collects results in pytest's main process and reports them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        """Turn on pytest's JUnit file if a report is wanted."""
        self.config = config
        self.results = Results(at_stake(config.getoption("profile"), config.getoption("only")))
        self.results.violations += Preflight.from_json(config.getoption("preflight")).violations()
        self.started = time.monotonic()
        self.seconds = 0.0
        self.missing: list[str] = []
        self.folder = Path(folder) if (folder := config.getoption("report")) else None
        if self.folder:
            config.option.xmlpath = str(self.folder / "junit.xml")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Start a record of exchanges, and store the promise ids where every reporter sees them."""
        server.recorded.clear()
        server.violations.clear()
        item.user_properties += [("promise", promise_id) for promise_id in promises_of(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Add what the exchanges broke, and who is to blame if the test failed."""
        report = yield
        seen = summed(server.violations)
        server.violations.clear()
        if report.failed and call.excinfo:
            seen = self.explain(item, report, call.excinfo.value, seen)
        # What a report holds travels from the workers of pytest-xdist.
        vars(report)["violations"] = [violation.as_json() for violation in seen]
        return report

    def explain(
        self,
        item: pytest.Item,
        report: pytest.TestReport,
        error: BaseException,
        seen: list[Violation],
    ) -> list[Violation]:
        """Say which promise a failed test breaks, or that it is only blocked by another one."""
        exchanges = "\n\n".join(str(exchange) for exchange in server.recorded[-LAST:])
        report.sections.append(("last exchanges", exchanges))
        promise, blocked = blamed(error, promises_of(item), seen)
        vars(report)["blamed"] = promise
        message = reason(error).removeprefix(f"{promise}: ")
        if isinstance(error, Broken) or not blocked:
            example = server.guilty(message)
            seen = [*seen, Violation(promise, message, example)]
        if blocked:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), 0, f"blocked by {promise}: {message}")
            return seen
        for violation in seen:
            violation.explained = violation.vague
        return seen

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record one phase of a test."""
        promises = [str(value) for name, value in report.user_properties if name == "promise"]
        test = self.results.tests.setdefault(report.nodeid, Case(promises))
        test.seconds += report.duration
        self.results.violations += [Violation(**each) for each in getattr(report, "violations", [])]
        if report.outcome != "passed" and test.outcome == "passed":
            test.blamed = getattr(report, "blamed", "")
            test.outcome = "blocked" if report.skipped and test.blamed else report.outcome
        if report.failed:
            shown = [test.failure, str(report.longrepr), *(text for _, text in report.sections)]
            test.failure = redact("\n\n".join(shown).strip())

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """With --step, stop at the first promise that is broken, even if no test has failed."""
        if self.config.getoption("step") is not None and self.results.broken():
            item.session.shouldfail = "a promise is broken"

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Add what a pytest-xdist worker has seen."""
        self.add(getattr(node, "workeroutput", {}))

    def add(self, seen: dict[str, Any]) -> None:
        """Add the answers that a process has seen, and the promises that it could not try."""
        self.results.add_answers(seen.get("answers", []))
        cause = next((each.promise for each in self.results.violations), "")
        self.results.unable |= dict.fromkeys(seen.get("blocked", []), cause)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Decide the exit status: also a complete run fails that missed a documented answer."""
        selection: Any = self.config.pluginmanager.get_plugin("contract-selection")
        answers = [(*answer, count) for answer, count in server.exercised.items()]
        seen = {"answers": answers, "blocked": sorted(selection.blocked)}
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput |= seen
            return
        self.seconds = time.monotonic() - self.started
        self.add(seen)
        if self.is_complete() and not self.results.broken():
            self.missing = self.results.missing_answers()
        if session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            failed = self.results.broken() or self.missing
            session.exitstatus = pytest.ExitCode.TESTS_FAILED if failed else session.exitstatus

    def is_complete(self) -> bool:
        """Return whether the run covers the whole contract."""
        choices = ("keyword", "markexpr", "deselect", "lf", "collectonly", "only", "step")
        chosen = any(self.config.getoption(choice, None) for choice in choices)
        everything = all(Path(argument).is_dir() for argument in self.config.args)
        return everything and not chosen and self.config.getoption("profile") == "extended"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the causes to mend first, and the verdicts."""
        terminalreporter.line(terminal.summary(self.about(), self.results, self.missing))

    def about(self) -> dict[str, Any]:
        """Return what a report says of the run as a whole."""
        names = ("contract_url", "profile", "step")
        return {name: self.config.getoption(name) for name in names} | {
            "contract": CONTRACT,
            "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
            "seconds": self.seconds,
            "missing_answers": self.missing,
            "folder": str(self.folder) if self.folder else "",
        }

    def pytest_unconfigure(self) -> None:
        """Write the report, and complete junit.xml, which pytest has written by now."""
        if self.folder and not hasattr(self.config, "workerinput"):
            report = self.about() | self.results.as_json()
            text = redact(json.dumps(report, indent=2))
            (self.folder / "report.json").write_text(text, encoding="utf-8")
            (self.folder / "report.html").write_text(page(json.loads(text)), encoding="utf-8")
            junit.complete(self.folder / "junit.xml", self.results)
