"""The fixed requests: cases in which frameworks differ by default.

Each request starts in the same state: ann and bob are registered, {token} is ann's, {id1} and
{id2} are tasks of ann's. No request revokes her token or deletes her account.
"""

import json
import tomllib
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

from contract.framing import Framing, by_length, cut_by_length, cut_in_chunks, in_chunks

from .normalized_server import Request

API = "/api/v1"
ACCOUNTS, LOG_IN, LOG_OUT = f"{API}/accounts", f"{API}/accounts/login", f"{API}/accounts/logout"
ANN, BOB = f"{ACCOUNTS}/ann", f"{ACCOUNTS}/bob"
TASKS = f"{ANN}/tasks"
TASK = f"{TASKS}/{{id1}}"
TOKEN = ("Authorization", "Bearer {token}")
JSON = ("Content-Type", "application/json")

PARTS = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text())
ODD, TIMES, QUERIES = PARTS["paths"], PARTS["times"], PARTS["queries"]
AUTHORIZATIONS, MEDIA_TYPES = PARTS["authorizations"], PARTS["media_types"]
IDS = [*PARTS["ids"], "9" * 40, "9" * 400]
TAGS = [*PARTS["tags"], '"x' * 50]

KNOWN = [API, ACCOUNTS, LOG_IN, LOG_OUT, ANN, TASKS, TASK]
KNOWN += [f"{TASKS}/01", f"{LOG_IN}/tasks", f"{ACCOUNTS}/b"]
ENDS = {("DELETE", ANN), ("POST", LOG_OUT)}  # later requests need them
DOCUMENTED = {
    "GET": [API, ANN, TASKS, TASK],
    "POST": [ACCOUNTS, LOG_IN, LOG_OUT, TASKS],
    "PUT": [ANN, TASK],
    "DELETE": [ANN, TASK],
}
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "FOO"]
SAFE = ["GET", "HEAD", "OPTIONS", "PATCH"]

RAW_BODIES = [b"", b" ", b"{", b"{}", b"[]", b"null", b"1", b'"x"', b"true", b"nul", b"{}x"]
RAW_BODIES += [b"\xef\xbb\xbf{}", "{}".encode("utf-16"), b"\xff", b'{"name":"\xe9"}', b"{,}"]
RAW_BODIES += [b'{"name":NaN}', b'{"name":Infinity}', b'{"name":1e400}', b"[" * 50_000]
RAW_BODIES += [b'{"name":' + b"1" * 5000 + b"}", b"{'name':'x'}", b'{"name":"x",}', b"//", b"\0"]
RAW_BODIES += [b'{"name":"' + b"x" * 131_072 + b'"}', b"x" * 3_000_000, b'{"name":"\\x"}']
RAW_BODIES += [b'{"name":"a\nb"}', b' {"name":"x"} ', b'{"\\ud800":1}', b'{"a/b":1,"c~d":2,"":3}']

VALUES: list[Any] = [None, True, False, 0, 1, 1.5, 10**30, "", " ", "x", [], ["x"], {}, {"a": 1}]
VALUES += ["\0", "a\0", "\ud800", "\udfff\ud800", "x" * 200, "x" * 201, "😀" * 200, "😀" * 201]
VALUES += ["\u00a0", "\u3000\u2028", "\u200b", "\u180e", "é", "e\u0301", " x ", "true", "null"]
VALUES += ["2030-01-01T00:00:00Z", "x" * 10_001]

MEMBERS = {"name": VALUES, "note": VALUES, "completed": VALUES[:14], "id": VALUES[:14]}
MEMBERS |= {"due_date": [*VALUES[:14], *TIMES]}
ODD_TASKS: list[Any] = [{"name": "x"} | {name: v} for name in MEMBERS for v in MEMBERS[name]]
ODD_TASKS += [{}, {"Name": "x"}, {"name": "x", "_schema": 1}]
ODD_TASKS += [{"note": 1, "completed": 1, "due_date": 1, "x": 1}]
ODD_ACCOUNTS: list[Any] = [{"username": v, "email": "a@b.c", "password": 5} for v in VALUES]
ODD_ACCOUNTS += [{"username": "x y", "email": value, "password": ""} for value in VALUES]
ODD_ACCOUNTS += [{"username": "ann", "email": "a@b.c", "password": "correct horse"}, {}]
UPDATES = [{"email": value} for value in [*VALUES[:14], "a@b", "a@b.c", "a b@c.d", "@b.c", "a@."]]
UPDATES += [{"email": "a@b.c", "new_password": "x" * 8}, {"email": 5, "current_password": "x"}]
UPDATES += [{"email": "a@b.c", "current_password": value} for value in ("x", 5)]
UPDATES += [{"email": "a@b.c", "new_password": "x", "current_password": "x"}]
LOG_INS: list[Any] = [{"username": value, "password": "x"} for value in VALUES[:14]]
LOG_INS += [{"username": "ann", "password": "wrong"}, {"username": "no", "password": "x"}, {}]


def every(
    methods: list[str],
    targets: list[str],
    *headers: tuple[str, str],
    bodies: Iterable[bytes | None] = (None,),
    framing: Framing = by_length,
) -> list[Request]:
    """Return a request for each combination of a body, a target and a method."""
    return [
        Request(method, target, headers, body, framing)
        for body, target, method in product(bodies, targets, methods)
    ]


def json_of(values: list[Any]) -> list[bytes]:
    """Return each value as JSON, with lone surrogates escaped."""
    return [json.dumps(value).encode() for value in values]


def framings() -> list[Request]:
    """Return chunked bodies for all users' paths, and cut-off bodies for ann's."""
    task, paths = [b'{"name":"x"}'], [*KNOWN, "/api/nothing", BOB]
    chunked = every(METHODS, paths, TOKEN, JSON, bodies=task, framing=in_chunks)
    found = [each for each in chunked if (each.method, each.target) not in ENDS]
    found += every(METHODS, paths, JSON, bodies=task, framing=in_chunks)
    found += every(["POST"], [TASKS], TOKEN, JSON, bodies=RAW_BODIES, framing=in_chunks)
    for framing, (method, targets) in product((cut_by_length, cut_in_chunks), DOCUMENTED.items()):
        found += every([method], targets, TOKEN, JSON, bodies=task, framing=framing)
    return found


def conditions() -> list[Request]:
    """Return each entity tag in each header; the GET before each one updates {etag}."""
    found, task = [], f"{TASKS}/{{id2}}"
    for name, tag in product(("If-None-Match", "If-Match"), TAGS):
        found += every(["GET"], [task], TOKEN)
        if name == "If-None-Match":  # on a GET, the contract leaves If-Match open
            found += every(["GET"], [task], TOKEN, (name, tag))
        found += every(["PUT"], [task], TOKEN, JSON, (name, tag), bodies=[b'{"name":"y"}'])
        found += every(["DELETE"], [f"{TASKS}/999999"], TOKEN, (name, tag))
    return found


def corpus() -> list[Request]:
    """Return all requests; their order affects only the ids of created tasks."""
    task, own = [b'{"name":"x"}'], (TOKEN, JSON)
    ids, bobs = [f"{TASKS}/{id_}" for id_ in IDS], [BOB, f"{BOB}/tasks", f"{BOB}/tasks/1"]
    requests = every(METHODS, KNOWN + ODD)
    requests += every(METHODS, KNOWN, ("Authorization", "Bearer garbage"))
    requests += every(SAFE, KNOWN + ODD, TOKEN) + every(METHODS, bobs, TOKEN)
    requests += every(["GET", "PUT", "DELETE"], ids, *own, bodies=task)
    for value in AUTHORIZATIONS:
        requests += every(["GET"], [ANN], ("Authorization", value))
    for value in MEDIA_TYPES:
        typed = ("Content-Type", value)
        requests += every(["POST"], [TASKS, ACCOUNTS], TOKEN, typed, bodies=task)
    requests += every(["POST"], [TASKS, LOG_IN], *own, bodies=RAW_BODIES)
    requests += every(["PUT"], [ANN], *own, bodies=RAW_BODIES + json_of(UPDATES))
    requests += every(["POST"], [LOG_IN], JSON, bodies=json_of(LOG_INS))
    requests += every(["POST"], [TASKS], *own, bodies=json_of(ODD_TASKS))
    requests += every(["POST"], [ACCOUNTS], JSON, bodies=json_of(ODD_ACCOUNTS))
    requests += framings()
    requests += every(["GET"], [f"{TASKS}?{query}" for query in QUERIES], TOKEN)
    ignored = product((API, ANN, TASK), ("limit=0", "x=1", "token={token}"))
    requests += every(["GET"], ["?".join(pair) for pair in ignored], TOKEN)
    return requests + conditions()
