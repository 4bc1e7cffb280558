"""Servers start, stop and report errors as documented."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2 as httpx
import psutil
import pytest
from harness import ROOT, SERVERS
from harness.commands import refusal
from harness.ports import answers, free_port
from harness.servers import SERVE, SETTINGS, STOP_SECONDS, Server, await_calm, running

ANN = {"username": "ann", "password": "correct horse", "email": "ann@example.org"}

WITH_PAGES = [name for name, server in SERVERS.items() if server.get("pages")]

every_server = pytest.mark.parametrize("name", SERVERS)


def ends(server: Server) -> bool:
    """Return whether all processes of a server stop in half the time before the kill."""
    started = time.monotonic()
    _, alive = psutil.wait_procs(server.tree(), timeout=STOP_SECONDS / 2)
    return not alive and not server.tree() and time.monotonic() - started < STOP_SECONDS / 2


@every_server
def test_sigterm_ends_a_server_and_all_its_children(name: str) -> None:
    """One signal to the started process is enough, and the exit status is 0."""
    with running(name) as server:
        assert len(server.tree()) > 1
        server.process.terminate()
        assert server.process.wait(STOP_SECONDS) == 0
        assert ends(server)


@every_server
def test_control_c_ends_a_server_and_all_its_children(name: str) -> None:
    """A terminal sends SIGINT to all processes of the foreground group."""
    with running(name) as server:
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(STOP_SECONDS / 2) == 0
        assert ends(server)


@every_server
def test_a_development_server_ends_with_all_its_children(name: str) -> None:
    """The reloading server also has a child process."""
    with running(name, "--develop") as server:
        server.process.terminate()
        server.process.wait(STOP_SECONDS)
        assert ends(server)


@every_server
def test_a_killed_worker_is_survived_and_replaced(name: str) -> None:
    """Every request gets an answer meanwhile, and the worker is soon replaced."""
    with running(name) as server:
        before = len(server.tree())
        worker = next(process for process in server.tree() if not process.children())
        worker.kill()
        worker.wait(STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while len(server.tree()) < before and time.monotonic() < deadline:
            assert answers(server.port)
        await_calm(server)
        assert len(server.tree()) == before


@every_server
@pytest.mark.parametrize("victim", ["serve.py", "main process"])
def test_a_killed_parent_takes_its_workers_along(name: str, victim: str) -> None:
    """After kill -9 no process of the server remains, and the port is free."""
    with running(name) as server:
        parent = psutil.Process(server.process.pid)
        [main] = parent.children()
        (parent if victim == "serve.py" else main).kill()
        assert server.process.wait(STOP_SECONDS) != 0
        assert ends(server)
        socket.create_server(("127.0.0.1", server.port)).close()


@every_server
def test_a_database_file_is_for_its_owner_only(name: str, tmp_path: Path) -> None:
    """No other user may read SQLite's file or the two files next to it."""
    before = os.umask(0o022)  # the usual value; the server inherits it
    try:
        with running(name, environment={"DATABASE_URL": f"sqlite:///{tmp_path}/todo.db"}) as server:
            assert httpx.post(f"{server.url}/api/v1/accounts", json=ANN, trust_env=False).is_success
            modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["todo.db", "todo.db-shm", "todo.db-wal"], "0o600")


@every_server
@pytest.mark.parametrize("url", ["sqlite:////no/such/x.db", "nonsense://ann:s3cret@127.0.0.1/x"])
def test_a_database_out_of_reach_is_said_in_one_line(name: str, url: str) -> None:
    """The message has the reason, the variable and the log file; neither shows the password."""
    line = refusal(sys.executable, SERVE, name, DATABASE_URL=url)
    log, shown = ROOT / "var" / f"{name}-migrate.log", url.replace("s3cret", "***")
    reason = "unable to open database file" if url.startswith("sqlite") else "nonsense"
    assert re.match(f"cannot migrate the database: .*{reason}", line)
    assert f"see DATABASE_URL ({shown}) and {log.relative_to(ROOT)}" in line
    assert "s3cret" not in line + log.read_text()


def test_a_read_only_tree_is_said_in_one_line(tmp_path: Path) -> None:
    """Without a log file there is still a reason; a link to nowhere stops even root."""
    for name in (".venvs", "flask_todo"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    (tmp_path / "var").symlink_to("/no/such")
    serve = tmp_path / "scripts" / "serve.py"
    line = refusal(sys.executable, serve, "flask", DATABASE_URL="sqlite:////no/such/x.db")
    assert line.startswith("cannot migrate the database: ")
    assert line.endswith("see DATABASE_URL (sqlite:////no/such/x.db) (var/ is read-only)\n")


@pytest.mark.parametrize("name", WITH_PAGES)
def test_production_without_its_secret_is_refused_in_one_line(name: str) -> None:
    """The message says what is missing and how to create it; there is no default."""
    line = refusal(sys.executable, SERVE, name, PRODUCTION="1", SECRET_KEY="")
    assert "SECRET_KEY is not set: in production make one with python3 -c" in line


@every_server
def test_the_address_is_printed_once_it_answers(name: str, tmp_path: Path) -> None:
    """HOST may be a name; whoever waits for the line gets an answer at once, of the pages first."""
    kept = {key: value for key, value in os.environ.items() if key not in SETTINGS}
    port, url = str(free_port()), f"sqlite:///{tmp_path}/todo.db"
    settings = kept | {"HOST": "localhost", "PORT": port, "DATABASE_URL": url}
    command = [sys.executable, str(SERVE), name]
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            api = rf"http://\S+:{port}/api/v1"
            title, first = SERVERS[name]["title"], api.removesuffix("/api/v1")
            first = first if name in WITH_PAGES else api
            shown = re.match(rf"{title} serves ({first}) .*: (?:curl -i )?({api})$", line)
            assert shown, line
            for url in shown.groups():
                answer = httpx.get(url, trust_env=False, follow_redirects=True)
                assert answer.status_code == 200
        finally:
            server.terminate()


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 64])
def test_a_host_that_is_not_here_is_said_in_one_line(host: str) -> None:
    """Neither an address of another machine nor a label that is too long can be served."""
    line = refusal(sys.executable, SERVE, "flask", HOST=host)
    assert re.fullmatch(rf"cannot listen on {host}, port \d+ \(.+\): say HOST=.*\n", line)


@every_server
def test_a_taken_port_is_said_in_one_line(name: str) -> None:
    """The program that already listens there keeps the port."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refusal(sys.executable, SERVE, name, PORT=str(port))
    assert line == f"port {port} is taken: stop what runs there, or set PORT=8005\n"


@pytest.mark.parametrize("text", ["soon", "0", "-1", "1.5", "10000000000", "٣"])
@pytest.mark.parametrize("variable", ["PORT", "TOKEN_TTL", "THROTTLE_WINDOW"])
def test_a_number_that_is_none_is_said_in_one_line(variable: str, text: str) -> None:
    """The message has the variable, its value and the allowed values."""
    line = refusal(sys.executable, SERVE, "flask", **{variable: text})
    assert line.startswith(f"{variable}={text} must be a whole number from 1 to ")


@pytest.mark.parametrize("command", [(sys.executable, SERVE, "rails"), ("make", "run-rails")])
def test_an_unknown_server_is_said_in_one_line(command: tuple[str | Path, ...]) -> None:
    """The message lists the known names."""
    line = refusal(*command)
    assert re.search("no server is called ['\"]rails['\"]; there are: flask", line)
