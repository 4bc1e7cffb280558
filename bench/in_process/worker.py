"""Call a WSGI application in this process, and report the CPU time.

Usage: python -m bench.in_process.worker MODULE:NAME, in the framework's environment.
Each line of standard input is a batch in JSON: an Exchange of workload.py and a "count". The worker
answers with a line on standard output: {"seconds": CPU time of the process, "headers", "body"}; the
last two are those of the last answer. It ends if a status is not the expected one.
"""

import importlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.util import setup_testing_defaults

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def load(target: str) -> Application:
    """Return the application that `module:name` names; call a function `create_app`."""
    module, _, name = target.partition(":")
    found = getattr(importlib.import_module(module), name)
    return found() if name == "create_app" else found


def environ(batch: dict[str, Any]) -> dict[str, Any]:
    """Return the environ that a server would pass (PEP 3333), without the body."""
    headers = {
        "HTTP_" + name.upper().replace("-", "_"): value for name, value in batch["headers"].items()
    }
    given = headers | {
        "REQUEST_METHOD": batch["method"],
        "PATH_INFO": batch["path"],
        "QUERY_STRING": "",
        "CONTENT_TYPE": headers.pop("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(batch["body"].encode())),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
    }
    setup_testing_defaults(given)
    return given


def call(application: Application, batch: dict[str, Any]) -> dict[str, Any]:
    """Send the request of a batch `count` times."""
    template, body = environ(batch), batch["body"].encode()
    started: list[Any] = []
    start = time.process_time()
    for _ in range(batch["count"]):
        answer = application(
            template | {"wsgi.input": io.BytesIO(body)}, lambda *first: started.append(first)
        )
        content = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
    seconds = time.process_time() - start
    statuses = {int(first[0][:3]) for first in started}
    if statuses != {batch["status"]}:
        sys.exit(f"{batch['method']} {batch['path']} was answered {statuses}")
    headers = {name.lower(): value for name, value in started[-1][1]}
    return {"seconds": seconds, "headers": headers, "body": content.decode()}


def main(target: str) -> None:
    """Process batches until standard input ends, in a second thread, as a server would."""
    application = load(target)
    with ThreadPoolExecutor(1) as thread:
        for line in sys.stdin:
            result = thread.submit(call, application, json.loads(line)).result()
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
