"""Simulate chores with asyncio, on a real or on a virtual clock."""

import asyncio
import selectors
from asyncio import Task
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A finished task: its name, start and end in minutes, and whether it needed the hands."""

    task: str
    start: float
    end: float
    by_hand: bool


@dataclass
class Home:
    """One pair of hands, machines, and a diary; a minute lasts `minute` seconds."""

    minute: float = 1
    hands: asyncio.Lock = field(default_factory=asyncio.Lock)
    diary: list[Entry] = field(default_factory=list)

    async def do(self, task: str, minutes: float) -> None:
        """Do a task by hand: wait until the hands are free, and keep them busy."""
        async with self.hands:
            await self.spend(task, minutes, by_hand=True)

    def start(self, machine: str, minutes: float) -> Task[None]:
        """Start a machine without waiting; await the returned task to wait for its end."""
        return asyncio.create_task(self.spend(machine, minutes, by_hand=False))

    async def spend(self, task: str, minutes: float, *, by_hand: bool) -> None:
        """Sleep for the minutes, then add an entry to the diary."""
        start = self.now()
        await asyncio.sleep(minutes * self.minute)
        self.diary.append(Entry(task, start, self.now(), by_hand))

    def now(self) -> float:
        """Return the time in minutes."""
        return asyncio.get_running_loop().time() / self.minute


Plan = Callable[[Home], Awaitable[None]]


class VirtualClock(selectors.DefaultSelector):
    """A selector that moves the clock forward instead of waiting."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Add the timeout to the clock, and return at once."""
        self.now += timeout or 0
        return super().select(0)


def simulate(plan: Plan) -> list[Entry]:
    """Run a plan on a virtual clock, and return its diary."""
    clock = VirtualClock()
    with closing(asyncio.SelectorEventLoop(clock)) as loop:
        loop.time = lambda: clock.now  # type: ignore[method-assign]
        home = Home()
        loop.run_until_complete(plan(home))
    return home.diary


def live_through(plan: Plan, minute: float) -> float:
    """Run a plan in real time; a minute lasts `minute` seconds. Return the minutes it took."""

    async def evening() -> float:
        home = Home(minute)
        start = home.now()
        await plan(home)
        return home.now() - start

    return asyncio.run(evening())
