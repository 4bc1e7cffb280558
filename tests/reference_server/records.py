"""What a world remembers: users, their sessions and their tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(eq=False)
class User:
    """An account; `passwords` are the digests that log in, the current one last."""

    username: str
    email: str
    passwords: list[str]
    date_joined: datetime
    reusable_ids: list[int] = field(default_factory=list)
    token: str | None = None


@dataclass(eq=False)
class Session:
    """A token of a user, and when it ends on the monotonic clock."""

    token: str
    user: User
    end: float


@dataclass(eq=False)
class Task:
    """A task; `changed` is the moment of the last write on the monotonic clock."""

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
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def midnight(moment: datetime) -> datetime:
    """Return the midnight before a moment."""
    return moment - timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
