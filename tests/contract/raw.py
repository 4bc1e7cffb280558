"""Requests over a plain socket: what is sent byte for byte, and answers read up to their end."""

import io
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import cast

import httpx2 as httpx

TIMEOUT = 20  # seconds, after which a server counts as silent


@dataclass(frozen=True)
class RawResponse:
    """An answer read from the socket up to its end, bytes beyond the body included."""

    status: int
    headers: httpx.Headers
    body: bytes


class _Received(io.BytesIO):
    """Received bytes in the shape of the socket that HTTPResponse reads from."""

    def makefile(self, mode: str) -> "_Received":
        return self

    def close(self) -> None:
        """Stay open, so that what follows the answer can be read too."""


def transmit(
    address: tuple[str, int], method: str, request: bytes, *, hang_up: bool
) -> RawResponse | None:
    """Send a request, and nothing ever after it if told to hang up; None if no answer comes."""
    with socket.create_connection(address, timeout=TIMEOUT) as connection:
        with suppress(OSError):  # the server may have closed already, with an answer or without
            connection.sendall(request)
            if hang_up:
                connection.shutdown(socket.SHUT_WR)
        answer = _receive(connection)
    return _parse(method, answer) if answer else None


def _receive(connection: socket.socket) -> bytes:
    """Return what comes until the server closes the connection, in whichever way."""
    answer = b""
    with suppress(ConnectionError):
        while received := connection.recv(65536):
            answer += received
    return answer


def _parse(method: str, answer: bytes) -> RawResponse:
    received = _Received(answer)
    response = HTTPResponse(cast(socket.socket, received), method=method)
    response.begin()
    body = response.read() + received.read()
    return RawResponse(response.status, httpx.Headers(response.getheaders()), body)
