"""Users, with their passwords, tasks and tokens."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, WriteOnlyMapped, mapped_column, relationship

from ..passwords import hasher, verify_password
from .meta import Base, Identifier, UTCDateTime, now
from .task import Task
from .token import Token, hash_token


class User(Base):
    """An account; `password` is an argon2id hash."""

    __tablename__ = "users"

    id: Mapped[Identifier]
    username: Mapped[str] = mapped_column(String(32), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str] = mapped_column(String(128))
    date_joined: Mapped[datetime] = mapped_column(UTCDateTime, default=now)
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC", server_default="UTC")

    # Never loaded as a whole: query them with `user.tasks.select()`.
    tasks: WriteOnlyMapped[Task] = relationship(cascade="all", passive_deletes=True)
    tokens: WriteOnlyMapped[Token] = relationship(cascade="all", passive_deletes=True)

    __table_args__ = {"sqlite_autoincrement": True}
    # Of two parallel requests that delete an account, the second finds no row.
    __mapper_args__ = {"confirm_deleted_rows": False}

    def set_password(self, password: str) -> None:
        """Store the argon2id hash of a password, with its salt and parameters."""
        self.password = hasher.hash(password)

    def check_password(self, password: str) -> bool:
        """Say whether this is the password."""
        return verify_password(self.password, password)

    def issue_token(self, ttl: int) -> str:
        """Add a token of 256 random bits, valid for `ttl` seconds, and return it."""
        token = secrets.token_urlsafe(32)
        self.tokens.add(Token(digest=hash_token(token), expiry_date=now() + timedelta(seconds=ttl)))
        return token
