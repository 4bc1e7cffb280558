"""Malformed requests, each from a function of a seeded random generator."""

import json
import string
from collections.abc import Callable, Iterator
from random import Random

from parity.corpus import KNOWN, METHODS, ODD, QUERIES, RAW_BODIES, VALUES, corpus

NAMES = ["Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Authorization", "Expect"]
NAMES += ["Connection", "Upgrade", "If-Match", "If-None-Match", "Range", "Accept", "Cookie", "X-A"]
CLAIMS = ["", "0", "-1", "5", "99999999999999999999", "chunked", "close", "h2c", "100-continue"]
CLAIMS += ["bytes=0-", "gzip", "*", "websocket", "identity, chunked", "application/json"]
SAMPLES = [
    (request.method, request.target, request.headers, request.body or b"")
    for request in corpus()
    if len(request.body or b"") < 5_000
]
MEMBERS = ["name", "note", "due_date", "completed", "email", "username", "x"]
BODIES = [body for body in RAW_BODIES if len(body) < 200_000]
READS = [("POST", "/api/v1/accounts"), ("POST", "/api/v1/accounts/login"), ("PUT", "{path}")]
READS += [("POST", "{path}/tasks"), ("PUT", "{path}/tasks/{id1}")]
VISIBLE = [character.encode() for character in string.printable[:94]]


def requests(seed: int, number: int, names: dict[str, str]) -> Iterator[bytes]:
    """Return this many requests, always the same for a seed; `names` has values for {token} etc."""
    random = Random(seed)  # noqa: S311 - it has to be predictable
    for _ in range(number):
        yield random.choice(KINDS)(random, names)


def noise(random: Random, names: dict[str, str]) -> bytes:
    """Return bytes that are not HTTP."""
    return random.randbytes(random.randrange(1, 400)) + random.choice([b"", b"\r\n\r\n"])


def broken_line(random: Random, names: dict[str, str]) -> bytes:
    """Return a request with an invalid request line."""
    method = random.choice([*METHODS, "", "get", "G\tT", text(random, 9), "A" * 3000])
    target = random.choice([*ODD, "", "*", "http://x/", "?", text(random, 30), "/" + "a" * 70_000])
    version = random.choice(["HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "HTTP/2.0", "HTTP/", "", "X"])
    space = random.choice([" ", " ", " ", "  ", "\t", ""])
    head = f"{method}{space}{target}{space}{version}\r\nHost: x\r\n\r\n"
    return head.encode("latin-1", "replace")


def odd_headers(random: Random, names: dict[str, str]) -> bytes:
    """Return a request for an existing path with unusual headers."""
    chosen = [(random.choice(NAMES), random.choice([*CLAIMS, text(random, 20)])) for _ in range(2)]
    chosen += [("X-Odd", text(random, random.choice([9, 200, 9_000])))]
    chosen += [(text(random, 12), "x")] * random.randrange(2)
    return message(random.choice(METHODS), random.choice(KNOWN), chosen, b"{}", names)


def odd_path(random: Random, names: dict[str, str]) -> bytes:
    """Return a request for a random path, percent-encoded or not."""
    parts = [random.choice(KNOWN + ODD), *(escape(random) for _ in range(random.randrange(6)))]
    random.shuffle(parts)
    query = random.choice(["", "?" + random.choice(QUERIES), "?" + escape(random)])
    return message(random.choice(METHODS), "/" + "".join(parts) + query, [], b"", names)


def odd_body(random: Random, names: dict[str, str]) -> bytes:
    """Return a request with an invalid body for an operation that reads one."""
    value = random.choice([*VALUES, text(random, 40)])
    task = json.dumps({"name": "x", random.choice(MEMBERS): value}).encode()
    other = random.choice([*BODIES, random.randbytes(50), task[: random.randrange(len(task))]])
    body = random.choice([task, task, flip(random, task), other, other])
    return message(*random.choice(READS), [("Content-Type", "application/json")], body, names)


def mutation(random: Random, names: dict[str, str]) -> bytes:
    """Return a request from the corpus with some bytes changed."""
    method, target, headers, body = random.choice(SAMPLES)
    return flip(random, message(method, target, list(headers), body, names))


KINDS: list[Callable[[Random, dict[str, str]], bytes]]
KINDS = [noise, broken_line, odd_headers, odd_path, odd_body, odd_body, mutation, mutation]


def message(
    method: str, target: str, headers: list[tuple[str, str]], body: bytes, names: dict[str, str]
) -> bytes:
    """Return a request with a valid token, unless the headers include another one."""
    if (method == "DELETE" and "tasks" not in target) or "logout" in target:
        method = "GET"  # the token must stay valid, or all later requests would get 401
    own = {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(len(body))}
    own |= {"Authorization": "Bearer {token}"}
    for name, _ in headers:
        own.pop(name, None)
    lines = [f"{name}: {value}\r\n" for name, value in [*headers, *own.items()]]
    head = "".join([f"{method} {target} HTTP/1.1\r\n", *lines, "\r\n"])
    for name, value in names.items():
        head = head.replace("{" + name + "}", value)
    return head.encode("latin-1", "replace") + body


def text(random: Random, longest: int) -> str:
    """Return characters that are allowed in a line, and some that are not."""
    some = string.ascii_letters + string.punctuation + " \t\0\x7f\x80\xff\xe9"
    return "".join(random.choices(some, k=random.randrange(1, longest)))


def escape(random: Random) -> str:
    """Return a piece of a path or a query, mostly percent-encoded bytes."""
    return random.choice(
        ["%", "%%", "%2", "%zz", ".", "..", "/", "%2F", "%00", "%0d%0a", "x"]
        + [f"%{random.randrange(256):02X}" * random.randrange(1, 4) for _ in range(8)]
    )


def flip(random: Random, data: bytes) -> bytes:
    """Return the data with up to four bytes replaced, deleted or inserted, mostly visible ones."""
    changed = bytearray(data)
    for _ in range(random.randrange(5)):
        place = random.randrange(len(changed) + 1)
        new = random.choice([b"", *random.choices(VISIBLE, k=2), random.randbytes(2)])
        changed[place : place + random.randrange(2)] = new
    return bytes(changed)
