"""Requests over a plain socket: a closed connection is a result, a timeout is an error."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from contract import raw
from contract.framing import by_length, cut_by_length, cut_in_chunks, in_chunks

REQUEST = b"GET / HTTP/1.1\r\n\r\n"
ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server whose behaviour each test defines."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def serve(listener: socket.socket, answer: bytes) -> bytes:
    """Read a request to the end, send an answer, close the connection; return the request."""
    connection, _ = listener.accept()
    with connection:
        request = b"".join(iter(lambda: connection.recv(65536), b""))
        connection.sendall(answer)
        return request


@pytest.mark.parametrize(("answer", "status"), [(ANSWER, 204), (b"", None)])
def test_who_hangs_up_may_be_answered(
    listener: socket.socket, answer: bytes, status: int | None
) -> None:
    """The server sees the end of the request; its answer is returned, or None."""
    with ThreadPoolExecutor(1) as pool:
        received = pool.submit(serve, listener, answer)
        response = raw.transmit(listener.getsockname(), "GET", REQUEST, hang_up=True)

    assert received.result() == REQUEST
    assert (response.status if response else None) == status


def test_a_silent_server_is_an_error(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open connection without an answer is not the same as a closed one."""
    monkeypatch.setattr(raw, "TIMEOUT", 0.1)

    with pytest.raises(TimeoutError):
        raw.transmit(listener.getsockname(), "GET", REQUEST, hang_up=True)


def test_a_body_is_framed_as_it_says() -> None:
    """Whole bodies include their end; cut-off bodies lack only that."""
    chunks = b"1\r\n{\r\n1\r\n}\r\n"

    assert by_length(b"{}") == ([(b"Content-Length", b"2")], b"{}")
    assert cut_by_length(b"{}") == ([(b"Content-Length", b"12")], b"{}")
    assert in_chunks(b"{}") == ([(b"Transfer-Encoding", b"chunked")], chunks + b"0\r\n\r\n")
    assert cut_in_chunks(b"{}") == ([(b"Transfer-Encoding", b"chunked")], chunks)
