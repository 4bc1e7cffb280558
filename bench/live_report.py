"""Push against poll: tables and a chart."""

from typing import Any

from harness.markdown import table

from . import pictures, results
from .live_words import percent, words

Figures = dict[str, Any]


def block(live: Figures) -> str:
    """Return the generated part of the page."""
    parts = [results.caption(live), "![CPU time by the number of open lists](bench/live.svg)"]
    if live["poll"]:
        parts.append(poll_table(live["poll"]))
    if live["push"]:
        parts.append(push_table(live["push"]))
    return "\n\n".join([*parts, "\n".join(f"- {each}" for each in words(live))])


def poll_table(asked: Figures) -> str:
    """Show what polling costs."""
    rows = [
        [name, f"{int(count):,}", percent(one["cpu"]), latency(one["answers"]), one["memory"]]
        for name, counts in asked.items()
        for count, one in counts.items()
    ]
    head = ["polled", "open lists", "CPU of a core", "answer, ms: p50, p99", "memory, MiB"]
    return table(head, rows)


def latency(answers: Figures) -> str:
    """Show the latency of answers, and how many requests failed."""
    failed = f", {answers['errors']} of {answers['count']} failed" if answers["errors"] else ""
    return f"{answers['p50']:.0f}, {answers['p99']:.0f}{failed}"


def push_table(told: Figures) -> str:
    """Show what pushing costs."""
    rows = [
        [
            f"Tornado, {database}",
            f"{int(count):,}",
            one["kib"],
            percent(one["quiet"]),
            percent(one["changing"]),
            f"{one['delay']['p50']:.0f}, {one['delay']['longest']:.0f}",
        ]
        for database, counts in told.items()
        for count, one in counts.items()
    ]
    head = ["pushed", "open lists", "KiB each", "CPU of a core, quiet", "one change a second"]
    return table([*head, "told after, ms: p50, longest"], rows)


def draw(live: Figures) -> str:
    """Draw the CPU time of quiet lists over their number, pushed by Tornado, polled elsewhere."""
    lines = {name: cpu(counts, "cpu") for name, counts in live["poll"].items()}
    if "SQLite" in live["push"]:
        lines["Tornado"] = cpu(live["push"]["SQLite"], "quiet")
    numbers = sorted({number for line in lines.values() for number in line})
    series = {name: [line.get(number) for number in numbers] for name, line in lines.items()}
    title = "CPU in % of a core, by open lists: Tornado pushes, the others are polled"
    return pictures.curves(title, [f"{number:,}" for number in numbers], series)


def cpu(counts: Figures, name: str) -> dict[int, float]:
    """Return number of lists → CPU time, at least as much as can be seen."""
    return {int(count): max(0.01, one[name]) for count, one in counts.items()}
