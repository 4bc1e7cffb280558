"""Test the claims about async: the chores, the far database, many connections."""

import time
from collections.abc import Sequence
from dataclasses import astuple
from operator import itemgetter
from typing import Any

from harness import ROOT
from harness.markdown import table
from harness.postgres import server

from . import pictures, results
from .chores import PLANS
from .db_latency import experiment
from .idle_connections import idle
from .results import Place
from .scale import Scale
from .schedule import live_through, simulate


def run(frameworks: Sequence[str], scale: Scale, place: Place) -> None:
    """Run the three experiments, print tables, and write results and charts."""
    start = time.monotonic()
    chores = evening(scale.minute)
    with server() as postgres:
        far = experiment(frameworks, postgres, scale.delays, scale.clients, scale.far_load)
    held = {name: idle(name, scale.idle) for name in frameworks}
    kept = results.about("make bench-async", (time.monotonic() - start) / 60)
    tables = {
        "caption": results.caption(kept),
        "chores": chores_table(chores),
        "far": far_table(far),
        "idle": idle_table(held),
    }
    print("\n" + "\n\n".join(tables.values()))
    drawn = {"chores.svg": draw_chores(chores), "far.svg": draw_far(far)}
    place.save("async", kept | {"chores": chores, "far": far, "idle": held}, drawn)
    for name, text in tables.items():
        place.renew(ROOT / "docs" / "async.md", name, text)


def evening(minute: float) -> dict[str, Any]:
    """Return plan → minutes on the virtual clock, minutes in real time, and the diary."""
    found = {}
    for name, plan in PLANS.items():
        diary = [list(astuple(entry)) for entry in simulate(plan)]
        real = round(live_through(plan, minute), 1)
        found[name] = {"minutes": max(end for _, _, end, _ in diary), "real": real, "diary": diary}
    return found


def chores_table(chores: dict[str, Any]) -> str:
    """Show how long each plan takes."""
    rows = [[name, f"{one['minutes']:g}", one["real"]] for name, one in chores.items()]
    return table(["chores", "minutes", "lived through, in scaled minutes"], rows)


def draw_chores(chores: dict[str, Any]) -> str:
    """Draw all plans, with tasks in the order of their start."""
    plans = {name: sorted(one["diary"], key=itemgetter(1)) for name, one in chores.items()}
    return pictures.gantt("The chores", plans)


def far_table(far: dict[str, Any]) -> str:
    """Show requests per second and p99 for each delay, and the number of errors."""
    delays = list(next(iter(far.values())))
    rows = [[name, *(far_cell(one[delay]) for delay in delays)] for name, one in far.items()]
    return table(["a second, p99", *(f"{delay} ms away" for delay in delays)], rows)


def far_cell(figures: dict[str, float]) -> str:
    """Show one server at one delay."""
    refused = f", {figures['errors']} of {figures['count']} refused" if figures["errors"] else ""
    return f"{figures['rate']:.0f}, {figures['p99'] / 1000:.1f} s{refused}"


def draw_far(far: dict[str, Any]) -> str:
    """Draw requests per second over the delay."""
    delays = list(next(iter(far.values())))
    series = {name: [one[delay]["rate"] for delay in delays] for name, one in far.items()}
    columns = [f"{delay} ms" for delay in delays]
    return pictures.curves("Requests a second, by distance of the database", columns, series)


def idle_table(held: dict[str, Any]) -> str:
    """Show the memory and the latency that idle connections cost."""
    rows = [
        [name, count, one["held"], one["kib"], "no answer" if one["p99"] is None else one["p99"]]
        for name, rungs in held.items()
        for count, one in rungs.items()
    ]
    return table(["", "asked for", "held", "KiB each", "p99 of others, ms"], rows)
