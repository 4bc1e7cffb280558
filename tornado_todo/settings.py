"""The settings: tornado.options. The environment supplies defaults, the command line wins.

https://www.tornadoweb.org/en/stable/options.html
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from tornado.options import Error, define, options

VAR = Path(__file__).resolve().parent.parent / "var"
env = os.environ.get
MAKE_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
database = env("DATABASE_URL") or f"sqlite:///{VAR}/tornado_todo.db"

OFF = ("", "0", "false", "no", "off")

# name, default, type, help
define("host", env("HOST") or "127.0.0.1", str, "address to listen on")
define("port", env("PORT") or 8004, int, "port to listen on")
define("database_url", database, str, "database, as an SQLAlchemy URL")
define("token_ttl", env("TOKEN_TTL") or 14 * 86_400, int, "seconds that a token lives")
define("throttle_window", env("THROTTLE_WINDOW") or 60, int, "seconds that a failed log-in counts")
define("processes", env("PROCESSES") or 2, int, "processes that share the port")
define("pool_size", env("POOL_SIZE") or 32, int, "threads, and connections, of each process")
define(
    "autoreload", env("AUTORELOAD", "").lower() not in OFF, bool, "restart when a module changes"
)
define("secret_key", None, str, "key that signs cookies; without one, it is made and kept in var/")
define(
    "production",
    env("PRODUCTION", "").lower() not in OFF,
    bool,
    "demand a secret_key, and HTTPS for cookies",
)
define(
    "trust_proxy",
    env("TRUST_PROXY", "").lower() not in OFF,
    bool,
    "believe X-Forwarded-For and X-Forwarded-Proto",
)


def load(arguments: Sequence[str] = ()) -> None:
    """Read the command line; end with one line if a setting is wrong."""
    options.logging = None  # log.py configures the log
    try:
        options.parse_command_line(["", *arguments])
        options.secret_key = options.secret_key or env("SECRET_KEY")  # no default: --help shows it
        check_secret_key()
        make_url(options.database_url).get_dialect()
        check_number("port", 65_535)
        check_number("token_ttl", 10**9)
        check_number("throttle_window", 10**9)
        check_number("processes", 100)
        check_number("pool_size", 1000)
    except (ArgumentError, Error, ImportError, ValueError) as error:
        sys.exit(f"{__package__}: {error}; python -m {__package__} --help lists the settings")
    VAR.mkdir(exist_ok=True)


def check_secret_key() -> None:
    """Let nobody else know the key in production: ValueError if none is set."""
    if options.production and not options.secret_key:
        raise ValueError(f"SECRET_KEY is not set: in production make one with {MAKE_KEY}")


def check_number(name: str, largest: int) -> None:
    """Make a number of what the environment supplied; ValueError if it is out of its range."""
    text = str(options[name])
    if not (text.isdecimal() and 1 <= int(text) <= largest):
        raise ValueError(f"{name} must be a whole number from 1 to {largest}")
    options[name] = int(text)
