"""Load a server over TCP: with wrk if it is installed, else with loader.py."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .workload import Exchange

FOLDER = Path(__file__).resolve().parent
Figures = dict[str, float]  # rate (answers per second), p50 and p99 (milliseconds), count, errors


def load(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Send one request repeatedly on several connections, and return the figures.

    Raise RuntimeError if some requests failed.
    """
    program = wrk if loader() == "wrk" and seconds >= 1 else own
    figures = program(port, exchange, seconds, connections)
    if figures["errors"] or not figures["count"]:
        raise RuntimeError(f"{exchange.method} {exchange.path}: {figures}")
    return figures


def loader() -> str:
    """Return the program that sends the load."""
    return "wrk" if shutil.which("wrk") else "bench/loader.py"


def wrk(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Load with wrk (https://github.com/wg/wrk), which accepts whole seconds only.

    It counts each status below 400 as a success.
    """
    described = {
        "BENCH_METHOD": exchange.method,
        "BENCH_BODY": exchange.body,
        "BENCH_HEADERS": "".join(f"{name}: {text}\n" for name, text in exchange.headers.items()),
    }
    command = ["wrk", "-t1", f"-c{connections}", f"-d{round(seconds)}s", "--timeout=10s"]
    command += ["-s", str(FOLDER / "wrk.lua"), f"http://127.0.0.1:{port}{exchange.path}"]
    return measured(command, {name: value for name, value in described.items() if value})


def own(port: int, exchange: Exchange, seconds: float, connections: int) -> Figures:
    """Load with loader.py, in its own process."""
    numbers = (port, connections, seconds, exchange.status)
    command = [sys.executable, str(FOLDER / "loader.py"), *map(str, numbers)]
    return measured(command, {}, exchange.as_text())


def measured(command: list[str], environment: dict[str, str], request: str = "") -> Figures:
    """Run a program, and return the figures that it prints as JSON in its last line."""
    settings = os.environ | environment
    done = subprocess.run(command, env=settings, input=request, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])
