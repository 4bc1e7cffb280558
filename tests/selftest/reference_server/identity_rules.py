"""Rules for usernames, e-mail addresses and passwords, like those for tasks in rules.py."""

import re
from typing import Any

from .faults import Changes, altered, chosen, fault
from .messages import fail
from .passwords import AS_CURRENT, AT_CHANGE, AT_LOG_IN, AT_REGISTRATION
from .rules import SURROGATES, check, storable, string

# What a username has, and what a faulty server takes for one: the length does not count here.
USERNAME = "[a-z0-9_-]*"
USERNAMES = {
    "username-with-line-feed-accepted": "[a-z0-9_-]*\n?",
    "username-of-any-letters": r"(?:[a-z0-9_-]|[^\W\0-\x7f])*",
    "username-hyphen-refused": "[a-z0-9_]*",
    "username-must-begin-with-a-letter": "[a-z][a-z0-9_-]*",
    "reserved-names-by-prefix": "(?!login|logout)[a-z0-9_-]*",
}
# What a faulty server wants to see in a password.
NEEDED_IN_PASSWORDS = {"password-needs-a-digit": r"\d", "password-of-blanks-refused": r"\S"}


def username(value: Any) -> str:
    """A new username: 3 to 32 of a-z, 0-9, _ and -, and not reserved."""
    text = altered(string(value), {"username-folded": str.lower})
    shortest = chosen({"username-of-two-accepted": 2}, 3)
    longest = chosen({"username-of-33-accepted": 33}, 32)
    check(shortest <= len(text) <= longest, "Must have 3 to 32 characters.")
    pattern = chosen(USERNAMES, USERNAME)
    check(re.fullmatch(pattern, text), "May have only a-z, 0-9, _ and -.")
    check(text != "login" or fault("login-can-register"), "Is reserved.")
    check(text != "logout", "Is reserved.")
    return text


def email(value: Any) -> str:
    """An e-mail address: one @, text on both sides, a dot on the right, no white space."""
    text = string(value)
    fail("surrogate-in-email-500", SURROGATES.search(text))
    storable(text, nul_accepted=fault("nul-in-email-accepted"))
    longest = chosen({"email-of-255-accepted": 255}, 254)
    check(len(text) <= longest, "Has more than 254 characters.")
    left, at, right = text.partition("@")
    second = "@" in right and not fault("email-with-two-ats-accepted")
    check(left and at and right and not second, "Is not an e-mail address.")
    check("." in right or fault("email-without-dot-accepted"), "Has no dot after the @.")
    blank = any(c.isspace() for c in text)
    check(not blank or fault("email-with-white-space-accepted"), "Has white space.")
    check(not fault("email-with-plus-refused") or "+" not in text, "Has a plus sign.")
    check(not fault("email-beyond-ascii-refused") or text.isascii(), "Has more than ASCII.")
    return f"{left}@{right.lower()}" if fault("email-domain-lowered") else text


def password(value: Any, changes: Changes = AT_REGISTRATION, longest: int = 128) -> str:
    """A password: 8 to 128 code points, without U+0000 and surrogates."""
    text = storable(string(value), nul_accepted=fault("password-with-nul-accepted"))
    repeated = f" It was {text}." if fault("password-repeated-in-error") else ""
    shortest = chosen({"password-of-seven-accepted": 7}, 8)
    longest = chosen({"password-of-129-accepted": 129}, longest)
    check(shortest <= len(text) <= longest, "Must have 8 to 128 characters." + repeated)
    check(re.search(chosen(NEEDED_IN_PASSWORDS, ""), text), "Is too simple.")
    long = len(text.encode()) > 72
    check(not long or not fault("password-over-72-bytes-refused"), "Has more than 72 bytes.")
    return altered(text, changes)


def new_password(value: Any) -> str:
    """A new password for an account."""
    if fault("short-new-password-accepted"):
        return storable(string(value))
    return password(value, AT_CHANGE, chosen({"new-password-of-129-accepted": 129}, 128))


def current_password(value: Any) -> str:
    """Any string, whether or not it is a valid password."""
    return altered(string(value), AS_CURRENT)


def log_in_name(value: Any) -> str:
    """Any string, whether or not it is a valid username."""
    text = string(value)
    fail("log-in-with-nul-500", "\0" in text)
    if fault("log-in-judges-the-name"):
        return username(text)
    return altered(text, {"log-in-folds-the-name": str.lower})


def log_in_password(value: Any) -> str:
    """Any string, whether or not it is a valid password."""
    text = string(value)
    fail("log-in-with-surrogate-500", SURROGATES.search(text))
    if fault("log-in-judges-the-password"):
        return password(text)
    return altered(text, AT_LOG_IN)
