"""Push against poll in plain words, with the figures of the results."""

from collections.abc import Iterator
from typing import Any

LIMIT = 2000  # milliseconds: a later answer comes after the next question was due
HALF = 50  # percent of a core
Figures = dict[str, Any]


def words(live: Figures) -> Iterator[str]:
    """Say in plain words what was measured."""
    if asked := live["poll"]:
        most = "; ".join(f"{name}: {largest(counts)}" for name, counts in asked.items())
        yield f"*How many lists can be polled?* Those with a p99 of at most two seconds: {most}."
    for database, counts in live["push"].items():
        yield f"*What does pushing cost?* On {database}, {cost(counts)}."
    if asked:
        halves = "; ".join(f"{name}: {half(counts)}" for name, counts in asked.items())
        yield (
            f"*When does pushing pay?* When polling takes more than half of a core: {halves}. "
            "With fewer open lists, polling is simpler: no connection has to stay open, and no "
            "process has to know of changes."
        )
    if streams := live["streams"]:
        yield (
            f"*Why are there no event streams in the other three?* With {streams['streams']} open "
            f"streams, a thread for each, Flask answers {streams['meanwhile']} of "
            f"{streams['requests']} other requests (a page, the API, `/healthz`) within two "
            f"seconds; without streams it answers {streams['before']}."
        )


def largest(counts: Figures) -> str:
    """Return the largest number of lists that are answered in time."""
    good = [count for count, one in counts.items() if in_time(one["answers"])]
    if not good:
        return f"fewer than {int(next(iter(counts))):,}"
    last = len(good) == len(counts)
    return f"{int(good[-1]):,}" + (", the most that were tried" if last else "")


def cost(counts: Figures) -> str:
    """Return what the largest number of lists costs."""
    count, one = [*counts.items()][-1]
    return (
        f"{int(count):,} open lists take {one['kib']:.0f} KiB each, and {percent(one['quiet'])} of "
        f"a core while nothing changes. With a change a second it is {percent(one['changing'])}, "
        f"and the page learns of the change {one['delay']['p50']:.0f} ms after it, "
        f"{one['delay']['longest']:.0f} ms at most"
    )


def half(counts: Figures) -> str:
    """Return the number of lists from which on polling takes more than half of a core."""
    over = [count for count, one in counts.items() if one["cpu"] > HALF]
    return f"from {int(over[0]):,} on" if over else f"not up to {int([*counts][-1]):,}"


def percent(share: float) -> str:
    """Show a share of a core."""
    return f"{share:.1f} %" if share >= 1 else f"{share:.2f} %"


def in_time(answers: Figures) -> bool:
    """Return whether the p99 is below the limit, and no request failed."""
    return answers["p99"] <= LIMIT and not answers["errors"]
