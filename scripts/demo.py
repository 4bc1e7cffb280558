"""Serve one framework with an account and a dozen tasks, to look around: demo.py NAME.

The database is a new SQLite file, which goes with the server, unless DATABASE_URL is set.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

SERVE = Path(__file__).with_name("serve.py")
TODAY = datetime.now(UTC).replace(hour=9, minute=0, second=0)
TASKS: list[dict[str, Any]] = [  # the list shows the last one first
    {"name": "🧉 Bring mate, and the good cups", "completed": True},
    {"name": "Ask whether <b>markup</b> & {{ templates }} stay text"},
    {"name": "Read " + "a very long name to its end, " * 6 + "and rest"},
    {"name": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"},
    {"name": "Return the library books", "completed": True},
    {"name": "Water the plants", "due_date": TODAY - timedelta(days=3), "completed": True},
    {"name": "Pay the electricity bill", "due_date": TODAY - timedelta(days=2)},
    {"name": "Book a table for Friday", "note": "Four people.\nOne of them is a vegetarian."},
    {"name": "Send the draft to the printers", "due_date": TODAY + timedelta(days=1)},
    {"name": "לקנות חלב ולחם בשוק", "note": "שלושה ליטר"},
    {"name": "اتصل بالطبيب", "due_date": TODAY + timedelta(days=9)},
    {"name": "Renew the passport", "due_date": TODAY + timedelta(weeks=20), "note": "Take photos."},
]


def main(name: str) -> int:
    """Serve, fill and print; return the server's exit status."""
    with TemporaryDirectory() as folder:
        own = {"DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/todo.db"}
        command = [sys.executable, str(SERVE), name]
        server = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.PIPE, text=True)
        signal.signal(signal.SIGINT, lambda *_: None)  # a terminal sends it to the server too
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        try:
            if line := server.stdout.readline().strip() if server.stdout else "":
                print("adding an account and a dozen tasks, a line for each request …", flush=True)
                print("", line, fill(line.split()[-1]), told(own), "", sep="\n", flush=True)
            return server.wait()
        finally:
            server.terminate()


def told(own: dict[str, str]) -> str:
    """Return what becomes of the tasks, and what the terminal shows from now on."""
    kept = own["DATABASE_URL"] == os.environ.get("DATABASE_URL")
    return ("" if kept else "Its tasks are gone when it ends. ") + "Below: a line for each request."


def fill(api: str) -> str:
    """Register somebody with all the tasks, and return how to log in."""
    username, password = f"demo-{secrets.token_hex(3)}", secrets.token_urlsafe(9)
    credentials = {"username": username, "password": password}
    send(f"{api}/accounts", credentials | {"email": f"{username}@example.org"})
    token = send(f"{api}/accounts/login", credentials)["token"]
    for task in TASKS:
        send(f"{api}/accounts/{username}/tasks", task, Authorization=f"Bearer {token}")
    return f"Log in as {username} with the password {password}"


def send(url: str, body: dict[str, Any], **headers: str) -> Any:
    """POST some JSON, times as RFC 3339 has them, and return the JSON of the answer."""
    content = json.dumps(body, default=datetime.isoformat).encode()
    request = Request(url, content, {"Content-Type": "application/json"} | headers)  # noqa: S310
    with build_opener(ProxyHandler({})).open(request) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
