"""All that `make bench` measures: bare, tutorial and app, and more figures of the app."""

import time
from collections.abc import Sequence
from typing import Any

from harness import ROOT, SERVERS

from . import report
from .cpu import compared, cost_of_pages
from .growth import growth
from .ladder_picture import ladder
from .results import Place, about, caption
from .scale import Scale
from .service import service
from .statements import statements
from .trick_costs import TRICKS
from .variants import KINDS, Variant
from .workload import SLOW, workload


def run(frameworks: Sequence[str], postgres: str | None, scale: Scale, place: Place) -> None:
    """Measure, print tables, write results and a chart, and with --keep update the page."""
    start = time.monotonic()
    database = "postgres" if postgres else "sqlite"
    results = {name: measured(name, postgres, scale) for name in frameworks}
    command = "make bench" + (" DATABASE=postgres" if postgres else "")
    kept = about(command, (time.monotonic() - start) / 60) | {"frameworks": results}
    tables = report.tables(kept)
    print(f"\n{tables}")
    place.save(database, kept, {f"ladder-{database}.svg": ladder(results, database)})
    place.renew(ROOT / "bench" / "README.md", database, tables)
    if not postgres:
        renew_front_pages(results, caption(kept), place)


def renew_front_pages(results: dict[str, Any], origin: str, place: Place) -> None:
    """Write the ratios to README.md and to those of the packages."""
    pages = {ROOT / SERVERS[name]["package"]: {name: results[name]} for name in results}
    for folder, shown in {ROOT: results, **pages}.items():
        place.renew(folder / "README.md", "cost", f"{report.ratio_table(shown)}\n\n{origin}")


def measured(name: str, postgres: str | None, scale: Scale) -> dict[str, Any]:
    """Return the measurements of one framework."""
    say("statements", name)
    counts = {kind: statements(name, kind, postgres) for kind in KINDS[1:]}
    say("CPU", name)
    variants = {kind: Variant(name, kind) for kind in KINDS}
    requests = workload()
    cpu = compared(variants.values(), requests, postgres, scale.rounds, scale.batch)
    pages = cost_of_pages(name, postgres, scale.rounds, scale.batch)
    say("tricks", name)
    tricks = [variants["app"], *(trick for trick in TRICKS if trick.framework == name)]
    del requests[SLOW]  # no trick is about hashing
    saved = compared(tricks, requests, postgres, scale.rounds, scale.batch)
    say("load", name)
    loads = {
        kind: service(variant, postgres, scale.load, scale.connections)
        for kind, variant in variants.items()
    }
    say("growth", name)
    grown = growth(name, postgres, scale.rounds, scale.batch, *scale.large)
    return {
        "statements": counts,
        "cpu": cpu,
        "pages": pages,
        "tricks": saved,
        "service": loads,
        "growth": grown,
    }


def say(what: str, name: str) -> None:
    """Print what is being measured."""
    print(f"{time.strftime('%H:%M:%S')} {name}: {what}", flush=True)
