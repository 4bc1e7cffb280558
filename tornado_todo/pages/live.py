"""The list that updates itself: a WebSocket tells the page that something has changed.

It says no more than that. The page then asks for its list, since only it knows what it shows.
https://www.tornadoweb.org/en/stable/websocket.html
"""

import resource
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

from tornado.ioloop import IOLoop
from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..errors import DatabaseUnavailableError
from ..models import now
from ..tokens import find_digests
from .auth import SessionHandler

MOST_SOCKETS = 5000
GOING_AWAY, UNSUPPORTED_DATA, TRY_AGAIN_LATER = 1001, 1003, 1013  # RFC 6455 §7.4.1, and IANA's list
SESSION_ENDED = 4401  # 4000 and above are free to choose; live.js knows it


class LiveHandler(WebSocketHandler, SessionHandler):
    """One open page. Tornado itself refuses other origins (check_origin)."""

    path_template = "/tasks/live"
    SUPPORTED_METHODS = ("GET",)
    expiry: object = None  # the timeout of the token
    has_left = False

    async def get(self) -> None:
        """Become a WebSocket, unless too many are open or the server is shutting down."""
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        too_many = len(self.settings["open_lists"]) >= min(MOST_SOCKETS, files // 4)
        if too_many or self.settings["shutting_down"].is_set():
            raise HTTPError(503)
        await super().get()

    def open(self) -> None:
        """Listen to the changes of the user, until the token expires."""
        if self.has_left:
            return
        self.settings["open_lists"].add(self)
        if self.current_user:
            rest = (self.token.expiry_date - now()).total_seconds()
            self.expiry = IOLoop.current().call_later(rest, self.close, SESSION_ENDED)
        else:
            self.close(SESSION_ENDED)  # a script cannot see the status of a refused handshake

    async def tell(self) -> None:
        """Say that something has changed."""
        with suppress(WebSocketClosedError):
            await self.write_message("changed")

    def on_message(self, message: str | bytes) -> None:
        """Close the socket: pages send nothing."""
        self.close(UNSUPPORTED_DATA)

    def on_close(self) -> None:
        """Forget the page. If it leaves early, Tornado calls this before open(), and not again.

        https://github.com/tornadoweb/tornado/issues/2958
        """
        self.has_left = True
        self.settings["open_lists"].discard(self)
        if self.expiry:
            IOLoop.current().remove_timeout(self.expiry)


class OpenLists:
    """The sockets of this process: all of them, and those of users by the id of the user."""

    def __init__(self) -> None:
        self.sockets: set[LiveHandler] = set()
        self.by_user: defaultdict[int, set[LiveHandler]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self.sockets)

    def __iter__(self) -> Iterator[LiveHandler]:
        return iter([*self.sockets])

    def add(self, socket: LiveHandler) -> None:
        """Count a socket, and begin to tell its user of changes."""
        self.sockets.add(socket)
        if socket.current_user:
            self.by_user[socket.current_user.id].add(socket)

    def discard(self, socket: LiveHandler) -> None:
        """Forget a socket."""
        self.sockets.discard(socket)
        if socket.current_user and (sockets := self.by_user.get(socket.current_user.id)):
            sockets.discard(socket)
            if not sockets:
                del self.by_user[socket.current_user.id]

    async def tell(self, user_id: int | None) -> None:
        """Tell the pages of a user, or with None all pages, that something has changed."""
        for each in [*self.by_user] if user_id is None else [user_id]:
            if each in self.by_user:
                await self.tell_user(each)

    async def tell_user(self, user_id: int) -> None:
        """Close the pages whose session has ended, and tell the other pages of the user."""
        sockets = [*self.by_user[user_id]]
        try:
            valid = await sockets[0].transact(find_digests, user_id)
        except DatabaseUnavailableError:
            close(sockets, TRY_AGAIN_LATER)
            return
        close([each for each in sockets if each.token.digest not in valid], SESSION_ENDED)
        for socket in sockets:
            if socket.token.digest in valid:
                # Do not wait: a page that does not read must not stop the others.
                IOLoop.current().spawn_callback(socket.tell)


def close(sockets: Iterable[LiveHandler], code: int) -> None:
    """Close some sockets; the code tells the pages what to do."""
    for socket in sockets:
        socket.close(code)
