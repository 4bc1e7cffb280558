"""What a server uses in each phase, while a process of its own keeps lists open."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TextIO, cast

import psutil
from harness import ROOT

from .live_lists import OpenList, served_lists
from .serving import Started, memory
from .variants import Variant

Figures = dict[str, Any]


@dataclass(frozen=True)
class Moment:
    """What a server has used so far: seconds of CPU time, and its memory in MiB."""

    clock: float
    cpu: float
    memory: float


def measured(
    framework: str, postgres: str | None, what: str, count: int, seconds: float
) -> tuple[dict[str, Moment], Figures]:
    """Keep lists open on a new server; return phase → its begin, and the clients' figures."""
    with (
        served_lists(Variant(framework, "app"), postgres, count) as (started, lists),
        open_pages(what, started.port, seconds, lists) as lines,
    ):
        moments: dict[str, Moment] = {}
        for line in lines:
            if line.startswith("{"):
                return moments, json.loads(line)
            moments[line.strip()] = moment(started)
    raise RuntimeError(f"the pages of {framework} have failed:\n{started.log_end()}")


@contextmanager
def open_pages(what: str, port: int, seconds: float, lists: list[OpenList]) -> Iterator[TextIO]:
    """Run live_clients.py, and yield its output."""
    command = [sys.executable, "-m", "bench.live_clients", what, str(port), str(seconds)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            with closing(cast(TextIO, process.stdin)) as given:
                given.write(OpenList.as_json(lists))
            yield cast(TextIO, process.stdout)
        finally:
            process.kill()


def moment(started: Started) -> Moment:
    """Return what the server has used until now."""
    processes, cpu = started.tree(), 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            cpu += times.user + times.system
    return Moment(time.monotonic(), cpu, memory(processes))


def share(begin: Moment, end: Moment) -> float:
    """Return the CPU time of a phase as a percentage of one core."""
    return round(100 * (end.cpu - begin.cpu) / (end.clock - begin.clock), 2)
