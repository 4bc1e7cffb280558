"""Passwords: what faulty servers change in them, and their digests."""

import hashlib
import unicodedata
from collections.abc import Callable

from .faults import Changes, altered, replaced

INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def first_bytes(count: int) -> Callable[[str], str]:
    """Return a function that keeps this many bytes of a text in UTF-8."""
    return lambda text: text.encode("utf-8", "surrogatepass")[:count].decode("latin-1")


def in_form_nfkc(text: str) -> str:
    """Return the text in the form NFKC."""
    return unicodedata.normalize("NFKC", text)


def without_accents(text: str) -> str:
    """Return the text without its combining characters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


EVERYWHERE: Changes = {
    "password-trimmed": str.strip,
    "password-line-feed-dropped": lambda text: text.removesuffix("\n"),
    "password-normalised": in_form_nfkc,
    "password-composed": lambda text: unicodedata.normalize("NFC", text),
    "password-accents-ignored": without_accents,
    "password-case-ignored": str.casefold,
    "password-first-letter-case-ignored": lambda text: text[:1].lower() + text[1:],
    "password-invisibles-dropped": lambda text: text.translate(INVISIBLE),
    "password-blanks-collapsed": replaced(" +", " "),
    "password-tags-stripped": replaced("<[^>]*>", ""),
    "password-beyond-latin-1-replaced": replaced("[^\0-\xff]", "?"),
    "password-cut-at-nul": lambda text: text.partition("\0")[0],
    "password-cut-at-72-bytes": first_bytes(72),
    "password-cut-at-128-bytes": first_bytes(128),
    "password-cut-at-64-characters": lambda text: text[:64],
    "password-cut-at-127-characters": lambda text: text[:127],
}
AT_REGISTRATION: Changes = {"registration-trims-the-password": str.strip}
AT_LOG_IN: Changes = {
    "log-in-trims-the-password": str.strip,
    "log-in-normalises-the-password": in_form_nfkc,
}
AT_CHANGE: Changes = {
    "change-trims-the-new-password": str.strip,
    "change-normalises-the-new-password": in_form_nfkc,
}
AS_CURRENT: Changes = {
    "current-password-trimmed": str.strip,
    "current-password-lowered": str.lower,
}


def digest(password: str) -> str:
    """Return a digest of a password; a fast one is enough, since nothing is stored on disk."""
    encoded = altered(password, EVERYWHERE).encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()
