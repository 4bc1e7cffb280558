"""`make cluster` starts, replaces instances, stops and reports errors as documented."""

import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest
from harness import MODULES
from harness.commands import refusal
from harness.ports import answers, free_port

COMMAND = [sys.executable, "-u", "-m", "cluster.serve"]


def test_a_missing_nginx_is_said_in_one_line() -> None:
    """The message names Debian's package."""
    line = refusal(*COMMAND, "flask", "2", NGINX="/no/such/nginx")
    assert line.startswith("/no/such/nginx is not installed: on Debian or Ubuntu apt-get install")


def test_a_taken_port_is_said_in_one_line() -> None:
    """The program that already listens there keeps the port, and nothing starts."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refusal(*COMMAND, "flask", "2", PORT=str(port))
    assert line == f"port {port} is taken: stop what runs there, or set PORT=8005\n"


@pytest.mark.parametrize(
    ("name", "count", "said"),
    [
        ("rails", "2", "no server is called 'rails'"),
        ("flask", "1", "N=1 must"),
        ("flask", "x", "N="),
    ],
)
def test_what_is_no_cluster_is_said_in_one_line(name: str, count: str, said: str) -> None:
    """An unknown framework, or too few instances to replace one."""
    assert refusal(*COMMAND, name, count).startswith(said)


def test_the_program_serves_rolls_and_leaves_nothing() -> None:
    """SIGUSR1 replaces both instances; SIGTERM stops them, nginx and the database."""
    port = free_port()
    command = [*COMMAND, "flask", "2"]
    environment = os.environ | MODULES | {"PORT": str(port), "DATABASE_URL": ""}  # a new server
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert any("kill -USR1" in line for line in program.stdout)
        assert answers(port)
        program.send_signal(signal.SIGUSR1)
        assert "instance 1: drained" in program.stdout.readline()
        assert "instance 2: drained" in program.stdout.readline()
        family = psutil.Process(program.pid).children(recursive=True)
        program.terminate()
    assert program.returncode == 0
    assert not any(process.is_running() for process in family)
    assert not answers(port)
