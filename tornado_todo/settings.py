"""The settings: tornado.options, whose defaults come from the environment.

https://www.tornadoweb.org/en/stable/options.html
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError
from tornado.options import Error, define, options

DEFAULT_DATABASE = Path(__file__).resolve().parent.parent / "var" / "tornado_todo.db"

define("host", "127.0.0.1", help="address to listen on")
define("port", 8004, help="port to listen on")
define("database_url", f"sqlite:///{DEFAULT_DATABASE}", help="database, as an SQLAlchemy URL")
define("token_ttl", 14 * 24 * 60 * 60, help="seconds that a session lives")
define("throttle_window", 60, help="seconds that a failed log-in counts")
define("processes", 2, help="processes that share the port")
define("pool_size", 32, help="threads, and database connections, of each process")
define("autoreload", False, help="restart when a module changes (in one process)")

LARGEST = {
    "port": 65_535,
    "token_ttl": 10**9,
    "throttle_window": 10**9,
    "processes": 100,
    "pool_size": 1000,
}


def load(arguments: Sequence[str] = ()) -> None:
    """Set the options from the environment, then from the arguments; a bad one ends the program.

    The variable of an option is its name in upper case: DATABASE_URL, TOKEN_TTL, …
    """
    environment = [
        f"--{name}={os.environ[name.upper()]}"
        for name in options.group_dict(__file__)
        if os.environ.get(name.upper())
    ]
    options.logging = None  # or parsing would set up a log of its own
    try:
        options.parse_command_line([__package__, *environment, *arguments])
        make_url(options.database_url).get_dialect()
        check_numbers()
    except (ArgumentError, Error, ImportError, ValueError) as error:
        sys.exit(f"{__package__}: {error}; python -m {__package__} --help lists the settings")
    DEFAULT_DATABASE.parent.mkdir(exist_ok=True)


def check_numbers() -> None:
    """Raise ValueError for a number out of its range."""
    for name, largest in LARGEST.items():
        if not 1 <= options[name] <= largest:
            raise ValueError(f"{name} must be a whole number from 1 to {largest}")
