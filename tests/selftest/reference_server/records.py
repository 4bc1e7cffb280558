"""The data of a world: users, their tokens and their tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(eq=False)
class User:
    """A user; `passwords` are digests of the valid passwords, the current one last."""

    username: str
    email: str
    passwords: list[str]
    date_joined: datetime
    reusable_ids: list[int] = field(default_factory=list)


@dataclass(eq=False)
class Session:
    """A token of a user, and its expiry on the monotonic clock."""

    token: str
    user: User
    end: float


@dataclass(eq=False)
class Task:
    """A task; `changed` is the time of the last write on the monotonic clock."""

    id: int
    name: str
    note: str
    due_date: datetime | None
    completed: bool
    creation_date: datetime
    owner: User
    changed: float
    writes: int = 1
    previous: Task | None = None


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
