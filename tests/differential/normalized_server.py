"""One server as a differential run sees it: its own ids and tokens behind names that all share."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
from contract.framing import Framing, by_length, cut_by_length, cut_in_chunks, in_chunks
from contract.raw import RawResponse, transmit

COMPARED = ["Content-Type", "WWW-Authenticate", "Location", "Link", "Accept", "Set-Cookie"]
COMPARED += ["X-Content-Type-Options", "Cache-Control", "X-Powered-By"]
PRESENT = ["ETag", "Retry-After"]  # their values are each server's own
# A server need not answer a body that was cut off (BODY-15): Tornado closes the connection as soon
# as the client has, the others answer.
CUT: dict[Framing, set[int]] = {cut_by_length: {400}, cut_in_chunks: {400, 411}}


@dataclass(frozen=True, repr=False)
class Request:
    """What is sent, byte for byte; `{names}` in target and headers are each server's own."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    framing: Framing = by_length

    def __str__(self) -> str:
        """Write it as a command for a shell; the names stay, since every server has its own."""
        parts = [f"curl -i --path-as-is -X {self.method} '{self.target}'"]
        parts += [f"-H '{name}: {value}'" for name, value in self.headers]
        if self.body is not None:
            shown = self.body[:120].decode("utf-8", "backslashreplace")
            parts.append(f"--data-binary '{shown}'" + " # cut" * (len(self.body) > len(shown)))
        if self.framing is in_chunks:
            parts.insert(1, "-H 'Transfer-Encoding: chunked'")
        elif self.framing in CUT:
            parts.append(f"# {self.framing.__name__}")
        return " ".join(parts)

    __repr__ = __str__


@dataclass
class NormalizedServer:
    """A server at a port, and what its requests have brought about so far."""

    name: str
    port: int
    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # the names of tasks by their ids

    def answer(self, request: Request) -> dict[str, Any]:
        """Send the request, learn the names that it brings about, and return what is compared."""
        answer = self.send(request)
        allowed = CUT.get(request.framing)
        if allowed and (answer is None or answer.status in allowed):
            return {"status": "no answer, or one that is allowed to a cut body"}
        if answer is None:
            return {"status": "no answer"}
        self.learn(request, answer.headers, answer.body)
        return self.comparable(answer.status, answer.headers, answer.body)

    def send(self, request: Request) -> RawResponse | None:
        """Send a request on a connection of its own, which ends with the body if that is cut."""
        framed, body = ([], b"") if request.body is None else request.framing(request.body)
        lines = [f"{request.method} {self.fill_in(request.target)} HTTP/1.1"]
        lines += [f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"{name}: {self.fill_in(value)}" for name, value in request.headers]
        head = [line.encode("latin-1") for line in lines] + [b"%s: %s" % pair for pair in framed]
        sent = b"\r\n".join([*head, b"", body])
        address, hang_up = ("127.0.0.1", self.port), request.framing in CUT
        return transmit(address, request.method, sent, hang_up=hang_up)

    def forget_tasks(self) -> None:
        """Let the next task be {id1} again."""
        self.ids.clear()

    def fill_in(self, text: str) -> str:
        """Replace each `{name}` by what it stands for on this server."""
        return re.sub(r"\{(\w+)\}", lambda match: self.names.get(match[1], match[0]), text)

    def learn(self, request: Request, headers: httpx.Headers, body: bytes) -> None:
        """Name the ids, tokens and tags that an answer brings: id1, id2, ..., token, etag."""
        if request.method in {"POST", "PUT", "GET"} and headers.get("ETag"):
            self.names |= {"etag": headers["ETag"]}
        if created := re.search(r"/tasks/([0-9]+)$", headers.get("Location", "")):
            name = f"id{len(self.ids) + 1}"
            self.ids[created[1]] = name
            self.names[name] = created[1]
        if token := re.search(rb'"token": ?"([^"]+)"', body):
            self.names["token"] = token[1].decode()

    def comparable(self, status: int, headers: httpx.Headers, body: bytes) -> dict[str, Any]:
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
