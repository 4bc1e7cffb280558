"""The cost of a list and a read in a table with a thousand times as many rows."""

from contextlib import ExitStack
from typing import Any

from .cpu import interleaved
from .database import TASKS, USERS
from .invokers import called
from .variants import Variant
from .workload import workload


def growth(
    framework: str, postgres: str | None, rounds: int, batch: int, users: int, tasks: int
) -> dict[str, Any]:
    """Return request → "small" or "large" → CPU figures; both lists have 20 tasks.

    The large database has `users` users and `tasks` tasks.
    """
    sizes = {"small": (USERS, TASKS), "large": (users, tasks)}
    found = {}
    with ExitStack() as stack:
        callers = {
            size: stack.enter_context(called(Variant(framework, "app"), postgres, *counts))
            for size, counts in sizes.items()
        }
        for name in ("list_tasks", "read_task"):
            exchanges = {size: workload(tasks)[name] for size, (_, tasks) in sizes.items()}
            found[name] = interleaved(callers, exchanges, rounds, batch)
    return found
