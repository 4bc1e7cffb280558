"""Check that an address is free, and wait until a server answers there."""

import errno
import socket
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from subprocess import Popen


def free_address(host: str, port: int) -> str:
    """Return the IP address of a host; exit if the port is taken: some servers would share it."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
            probe.bind(address)
            probe.listen()
    except UnicodeError:  # from the codec "idna": a label is empty or too long
        sys.exit(f"cannot listen on {host}, port {port} (not a host name): say HOST=...")
    except OSError as error:
        taken = f"port {port} is taken: stop what runs there, or set PORT=8005"
        other = f"cannot listen on {host}, port {port} ({error.strerror}): say HOST=... or PORT=..."
        sys.exit(taken if error.errno == errno.EADDRINUSE else other)
    return str(address[0])


def await_answer(server: Popen[bytes], host: str, port: int) -> bool:
    """Return True once the server answers, False if it ends before.

    An open port is not enough: Granian opens it before its workers have loaded the application.
    """
    while server.poll() is None:
        connection = HTTPConnection(host, port, timeout=10)
        with suppress(OSError, HTTPException), closing(connection):
            connection.request("GET", "/healthz", headers={"Connection": "close"})
            return connection.getresponse().status > 0
        time.sleep(0.1)
    return False
