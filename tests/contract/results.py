"""The results of a run, by test, by promise and by answer."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .document import OPERATIONS, Operation
from .foundations import foundation
from .promises import PROMISES
from .violations import Violation, summed

VERDICTS = ("proven", "failed", "blocked", "not tried")
# Documented answers that a server need not show: no request causes 500, only heavy load causes 503,
# and only servers that refuse chunked bodies answer 411.
OPTIONAL = {411, 500, 503}


def optional(operation: Operation) -> set[int]:
    """Return the documented answers of an operation that a server need not show.

    If an operation reads no body, only a cut-off body causes 400. A server may also close the
    connection instead.
    """
    return OPTIONAL if operation.has_body else OPTIONAL | {400}


@dataclass
class Case:
    """One test: its promises, its outcome, who is to blame, its duration, and why it failed."""

    promises: list[str]
    outcome: str = "passed"
    blamed: str = ""
    seconds: float = 0.0
    failure: str = ""


@dataclass
class Results:
    """The results at the end: tests by node id, answers by (operationId, status)."""

    at_stake: list[str]  # the ids of the promises that the run is about
    tests: dict[str, Case] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    unable: dict[str, str] = field(
        default_factory=dict
    )  # promises that could not begin: blocked by
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add_answers(self, counts: Iterable[tuple[str, int, int]]) -> None:
        """Add the answers that one process saw: (operationId or "none", status) and the count."""
        for operation_id, status, count in counts:
            self.answers[operation_id, status] += count

    def found(self) -> dict[str, Violation]:
        """Return the promises that a test or an exchange found broken."""
        found: dict[str, Violation] = {}
        for each in summed(self.violations):
            if not each.explained:
                found.setdefault(each.promise, each)
        return found

    def broken(self) -> dict[str, Violation]:
        """Return the promises to mend, those that keep most tests from running first.

        A promise that rests on another broken one is not among them.
        """
        found = self.found()
        found = {k: each for k, each in found.items() if not foundation(k, {*found})}
        blocks = Counter(test.blamed for test in self.tests.values() if test.outcome == "blocked")
        blocks.update(self.unable.values())
        order = [*PROMISES]
        ids = sorted(found, key=lambda each: (-blocks[each], order.index(each)))
        return {each: found[each] for each in ids}

    def tests_of(self, promise_id: str) -> dict[str, Case]:
        """Return the tests that were run for a promise, by node id."""
        return {name: test for name, test in self.tests.items() if promise_id in test.promises}

    def verdict(self, promise_id: str, broken: Iterable[str] | None = None) -> str:
        """Return proven, failed, blocked or not tried."""
        if promise_id in (self.broken() if broken is None else broken):
            return "failed"
        outcomes = {test.outcome for test in self.tests_of(promise_id).values()}
        if (
            promise_id in self.unable
            or promise_id in self.found()
            or outcomes & {"failed", "blocked"}
        ):
            return "blocked"
        return "proven" if "passed" in outcomes else "not tried"

    def blocker(self, promise_id: str) -> str:
        """Return the promise to mend first, if another one is blocked."""
        if promise_id in self.unable:
            return self.unable[promise_id]
        if first := foundation(promise_id, {*self.found()}):
            return first
        stopped = self.tests_of(promise_id).values()
        return next((test.blamed for test in stopped if test.outcome != "passed"), "")

    def verdicts(self) -> dict[str, str]:
        """Return the verdict on each promise that this run is about."""
        broken = self.broken()
        found = self.found()
        ids = [each for each in PROMISES if each in self.at_stake or each in found]
        return {each: self.verdict(each, broken) for each in ids}

    def missing_answers(self) -> list[str]:
        """Return the documented answers that no test has seen, as "operationId status"."""
        return [
            f"{operation.id} {status}"
            for operation in OPERATIONS.values()
            for status in sorted(operation.statuses - optional(operation))
            if not self.answers[operation.id, status]
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the content of report.json."""
        broken = self.broken()
        verdicts = {each: self.verdict(each, broken) for each in PROMISES}
        return {
            "exchanges": self.answers.total(),
            "about": [*self.verdicts()],
            "promises": {
                promise_id: {
                    "verdict": verdict,
                    "blocked_by": self.blocker(promise_id) if verdict == "blocked" else "",
                    "tests": {k: test.outcome for k, test in self.tests_of(promise_id).items()},
                }
                for promise_id, verdict in verdicts.items()
            },
            "mend_first": [each.as_json() for each in broken.values()],
            "tests": {name: vars(test) for name, test in self.tests.items()},
            "answers": [
                {"operation": operation_id, "status": status, "count": count}
                for (operation_id, status), count in sorted(self.answers.items())
            ],
        }
