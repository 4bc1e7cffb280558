"""Password comparison and digests."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping

from .faults import altered
from .messages import Request
from .records import User

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
Changes = Mapping[str, Callable[[str], str]]


def first_bytes(count: int) -> Callable[[str], str]:
    """Return a function that keeps this many bytes of a text in UTF-8."""
    return lambda text: text.encode("utf-8", "surrogatepass")[:count].decode("latin-1")


def without_accents(text: str) -> str:
    """Return the text without its combining characters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


# How a faulty server changes passwords, wherever they are used, or in one place only.
EVERYWHERE: Changes = {
    "password-trimmed": str.strip,
    "password-line-feed-dropped": lambda text: text.removesuffix("\n"),
    "password-normalised": lambda text: unicodedata.normalize("NFKC", text),
    "password-composed": lambda text: unicodedata.normalize("NFC", text),
    "password-accents-ignored": without_accents,
    "password-case-ignored": str.casefold,
    "password-first-letter-case-ignored": lambda text: text[:1].lower() + text[1:],
    "password-invisibles-dropped": lambda text: text.translate(INVISIBLE),
    "password-blanks-collapsed": lambda text: re.sub(" +", " ", text),
    "password-tags-stripped": lambda text: re.sub("<[^>]*>", "", text),
    "password-beyond-latin-1-replaced": lambda text: text.encode("latin-1", "replace").decode(
        "latin-1"
    ),
    "password-cut-at-nul": lambda text: text.partition("\0")[0],
    "password-cut-at-72-bytes": first_bytes(72),
    "password-cut-at-128-bytes": first_bytes(128),
    "password-cut-at-64-characters": lambda text: text[:64],
    "password-cut-at-127-characters": lambda text: text[:127],
}
AT_REGISTRATION: Changes = {"registration-trims-the-password": str.strip}
AT_LOG_IN: Changes = {
    "log-in-trims-the-password": str.strip,
    "log-in-normalises-the-password": lambda text: unicodedata.normalize("NFKC", text),
}
AT_CHANGE: Changes = {
    "change-trims-the-new-password": str.strip,
    "change-normalises-the-new-password": lambda text: unicodedata.normalize("NFKC", text),
}
AS_CURRENT: Changes = {
    "current-password-trimmed": str.strip,
    "current-password-lowered": str.lower,
}


def is_password(password: str, user: User, request: Request) -> bool:
    """Return whether this password is valid for the user."""
    known = user.passwords if request.wrong("old-password-works-on") else user.passwords[-1:]
    return digest(password) in known


def digest(password: str) -> str:
    """Return a digest of a password; a fast one is enough, since nothing is stored on disk."""
    encoded = altered(password, EVERYWHERE).encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()
