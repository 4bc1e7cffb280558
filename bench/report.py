"""Results as tables, for the terminal and for Markdown pages."""

from typing import Any

from harness import SERVERS
from harness.markdown import table

from .pages import PAGES
from .results import Results, caption
from .trick_costs import TRICKS
from .variants import KINDS

FEW = 30  # answers
NONE = "—"  # not measured
NOTE = (
    "A dash: not measured. `show_tasks` and `add_task` are pages; pages have no bare and no "
    "tutorial variant."
)
Kinds = dict[str, dict[str, float]]  # variant → CPU figures


def ratio(kinds: Kinds) -> str:
    """Show the cost of the application, divided by that of the tutorial."""
    return f"{kinds['app']['minimum'] / kinds['tutorial']['minimum']:.2f}"


def tables(kept: Results) -> str:
    """Return the generated part of the page."""
    each = (cpu_table, tricks_table, service_table, growth_table)
    shown = [one(kept["frameworks"]) for one in each]
    return "\n\n".join([f"{caption(kept)} {NOTE}", *shown])


def cpu_table(frameworks: dict[str, Any]) -> str:
    """Show CPU time per request (minimum and median of the rounds), the ratio, and statements."""
    head = ["", "request", *(f"{kind}, ms" for kind in KINDS), "app / tutorial", "statements"]
    rows = []
    for name, results in frameworks.items():
        for request, kinds in results["cpu"].items():
            times = [time_cell(kinds[kind]) for kind in KINDS]
            app, tutorial = (results["statements"][kind][request] for kind in ("app", "tutorial"))
            rows.append([name, request, *times, ratio(kinds), f"{app} / {tutorial}"])
        rows += [page_row(name, page, results) for page in PAGES]
    return table(head, rows)


def time_cell(figures: dict[str, float]) -> str:
    """Show the minimum and the median, in milliseconds."""
    return f"{figures['minimum'] / 1000:.2f} ({figures['median'] / 1000:.2f})"


def page_row(name: str, page: str, results: dict[str, Any]) -> list[str]:
    """Show what a page costs in the application; older results have no pages."""
    cpu = results.get("pages", {}).get(page)
    count = results["statements"]["app"].get(page, NONE)
    return [name, page, NONE, NONE, time_cell(cpu) if cpu else NONE, NONE, f"{count} / {NONE}"]


def ratio_table(frameworks: dict[str, Any]) -> str:
    """Show the ratio of application to tutorial: the table of the README files."""
    requests = list(next(iter(frameworks.values()))["cpu"])
    rows = [
        [SERVERS[name]["title"], *(ratio(results["cpu"][request]) for request in requests)]
        for name, results in frameworks.items()
    ]
    return table(["app / tutorial, CPU time a request", *requests], rows)


def service_table(frameworks: dict[str, Any]) -> str:
    """Show the figures of the servers under load."""
    requests = ("read_task", "list_tasks", "create_task", "log_in", *PAGES)
    head = [f"{request}: a second, p50, p99 ms, MiB" for request in requests]
    rows = []
    for name, results in frameworks.items():
        for kind in KINDS:
            one = results["service"][kind]
            loads = [load_cell(one["requests"].get(request)) for request in requests]
            rows.append([name, kind, one["startup"], one["idle"], *loads])
    return table(["", "variant", "start, s", "idle, MiB", *head], rows)


def load_cell(load: dict[str, float] | None) -> str:
    """Show a load; if it had fewer than `FEW` answers, show their number."""
    if load is None:
        return NONE
    shown = f"{load['rate']:.0f}, {load['p50']:.1f}, {load['p99']:.1f}, {load['memory']:.0f}"
    return shown if load["count"] >= FEW else f"{shown} ({load['count']:.0f} answers)"


def tricks_table(frameworks: dict[str, Any]) -> str:
    """Show the CPU time that each trick saves, and what it costs the reader of the code."""
    requests = ("read_task", "list_tasks", "create_task")
    rows = []
    for trick in (each for each in TRICKS if each.framework in frameworks):
        cpu = frameworks[trick.framework]["tricks"]
        saved = [saving(cpu[request], trick.kind) for request in requests]
        title = SERVERS[trick.framework]["title"]
        rows.append([trick.title, title, *saved, trick.lines, trick.price])
    head = ["trick", "framework", *(f"{request}: µs saved, ratio" for request in requests)]
    return table([*head, "lines", "what it costs a reader"], rows)


def saving(cpu: Kinds, kind: str) -> str:
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
