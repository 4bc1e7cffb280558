"""The tables: users, their tokens and tasks, and the log-ins that failed."""

from datetime import UTC, datetime
from typing import Any

from pyramid.request import Request
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from . import wire
from .database import Base, Identifier, UTCDateTime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class User(Base):
    """An account; `password` is an argon2id hash."""

    __tablename__ = "users"

    id: Mapped[Identifier]
    username: Mapped[str] = mapped_column(String(32), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str] = mapped_column(String(128))
    date_joined: Mapped[datetime] = mapped_column(UTCDateTime, default=now)

    __table_args__ = {"sqlite_autoincrement": True}

    def __json__(self, request: Request) -> dict[str, Any]:
        return {
            "username": self.username,
            "email": self.email,
            "date_joined": wire.format_timestamp(self.date_joined),
        }


class Token(Base):
    """A session; `digest` is the SHA-256 of the token, which nobody but its bearer has."""

    __tablename__ = "tokens"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expiry_date: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user: Mapped[User] = relationship()


class Task(Base):
    """A thing to do; ids are never used again, which SQLite promises with AUTOINCREMENT only."""

    __tablename__ = "tasks"

    id: Mapped[Identifier]
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    due_date: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed: Mapped[bool]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    __table_args__ = (Index(None, "user_id", "id"), {"sqlite_autoincrement": True})

    def __json__(self, request: Request) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "note": self.note,
            "creation_date": wire.format_timestamp(self.creation_date),
            "due_date": self.due_date and wire.format_timestamp(self.due_date),
            "completed": self.completed,
        }


class FailedLogin(Base):
    """A failed log-in; `digest` is the SHA-256 of what stood in the field for the username.

    People type their password there, so the text itself is not kept.
    """

    __tablename__ = "failed_logins"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64))
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)

    __table_args__ = (Index(None, "digest", "creation_date"),)
