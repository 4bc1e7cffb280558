"""Check TCP ports of 127.0.0.1, with the operating system and with HTTP."""

import socket
from contextlib import closing, suppress
from http.client import HTTPConnection

import psutil


def free_port() -> int:
    """Return a port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Return whether an HTTP server answers on this port."""
    with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/api/v1", headers={"Connection": "close"})
        connection.getresponse().read()
        return True
    return False


def listens(process: psutil.Process, port: int) -> bool:
    """Return whether a process owns the listening socket of a port."""
    try:
        connections = process.net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in connections)
