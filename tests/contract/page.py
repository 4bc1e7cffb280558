"""The report as one self-contained page: no script, no requests, light and dark mode."""

import re
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any

from .promises import PROMISES, Promise
from .selection import PROFILES

ELSEWHERE = "of another profile"
COUNTED = ("proven", "failed", "not tried", ELSEWHERE)
REASON = re.compile(
    r"^E +(?:AssertionError: )?(.+)$", re.MULTILINE
)  # of a failure, in pytest's output
COMMAND = re.compile(r"^\$ curl .*$", re.MULTILINE)
TEMPLATE = Template(Path(__file__).with_suffix(".html").read_text(encoding="utf-8"))


def page(report: dict[str, Any]) -> str:
    """Return report.json as HTML: first the verdict, then each promise."""
    outcomes = {each.id: outcome_of(each, report) for each in PROMISES.values()}
    counts = {word: [*outcomes.values()].count(word) for word in COUNTED}
    groups = groupby(PROMISES.values(), lambda promise: promise.area)
    verdict, colour = verdict_of(report, set(outcomes.values()))
    return TEMPLATE.substitute(
        {name: escape(str(report[name])) for name in ("contract_url", "profile", "exchanges")},
        date=report["date"],
        seconds=round(report["seconds"]),
        verdict=verdict,
        colour=colour,
        counts=" ".join(
            badge(word if count else "none", f"{count} {word}") for word, count in counts.items()
        ),
        complaints=complaints(outcomes, report),
        areas="\n".join(area(name, [*group], outcomes, report) for name, group in groups),
    )


def outcome_of(promise: Promise, report: dict[str, Any]) -> str:
    """Return proven, failed or not tried, or that the profile leaves the promise out."""
    outcome: str = report["promises"][promise.id]["outcome"]
    at_stake = promise.profile in PROFILES[report["profile"]]
    return outcome if at_stake or outcome != "not tried" else ELSEWHERE


def verdict_of(report: dict[str, Any], outcomes: set[str]) -> tuple[str, str]:
    """Return the verdict and the outcome that gives its colour; untested is never "kept"."""
    tests = {test["outcome"] for test in report["tests"].values()}
    if "failed" in tests or report["missing_answers"]:
        return "Does not keep the contract", "failed"
    if "proven" not in outcomes:
        return "Nothing was tried", "not tried"
    kept = "Keeps what was tried of" if "not tried" in outcomes else "Keeps"
    return f"{kept} the {report['profile']} profile of the contract", "proven"


def complaints(outcomes: dict[str, str], report: dict[str, Any]) -> str:
    """List the failed promises, and the documented answers that no test has seen."""
    failed = [PROMISES[each] for each, outcome in outcomes.items() if outcome == "failed"]
    items = [f'<a href="#{each.id}">{each.id}</a> {escape(each.sentence)}' for each in failed]
    items += [f"No test has seen the answer {escape(each)}" for each in report["missing_answers"]]
    return f"<h2>What went wrong</h2><ul><li>{'<li>'.join(items)}</ul>" if items else ""


def area(
    name: str, promises: list[Promise], outcomes: dict[str, str], report: dict[str, Any]
) -> str:
    """Show the promises of one area under a heading."""
    proven = sum(outcomes[promise.id] == "proven" for promise in promises)
    heading = f"<h2>{name} <small>{proven} of {len(promises)} proven</small></h2>"
    return "\n".join([heading, *(row(each, outcomes[each.id], report) for each in promises)])


def row(promise: Promise, outcome: str, report: dict[str, Any]) -> str:
    """Show one promise with its tests collapsed below, failed ones first."""
    tests = report["promises"][promise.id]["tests"]
    names = sorted(tests, key=lambda name: (tests[name] != "failed", name))
    shown = "".join(f"<li>{test(name, report['tests'][name])}" for name in names)
    count = f"{len(tests)} test{'' if len(tests) == 1 else 's'}"
    about = f"{promise.level} · {promise.profile} · {escape(promise.source)} · {count}"
    return (
        f'<details class="promise" id="{promise.id}"{" open" if outcome == "failed" else ""}>'
        f"<summary><b>{promise.id}</b> {badge(outcome, outcome)} {escape(promise.sentence)}"
        f' <span class="about">{about}</span></summary>'
        f"{f'<ul>{shown}</ul>' if shown else '<p>No test ran.</p>'}</details>"
    )


def test(name: str, found: dict[str, Any]) -> str:
    """Show one test, with the details of its failure collapsed below."""
    title = f"{badge(found['outcome'], found['outcome'])} <code>{escape(name)}</code>"
    if not found["failure"]:
        return title
    reason = REASON.search(found["failure"])
    title += f"<br>{escape(reason[1])}" if reason else ""
    told, begin, exchanges = found["failure"].partition("\n\n$ curl ")
    exchanges = COMMAND.sub(r"<b>\g<0></b>", escape((begin + exchanges).strip()))
    inner = f"<details><summary>What the test did</summary><pre>{escape(told)}</pre></details>"
    return f"<details><summary>{title}</summary><pre>{exchanges}</pre>{inner}</details>"


def badge(outcome: str, text: str) -> str:
    """Show a word in the colour of an outcome."""
    return f'<span class="{outcome.replace(" ", "-")}">{text}</span>'
