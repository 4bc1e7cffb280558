"""What comes in, what goes out, and what an operation raises when it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import Message

    from .framing import Body
    from .records import Session
    from .world import World

Errors = dict[str | None, str]  # what is wrong, by member or parameter; None is the whole body


@dataclass
class Request:
    """A request; `path` is decoded and without the prefix."""

    method: str
    path: str
    query: str
    headers: Message
    body: Body
    prefix: str
    world: World
    username: str = ""
    id: str = ""
    session: Session = field(init=False)

    def wrong(self, fault: str) -> bool:
        """Tell whether the server is to be wrong in this way."""
        return self.world.wrong(fault)

    @property
    def is_chunked(self) -> bool:
        """Tell whether the body came in chunks."""
        return "Transfer-Encoding" in self.headers

    def link(self, *segments: object) -> str:
        """Return the path-absolute reference of a path below /api/v1/accounts."""
        path = "/".join(["api/v1/accounts", *map(str, segments)])
        return f"{self.prefix}/{quote(path)}"

    def location(self, *segments: object) -> str:
        """Return what Location says of a new resource."""
        if self.wrong("location-absolute"):
            return f"http://{self.headers.get('Host')}{self.link(*segments)}"
        return self.link(*segments)


@dataclass
class Answer:
    """An answer; `content` is a JSON value, bytes that are sent as they are, or nothing."""

    status: int
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


class Refusal(Exception):  # noqa: N818
    """An answer of 4xx or 5xx; `errors` makes it a validation problem, `place` names their kind."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Errors | None = None,
        place: str = "pointer",
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = errors or {}
        self.place = place


class UnknownPath(Refusal):
    """404 for a path that fits no template."""

    def __init__(self) -> None:
        super().__init__(404, "There is nothing here.")


class Failure(Refusal):
    """500, as a server answers that was not written with this request in mind."""

    def __init__(self) -> None:
        super().__init__(500, "The server failed.")
