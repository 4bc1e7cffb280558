"""Tasks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from .meta import Base, Identifier, UTCDateTime, now


class Task(Base):
    """A task of a user; with AUTOINCREMENT SQLite never uses an id again (TASK-5)."""

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
