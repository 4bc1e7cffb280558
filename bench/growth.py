"""The cost of a list and a read in a table with a thousand times as many rows."""

from contextlib import ExitStack
from typing import Any

from .cpu import interleaved
from .database import TASKS, USERS
from .invokers import called
from .variants import Variant
from .workload import workload

REQUESTS = ("list_tasks", "read_task")


def growth(
    framework: str, postgres: str | None, rounds: int, batch: int, users: int, tasks: int
) -> dict[str, Any]:
    """Return request → "small" or "large" → CPU figures; both lists have 20 tasks.

    The large database has `users` users and `tasks` tasks.
    """
    variant = Variant(framework, "app")
    sizes = {"small": (USERS, TASKS), "large": (users, tasks)}
    with ExitStack() as stack:
        callers = {
            size: stack.enter_context(called(variant, postgres, *counts))
            for size, counts in sizes.items()
        }
        requests = {size: workload(tasks) for size, (_, tasks) in sizes.items()}
        return {
            name: interleaved(
                callers, {size: requests[size][name] for size in sizes}, rounds, batch
            )
            for name in REQUESTS
        }
