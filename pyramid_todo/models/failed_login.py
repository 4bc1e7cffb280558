"""Failed log-ins, which the throttle counts."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from .meta import Base, Identifier, UTCDateTime, now


class FailedLogin(Base):
    """A wrong password; `digest` is the SHA-256 of what was sent as the username.

    People type passwords into that field by mistake, so the text itself is not stored.
    """

    __tablename__ = "failed_logins"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64))
    creation_date: Mapped[datetime] = mapped_column(UTCDateTime, default=now, index=True)

    __table_args__ = (Index(None, "digest", "creation_date"),)
