"""The results of a run, by test, by promise and by answer."""

import textwrap
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .document import OPERATIONS, Operation
from .promises import PROMISES

MANY = 20  # more ids than anyone would read
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
class Test:
    """One test: its promises, its outcome, its duration, and why it failed."""

    promises: list[str]
    outcome: str = "passed"
    seconds: float = 0.0
    failure: str = ""


@dataclass
class Outcomes:
    """The results at the end: tests by node id, answers by (operationId, status)."""

    profiles: set[str]
    tests: dict[str, Test] = field(default_factory=dict)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def add_answers(self, counts: list[tuple[str, int, int]]) -> None:
        """Add the answers that one process saw: (operationId or "none", status) and the count."""
        for operation_id, status, count in counts:
            self.answers[operation_id, status] += count

    def tests_of(self, promise_id: str) -> dict[str, Test]:
        """Return the tests that were run for a promise, by node id."""
        return {name: test for name, test in self.tests.items() if promise_id in test.promises}

    def outcome_of(self, promise_id: str) -> str:
        """Return proven, failed or not tried."""
        outcomes = {test.outcome for test in self.tests_of(promise_id).values()}
        if not outcomes & {"passed", "failed"}:
            return "not tried"
        return "failed" if "failed" in outcomes else "proven"

    def by_outcome(self, outcome: str) -> list[str]:
        """Return the ids of the promises with this outcome, among those tested in this run."""
        at_stake = [promise.id for promise in PROMISES.values() if promise.profile in self.profiles]
        return [promise_id for promise_id in at_stake if self.outcome_of(promise_id) == outcome]

    def missing_answers(self) -> list[str]:
        """Return the documented answers that no test has seen, as "operationId status"."""
        return [
            f"{operation.id} {status}"
            for operation in OPERATIONS.values()
            for status in sorted(operation.statuses - optional(operation))
            if not self.answers[operation.id, status]
        ]

    def summary(self) -> str:
        """Return a table of the promises by area, and the ids of failed and untried ones."""
        outcomes = ("proven", "failed", "not tried")
        ids = {outcome: self.by_outcome(outcome) for outcome in outcomes}
        lines = [f"{'':10}" + "".join(f"{outcome:>10}" for outcome in outcomes)]
        for area in dict.fromkeys(promise.area for promise in PROMISES.values()):
            counts = [sum(PROMISES[each].area == area for each in ids[o]) for o in outcomes]
            if any(counts):
                lines.append(f"{area:10}" + "".join(f"{count or '-':>10}" for count in counts))
        lines += [f"failed: {each}  {PROMISES[each].sentence}" for each in ids["failed"]]
        if untried := ids["not tried"]:
            told = ", ".join(untried) if len(untried) <= MANY else f"{len(untried)} promises"
            lines.append(textwrap.fill(f"not tried: {told}", 100))
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """Return the content of report.json."""
        return {
            "exchanges": self.answers.total(),
            "promises": {
                promise_id: {
                    "outcome": self.outcome_of(promise_id),
                    "tests": {k: test.outcome for k, test in self.tests_of(promise_id).items()},
                }
                for promise_id in PROMISES
            },
            "tests": {name: vars(test) for name, test in self.tests.items()},
            "answers": [
                {"operation": operation_id, "status": status, "count": count}
                for (operation_id, status), count in sorted(self.answers.items())
            ],
        }
