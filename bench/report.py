"""Results as tables, for the terminal and for Markdown pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from .trick_costs import TRICKS
from .variants import KINDS, SERVERS

FEW = 30  # answers


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table with columns aligned for the terminal."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in cells]
    return "\n".join(
        [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
    )


def cpu_table(frameworks: dict[str, Any]) -> str:
    """Show CPU time per request (minimum and median of the rounds), the ratio, and statements."""
    head = ["", "request", *(f"{kind}, ms" for kind in KINDS), "app / tutorial", "statements"]
    rows = []
    for name, results in frameworks.items():
        for request, kinds in results["cpu"].items():
            times = [
                f"{kinds[kind]['minimum'] / 1000:.2f} ({kinds[kind]['median'] / 1000:.2f})"
                for kind in KINDS
            ]
            ratio = kinds["app"]["minimum"] / kinds["tutorial"]["minimum"]
            counts = [str(results["statements"][kind][request]) for kind in KINDS[1:]]
            rows.append([name, request, *times, f"{ratio:.2f}", " / ".join(reversed(counts))])
    return table(head, rows)


def ratio_table(frameworks: dict[str, Any]) -> str:
    """Show the ratio of application to tutorial: the table of the README files."""
    requests = list(next(iter(frameworks.values()))["cpu"])
    rows = []
    for name, results in frameworks.items():
        kinds = [results["cpu"][request] for request in requests]
        ratios = [kind["app"]["minimum"] / kind["tutorial"]["minimum"] for kind in kinds]
        rows.append([SERVERS[name]["title"], *(f"{ratio:.2f}" for ratio in ratios)])
    return table(["app / tutorial, CPU time a request", *requests], rows)


def service_table(frameworks: dict[str, Any]) -> str:
    """Show the figures of the servers under load."""
    head = ["", "variant", "start, s", "idle, MiB"]
    requests = ("read_task", "list_tasks", "create_task", "log_in")
    head += [f"{request}: a second, p50, p99 ms, MiB" for request in requests]
    rows = []
    for name, results in frameworks.items():
        for kind in KINDS:
            one = results["service"][kind]
            loads = [load_cell(one["requests"][request]) for request in requests]
            rows.append([name, kind, one["startup"], one["idle"], *loads])
    return table(head, rows)


def load_cell(load: dict[str, float]) -> str:
    """Show a load; if it had fewer than `FEW` answers, show their number."""
    shown = f"{load['rate']:.0f}, {load['p50']:.1f}, {load['p99']:.1f}, {load['memory']:.0f}"
    return shown if load["count"] >= FEW else f"{shown} ({load['count']:.0f} answers)"


def versus_table(contests: dict[str, Any]) -> str:
    """Show comparisons: name → server → figures."""
    rows = [
        [
            name,
            contestant,
            *(f"{one[key]:.1f}" for key in ("rate", "p50", "p99")),
            one.get("among_slow", ""),
        ]
        for name, figures in contests.items()
        for contestant, one in figures.items()
    ]
    return table(
        ["contest", "", "a second", "p50, ms", "p99, ms", "a request among slow bodies, ms"], rows
    )


def tricks_table(frameworks: dict[str, Any]) -> str:
    """Show the CPU time that each trick saves, and what it costs the reader of the code."""
    requests = ("read_task", "list_tasks", "create_task")
    rows = []
    for trick in (each for each in TRICKS if each.framework in frameworks):
        cpu = frameworks[trick.framework]["tricks"]
        saved = [saving(cpu[request], trick.kind) for request in requests]
        rows.append([trick.title, SERVERS[trick.framework]["title"], *saved, trick.lines])
        rows[-1].append(trick.price)
    head = ["trick", "framework", *(f"{request}: µs saved, ratio" for request in requests)]
    return table([*head, "lines", "what it costs a reader"], rows)


def saving(cpu: dict[str, dict[str, float]], kind: str) -> str:
    """Return the saving of a trick in µs, and its ratio to the application, both of medians."""
    app, trick = cpu["app"]["median"], cpu[kind]["median"]
    return f"{app - trick:.0f}, {trick / app:.2f}"


def growth_table(frameworks: dict[str, Any]) -> str:
    """Show the cost of a table with a thousand times as many rows."""
    rows = []
    for name, results in frameworks.items():
        for request, sizes in results["growth"].items():
            small, large = sizes["small"]["minimum"] / 1000, sizes["large"]["minimum"] / 1000
            rows.append([name, request, f"{small:.2f}", f"{large:.2f}", f"{large / small:.2f}"])
    return table(["", "request", "few tasks, ms", "a thousand times as many, ms", "ratio"], rows)


def suite_table(speeds: dict[str, dict[str, Any]]) -> str:
    """Show the speed of the contract suite."""
    keys = ("seconds", "exchanges", "server", "suite", "hashes")
    rows = [[name, *(speed[key] for key in keys)] for name, speed in speeds.items()]
    head = ["suite on", "wall, s", "exchanges", "server's CPU, s", "suite's CPU, s", "hashes"]
    return table(head, rows)
