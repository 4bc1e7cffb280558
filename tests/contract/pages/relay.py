"""A relay in front of the server under test, which can be cut: to a browser the server is away."""

import socket
from contextlib import suppress
from threading import Lock, Thread
from typing import Self

ADDRESS = "127.0.0.1"
SIZE = 64 * 1024  # bytes


class Relay:
    """Passes bytes between its own port and the server, whatever they mean."""

    def __init__(self, host: str, port: int) -> None:
        """Listen on a free port, in front of this address."""
        self.target = host, port
        self.port = 0  # any, when it listens for the first time
        self.lock = Lock()
        self.open: set[socket.socket] = set()
        self.restore()

    def __enter__(self) -> Self:
        """Return the relay."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close everything."""
        self.cut()

    def restore(self) -> None:
        """Listen; after a cut on the same port."""
        self.listener = socket.create_server((ADDRESS, self.port))
        self.port = self.listener.getsockname()[1]
        Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def cut(self) -> None:
        """Close all connections, and refuse new ones."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            closing, self.open = self.open, set()
        for each in closing:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
                server = socket.create_connection(self.target)
            except OSError:
                return  # cut
            with self.lock:
                self.open |= {client, server}
            for source, sink in ((client, server), (server, client)):
                Thread(target=self._pass_on, args=[source, sink], daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(SIZE):
                sink.sendall(data)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
