"""The chores of an evening, one after another and interleaved, written in asyncio.

The first two plans come from https://opensource.com/article/18/6/tornado-framework, which says
that they take 280 and 130 minutes. `python -m bench.chores` runs all plans.
"""

import asyncio

from .schedule import Home, Plan, live_through, simulate


async def one_after_another(home: Home) -> None:
    """Finish each chore before the next, and wait for each machine."""
    await home.do("prepare food", 20)
    await home.start("stove", 40)
    await home.do("clear the table", 5)
    await home.do("wash the dishes", 60)
    await home.start("washing machine", 30)
    await home.do("fill the dryer", 5)
    await home.start("dryer", 90)
    await home.do("vacuum", 30)


async def as_told(home: Home) -> None:
    """Interleave at the article's times, without checking that a machine has finished."""
    await home.do("fill the washer", 5)
    washer = home.start("washing machine", 30)
    await home.do("prepare food", 20)
    await home.do("light the stove", 5)
    stove = home.start("stove", 40)
    await home.do("fill the dryer", 5)
    dryer = home.start("dryer", 90)
    await home.do("vacuum", 30)
    await home.do("fill the dishwasher", 5)
    await asyncio.gather(washer, stove, dryer, home.start("dishwasher", 60))


async def as_measured(home: Home) -> None:
    """Interleave, with the two awaits that the article omits."""
    await home.do("fill the washer", 5)
    washer = home.start("washing machine", 30)
    await home.do("prepare food", 20)
    await home.do("light the stove", 5)
    stove = home.start("stove", 40)
    await washer
    await home.do("fill the dryer", 5)
    dryer = home.start("dryer", 90)
    await home.do("vacuum", 30)
    await stove
    await home.do("fill the dishwasher", 5)
    await asyncio.gather(dryer, home.start("dishwasher", 60))


async def left_to_the_loop(home: Home) -> None:
    """Make each chore a coroutine, and let the event loop schedule them."""

    async def laundry() -> None:
        await home.do("fill the washer", 5)
        await home.start("washing machine", 30)
        await home.do("fill the dryer", 5)
        await home.start("dryer", 90)

    async def dinner() -> None:
        await home.do("prepare food", 20)
        await home.do("light the stove", 5)
        await home.start("stove", 40)
        await home.do("fill the dishwasher", 5)
        await home.start("dishwasher", 60)

    await asyncio.gather(laundry(), dinner(), home.do("vacuum", 30))


PLANS: dict[str, Plan] = {
    "one after another": one_after_another,
    "interleaved, as told": as_told,
    "interleaved, machines awaited": as_measured,
    "left to the loop": left_to_the_loop,
}

if __name__ == "__main__":
    for name, plan in PLANS.items():
        minutes = max(entry.end for entry in simulate(plan))
        print(f"{name:22} {minutes:4.0f} minutes, for real {live_through(plan, 0.01):6.1f}")
