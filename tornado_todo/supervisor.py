"""The parent of the processes that serve: it starts them, replaces a dead one, and ends them all.

Tornado's own fork_processes leaves its children alone when it is told to end.
"""

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from .server import GRACE

fork = multiprocessing.get_context("fork")  # before there is a loop, a thread or a connection


def supervise(target: Callable[[], None], count: int) -> None:
    """Keep `count` processes running until SIGTERM or SIGINT comes.

    Ends with status 1 if a process failed, which it only does when it cannot start.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit())
    processes: list[BaseProcess] = []
    try:
        while True:
            processes += [start(target) for _ in range(count - len(processes))]
            wait([process.sentinel for process in processes])
            if any(process.exitcode == 1 for process in processes):
                sys.exit(1)
            processes = [process for process in processes if process.is_alive()]
    finally:
        end(processes)


def start(target: Callable[[], None]) -> BaseProcess:
    """Return a new process, which sees by itself if this one is killed."""
    process = fork.Process(target=target, daemon=True)
    process.start()
    return process


def end(processes: list[BaseProcess]) -> None:
    """Let all processes end, and kill those that have not when their grace is well over."""
    deadline = time.monotonic() + GRACE + 2
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(max(0, deadline - time.monotonic()))
        process.kill()
