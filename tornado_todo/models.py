"""The tables: users, their tokens and tasks, and the log-ins that failed."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from .database import Base, Identifier, UTCDateTime
from .passwords import hash_password, verify_password


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
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")
    tasks: WriteOnlyMapped["Task"] = relationship(passive_deletes=True)

    __table_args__ = {"sqlite_autoincrement": True}

    async def set_password(self, password: str) -> None:
        """Store the hash of a password."""
        self.password = await hash_password(password)

    async def check_password(self, password: str) -> bool:
        """Return whether this is the user's password."""
        return await verify_password(self.password, password)


class Token(Base):
    """A bearer token; only its SHA-256 is stored, in `digest`."""

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

    @property
    def is_overdue(self) -> bool:
        """Say whether the task should be done by now."""
        return not self.completed and self.due_date is not None and self.due_date < now()


class FailedLogin(Base):
    """A failed log-in; `digest` is the SHA-256 of what was sent as the username.

    People type their password there by mistake, so the text itself is not stored.
    """

    __tablename__ = "failed_logins"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64))
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)

    __table_args__ = (Index(None, "digest", "creation_date"),)
