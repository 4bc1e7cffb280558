"""Keep lists open as pages do: python -m bench.live_clients push|poll PORT SECONDS < lists.

It prints the name of each phase when it begins, and at the end its figures as JSON.
"""

import asyncio
import json
import random
import sys
import time
from asyncio import Semaphore
from typing import Any

from .live_lists import OpenList
from .live_page import Connection, Page
from .workload import JSON, TASK

EVERY = 2  # seconds between an answer and the next question, as in live.js
ABORTED = 5  # seconds after which a page gives up, likewise
PATIENCE = 10  # seconds for a message
WARM_UP = 200  # requests, so that the server has started its threads
Answer = tuple[float, int]  # seconds, status


async def poll(pages: list[Page], port: int, seconds: float) -> dict[str, Any]:
    """Let all pages ask again and again; return the latency of the answers."""
    places = Semaphore(32)
    await asyncio.gather(*(page.open(places) for page in pages))
    answers: list[Answer] = []
    start = time.perf_counter() + EVERY  # then all have asked once more
    asking = [
        asyncio.create_task(keep_asking(page, start, start + seconds, answers)) for page in pages
    ]
    await begin("asking", start)
    await begin("end", start + seconds)
    await asyncio.gather(*asking)
    errors = sum(status not in (200, 304) for _, status in answers)
    return {"errors": errors} | quantiles([taken for taken, _ in answers])


async def keep_asking(page: Page, start: float, end: float, answers: list[Answer]) -> None:
    """Ask until the end; note the answers to questions since the start."""
    await asyncio.sleep(random.uniform(0, EVERY))  # noqa: S311 - spreads the load
    while (asked := time.perf_counter()) < end:
        try:
            status = await asyncio.wait_for(page.ask(), ABORTED)
        except (OSError, asyncio.IncompleteReadError):  # a timeout is an OSError, too
            status = 0
            page.connection.close()
        if asked >= start:
            answers.append((time.perf_counter() - asked, status))
        await asyncio.sleep(EVERY)


async def push(pages: list[Page], port: int, seconds: float) -> dict[str, Any]:
    """Let all pages listen, first while nothing changes; return the delay of the messages."""
    places = Semaphore(32)
    await asyncio.gather(*(page.open(places) for page in pages[:WARM_UP]))
    await begin("before", 0)
    await asyncio.gather(*(page.listen(port, places) for page in pages))
    start = time.perf_counter()
    await begin("quiet", 0)
    await begin("changing", start + seconds)
    delays = [await change(random.choice(pages), port) for _ in range(max(1, round(seconds)))]  # noqa: S311
    await begin("end", 0)
    return quantiles(delays)


async def change(page: Page, port: int) -> float:
    """Change a list within a second; return the seconds from the answer to the message."""
    late = random.random()  # noqa: S311 - the server looks at fixed times
    await asyncio.sleep(late)
    tasks, token = f"/api/v1/accounts/{page.owner.username}/tasks", page.owner.token
    other = Connection(port)
    headers = JSON | {"Authorization": f"Bearer {token}"}
    status, _ = await other.send("POST", tasks, headers, json.dumps(TASK))
    answered = time.perf_counter()
    if status != 201 or page.socket is None:
        raise RuntimeError(f"POST {tasks} answers {status}")
    await asyncio.wait_for(page.socket.recv(), PATIENCE)
    delay = time.perf_counter() - answered
    other.close()
    await page.ask()
    await asyncio.sleep(max(0, 1 - late - delay))
    return delay


async def begin(phase: str, moment: float) -> None:
    """Wait for the moment, and say that a phase begins."""
    await asyncio.sleep(moment - time.perf_counter())
    print(phase, flush=True)


def quantiles(seconds: list[float]) -> dict[str, Any]:
    """Return the number of these times, and p50, p99 and the longest in milliseconds."""
    ordered = sorted(round(each * 1000, 1) for each in seconds)
    count = len(ordered)
    p50, p99 = ordered[count // 2], ordered[count * 99 // 100]
    return {"count": count, "p50": p50, "p99": p99, "longest": ordered[-1]}


if __name__ == "__main__":
    what, port, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    pages = [Page(port, OpenList(**each)) for each in json.load(sys.stdin)]
    work = {"poll": poll, "push": push}[what]
    print(json.dumps(asyncio.run(work(pages, port, seconds))))
