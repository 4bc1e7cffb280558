"""The report as one self-contained page: no script, no requests, light and dark mode."""

from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from .promises import PROMISES
from .results import VERDICTS

ENVIRONMENT = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


def page(report: dict[str, Any]) -> str:
    """Return report.json as HTML: first the verdict and its causes, then each promise."""
    found = report["promises"]
    shown = [promise for promise in PROMISES.values() if promise.id in report["about"]]
    areas = [(name, [*group]) for name, group in groupby(shown, lambda promise: promise.area)]
    verdicts = Counter(found[promise.id]["verdict"] for promise in shown)
    verdict, colour = verdict_of(report, verdicts)
    return ENVIRONMENT.get_template("page.html").render(
        report=report,
        verdict=verdict,
        colour=colour,
        words=VERDICTS,
        counts=verdicts,
        areas=areas,
        numbers={
            name: Counter(found[promise.id]["verdict"] for promise in promises)
            for name, promises in areas
        },
        sentences={promise.id: promise.sentence for promise in PROMISES.values()},
        blocks=Counter(each["blocked_by"] for each in found.values() if each["blocked_by"]),
    )


def verdict_of(report: dict[str, Any], verdicts: Counter[str]) -> tuple[str, str]:
    """Return the verdict and the word that gives its colour; untested is never "kept"."""
    if verdicts["failed"] or report["missing_answers"]:
        return "Does not keep the contract", "failed"
    if not verdicts["proven"]:
        return "Nothing was tried", "not-tried"
    kept = (
        "Keeps what was tried of" if len([*verdicts.elements()]) > verdicts["proven"] else "Keeps"
    )
    return f"{kept} the {report['profile']} profile of the contract", "proven"
