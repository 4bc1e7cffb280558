"""Requests over a plain socket: sent byte for byte, with answers read to the end."""

import io
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import cast

import httpx2 as httpx

TIMEOUT = 20  # seconds until a server counts as hanging


@dataclass(frozen=True)
class RawResponse:
    """An answer read from the socket to the end, including bytes after the body."""

    status: int
    headers: httpx.Headers
    body: bytes


class _Received(io.BytesIO):
    """Received bytes with the socket methods that HTTPResponse needs."""

    def makefile(self, mode: str) -> "_Received":
        return self

    def close(self) -> None:
        """Stay open, so that bytes after the answer can be read too."""


def transmit(
    address: tuple[str, int],
    method: str,
    request: bytes,
    *,
    hang_up: bool,
    tls: ssl.SSLContext | None = None,
) -> RawResponse | None:
    """Send a request, and end the stream if `hang_up`; None if there is no answer."""
    with connect(address, tls) as connection:
        with suppress(OSError):  # the server may already have closed the connection
            connection.sendall(request)
            if hang_up:
                # Not SSLSocket's own method, which ends TLS in both directions.
                socket.socket.shutdown(connection, socket.SHUT_WR)
        answer = _receive(connection)
    return _parse(method, answer) if answer else None


def connect(address: tuple[str, int], tls: ssl.SSLContext | None) -> socket.socket:
    """Open a connection, with TLS if there are settings for it."""
    connection = socket.create_connection(address, timeout=TIMEOUT)
    return tls.wrap_socket(connection, server_hostname=address[0]) if tls else connection


def _receive(connection: socket.socket) -> bytes:
    """Return all bytes until the server closes or resets the connection."""
    answer = b""
    with suppress(ConnectionError, ssl.SSLError):
        while received := connection.recv(65536):
            answer += received
    return answer


def _parse(method: str, answer: bytes) -> RawResponse:
    received = _Received(answer)
    response = HTTPResponse(cast(socket.socket, received), method=method)
    response.begin()
    body = response.read() + received.read()
    return RawResponse(response.status, httpx.Headers(response.getheaders()), body)
