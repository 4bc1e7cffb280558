"""Open lists: users with a session, a token and twenty tasks each, in a new database."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256

import psycopg
from harness.ports import free_port

from .database import PAGE, prepared
from .pages import sign_cookies
from .serving import Started, serving
from .variants import Variant

FIRST = 3  # the id of the first user with an open list; ann and bob come before


@dataclass(frozen=True)
class OpenList:
    """Whose list is open: the cookie is of the page, the token of another client of the user."""

    username: str
    token: str
    cookie: str

    @staticmethod
    def as_json(lists: "list[OpenList]") -> str:
        """Return lists as live_clients.py reads them."""
        return json.dumps([asdict(each) for each in lists])


@contextmanager
def served_lists(
    variant: Variant, postgres: str | None, count: int
) -> Iterator[tuple[Started, list[OpenList]]]:
    """Serve an application on a new database, with this number of lists that can be opened."""
    framework, users, port = variant.framework, count + FIRST - 1, free_port()
    with prepared(framework, postgres, users, users * PAGE) as url:
        tokens = {number: f"{number:043}" for number in range(FIRST, users + 1)}
        store_tokens(url, tokens)
        cookies = sign_cookies(variant, url, tokens)
        lists = [
            OpenList(f"user{number}", token, cookie)
            for (number, token), cookie in zip(tokens.items(), cookies, strict=True)
        ]
        with serving(framework, url, variant.server(port), port) as started:
            yield started, lists


def store_tokens(url: str, tokens: dict[int, str]) -> None:
    """Give each user, by id, the token."""
    rows = [(sha256(token.encode()).hexdigest(), number) for number, token in tokens.items()]
    query = "UPDATE tokens SET digest = {0} WHERE user_id = {0}"
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
            database.executemany(query.format("?"), rows)
    else:
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            cursor.executemany(query.format("%s"), rows)
