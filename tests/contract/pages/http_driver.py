"""A visitor without a browser: sends what one would send, through the suite's own server."""

from urllib.parse import quote, urljoin, urlsplit

import httpx2 as httpx
from selectolax.lexbor import LexborNode

from ..server import Server
from ..violations import Broken
from .cookies import Cookie
from .document import parsed
from .forms import URLENCODED, Entry, Submission, controls, form_of, option_value
from .reading import Reading
from .references import as_written
from .roles import name_of, tidy, type_of

__tracebackhide__ = True  # failures point to the line of the test

REDIRECTS = {301, 302, 303, 307, 308}
MANY = 10  # redirects: more are a loop
PRINTABLE = "%/?#[]@!$&'()*+,;=:~"


class HttpDriver(Reading):
    """A visitor who reads HTML and keeps cookies; no script runs."""

    def __init__(self, server: Server, cookies: dict[str, str] | None = None) -> None:
        """Begin with these cookies, or without any."""
        self.server = server
        self.cookies = dict(cookies or {})
        super().__init__()

    def __repr__(self) -> str:
        """Say where the visitor is."""
        return f"<visitor of {self.target}>"

    def copy(self) -> "HttpDriver":
        """Return another visitor with the same cookies."""
        return HttpDriver(self.server, self.cookies)

    def nobody(self) -> "HttpDriver":
        """Return another visitor without cookies."""
        return HttpDriver(self.server)

    def open(self, path: str, **headers: str) -> None:
        """Open a path of the server."""
        self._go("GET", path, headers, b"")

    def send(
        self,
        form: Submission,
        headers: dict[str, str | None] | None = None,
        body: bytes | None = None,
    ) -> None:
        """Send a form as a browser does, apart from these headers; None leaves one out."""
        encoded, media_type = form.encoded()
        if form.method == "GET":
            self.open(f"{form.action.partition('?')[0]}?{encoded.decode()}")
            return
        origin = self.server.url_of("").removesuffix(self.server.prefix)
        usual = {"Content-Type": media_type, "Origin": origin, "Sec-Fetch-Site": "same-origin"}
        told = usual | {"Referer": self.server.url_of(self.target)} | (headers or {})
        kept = {name: value for name, value in told.items() if value is not None}
        self._go("POST", form.action, kept, encoded if body is None else body)

    def request(self, method: str, path: str, content: bytes = b"", **headers: str) -> None:
        """Send any other request with the cookies."""
        self._go(method, path, headers, content)

    def _go(self, method: str, target: str, headers: dict[str, str], content: bytes) -> None:
        self.answers = [self._send(method, quote(target, PRINTABLE), headers, content)]
        while self.answers[-1].status_code in REDIRECTS:
            assert len(self.answers) < MANY, f"PAGE-2: {method} {target} leads in a circle"
            target = self.resolve(self.answers[-1].headers["Location"])
            self.answers.append(self._send("GET", target, {}, b""))
        self.document = parsed(self.answers[-1].content.decode("utf-8", "replace"))
        self.typed = {}

    def _send(
        self, method: str, target: str, headers: dict[str, str], content: bytes
    ) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Accept": "text/html"} | ({"Cookie": cookies} if cookies else {}) | headers
        answer = self.server.send(method, target, told, content)
        self.target = target
        for cookie in map(Cookie.parse, answer.headers.get_list("Set-Cookie")):
            self.cookies.pop(cookie.name, None)
            if not cookie.deletes:
                self.cookies[cookie.name] = cookie.value
        return answer

    def resolve(self, reference: str) -> str:
        """Return the target of a reference as a browser reads it; it must stay on this site."""
        base = self.server.url_of(self.target)
        url, here = urlsplit(urljoin(base, as_written(reference, base))), urlsplit(base)
        stays = (url.scheme, url.netloc) == (here.scheme, here.netloc)
        assert stays, f"SESSION-7: {self.target} leads to {reference}"
        target = url._replace(scheme="", netloc="", fragment="").geturl()
        return quote(self.server.local(target), PRINTABLE)

    def fill(self, label: str, text: str) -> None:
        """Type a text into the field with this label, instead of what is there."""
        self.typed[self.field(label).mem_id] = text

    def choose(self, label: str, option: str) -> None:
        """Choose an option of the field with this label."""
        field = self.field(label)
        options = [each for each in field.css("option") if tidy(each.text()) == option]
        self.typed[field.mem_id] = option_value(self.one(options, "option", option))

    def check(self, label: str, on: bool = True) -> None:
        """Check a box, or uncheck it."""
        self.typed[self.field(label).mem_id] = on

    def press(self, button: str) -> None:
        """Press a button, and follow where that leads."""
        self.send(self.submission(button))

    def follow(self, link: str) -> None:
        """Follow a link."""
        self.open(self.href(link))

    def href(self, link: str) -> str:
        """Return where a link leads."""
        node = self.one(self.document.named("link", link), "link", link)
        return self.resolve(node.attributes["href"] or "")

    def form(self, button: str) -> LexborNode:
        """Return the form of a button."""
        form = form_of(self._button(button))
        if form is None:
            raise Broken("PAGE-3", f"the button {button!r} has no form")
        return form

    def _button(self, name: str) -> LexborNode:
        found = self.one(self.document.named("button", name), "button", name)
        if found.attributes.get("type") in {"button", "reset"}:
            raise Broken("PAGE-3", f"the button {name!r} sends nothing")
        return found

    def submission(self, button: str) -> Submission:
        """Return what would be sent if somebody pressed a button."""
        form, pressed = self.form(button), self._button(button)
        entries: list[Entry] = []
        hidden, labels = set(), {}
        for node in controls(form):
            key = node.attributes["name"] or ""
            labels[name_of(node)] = key
            if type_of(node) == "hidden" and node.tag == "input":
                hidden.add(key)
            if (value := self.sent_value(node)) is not None:
                breaks = "\r\n" if node.tag == "textarea" else "\n"
                entries.append((key, value.replace("\n", breaks)))
        if name := pressed.attributes.get("name"):
            entries.append((name, pressed.attributes.get("value") or ""))
        method = (form.attributes.get("method") or "get").upper()
        action = self.resolve(form.attributes.get("action") or "")
        media_type = form.attributes.get("enctype") or URLENCODED
        return Submission(method, action, entries, frozenset(hidden), labels, media_type)

    def labels(self, button: str) -> list[str]:
        """Return the labels of the fields in the form of a button."""
        return [name_of(node) for node in self.document.fields(self.form(button))]

    def is_current(self, link: str) -> bool:
        """Return whether a link is that of what is shown."""
        node = self.one(self.document.named("link", link), "link", link)
        return (node.attributes.get("aria-current") or "false") != "false"

    def files(self) -> list[str]:
        """Return the paths of the files that the page loads."""
        loaded = self.document.tree.css("link[href]")
        return [self.resolve(node.attributes["href"] or "") for node in loaded]
