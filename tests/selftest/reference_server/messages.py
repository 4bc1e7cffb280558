"""Requests, answers, and the exception for refusals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

from .faults import fault

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
    template: str = ""
    operation: str = ""
    username: str = ""
    id: str = ""
    session: Session = field(init=False)

    @property
    def is_chunked(self) -> bool:
        """Return whether the body was chunked."""
        return "Transfer-Encoding" in self.headers

    def header(self, name: str, default: str = "") -> str:
        """Return the value of a header."""
        return str(self.headers.get(name, default))

    def link(self, *segments: object) -> str:
        """Return a path-absolute reference to a path below /api/v1/accounts."""
        path = "/".join(["api/v1/accounts", *map(str, segments)])
        return f"{self.prefix}/{quote(path)}"


@dataclass(frozen=True)
class Answer:
    """An answer; `content` is a JSON value, raw bytes, or None."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"

    def but(self, **changes: Any) -> Answer:
        """Return the answer with some fields changed."""
        return replace(self, **changes)

    def with_header(self, name: str, value: str) -> Answer:
        """Return the answer with one more header, or another value of it."""
        return self.but(headers={**self.headers, name: value})

    def without(self, *names: str) -> Answer:
        """Return the answer without some headers."""
        return self.but(headers={n: text for n, text in self.headers.items() if n not in names})


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


def refuse(status: int, detail: str) -> NoReturn:
    """Answer with this status; for places where `raise` is no expression."""
    raise Refusal(status, detail)


def fail(fault_id: str, condition: object = True, status: int = 500) -> None:
    """With this fault and condition, answer 500, as after a fail, or another wrong status."""
    if fault(fault_id) and condition:
        raise Refusal(status, "This answer is wrong.")
