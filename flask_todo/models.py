"""The tables: users, their tokens and tasks, and wrong passwords."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, WriteOnlyMapped, contains_eager, mapped_column, relationship

from .database import Identifier, UTCDateTime, db
from .passwords import hasher, verify_password


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class User(db.Model):
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

    def set_password(self, password: str) -> None:
        """Store the hash of a new password."""
        self.password = hasher.hash(password)

    def check_password(self, password: str) -> bool:
        """Return whether the password is right."""
        return verify_password(self.password, password)


class Token(db.Model):
    """A bearer token of a user. Only the SHA-256 of its text is stored, as `digest`."""

    __tablename__ = "tokens"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expiry_date: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    user: Mapped[User] = relationship()

    @classmethod
    def issue(cls, user: User) -> str:
        """Add a token of the user to the session; return its text, 256 random bits."""
        text = secrets.token_urlsafe(32)
        lifetime = timedelta(seconds=current_app.config["TOKEN_TTL"])
        db.session.add(cls(digest=hash_token(text), expiry_date=now() + lifetime, user_id=user.id))
        return text

    @classmethod
    def find(cls, text: str) -> "Token | None":
        """Return the token with its user; None if it is unknown or has expired."""
        query = select(cls).join(cls.user).options(contains_eager(cls.user))
        valid = query.where(cls.digest == hash_token(text), cls.expiry_date > now())
        return db.session.scalar(valid)


def hash_token(text: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Task(db.Model):
    """A task. Ids are never reused, which on SQLite takes AUTOINCREMENT."""

    __tablename__ = "tasks"

    id: Mapped[Identifier]
    name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(Text)
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    due_date: Mapped[datetime | None] = mapped_column(UTCDateTime)
    completed: Mapped[bool]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    @property
    def is_overdue(self) -> bool:
        """Say whether the task should be done by now."""
        return not self.completed and self.due_date is not None and self.due_date < now()

    __table_args__ = (Index(None, "user_id", "id"), {"sqlite_autoincrement": True})


class FailedLogin(db.Model):
    """A wrong password; `digest` is the key under which it counts (see throttle).

    It is a SHA-256: people type passwords as usernames by mistake, and none is to be stored.
    """

    __tablename__ = "failed_logins"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64))
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)

    __table_args__ = (Index(None, "digest", "creation_date"),)
