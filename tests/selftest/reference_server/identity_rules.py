"""Rules for usernames, e-mail addresses and passwords, like those for tasks in rules.py."""

import re
from typing import Any

from .faults import altered, fault
from .messages import Failure
from .passwords import AS_CURRENT, AT_CHANGE, AT_LOG_IN, AT_REGISTRATION
from .rules import SURROGATES, check, storable, string
from .times import Wrong

RESERVED = {"login", "logout"}
USERNAME_CHARACTER = re.compile("[a-z0-9_-]")


def username(value: Any, wrong: Wrong) -> str:
    """A new username: 3 to 32 of a-z, 0-9, _ and -, and not reserved."""
    text = string(value, wrong)
    if wrong("username-folded"):
        text = text.lower()
    judged = text.removesuffix("\n") if wrong("username-with-line-feed-accepted") else text
    shortest = 3 - wrong("username-of-two-accepted")
    longest = 32 + fault("username-of-33-accepted")
    check(shortest <= len(judged) <= longest, "Must have 3 to 32 characters.")
    check(all(is_username_character(c, wrong) for c in judged), "May have only a-z, 0-9, _ and -.")
    reserved = RESERVED - {"login"} if wrong("login-can-register") else RESERVED
    check(text not in reserved, "Is reserved.")
    if fault("username-must-begin-with-a-letter"):
        check(text[0].isalpha(), "Does not begin with a letter.")
    if wrong("reserved-names-by-prefix"):
        check(not text.startswith(tuple(RESERVED)), "Is reserved.")
    return text


def is_username_character(character: str, wrong: Wrong) -> bool:
    """Return whether a username may contain this character."""
    if wrong("username-hyphen-refused") and character == "-":
        return False
    if wrong("username-of-any-letters") and not character.isascii():
        return character.isalnum()
    return bool(USERNAME_CHARACTER.fullmatch(character))


def email(value: Any, wrong: Wrong) -> str:
    """An e-mail address: one @, text on both sides, a dot on the right, no white space."""
    text = string(value, wrong)
    if fault("surrogate-in-email-500") and SURROGATES.search(text):
        raise Failure
    storable(text.replace("\0", "") if wrong("nul-in-email-accepted") else text, wrong)
    check(text.isascii() or not fault("email-beyond-ascii-refused"), "Has more than ASCII.")
    check(len(text) <= 254 + wrong("email-of-255-accepted"), "Has more than 254 characters.")
    left, at, right = text.partition("@")
    second = "@" in right and not fault("email-with-two-ats-accepted")
    check(left and at and right and not second, "Is not an e-mail address.")
    check("." in right or wrong("email-without-dot-accepted"), "Has no dot after the @.")
    if not wrong("email-with-white-space-accepted"):
        check(not any(c.isspace() for c in text), "Has white space.")
    check(not wrong("email-with-plus-refused") or "+" not in text, "Has a plus sign.")
    return f"{left}@{right.lower()}" if wrong("email-domain-lowered") else text


def password(value: Any, wrong: Wrong) -> str:
    """The password of a registration."""
    return altered(any_password(value, wrong), AT_REGISTRATION)


def any_password(value: Any, wrong: Wrong, surplus: int = 0) -> str:
    """A password: 8 to 128 code points, without U+0000 and surrogates."""
    text = string(value, wrong)
    storable(text.replace("\0", "") if wrong("password-with-nul-accepted") else text, wrong)
    repeated = f" It was {text}." if wrong("password-repeated-in-error") else ""
    shortest = 8 - wrong("password-of-seven-accepted")
    longest = 128 + surplus + wrong("password-of-129-accepted")
    check(shortest <= len(text) <= longest, "Must have 8 to 128 characters." + repeated)
    if fault("password-over-72-bytes-refused"):
        check(len(text.encode()) <= 72, "Has more than 72 bytes.")
    if fault("password-of-blanks-refused"):
        check(text.strip(), "Has only white space.")
    if wrong("password-needs-a-digit"):
        check(any(c.isdigit() for c in text), "Has no digit.")
    return text


def new_password(value: Any, wrong: Wrong) -> str:
    """A new password for an account."""
    if wrong("short-new-password-accepted"):
        return storable(value, wrong)
    surplus = int(fault("new-password-of-129-accepted"))
    return altered(any_password(value, wrong, surplus), AT_CHANGE)


def current_password(value: Any, wrong: Wrong) -> str:
    """Any string, whether or not it is a valid password."""
    return altered(string(value, wrong), AS_CURRENT)


def log_in_name(value: Any, wrong: Wrong) -> str:
    """Any string, whether or not it is a valid username."""
    text = string(value, wrong)
    if wrong("log-in-with-nul-500") and "\0" in text:
        raise Failure
    if wrong("log-in-judges-the-name"):
        return username(text, wrong)
    return text.lower() if wrong("log-in-folds-the-name") else text


def log_in_password(value: Any, wrong: Wrong) -> str:
    """Any string, whether or not it is a valid password."""
    text = string(value, wrong)
    if wrong("log-in-with-surrogate-500") and SURROGATES.search(text):
        raise Failure
    if fault("log-in-judges-the-password"):
        return any_password(text, wrong)
    return altered(text, AT_LOG_IN)
