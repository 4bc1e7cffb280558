"""The end of a run in the terminal: what to mend first, and the verdict on each area."""

import textwrap
from typing import Any

from .promises import PROMISES
from .results import VERDICTS, Results
from .steps import STEPS
from .violations import Violation

CAUSES = 5  # shown in full; the report has all
WIDTH = 100
COMMAND = 320  # characters of a curl command
MANY = 20  # more ids than anyone would read


def summary(about: dict[str, Any], results: Results, missing: list[str]) -> str:
    """Return what to mend first, the verdicts by area, and one sentence."""
    broken = results.broken()
    verdicts = results.verdicts()
    blocks = [*mend_first(broken, results)] if broken else []
    walking = about["step"] is not None
    blocks += [] if walking else [table(verdicts)]
    for verdict in ("failed", "blocked", *([] if walking else ["not tried"])):
        if ids := [each for each, told in verdicts.items() if told == verdict]:
            shown = ", ".join(ids) if len(ids) <= MANY else f"{len(ids)} promises"
            blocks.append(filled(f"{verdict}: {shown}"))
    if missing:
        blocks.append(filled(f"documented answers that no test has seen: {', '.join(missing)}"))
    if walking:
        blocks.append(next_step(about["step"], results))
    exchanges = f"{results.answers.total()} exchanges in {about['seconds']:.0f} s"
    blocks.append(
        f"{sentence(about, verdicts, missing)}\ncontract {about['contract']}, {exchanges}"
    )
    if about["folder"]:
        blocks[-1] += f"; the report is {about['folder']}/report.html"
    return "\n" + "\n\n".join(blocks)


def mend_first(broken: dict[str, Violation], results: Results) -> list[str]:
    """Return the causes that stop most tests, each with its promise, its count and a command."""
    count = "1 promise is" if len(broken) == 1 else f"{len(broken)} promises are"
    causes = [cause(each, results) for each in [*broken.values()][:CAUSES]]
    numbered = [f"{number}. {text}" for number, text in enumerate(causes, start=1)]
    return [f"MEND FIRST  ({count} broken)", *numbered]


def cause(violation: Violation, results: Results) -> str:
    """Return one broken promise: its sentence, what was found, how often, and a command."""
    promise = PROMISES[violation.promise]
    times = "once" if violation.count == 1 else f"{violation.count} times"
    found = f"found: {violation.message}  ({times}{effect(promise.id, results)})"
    lines = [filled(f"{promise.id}  {promise.sentence}"), filled(found, "   ")]
    if violation.example:
        command, answer = violation.example.splitlines()[:2]
        shortened = command if len(command) <= COMMAND else f"{command[:COMMAND]} …"
        lines += [f"   {shortened}", f"   {answer}"]
    return "\n".join(lines)


def effect(promise_id: str, results: Results) -> str:
    """Return how many tests or promises a broken promise blocks."""
    if unable := [*results.unable.values()].count(promise_id):
        return f", blocks {plural(unable, 'promise')}"
    tests = [test for test in results.tests.values() if test.outcome == "blocked"]
    stopped = [test.blamed for test in tests].count(promise_id)
    return f", blocks {plural(stopped, 'test')}" if stopped else ""


def plural(count: int, word: str) -> str:
    """Return a count with its word: "1 test", "2 tests"."""
    return f"{count} {word}{'' if count == 1 else 's'}"


def table(verdicts: dict[str, str]) -> str:
    """Return the number of promises with each verdict, by area."""
    lines = [f"{'':10}" + "".join(f"{verdict:>11}" for verdict in VERDICTS)]
    for area in dict.fromkeys(PROMISES[each].area for each in verdicts):
        told = [verdict for each, verdict in verdicts.items() if PROMISES[each].area == area]
        counts = "".join(f"{told.count(verdict) or '-':>11}" for verdict in VERDICTS)
        lines.append(f"{area:10}{counts}")
    return "\n".join(lines)


def next_step(first: int, results: Results) -> str:
    """Return what to do next on the way through the steps."""
    tried = [
        int(name.partition("::")[0].rpartition("/")[2].split("_")[1]) for name in results.tests
    ]
    step = max(tried, default=first)
    if not results.broken():
        return "Every step is done. Run the whole suite now, without --step."
    lines = [f"You are at step {step}: {STEPS[step]}", f"Mend this, then go on with --step {step}."]
    if step + 1 in STEPS:
        lines.append(f"After it comes step {step + 1}: {STEPS[step + 1]}")
    return "\n".join(filled(line) for line in lines)


def sentence(about: dict[str, Any], verdicts: dict[str, str], missing: list[str]) -> str:
    """Return the verdict on the server; what was not tried is never "kept"."""
    found = {*verdicts.values()}
    if missing or "failed" in found:
        return f"{about['contract_url']} does not keep the contract."
    if "proven" not in found:
        return "Nothing was tried."
    kept = "keeps what was tried of" if found - {"proven"} else "keeps"
    return f"{about['contract_url']} {kept} the {about['profile']} profile of the contract."


def filled(text: str, indent: str = "") -> str:
    """Return a text in lines that fit the terminal."""
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "   ", break_long_words=False
    )
