"""The fixed requests: cases in which frameworks differ by default.

Each request starts in the same state: ann and bob are registered, {token} is ann's, {id1} and
{id2} are tasks of ann's. No request revokes her token or deletes her account.
"""

import json
from itertools import product
from typing import Any

from contract.framing import cut_by_length, cut_in_chunks, in_chunks

from .normalized_server import Request

API = "/api/v1"
ANN = f"{API}/accounts/ann"
TASKS = f"{ANN}/tasks"
TOKEN = ("Authorization", "Bearer {token}")
JSON = ("Content-Type", "application/json")

KNOWN = [API, f"{API}/accounts", f"{API}/accounts/login", f"{API}/accounts/logout", ANN, TASKS]
KNOWN += [f"{TASKS}/{{id1}}", f"{TASKS}/01", f"{API}/accounts/login/tasks", f"{API}/accounts/b"]
ODD = ["/", "//", "/api", "/api/", f"{API}/", f"/{API}", "//accounts", "/API/v1", "/api/V1"]
ODD += [f"{API}//accounts", f"{API}/accounts/", f"{API}/Accounts", f"{ANN}/", f"{ANN}/Tasks"]
ODD += [f"{TASKS}/", f"{TASKS}//1", f"{TASKS}/1/", f"{TASKS}/1/2", f"{API}/accounts//tasks"]
ODD += [f"{API}/accounts/login/", f"{API}/tasks", "/favicon.ico", "/static/x", "/admin.php"]
ODD += ["/%61pi/v1", f"{API}/%61ccounts", f"{ANN}%20", f"{API}/accounts/%61nn", f"{API};x=1"]
ODD += [f"{API}/accounts/ann;x", f"{API}/accounts/a..b", f"{API}/./accounts", f"{API}/../v1"]
ODD += [f"{API}%0A", f"{API}/accounts%0A", f"{ANN}%0A", f"{TASKS}%0A"]
ENDS = {("DELETE", ANN), ("POST", f"{API}/accounts/logout")}  # later requests need them
METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "FOO"]
SAFE = ["GET", "HEAD", "OPTIONS", "PATCH"]

IDS = [
    "0",
    "00",
    "01",
    "+1",
    "-1",
    "1.0",
    "1e0",
    "0x1",
    "%201",
    "1%20",
    "1%0A",
    "%D9%A1",
    "%EF%BC%91",
]
IDS += ["999999", str(2**31), str(2**63 - 1), str(2**63), "9" * 40, "9" * 400, "null", "a", "%00"]

AUTHORIZATIONS = ["", "Bearer", "Bearer ", "bearer {token}", "BEARER {token}", "Bearer  {token}"]
AUTHORIZATIONS += ["Token {token}", "Basic YTpi", "{token}", "Bearer {token}x", "Bearer x y"]
AUTHORIZATIONS += ["Bearer {token},", "Bearer \xe9", "é"]

MEDIA_TYPES = ["", "text/plain", "application/json ", "APPLICATION/JSON", "application/jsonp"]
MEDIA_TYPES += ["application/json; charset=iso-8859-1", "application/json;x", "json", "*/*"]
MEDIA_TYPES += ["application/x-www-form-urlencoded", "multipart/form-data", "application/ld+json"]

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

TIMES = ["2030-01-01", "2030-01-01T00:00:00", "2030-01-01T00:00:00z", "2030-01-01t00:00:00Z"]
TIMES += ["2030-01-01 00:00:00Z", "2030-01-01T00:00:00.123456789Z", "2030-01-01T00:00:00,5Z"]
TIMES += ["2030-01-01T00:00:00-00:00", "2030-01-01T23:59:60Z", "2030-01-01T24:00:00Z"]
TIMES += ["2030-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "0001-01-01T00:00:00Z"]
TIMES += ["0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z"]
TIMES += ["2030-01-01T00:00Z", "20300101T000000Z", "2030-W01-1T00:00:00Z", "2030-01-01T00:00:00+1"]
TIMES += ["2030-01-01T00:00:00+24:00", "2030-01-01T00:00:00+05:60", "2030-01-01T00:00:00+00:00:01"]
TIMES += ["2030-01-01T00:00:00.Z", "2030-01-01T00:00:00.1Z", " 2030-01-01T00:00:00Z"]
TIMES += [
    "2030-01-01T00:00:00Z\n",
    "\uff12030-01-01T00:00:00Z",
    "now",
    "1893456000",
    "10000-01-01T00:00:00Z",
]

QUERIES = ["limit=", "limit=0", "limit=1", "limit=100", "limit=101", "limit=01", "limit=+1"]
QUERIES += ["limit=%31", "limit=1&limit=1", "limit", "Limit=1", "limit=%D9%A1", "limit=1;after=0"]
QUERIES += ["after=0", "after=-1", "after={id1}", f"after={2**63 - 1}", f"after={2**63}", "after=x"]
QUERIES += ["completed=true", "completed=false", "completed=True", "completed=1", "completed="]
QUERIES += ["due_before=2030-01-01T00:00:00Z", "due_before=2030-01-01", "due_before=now", "x=1"]
QUERIES += ["due_before=2030-01-01T00:00:00%2B01:00", "due_before=%00", "limit=%201", "limit=1%20"]
QUERIES += ["limit=1&completed=false&due_before=2031-01-01T00:00:00Z", "", "&", "&&limit=1&", "=1"]
QUERIES += ["token={token}", "limit=1&after={id1}", "limit=0&after=x&y=1", "completed=true%00"]

TAGS = [
    "{etag}",
    "W/{etag}",
    "*",
    '"x"',
    'W/"x"',
    '"x", {etag}',
    "",
    "x",
    '"',
    ",",
    '"x' * 50,
]


def body(value: Any) -> bytes:
    """Return a value as JSON, with lone surrogates escaped."""
    return json.dumps(value).encode()


def members() -> list[Request]:
    """Return each unusual value in each member of a task and of an account."""
    tasks = [{"name": "x"} | {name: value} for name in ("name", "note") for value in VALUES]
    tasks += [{"name": "x", name: value} for name in ("completed", "id") for value in VALUES[:14]]
    tasks += [{"name": "x", "due_date": value} for value in [*VALUES[:14], *TIMES]]
    tasks += [
        {},
        {"name": "x", "_schema": 1},
        {"note": 1, "completed": 1, "due_date": 1, "x": 1},
        {"Name": "x"},
    ]
    accounts: list[Any] = [{"username": value, "email": "a@b.c", "password": 5} for value in VALUES]
    accounts += [{"username": "x y", "email": value, "password": ""} for value in VALUES]
    accounts += [{"username": "ann", "email": "a@b.c", "password": "correct horse"}, {}]
    updates = [
        {"email": value} for value in [*VALUES[:14], "a@b", "a@b.c", "a b@c.d", "@b.c", "a@."]
    ]
    updates += [{"email": "a@b.c", "new_password": "x" * 8}, {"email": 5, "current_password": "x"}]
    updates += [{"email": "a@b.c", "current_password": value} for value in ("x", 5)]
    updates += [{"email": "a@b.c", "new_password": "x", "current_password": "x"}]
    return (
        [Request("POST", TASKS, (TOKEN, JSON), body(task)) for task in tasks]
        + [Request("POST", f"{API}/accounts", (JSON,), body(each)) for each in accounts]
        + [Request("PUT", ANN, (TOKEN, JSON), body(each)) for each in updates]
    )


def framings() -> list[Request]:
    """Return chunked bodies for all users' paths, and cut-off bodies for ann's."""
    paths, task = [*KNOWN, "/nothing", f"{API}/accounts/bob"], b'{"name":"x"}'
    every = [(method, path) for path, method in product(paths, METHODS)]
    documented = [("GET", API), ("POST", f"{API}/accounts"), ("POST", f"{API}/accounts/login")]
    documented += [*sorted(ENDS), ("GET", ANN), ("PUT", ANN), ("GET", TASKS), ("POST", TASKS)]
    documented += [(method, f"{TASKS}/{{id1}}") for method in ("GET", "PUT", "DELETE")]
    return (
        [Request(*each, (JSON,), task, in_chunks) for each in every]
        + [Request(*each, (TOKEN, JSON), task, in_chunks) for each in every if each not in ENDS]
        + [Request("POST", TASKS, (TOKEN, JSON), raw, in_chunks) for raw in RAW_BODIES]
        + [
            Request(*each, (TOKEN, JSON), task, framing)
            for framing in (cut_by_length, cut_in_chunks)
            for each in documented
        ]
    )


def corpus() -> list[Request]:
    """Return all requests; their order affects only the ids of created tasks."""
    garbage = ("Authorization", "Bearer garbage")
    bob = f"{API}/accounts/bob"
    log_ins = [{"username": "ann", "password": "wrong"}, {"username": "no", "password": "x"}, {}]
    log_ins += [{"username": value, "password": "x"} for value in VALUES[:14]]
    requests = [Request(method, path) for path, method in product(KNOWN + ODD, METHODS)]
    requests += [Request(method, path, (garbage,)) for path, method in product(KNOWN, METHODS)]
    requests += [Request(method, path, (TOKEN,)) for path, method in product(KNOWN + ODD, SAFE)]
    requests += [
        Request(method, f"{bob}{rest}", (TOKEN,))
        for rest in ("", "/tasks", "/tasks/1")
        for method in METHODS
    ]
    requests += [
        Request(method, f"{TASKS}/{id_}", (TOKEN, JSON), b'{"name":"x"}')
        for id_ in IDS
        for method in ("GET", "PUT", "DELETE")
    ]
    requests += [Request("GET", ANN, (("Authorization", each),)) for each in AUTHORIZATIONS]
    requests += [
        Request("POST", path, (TOKEN, ("Content-Type", each)), b'{"name":"x"}')
        for each in MEDIA_TYPES
        for path in (TASKS, f"{API}/accounts")
    ]
    requests += [
        Request(method, path, (TOKEN, JSON), raw)
        for raw in RAW_BODIES
        for method, path in (("POST", TASKS), ("PUT", ANN), ("POST", f"{API}/accounts/login"))
    ]
    requests += [Request("POST", f"{API}/accounts/login", (JSON,), body(each)) for each in log_ins]
    requests += members() + framings()
    requests += [Request("GET", f"{TASKS}?{query}", (TOKEN,)) for query in QUERIES]
    requests += [
        Request("GET", f"{path}?{query}", (TOKEN,))
        for path in (API, ANN, f"{TASKS}/{{id1}}")
        for query in ("limit=0", "x=1", "token={token}")
    ]
    for name, tag in product(("If-None-Match", "If-Match"), TAGS):
        target = f"{TASKS}/{{id2}}"
        requests.append(Request("GET", target, (TOKEN,)))  # updates {etag}
        if name == "If-None-Match":  # on a GET, the contract leaves If-Match open
            requests.append(Request("GET", target, (TOKEN, (name, tag))))
        requests.append(Request("PUT", target, (TOKEN, JSON, (name, tag)), b'{"name":"y"}'))
        requests.append(Request("DELETE", f"{TASKS}/999999", (TOKEN, (name, tag))))
    return requests
