"""Many clients of one user, and a ledger of the writes that the server confirmed."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import count
from typing import Any

from .client import Answer, Client, User, sign_up

Task = dict[str, Any]
LONGEST = 120  # the limit for a workload, in seconds


class Workload:
    """Clients that work in parallel; each task has a unique name.

    `promised` has the tasks as in their last answer. `doubtful` has tasks that were sent without a
    successful answer: they may be stored, but not in part.
    """

    def __init__(self, port: int, user: User, prefix: str = "task") -> None:
        """Start with an empty ledger; all task names begin with the prefix."""
        self.port, self.user, self.prefix, self.numbers = port, user, prefix, count(1)
        self.clients: list[Client] = []
        self.promised: dict[str, Task] = {}
        self.doubtful: dict[str, Task] = {}
        self.statuses: Counter[int] = Counter()
        self.seconds: list[float] = []  # for each answer
        self.refused: list[float] = []  # for each answer with 503

    async def work(
        self, number: int, step: Callable[[Client], Awaitable[object]], more: Callable[[], bool]
    ) -> None:
        """Let this many new clients repeat the step as long as `more` returns true."""
        self.clients = [Client(self.port, self.user.token) for _ in range(number)]

        async def repeat(client: Client) -> None:
            with closing(client):
                while more():
                    await step(client)

        async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as group:
            for client in self.clients:
                group.create_task(repeat(client))

    async def ask(self, client: Client, method: str, target: str, value: Any = None) -> Answer:
        """Send a request and count its answer; a 503 must have Retry-After."""
        answer = await client.ask(method, target, value)
        self.statuses[answer.status] += 1
        self.seconds.append(answer.seconds)
        if answer.status == 503:
            assert answer.headers["content-type"] == "application/problem+json", answer
            assert int(answer.headers["retry-after"]) > 0, answer
            self.refused.append(answer.seconds)
        return answer

    async def create(self, client: Client, note: int = 200) -> Answer:
        """Create a task with an incompressible note of this many characters."""
        name = f"{self.prefix} {next(self.numbers)}"
        sent = self.doubtful[name] = {"name": name, "note": secrets.token_hex(note // 2)}
        answer = await self.ask(client, "POST", self.user.tasks, sent)
        if answer.status == 201:
            self.promised[name] = answer.json() | self.doubtful.pop(name)
        return answer

    async def write_and_read(self, client: Client) -> None:
        """Create a task, and list some tasks."""
        await self.create(client)
        await self.ask(client, "GET", self.user.tasks)

    async def live(self, client: Client) -> None:
        """Create a task, read, complete it, and delete every second one."""
        created = await self.create(client)
        if created.status != 201:
            return  # `statuses` counts the failure
        task = created.json()
        path = f"{self.user.tasks}/{task['id']}"
        await self.ask(client, "GET", path)
        await self.ask(client, "GET", f"{self.user.tasks}?limit=20&after={max(0, task['id'] - 10)}")
        done = {"name": task["name"], "note": "done", "completed": True}
        replaced = await self.ask(client, "PUT", path, done)
        self.promised[task["name"]] = replaced.json() | done
        await self.ask(client, "GET", self.user.path)
        if task["id"] % 2:
            await self.ask(client, "DELETE", path)
            del self.promised[task["name"]]

    async def differences(self) -> list[str]:
        """List all tasks; return those that are lost, doubled, changed, or stored in part."""
        tasks = await self.list_all()
        found = {task["name"]: task for task in tasks}
        wrong = [f"{len(tasks) - len(found)} doubled"] if len(tasks) > len(found) else []
        for name, task in self.promised.items():
            if found.get(name) != task:
                wrong.append(f"promised {task}, found {found.get(name)}")
        for name in found.keys() - self.promised.keys():
            sent = self.doubtful.get(name, {"never": "sent"})
            if not sent.items() <= found[name].items():
                wrong.append(f"sent {sent}, found {found[name]}")
        return wrong

    async def list_all(self) -> list[Task]:
        """Return all tasks of the user, from all pages."""
        tasks: list[Task] = []
        with closing(Client(self.port, self.user.token)) as client:
            while True:
                after = tasks[-1]["id"] if tasks else 0
                answer = await client.ask("GET", f"{self.user.tasks}?limit=100&after={after}")
                tasks += answer.json()["tasks"]
                if "link" not in answer.headers:
                    return tasks


async def new_workload(port: int) -> Workload:
    """Register a user at the server on a port, and return a workload for this user."""
    return Workload(port, await sign_up(port))
