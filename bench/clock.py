"""The CPU time of processes, read from outside."""

from collections.abc import Iterable
from pathlib import Path

import psutil


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    """Return the CPU time that the processes have used, all threads, user and system."""
    return sum(map(process_seconds, processes))


def process_seconds(process: psutil.Process) -> float:
    """Return the CPU time of a process: Linux counts nanoseconds a thread, others hundredths.

    https://docs.kernel.org/scheduler/sched-stats.html
    """
    threads = [*Path(f"/proc/{process.pid}/task").glob("*/schedstat")]
    if threads:
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    times = process.cpu_times()
    return times.user + times.system
