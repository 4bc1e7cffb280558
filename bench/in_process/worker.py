"""Call a WSGI application in this process, and report the CPU time.

Usage: python -m bench.in_process.worker MODULE:NAME [--factory], in the framework's environment.
Each line of standard input is a batch in JSON: {"method", "path", "headers": {name: value}, "body":
text, "count"}. The worker answers with a line on standard output: {"seconds": CPU time of the
process, "status", "headers", "body"}; the last three are those of the last answer.
"""

import importlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def load(target: str, *, factory: bool) -> Application:
    """Return the application that `module:name` names."""
    module, _, name = target.partition(":")
    found = getattr(importlib.import_module(module), name)
    return found() if factory else found


def environ(batch: dict[str, Any]) -> dict[str, Any]:
    """Return the environ that a server would pass (PEP 3333), without the body."""
    headers = {
        "HTTP_" + name.upper().replace("-", "_"): value for name, value in batch["headers"].items()
    }
    path, _, query = batch["path"].partition("?")
    return headers | {
        "REQUEST_METHOD": batch["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": headers.pop("HTTP_CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(batch["body"].encode())),
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


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
    status, headers = started[-1][:2]
    wrong = {first[0] for first in started} - {status}
    if wrong or int(status[:3]) >= 400:
        sys.exit(f"{batch['method']} {batch['path']} was answered {status} {wrong or ''}")
    return {
        "seconds": seconds,
        "status": int(status[:3]),
        "headers": {name.lower(): value for name, value in headers},
        "body": content.decode(),
    }


def main(target: str, *options: str) -> None:
    """Process batches until standard input ends, in a second thread, as a server would."""
    application = load(target, factory="--factory" in options)
    with ThreadPoolExecutor(1) as thread:
        for line in sys.stdin:
            result = thread.submit(call, application, json.loads(line)).result()
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
