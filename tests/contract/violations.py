"""What a server broke, promise by promise, and who is to blame for a test that failed.

Some promises hold for every answer. Whatever the test is about, each exchange is checked against
them, and what it breaks is collected here. It fails its own promise and not the test.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

CORRUPTING = {"TIME-1"}  # after it, no comparison with a time can succeed
HARMLESS = {"HTTP-8", "HTTP-9", "HTTP-10"}  # headers that no test needs to go on
COMPARED = re.compile("assert (.{1,200}) == (.{1,200})")
PROMISE = re.compile(r"([A-Z]+-[0-9]+): ")


class Broken(Exception):  # noqa: N818 - it ends a test, but it is no error of the test
    """A test cannot go on, since what it needs breaks a promise: "TASK-1: status 500, not 201"."""

    def __init__(self, promise: str, message: str) -> None:
        super().__init__(f"{promise}: {message}")
        self.promise = promise
        self.message = message


@dataclass
class Violation:
    """A broken promise: how, in how many exchanges or tests, and the first of them in full.

    A violation that is `vague` counts only if no failed test has explained it: such a test says
    better what is wrong.
    """

    promise: str
    message: str
    example: str = ""
    count: int = 1
    vague: bool = False
    explained: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the violation as JSON can hold it, to send it from one process to another."""
        return asdict(self)


def summed(violations: Iterable[Violation]) -> list[Violation]:
    """Return one violation for each promise, or each vague message: the first, with all counts."""
    totals: dict[tuple[str, str], Violation] = {}
    for each in violations:
        key = each.promise, each.message if each.vague else ""
        if first := totals.get(key):
            first.count += each.count
            first.explained |= each.explained
        else:
            totals[key] = Violation(**each.as_json())
    return [*totals.values()]


def blamed(error: BaseException, promises: list[str], seen: list[Violation]) -> tuple[str, bool]:
    """Return the promise to blame for a failed test, and whether the test was only blocked.

    An assertion fails the first promise of the test, unless it names another one. Any other
    error, such as a missing header, is a symptom of what an exchange of the test broke before;
    so is every failure once times have a wrong format.
    """
    if isinstance(error, Broken):
        return error.promise, error.promise not in promises
    named = PROMISE.match(str(error))
    own = named[1] if named else promises[0]
    causes = [each.promise for each in sorted(seen, key=lambda each: each.vague)]
    causes = [promise for promise in causes if promise not in HARMLESS]
    corrupting = [promise for promise in causes if promise in CORRUPTING]
    if isinstance(error, AssertionError):
        causes = corrupting
    if not causes:
        return own, False
    return causes[0], causes[0] not in promises


def reason(error: BaseException) -> str:
    """Return in one line why a test failed: of two values, the part in which they differ."""
    lines = [line.strip() for line in str(error).splitlines()] or [type(error).__name__]
    if isinstance(error, KeyError):
        return f"the answer lacks {lines[0]}"
    for number, line in enumerate(lines):
        if line.startswith("At index"):
            return line
        if line == "Differing items:":
            return lines[number + 1]
        if line.startswith(("Left contains", "Right contains")):
            return f"{line} {lines[number + 1]}"
    compared = COMPARED.fullmatch(lines[0])
    return f"{compared[1]}, not {compared[2]}" if compared else lines[0]
