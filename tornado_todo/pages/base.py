"""What the handlers of the pages share: headers, forms, messages, errors."""

from typing import Any

from tornado.web import HTTPError, StaticFileHandler

from ..api.formats import MAX_BODY
from ..base import BaseHandler
from . import errors
from .validation import Form

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
MESSAGE = "tornado_message"  # a cookie; browsers send cookies to all ports of a host


class PageHandler(BaseHandler):
    """A page; SUPPORTED_METHODS are what Allow names."""

    SUPPORTED_METHODS: tuple[str, ...] = ("GET", "HEAD", "POST")
    title = ""
    section = ""  # of the navigation

    def initialize(self) -> None:
        """Keep Tornado from parsing a form that is too large, which would block the loop."""
        super().initialize()
        if len(self.request.body) > MAX_BODY:
            self.request.headers.pop("Content-Type", None)

    def set_default_headers(self) -> None:
        """Allow a page nothing that it does not need, and forbid storing it."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> str | None:
        """Return none: no page is stored."""
        return None

    def check_xsrf_cookie(self) -> None:
        """Refuse a form that is too large, or not from this site; Tornado calls this first."""
        if len(self.request.body) > MAX_BODY:
            raise HTTPError(413)
        super().check_xsrf_cookie()

    def get_template_namespace(self) -> dict[str, Any]:
        """Return the names that all templates know."""
        own = {"title": self.title, "section": self.section, "form": None}
        return super().get_template_namespace() | own

    def texts(self) -> dict[str, str]:
        """Return the form as it was typed.

        get_body_argument would make spaces of control characters, and answer 400 to bad UTF-8.
        """
        sent = self.request.body_arguments
        return {name: values[-1].decode(errors="replace") for name, values in sent.items()}

    def query(self, name: str, default: str) -> str:
        """Return a parameter of the query as it was sent, likewise."""
        sent = self.request.query_arguments.get(name)
        return sent[-1].decode(errors="replace") if sent else default

    def show_form(self, form: Form[Any], template: str = "form.html", **names: object) -> None:
        """Write the page of a form. Its status is 422 if something in the form is wrong."""
        self.set_status(422 if form.errors else 200)
        self.render(template, form=form, **names)

    def flash(self, message: str) -> None:
        """Tell a message once, on the page that follows."""
        self.set_signed_cookie(MESSAGE, message, expires_days=None, **self.settings["page_cookies"])

    def take_message(self) -> str:
        """Return the message of the request before, "" if there is none."""
        message = self.get_signed_cookie(MESSAGE)
        if message:
            self.clear_cookie(MESSAGE, **self.settings["page_cookies"])
        return (message or b"").decode()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the page of an error."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        status, headers = errors.status_of(status_code, error)
        self.set_status(status)
        for name, value in headers.items():
            self.set_header(name, value)
        if status == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        title, text = errors.texts_of(status)
        self.render("error.html", title=title, text=text)


class UnknownPageHandler(PageHandler):
    """Answers where no URL matches. It supports no method, so Tornado refuses each with a 405."""

    SUPPORTED_METHODS = ()

    def send_error(self, status_code: int = 404, **kwargs: Any) -> None:
        """Answer 404 instead, to unknown methods too."""
        super().send_error(404)


class StaticHandler(StaticFileHandler, PageHandler):  # type: ignore[misc]
    """The style and the icon. Their URLs hold a hash of the content, by static_url()."""

    path_template = "/static/{path}"
    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, path: str) -> None:  # type: ignore[override]
        """Do what both bases do."""
        PageHandler.initialize(self)
        StaticFileHandler.initialize(self, path)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer 404 for a folder, and for what is outside of it, where Tornado says 403."""
        super().write_error(404 if status_code == 403 else status_code, **kwargs)

    def get_cache_time(self, *file: Any) -> int:
        """Let browsers keep a file for years, and for an hour if it was asked for without hash."""
        return super().get_cache_time(*file) or 60 * 60
