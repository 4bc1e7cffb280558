"""One server in a differential run: its own ids and tokens are replaced by common names."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx
from contract.document import in_api
from contract.framing import Framing, by_length, cut_by_length, cut_in_chunks, in_chunks
from contract.raw import RawResponse, transmit

COMPARED = ["Content-Type", "WWW-Authenticate", "Location", "Link", "Accept", "Set-Cookie"]
COMPARED += ["X-Content-Type-Options", "Cache-Control", "X-Powered-By"]
PRESENT = ["ETag", "Retry-After"]  # their values differ between servers
# A server need not answer a body that was cut off (BODY-15): Tornado closes the connection as soon
# as the client has, the other servers answer.
CUT: dict[Framing, set[int]] = {cut_by_length: {400}, cut_in_chunks: {400, 411}}


@dataclass(frozen=True, repr=False)
class Request:
    """A request, byte for byte; `{names}` in target and headers differ between servers."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    framing: Framing = by_length

    def __str__(self) -> str:
        """Return it as a shell command; names stay, since their values differ between servers."""
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
    """A server at a port, and the ids and tokens from its answers so far."""

    name: str
    port: int
    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # from ids to the names of tasks

    def answer(self, request: Request) -> dict[str, Any]:
        """Send the request, learn the names in its answer, and return the comparable parts."""
        answer = self.send(request)
        allowed = CUT.get(request.framing)
        if allowed and (answer is None or answer.status in allowed):
            return {"status": "no answer, or an allowed one, to a cut-off body"}
        if answer is None:
            return {"status": "no answer"}
        if not in_api(request.target):  # where a page or a problem may say so
            return {"status": answer.status}
        self.learn(request, answer.headers, answer.body)
        return self.comparable(answer.status, answer.headers, answer.body)

    def send(self, request: Request) -> RawResponse | None:
        """Send a request on a new connection, which closes after the body if that is cut off."""
        framed, body = ([], b"") if request.body is None else request.framing(request.body)
        lines = [f"{request.method} {self.fill_in(request.target)} HTTP/1.1"]
        lines += [f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"{name}: {self.fill_in(value)}" for name, value in request.headers]
        head = [line.encode("latin-1") for line in lines] + [b"%s: %s" % pair for pair in framed]
        sent = b"\r\n".join([*head, b"", body])
        address, hang_up = ("127.0.0.1", self.port), request.framing in CUT
        return transmit(address, request.method, sent, hang_up=hang_up)

    def fill_in(self, text: str) -> str:
        """Replace each `{name}` by its value on this server."""
        return re.sub(r"\{(\w+)\}", lambda match: self.names.get(match[1], match[0]), text)

    def learn(self, request: Request, headers: httpx.Headers, body: bytes) -> None:
        """Give names to the ids, tokens and tags in an answer: id1, id2, ..., token, etag."""
        if request.method in {"POST", "PUT", "GET"} and headers.get("ETag"):
            self.names |= {"etag": headers["ETag"]}
        if created := re.search(r"/tasks/([0-9]+)$", headers.get("Location", "")):
            name = f"id{len(self.ids) + 1}"
            self.ids[created[1]] = name
            self.names[name] = created[1]
        if token := re.search(rb'"token": ?"([^"]+)"', body):
            self.names["token"] = token[1].decode()

    def comparable(self, status: int, headers: httpx.Headers, body: bytes) -> dict[str, Any]:
        """Return what must be equal on all servers: without ids, tokens, times and messages."""
        kept: dict[str, Any] = {name: "present" for name in PRESENT if name in headers}
        kept |= {name: self.alike(headers[name]) for name in COMPARED if name in headers}
        if "Allow" in headers:
            kept["Allow"] = sorted(re.split(r"\s*,\s*", headers["Allow"]))
        if "Link" in kept:  # a colon need not be encoded in a query (RFC 3986 §3.4)
            kept["Link"] = kept["Link"].replace("%3A", ":")
        if "Content-Type" in kept:
            kept["Content-Type"] = kept["Content-Type"].partition(";")[0].strip().lower()
        return {"status": status, **kept, "body": self.alike_body(body)}

    def alike(self, text: str) -> str:
        """Replace this server's ids by their names."""
        pattern = r"(?<=/tasks/)[0-9]+|(?<=after=)[0-9]+"
        return re.sub(pattern, lambda match: self.ids.get(match[0], match[0]), text)

    def alike_body(self, body: bytes) -> Any:
        """Return the body without values that a server chooses; text that is not JSON stays."""
        try:
            return self.alike_value(json.loads(body)) if body else ""
        except ValueError:
            return body.decode("latin-1")

    def alike_value(self, value: Any) -> Any:
        """Replace ids, tokens and times in parsed JSON, and drop the messages."""
        if isinstance(value, list):
            values = [self.alike_value(each) for each in value]
            tasks = any(isinstance(each, dict) and "id" in each for each in values)
            return values if tasks else sorted(values, key=str)  # errors may have any order
        if not isinstance(value, dict):
            return value
        chosen = {"creation_date": "a time", "date_joined": "a time", "token": "a token"}
        members = {key: chosen.get(key, self.alike_value(each)) for key, each in value.items()}
        if "id" in members:
            members["id"] = self.ids.get(str(value["id"]), "an unknown id")
        return {key: each for key, each in members.items() if key != "detail"}
