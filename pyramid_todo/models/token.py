"""Bearer tokens, of which only digests are stored."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from .meta import Base, Identifier, UTCDateTime


class Token(Base):
    """A token; `digest` is its SHA-256, so that a stolen table opens no account."""

    __tablename__ = "tokens"

    id: Mapped[Identifier]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    expiry_date: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
