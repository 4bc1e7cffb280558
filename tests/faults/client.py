"""A client for failure tests: raw connections, hundreds of them, with every result reported."""

import asyncio
import json
import secrets
import time
from contextlib import closing
from dataclasses import dataclass
from math import inf
from typing import Any

API = "/api/v1"
HANGS = 60  # seconds until a request counts as never answered


@dataclass(frozen=True)
class Answer:
    """An answer: its header names are in lower case, and it has the time in seconds."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


class Client:
    """A client with a kept connection; it opens a new one after a failure."""

    def __init__(self, port: int, token: str = "") -> None:
        """Prepare to connect to 127.0.0.1, with a token if there is one."""
        self.port, self.token = port, token
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.sent = inf  # time.monotonic() when the last request was written
        self.own_port = 0  # of the connection on which it was written

    async def ask(self, method: str, target: str, value: Any = None) -> Answer:
        """Send a request; ConnectionError: no complete answer; TimeoutError: none in a minute."""
        self.sent, started = inf, time.perf_counter()
        try:
            async with asyncio.timeout(HANGS):
                reader, writer = self.streams = self.streams or await connect(self.port)
                self.own_port = writer.get_extra_info("sockname")[1]
                content = b"" if value is None else json.dumps(value).encode()
                writer.write(self.head(method, target, content) + content)
                await writer.drain()
                self.sent = time.monotonic()
                status, headers, body = await read_answer(reader, method)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.close()
            raise error if isinstance(error, OSError) else ConnectionResetError from error
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, body, time.perf_counter() - started)

    def head(self, method: str, target: str, body: bytes) -> bytes:
        """Return a request without its body."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"Authorization: Bearer {self.token}"] if self.token else []
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
        return "\r\n".join([*lines, "", ""]).encode()

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        if self.streams:
            self.streams[1].close()
        self.streams = None


async def connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to 127.0.0.1."""
    return await asyncio.open_connection("127.0.0.1", port)


async def read_answer(
    reader: asyncio.StreamReader, method: str
) -> tuple[int, dict[str, str], bytes]:
    """Read status, headers and body; Content-Length is required (RFC 9112 section 6.3)."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    status = int(first.split()[1])
    empty = method == "HEAD" or status in {204, 304}
    length = 0 if empty else int(headers["content-length"])
    return status, headers, await reader.readexactly(length)


@dataclass(frozen=True)
class User:
    """A user with a token, and the path of the account."""

    token: str
    path: str

    @property
    def tasks(self) -> str:
        """Return the path of the user's tasks."""
        return f"{self.path}/tasks"


async def register(port: int) -> dict[str, str]:
    """Register a user with a random name; return the credentials."""
    who = {"username": f"u{secrets.token_hex(6)}", "password": secrets.token_hex(8)}
    with closing(Client(port)) as client:
        answer = await client.ask("POST", f"{API}/accounts", who | {"email": "u@example.org"})
    assert answer.status == 201, answer
    return who


async def log_in(port: int, who: dict[str, str]) -> Answer:
    """Log in on a new connection."""
    with closing(Client(port)) as client:
        return await client.ask("POST", f"{API}/accounts/login", who)


async def sign_up(port: int) -> User:
    """Register a user with a random name, and log in."""
    who = await register(port)
    answer = await log_in(port, who)
    return User(answer.json()["token"], f"{API}/accounts/{who['username']}")
