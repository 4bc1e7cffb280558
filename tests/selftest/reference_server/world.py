"""A world: users, tokens, tasks and failed log-ins, protected by one lock."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from .faults import FAULT_FREE, FAULTS, chosen, fault, nothing
from .messages import Refusal
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
        self.deleted_users: dict[str, tuple[User, list[Session], list[Task]]] = {}
        self.deleted_tasks: dict[int, Task] = {}
        self.freed_ids: list[int] = []

    def tasks_of(self, user: User) -> list[Task]:
        """Return the tasks of a user by id."""
        return sorted((t for t in self.tasks.values() if t.owner is user), key=lambda t: t.id)

    def sessions_of(self, user: User) -> list[Session]:
        """Return the tokens of a user, the oldest first."""
        return [session for session in self.sessions.values() if session.user is user]

    def end_sessions(self, user: User, keep: Session | None = None) -> None:
        """Revoke a user's tokens, except the one to keep."""
        for session in self.sessions_of(user):
            if session is not keep:
                del self.sessions[session.token]

    def admit(self, user: User) -> None:
        """Add a user without tokens and tasks."""
        _, sessions, tasks = self.deleted_users.get(user.username, (user, [], []))
        if fault("namesake-inherits-sessions"):
            self.sessions |= {s.token: replace(s, user=user) for s in sessions}
        if fault("namesake-inherits-tasks"):
            self.tasks |= {t.id: replace(t, owner=user) for t in tasks}
        if fault("ids-reused-after-the-account"):
            user.reusable_ids, self.freed_ids = self.freed_ids, []
        self.users[user.username] = user

    def erase(self, user: User) -> None:
        """Delete a user with tokens and tasks."""
        tasks = self.tasks_of(user)
        self.deleted_users[user.username] = user, self.sessions_of(user), tasks
        self.freed_ids = [task.id for task in tasks] or self.freed_ids
        if not fault("deleted-account-keeps-sessions"):
            self.end_sessions(user)
        for task in tasks:
            del self.tasks[task.id]
        if self.users.get(user.username) is user:
            del self.users[user.username]

    def race(self, fault_id: str, condition: object = True) -> None:
        """With this fault, let other threads run between a check and its write."""
        if fault(fault_id) and condition:
            self.give_way()

    def give_way(self) -> None:
        """Let other threads run."""
        self.lock.release()
        time.sleep(0.05)
        self.lock.acquire()

    @contextmanager
    def alone(self, refusals: Mapping[str, Callable[[], Refusal | None]]) -> Iterator[None]:
        """Wrap a section; with one of these faults, refuse whoever meets another one in it."""
        refusal = chosen(refusals, nothing)()
        if refusal:
            if self.busy:
                raise refusal
            self.busy = True
            self.give_way()
        try:
            yield
        finally:
            self.busy = False
