"""The CPU time of processes, user and system, read from outside."""

from collections.abc import Iterable
from pathlib import Path

import psutil


def process_seconds(process: psutil.Process) -> float:
    """Return the CPU time of a process's live threads, to 1 ns on Linux, else to 10 ms.

    It does not include threads that have ended, so use it for short spans only.
    https://docs.kernel.org/scheduler/sched-stats.html
    """
    threads = [*Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
    if threads:
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    return tree_seconds([process])


def tree_seconds(processes: Iterable[psutil.Process]) -> float:
    """Return the CPU time of processes to 10 ms, including threads that have ended."""
    times = [process.cpu_times() for process in processes]
    return sum(one.user + one.system for one in times)
