"""Requests, answers, and the exceptions for refusals."""

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

Errors = dict[str | None, str]  # error details by member or parameter; None is the whole body


@dataclass
class Request:
    """A request; `path` is decoded and has no prefix."""

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
        """Return whether this fault is active."""
        return self.world.wrong(fault)

    @property
    def is_chunked(self) -> bool:
        """Return whether the body was chunked."""
        return "Transfer-Encoding" in self.headers

    def link(self, *segments: object) -> str:
        """Return a path-absolute reference to a path below /api/v1/accounts."""
        path = "/".join(["api/v1/accounts", *map(str, segments)])
        return f"{self.prefix}/{quote(path)}"

    def location(self, *segments: object) -> str:
        """Return the Location of a new resource."""
        if self.wrong("location-absolute"):
            return f"http://{self.headers.get('Host')}{self.link(*segments)}"
        return self.link(*segments)


@dataclass
class Answer:
    """An answer; `content` is a JSON value, raw bytes, or None."""

    status: int
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


class Refusal(Exception):  # noqa: N818
    """A 4xx or 5xx answer; `errors` makes it a validation problem, `place` is their kind."""

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
    """404 for a path that matches no template."""

    def __init__(self) -> None:
        super().__init__(404, "This path does not exist.")


class Failure(Refusal):
    """500, as from an unhandled exception."""

    def __init__(self) -> None:
        super().__init__(500, "The server failed.")
