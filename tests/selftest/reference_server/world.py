"""A world: users, tokens, tasks and failed log-ins, protected by one lock."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import count

from .faults import FAULT_FREE, FAULTS
from .messages import Failure, Refusal
from .records import Session, Task, User, now

SHORT = "~short"
TOKEN_TTL, THROTTLE_WINDOW = 14 * 24 * 60 * 60, 60  # seconds
SHORT_TIME = 2  # seconds, for both


class World:
    """All data of one prefix."""

    def __init__(self, name: str) -> None:
        """Create the world of a prefix: a fault or `-`, with `~short` for short times."""
        self.fault = name.removesuffix(SHORT)
        if self.fault != FAULT_FREE and self.fault not in FAULTS:
            raise LookupError(name)
        short = name.endswith(SHORT)
        self.token_ttl = SHORT_TIME if short else TOKEN_TTL
        self.throttle_window = SHORT_TIME if short else THROTTLE_WINDOW
        self.start = now()
        self.lock = threading.Lock()
        self.busy = False
        self.users: dict[str, User] = {}
        self.sessions: dict[str, Session] = {}
        self.issued: set[str] = set()
        self.tasks: dict[int, Task] = {}
        self.ids, self.turns = count(1), count()
        self.failures: dict[str, list[float]] = defaultdict(list)
        self.guesses: dict[object, list[float]] = defaultdict(list)
        self.penalties: dict[str, float] = defaultdict(float)
        self.deleted_users: dict[str, User] = {}
        self.deleted_tasks: dict[int, Task] = {}
        self.heritage: dict[str, tuple[list[Session], list[Task]]] = {}
        self.freed_ids: list[int] = []

    def wrong(self, fault: str) -> bool:
        """Return whether this fault is active; asking for an unlisted fault is a bug."""
        if fault not in FAULTS:
            raise LookupError(fault)
        return fault == self.fault

    def tasks_of(self, user: User) -> list[Task]:
        """Return the tasks of a user by id."""
        return sorted((t for t in self.tasks.values() if t.owner is user), key=lambda t: t.id)

    def end_sessions(self, user: User, keep: Session | None = None) -> None:
        """Revoke a user's tokens, except the one to keep."""
        ending = [s for s in self.sessions.values() if s.user is user and s is not keep]
        for session in ending:
            del self.sessions[session.token]

    def admit(self, user: User) -> None:
        """Add a user without tokens and tasks."""
        sessions, tasks = self.heritage.pop(user.username, ([], []))
        if self.wrong("namesake-inherits-sessions"):
            self.sessions |= {s.token: replace(s, user=user) for s in sessions}
        if self.wrong("namesake-inherits-tasks"):
            self.tasks |= {t.id: replace(t, owner=user) for t in tasks}
        if self.wrong("ids-reused-after-the-account"):
            user.reusable_ids, self.freed_ids = self.freed_ids, []
        self.users[user.username] = user

    def erase(self, user: User) -> None:
        """Delete a user with tokens and tasks."""
        sessions = [s for s in self.sessions.values() if s.user is user]
        tasks = self.tasks_of(user)
        self.heritage[user.username] = sessions, tasks
        self.deleted_users[user.username] = user
        self.freed_ids = [task.id for task in tasks] or self.freed_ids
        if not self.wrong("deleted-account-keeps-sessions"):
            self.end_sessions(user)
        for task in tasks:
            del self.tasks[task.id]
        if self.users.get(user.username) is user:
            del self.users[user.username]

    def give_way(self) -> None:
        """Let other threads run between a check and its write, to cause a race."""
        self.lock.release()
        time.sleep(0.05)
        self.lock.acquire()

    def writing(self) -> AbstractContextManager[None]:
        """Wrap a write of tasks."""
        if self.wrong("parallel-writers-500"):
            return self.alone(Failure())
        busy = Refusal(503, "Another write is in progress.", headers={"Retry-After": "1"})
        return self.alone(busy if self.wrong("parallel-writers-503") else None)

    @contextmanager
    def alone(self, busy: Refusal | None) -> Iterator[None]:
        """Wrap a section for one thread at a time; others are refused with `busy`, if given."""
        if busy:
            if self.busy:
                raise busy
            self.busy = True
            self.give_way()
        try:
            yield
        finally:
            self.busy = False
