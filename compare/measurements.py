"""What `make bench WRITE=1` and `make bench-async WRITE=1` measured and stored."""

import json
from functools import cache
from typing import Any

from harness import SERVERS

from bench.trick_costs import TRICKS

from . import ROOT
from .contract import frameworks
from .facts import Facts, origin

RESULTS = ROOT / "bench" / "results.json"
LATE = 2000  # milliseconds: an open list asks as often
COUNTS = ("100", "200", "500", "1000", "5000")  # open lists


@cache
def results() -> dict[str, Any]:
    """Return all results, or an empty dictionary if nothing has been measured yet."""
    return json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}


def measured(part: str) -> Facts:
    """Return the origin of a part of the results."""
    found = results()[part]
    day = found["date"].partition(" ")[0]
    return origin(found["command"], found["commit"], day, ["bench/*.py"])


def costs() -> tuple[Facts, dict[str, dict[str, Facts]]] | None:
    """Return what a request costs, by request and framework; None if it was not measured."""
    if "sqlite" not in results():
        return None
    found: dict[str, dict[str, Facts]] = {}
    for name, figures in results()["sqlite"]["frameworks"].items():
        for request in figures["cpu"]:
            found.setdefault(request, {})[name] = cost(figures, request)
    return measured("sqlite"), found


def cost(figures: Facts, request: str) -> Facts:
    """Return what one framework takes for one request of the API."""
    kinds = figures["cpu"][request]
    app, tutorial, bare = (kinds[kind]["minimum"] for kind in ("app", "tutorial", "bare"))
    return {
        "milliseconds": app / 1000,
        "of_tutorial": app / tutorial,
        "of_bare": app / bare,
        "statements": figures["statements"]["app"][request],
        "rate": figures["service"]["app"]["requests"][request]["rate"],
    }


def page_costs() -> dict[str, dict[str, float]]:
    """Return the milliseconds of the measured pages, by page and framework."""
    found: dict[str, dict[str, float]] = {}
    for name, figures in results().get("sqlite", {}).get("frameworks", {}).items():
        for page, measured in figures.get("pages", {}).items():
            found.setdefault(page, {})[name] = measured["minimum"] / 1000
    return found


def tricks() -> list[Facts]:
    """Return what each trick would save of the CPU time of read_task, in percent."""
    if "sqlite" not in results():
        return []
    found = []
    for trick in TRICKS:
        figures = results()["sqlite"]["frameworks"][trick.framework]["tricks"]["read_task"]
        part = figures[trick.kind]["minimum"] / figures["app"]["minimum"]
        found.append({"trick": trick, "saved": round(100 * (1 - part))})
    return found


def live() -> tuple[Facts, dict[str, dict[str, str]]] | None:
    """Return the percentage of a core by framework and number of open lists, or "late".

    None if it was not measured.
    """
    if "live" not in results():
        return None
    asked, pushed = results()["live"]["poll"], results()["live"]["push"]["SQLite"]
    quiet = {count: percent(one["quiet"]) for count, one in pushed.items()}
    found = {}
    for framework in frameworks():
        lists = asked.get(framework.title, {})
        shown = {count: polled(one) for count, one in lists.items()}
        found[framework.name] = quiet if SERVERS[framework.name].get("websockets") else shown
    return measured("live"), found


def polled(figures: Facts) -> str:
    """Return the percentage of a core, or "late"."""
    return percent(figures["cpu"]) if on_time(figures) else "late"


def on_time(figures: Facts) -> bool:
    """Return whether no request failed, and 99 of 100 had an answer before the next question."""
    answers = figures["answers"]
    return not answers["errors"] and answers["p99"] <= LATE


def percent(share: float) -> str:
    """Return a percentage, with a decimal if it is small."""
    return f"{share:.0f} %" if share >= 10 else f"{share:.1f} %"
