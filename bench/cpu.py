"""CPU time per request in the process: the main figure.

A WSGI application is called in its own process, without a server (in_process/worker.py). Tornado
is its own server, so one process of it gets requests over one connection, and its CPU time is read
from outside, without the client's. The variants of a framework take turns, round by round, so that
other load on the machine affects all of them equally.
"""

import statistics
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from .database import prepared
from .invokers import Caller, called, calling
from .pages import page_requests
from .variants import Variant
from .workload import SLOW, Exchange

Figures = dict[str, float]  # minimum and median, in microseconds


def compared(
    variants: Iterable[Variant],
    requests: dict[str, Exchange],
    postgres: str | None,
    rounds: int,
    batch: int,
) -> dict[str, Any]:
    """Return request → variant → figures, from `rounds` rounds of `batch` requests each."""
    found = {}
    with ExitStack() as stack:
        callers = {one.kind: stack.enter_context(called(one, postgres)) for one in variants}
        for name, exchange in requests.items():
            count = max(1, batch // 20) if name == SLOW else batch
            found[name] = interleaved(callers, dict.fromkeys(callers, exchange), rounds, count)
    return found


def cost_of_pages(
    framework: str, postgres: str | None, rounds: int, batch: int
) -> dict[str, Figures]:
    """Return page → figures of the application."""
    variant = Variant(framework, "app")
    with prepared(framework, postgres) as url, calling(variant, url) as caller:
        return {
            name: interleaved({"app": caller}, {"app": exchange}, rounds, batch)["app"]
            for name, exchange in page_requests(variant, url, caller).items()
        }


def interleaved(
    callers: dict[str, Caller], exchanges: dict[str, Exchange], rounds: int, batch: int
) -> dict[str, Figures]:
    """Return the figures of each caller; they take turns, each with its own request."""
    for name, caller in callers.items():
        caller.call(exchanges[name], batch)  # fill the caches
    seconds: dict[str, list[float]] = {name: [] for name in callers}
    for _ in range(rounds):
        for name, caller in callers.items():
            seconds[name].append(caller.call(exchanges[name], batch) / batch)
    return {
        name: {
            "minimum": round(min(values) * 1e6, 1),
            "median": round(statistics.median(values) * 1e6, 1),
        }
        for name, values in seconds.items()
    }
