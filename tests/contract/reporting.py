"""Output of a run: the exchanges of a failure, the summary and the report files."""

import json
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from . import server
from .exchange import redact
from .page import page
from .promises import PROMISES
from .results import Outcomes, Test
from .selection import PROFILES, promises_of

LAST = 4  # exchanges shown with a failure
SLOWEST = 10  # tests


class Reporting:
    """Collects outcomes in pytest's main process and reports them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        """Turn on pytest's list of slowest tests, and its JUnit file if a report is wanted."""
        self.config = config
        profile = config.getoption("profile")
        untold = set() if profile == "operational" else {"timing"}
        self.outcomes = Outcomes(PROFILES[profile] | untold)
        self.started = time.monotonic()
        self.seconds = 0.0
        self.missing: list[str] = []
        self.folder = Path(folder) if (folder := config.getoption("report")) else None
        config.option.durations = config.option.durations or SLOWEST
        if self.folder:
            config.option.xmlpath = str(self.folder / "junit.xml")
            _make(self.folder)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Start a record of exchanges, and store the promise ids where every reporter sees them."""
        server.recorded.clear()
        item.user_properties += [("promise", promise_id) for promise_id in promises_of(item)]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Show the promises and the last exchanges with a failure."""
        report = yield
        if report.failed:
            promises = [PROMISES[each] for each in promises_of(item) if each in PROMISES]
            sentences = [f"{promise.id}  {promise.sentence}" for promise in promises]
            report.sections.append(("promised", "\n".join(sentences)))
            exchanges = [str(exchange) for exchange in server.recorded[-LAST:]]
            report.sections.append(("last exchanges", "\n\n".join(exchanges)))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record one phase of a test."""
        promises = [str(value) for name, value in report.user_properties if name == "promise"]
        test = self.outcomes.tests.setdefault(report.nodeid, Test(promises))
        test.seconds += report.duration
        if report.outcome != "passed" and test.outcome != "failed":
            test.outcome = report.outcome
        if report.failed:
            shown = [test.failure, str(report.longrepr), *(text for _, text in report.sections)]
            test.failure = redact("\n\n".join(shown).strip())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Add the answers that a pytest-xdist worker has seen."""
        self.outcomes.add_answers(getattr(node, "workeroutput", {}).get("answers", []))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Add up the answers; fail a complete run that has not seen every documented answer."""
        answers = [(*answer, count) for answer, count in server.exercised.items()]
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["answers"] = answers
            return
        self.seconds = time.monotonic() - self.started
        self.outcomes.add_answers(answers)
        if self.is_complete() and session.exitstatus == pytest.ExitCode.OK:
            self.missing = self.outcomes.missing_answers()
            session.exitstatus = pytest.ExitCode(bool(self.missing))

    def is_complete(self) -> bool:
        """Return whether the run covers the whole contract."""
        choices = ("keyword", "markexpr", "deselect", "lf", "collectonly")
        chosen = any(self.config.getoption(choice, None) for choice in choices)
        everything = all(Path(argument).is_dir() for argument in self.config.args)
        return everything and not chosen and self.config.getoption("profile") == "extended"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the promises by area, then those that failed and those that were not tried."""
        if self.outcomes.tests:
            terminalreporter.section("promises")
            terminalreporter.line(self.outcomes.summary())
            exchanges = self.outcomes.answers.total()
            terminalreporter.line(f"{exchanges} exchanges in {self.seconds:.1f} s")
        if self.missing:
            terminalreporter.section("documented answers that no test has seen", red=True)
            terminalreporter.line("\n".join(self.missing))
        if self.folder:
            terminalreporter.section(f"the report is {self.folder / 'report.html'}")

    def pytest_unconfigure(self) -> None:
        """Write the report, and remove the secrets from junit.xml, which is complete by now."""
        if self.folder and not hasattr(self.config, "workerinput"):
            about = {name: self.config.getoption(name) for name in ("contract_url", "profile")}
            about["date"] = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
            about |= {"seconds": self.seconds, "missing_answers": self.missing}
            report = about | self.outcomes.as_json()
            (self.folder / "report.json").write_text(json.dumps(report, indent=2))
            (self.folder / "report.html").write_text(page(report), encoding="utf-8")
            junit = self.folder / "junit.xml"
            if junit.exists():
                junit.write_text(redact(junit.read_text()))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise pytest.UsageError(
            f"no report can be written to {folder}: {error.strerror}"
        ) from error
