"""Password comparison and digests."""

import hashlib
import unicodedata

from .messages import Request
from .records import User
from .times import Wrong


def is_password(password: str, user: User, request: Request) -> bool:
    """Return whether this password is valid for the user."""
    known = user.passwords if request.wrong("old-password-works-on") else user.passwords[-1:]
    return digest(password, request.wrong) in known


def digest(password: str, wrong: Wrong) -> str:
    """Return a digest of a password; a fast one is enough, since nothing is stored on disk."""
    if wrong("password-trimmed"):
        password = password.strip()
    if wrong("password-normalised"):
        password = unicodedata.normalize("NFKC", password)
    if wrong("password-case-ignored"):
        password = password.casefold()
    encoded = password.encode("utf-8", "surrogatepass")
    if wrong("password-cut-at-72-bytes"):
        encoded = encoded[:72]
    return hashlib.sha256(encoded).hexdigest()
