"""One server as a differential run sees it: its own ids and tokens behind names that all share."""

import http.client
import json
import re
import socket
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import Any

TIMEOUT = 30  # seconds
COMPARED = ["Content-Type", "WWW-Authenticate", "Location", "Link", "Accept", "Set-Cookie"]
COMPARED += ["X-Content-Type-Options", "Cache-Control", "X-Powered-By"]
PRESENT = ["ETag", "Retry-After"]  # their values are each server's own


@dataclass(frozen=True, repr=False)
class Request:
    """What is sent, byte for byte; `{names}` in target and headers are each server's own."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None

    def __str__(self) -> str:
        """Write it as a command for a shell; the names stay, since every server has its own."""
        parts = [f"curl -i --path-as-is -X {self.method} '{self.target}'"]
        parts += [f"-H '{name}: {value}'" for name, value in self.headers]
        if self.body is not None:
            shown = self.body[:120].decode("utf-8", "backslashreplace")
            parts.append(f"--data-binary '{shown}'" + " # cut" * (len(self.body) > len(shown)))
        return " ".join(parts)

    __repr__ = __str__


@dataclass
class World:
    """A server at a port, and what its requests have brought about so far."""

    name: str
    port: int
    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # the names of tasks by their ids

    def answer(self, request: Request) -> dict[str, Any]:
        """Send the request, learn the names that it brings about, and return what is compared."""
        status, headers, body = self.send(request)
        self.learn(request, headers, body)
        return self.comparable(status, headers, body)

    def send(self, request: Request) -> tuple[int, HTTPMessage, bytes]:
        """Send the bytes of a request on a connection of its own; return status, headers, body."""
        lines = [f"{request.method} {self.fill_in(request.target)} HTTP/1.1"]
        lines += [f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"{name}: {self.fill_in(value)}" for name, value in request.headers]
        if request.body is not None:
            lines.append(f"Content-Length: {len(request.body)}")
        head = "\r\n".join([*lines, "", ""]).encode("latin-1")
        with socket.create_connection(("127.0.0.1", self.port), TIMEOUT) as connection:
            connection.sendall(head + (request.body or b""))
            response = http.client.HTTPResponse(connection, method=request.method)
            response.begin()
            return response.status, response.headers, response.read()

    def forget_tasks(self) -> None:
        """Let the next task be {id1} again."""
        self.ids.clear()

    def fill_in(self, text: str) -> str:
        """Replace each `{name}` by what it stands for on this server."""
        return re.sub(r"\{(\w+)\}", lambda match: self.names.get(match[1], match[0]), text)

    def learn(self, request: Request, headers: HTTPMessage, body: bytes) -> None:
        """Name the ids, tokens and tags that an answer brings: id1, id2, ..., token, etag."""
        if request.method in {"POST", "PUT", "GET"} and headers.get("ETag"):
            self.names |= {"etag": headers["ETag"], "opaque": headers["ETag"].strip('"')}
        if created := re.search(r"/tasks/([0-9]+)$", headers.get("Location", "")):
            name = f"id{len(self.ids) + 1}"
            self.ids[created[1]] = name
            self.names[name] = created[1]
        if token := re.search(rb'"token": ?"([^"]+)"', body):
            self.names["token"] = token[1].decode()

    def comparable(self, status: int, headers: HTTPMessage, body: bytes) -> dict[str, Any]:
        """Return what must be the same everywhere: ids, tokens, times and wordings are left out."""
        kept: dict[str, Any] = {name: "present" for name in PRESENT if name in headers}
        kept |= {name: self.alike(headers[name]) for name in COMPARED if name in headers}
        if "Allow" in headers:
            kept["Allow"] = sorted(re.split(r"\s*,\s*", headers["Allow"]))
        if "Content-Type" in kept:
            kept["Content-Type"] = kept["Content-Type"].partition(";")[0].strip().lower()
        return {"status": status, **kept, "body": self.alike_body(body)}

    def alike(self, text: str) -> str:
        """Replace ids that this server chose by their names."""
        pattern = r"(?<=/tasks/)[0-9]+|(?<=after=)[0-9]+"
        return re.sub(pattern, lambda match: self.ids.get(match[0], match[0]), text)

    def alike_body(self, body: bytes) -> Any:
        """Return the body without what each server chooses; text that is no JSON stays as it is."""
        try:
            return self.alike_value(json.loads(body)) if body else ""
        except ValueError:
            return body.decode("latin-1")

    def alike_value(self, value: Any) -> Any:
        """Replace chosen values in parsed JSON, and drop the wordings."""
        if isinstance(value, list):
            values = [self.alike_value(each) for each in value]
            tasks = any(isinstance(each, dict) and "id" in each for each in values)
            return values if tasks else sorted(values, key=str)  # the order of errors is free
        if not isinstance(value, dict):
            return value
        chosen = {"creation_date": "a time", "date_joined": "a time", "token": "a token"}
        members = {key: chosen.get(key, self.alike_value(each)) for key, each in value.items()}
        if "id" in members:
            members["id"] = self.ids.get(str(value["id"]), "an id of nobody")
        return {key: each for key, each in members.items() if key != "detail"}
