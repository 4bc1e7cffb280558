"""The figures in the sentences of the guide: counted now or measured, so that no text can be stale.

`{pages}` in guide.toml is the entry "pages" of its framework.
"""

import sys
from typing import Any

from . import ROOT
from .contract import Framework, frameworks
from .facts import ledger, lines
from .measurements import on_time, page_costs, results, tricks
from .sources import source
from .topics import table

TEMPLATES = ("*.html", "*.pt")


def guide() -> list[dict[str, Any]]:
    """Return the choices of the guide, with their figures."""
    return [choice | {"because": reasons(choice)} for choice in table("guide")["choice"]]


def reasons(choice: dict[str, Any]) -> list[dict[str, str]]:
    """Return the sentences for one framework; exit with one line if a figure is unknown."""
    (framework,) = (one for one in frameworks() if one.name == choice["framework"])
    known = figures(framework)
    try:
        return [one | {"text": one["text"].format_map(known)} for one in choice["because"]]
    except KeyError as error:
        sys.exit(f"compare/guide.toml, {framework.name}: there is no figure called {error}")


def figures(framework: Framework) -> dict[str, str | int]:
    """Return the figures of a framework by name; what was not measured is not among them."""
    return {
        "pages": lines(framework)["pages"],
        "templates": template_lines(framework),
        "changed": len(ledger(framework)),
        **list_times(framework),
        **pushed(),
    }


def list_times(framework: Framework) -> dict[str, str]:
    """Return the milliseconds of a page of tasks, and those of the other frameworks."""
    shown = page_costs().get("show_tasks", {})
    others = [milliseconds for name, milliseconds in shown.items() if name != framework.name]
    if framework.name not in shown or not others:
        return {}
    between = f"{min(others):.1f} to {max(others):.1f}"
    return {"list_ms": f"{shown[framework.name]:.1f}", "other_lists_ms": between}


def most_saved() -> list[int]:
    """Return for each framework what its best trick saves of read_task, in percent; sorted."""
    best: dict[str, int] = {}
    for one in tricks():
        name = one["trick"].framework
        best[name] = max(one["saved"], best.get(name, 0))
    return sorted(best.values())


def template_lines(framework: Framework) -> int:
    """Return the lines of a package's templates, without blank ones."""
    folder = ROOT / framework.package / "pages" / "templates"
    files = (path for kind in TEMPLATES for path in folder.rglob(kind))
    return sum(len(source(path.relative_to(ROOT).as_posix()).code) for path in files)


def pushed() -> dict[str, str]:
    """Return what the largest number of lists costs Tornado on SQLite."""
    measured = results().get("live", {}).get("push", {}).get("SQLite", {})
    if not measured:
        return {}
    count, figures = max(measured.items(), key=lambda one: int(one[0]))
    ends = sorted({*late()[:1], *late()[-1:]})
    return {
        "lists": f"{int(count):,}",
        "kib": f"{figures['kib']:.0f}",
        "quiet": f"{figures['quiet']:.0f}",
        "changing": f"{figures['changing']:.0f}",
        "late": " to ".join(f"{end:,}" for end in ends) or "no tried number of",
    }


def late() -> list[int]:
    """Return, sorted, from how many lists on each of the others no longer answered in time."""
    polled = results()["live"]["poll"].values()
    counts = ([int(count) for count, one in each.items() if not on_time(one)] for each in polled)
    return sorted(min(each) for each in counts if each)
