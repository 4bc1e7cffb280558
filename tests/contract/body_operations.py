"""Operations that read a body, each with a client that is allowed to call it."""

import json
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx

from .client import JSON, Caller
from .document import Operation, resolve
from .framing import in_chunks
from .helpers import verdict


@dataclass(frozen=True)
class Reader:
    """An operation, an allowed client, the path, a valid body, and members that others need."""

    operation: Operation
    caller: Caller
    path: str
    right: dict[str, Any]
    companions: dict[str, Any]

    def take(self, content: bytes, media_type: str | None = "application/json") -> httpx.Response:
        """Send these bytes with this media type."""
        media = {"Content-Type": media_type}
        return self.caller.request(self.operation.method, self.path, content=content, headers=media)

    def take_chunks(self, content: bytes) -> int:
        """Send these bytes in chunks and return the status."""
        path = self.path.encode()
        return self.caller.raw(self.operation.method, path, [JSON], content, in_chunks).status

    def statuses(self, contents: list[bytes]) -> dict[bytes, int]:
        """Return the status for each body, keyed by its first bytes."""
        return {content[:40]: self.take(content).status_code for content in contents}

    def judge(self, **members: Any) -> str:
        """Return the verdict on a valid body with these members and those that they depend on."""
        dependent = self.operation.body.get("dependentRequired", {})
        needed = {
            each: self.companions[each] for name in members for each in dependent.get(name, [])
        }
        return verdict(self.take(json.dumps(self.right | needed | members).encode()))

    def judge_without(self, *names: str) -> str:
        """Return the verdict on a valid body without these members."""
        members = {name: value for name, value in self.right.items() if name not in names}
        return verdict(self.take(json.dumps(members).encode()))

    @property
    def members(self) -> dict[str, dict[str, Any]]:
        """Return the schemas of the members that the operation reads, by name."""
        properties: dict[str, Any] = self.operation.body["properties"]
        return {k: resolve(v) for k, v in properties.items() if not v.get("readOnly")}

    @property
    def read_only(self) -> list[str]:
        """Return the names of the members that the operation ignores."""
        return sorted(self.operation.body["properties"].keys() - self.members.keys())

    def types(self, name: str) -> set[type]:
        """Return the Python types of the JSON values that a member accepts."""
        schema = self.members[name]
        if "oneOf" in schema:  # due_date, the only member that accepts null
            return {str, type(None)}
        return {{"string": str, "boolean": bool}[schema["type"]]}
