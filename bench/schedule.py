"""A home to do chores in, with asyncio for a clock: a real one, or one that nobody waits for."""

import asyncio
import selectors
from asyncio import Task
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """What was done, from which minute to which, and whether it kept your hands busy."""

    task: str
    start: float
    end: float
    by_hand: bool


@dataclass
class Home:
    """One pair of hands, machines that need none, and a diary; a minute lasts `minute` seconds."""

    minute: float = 1
    hands: asyncio.Lock = field(default_factory=asyncio.Lock)
    diary: list[Entry] = field(default_factory=list)

    async def do(self, task: str, minutes: float) -> None:
        """Do something yourself: it waits until your hands are free, and keeps them busy."""
        async with self.hands:
            await self.spend(task, minutes, by_hand=True)

    def start(self, machine: str, minutes: float) -> Task[None]:
        """Start a machine and go away; await what this returns to know that it has finished."""
        return asyncio.create_task(self.spend(machine, minutes, by_hand=False))

    async def spend(self, task: str, minutes: float, *, by_hand: bool) -> None:
        """Let the time pass, and write it down."""
        start = self.now()
        await asyncio.sleep(minutes * self.minute)
        self.diary.append(Entry(task, start, self.now(), by_hand))

    def now(self) -> float:
        """Return the time in minutes."""
        return asyncio.get_running_loop().time() / self.minute


Plan = Callable[[Home], Awaitable[None]]


class VirtualClock(selectors.DefaultSelector):
    """A selector that does not wait for time to pass, but moves the clock."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Be there at once."""
        self.now += timeout or 0
        return super().select(0)


def simulate(plan: Plan) -> list[Entry]:
    """Return the diary of a plan, on a clock that nobody has to wait for."""
    clock = VirtualClock()
    loop = asyncio.SelectorEventLoop(clock)
    loop.time = lambda: clock.now  # type: ignore[method-assign]
    home = Home()
    try:
        loop.run_until_complete(plan(home))
    finally:
        loop.close()
    return home.diary


def live_through(plan: Plan, minute: float) -> float:
    """Carry a plan out with minutes of so many seconds, and return how many minutes it took."""

    async def evening() -> float:
        home = Home(minute)
        start = home.now()
        await plan(home)
        return home.now() - start

    return asyncio.run(evening())
