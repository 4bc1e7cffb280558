"""Load on a server that is reached over TCP: wrk if it is there, else loader.py."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .workload import Exchange

FOLDER = Path(__file__).resolve().parent
Figures = dict[str, float]  # rate (requests a second), p50 and p99 (milliseconds), count, errors


def load(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Send one request over and over on so many connections, and return what came of it.

    RuntimeError: some answers were no successes.
    """
    program = wrk if shutil.which("wrk") and seconds >= 1 else own
    figures = program(port, exchange, seconds, connections)
    if figures["errors"] or not figures["count"]:
        raise RuntimeError(f"{exchange.method} {exchange.path}: {figures}")
    return figures


def wrk(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Load with wrk (https://github.com/wg/wrk), for whole seconds, the shortest it knows."""
    described = {
        "BENCH_METHOD": exchange.method,
        "BENCH_BODY": exchange.body,
        "BENCH_AUTHORIZATION": exchange.headers.get("Authorization", ""),
        "BENCH_CONTENT_TYPE": exchange.headers.get("Content-Type", ""),
    }
    command = ["wrk", "-t1", f"-c{connections}", f"-d{round(seconds)}s", "--timeout=10s"]
    command += ["-s", str(FOLDER / "wrk.lua"), f"http://127.0.0.1:{port}{exchange.path}"]
    given = {name: value for name, value in described.items() if value}
    done = subprocess.run(command, env=os.environ | given, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"wrk failed: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


def own(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Load with loader.py, in a process of its own."""
    headers = {**exchange.headers, "Host": "127.0.0.1", "Content-Length": len(exchange.body)}
    lines = [f"{exchange.method} {exchange.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", exchange.body])
    command = [sys.executable, str(FOLDER / "loader.py"), str(port), str(connections), str(seconds)]
    done = subprocess.run(command, input=request, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
