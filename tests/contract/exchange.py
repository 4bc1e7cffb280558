"""One request and its answer, as sent and received, and how to display them."""

import re
import shlex
from dataclasses import dataclass

import httpx2 as httpx

SHOWN = 2000  # bytes of a body that are displayed
SECRETS = re.compile(r'(Bearer (?!realm)|"token": ?\\?"|password": ?\\?")[^"\'\\\s]+')
FORM_SECRETS = [
    re.compile(r"(set-cookie: [^=\s]+=)[^;\n]+", re.IGNORECASE),
    re.compile(r"((?<!set-)cookie: )[^'\n]+", re.IGNORECASE),
    re.compile(r"(\w*password\w*=)[^&'\s]+", re.IGNORECASE),
]


@dataclass(frozen=True)
class Exchange:
    """A request and its answer; `url` includes the prefix of the base URL, `target` does not."""

    method: str
    target: str
    url: str
    sent: httpx.Headers
    content: bytes
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def path(self) -> str:
        """Return the target without its query."""
        return self.target.partition("?")[0]

    def curl(self) -> str:
        """Return the request as a command to paste into a shell."""
        method = "--head" if self.method == "HEAD" else f"-X {shlex.quote(self.method)}"
        parts = ["curl -i --path-as-is", method]
        parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in self._told()]
        if self.content:
            parts.append(f"--data-binary {_shell(self.content)}")
        return " ".join([*parts, shlex.quote(self.url)])

    def _told(self) -> list[tuple[str, str]]:
        own = {"host", "connection", "user-agent", "accept", "accept-encoding"}
        if self.sent.get("Content-Length", "0") == str(len(self.content)):
            own.add("content-length")  # a wrong one is shown: the body was cut off
        return [pair for pair in self.sent.multi_items() if pair[0].lower() not in own]

    def __str__(self) -> str:
        """Show the request as a curl command, and the raw answer."""
        headers = [f"{name}: {value}" for name, value in self.headers.multi_items()]
        body = self.body[:SHOWN].decode("utf-8", "backslashreplace")
        return "\n".join([f"$ {self.curl()}", f"HTTP {self.status}", *headers, "", body])


def _shell(content: bytes) -> str:
    if len(content) > SHOWN:
        return f"@FILE  # {len(content)} bytes that begin with {content[:60]!r}\n "
    text = content.decode("utf-8", "backslashreplace")
    return shlex.quote(text) if text.encode() == content else "$" + repr(content)[1:]


def redact(text: str) -> str:
    """Remove tokens and passwords from a text before it is saved."""
    for pattern in (SECRETS, *FORM_SECRETS):
        text = pattern.sub(r"\1<secret>", text)
    return text
