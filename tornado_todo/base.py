"""What all handlers share: JSON in and out, the headers of the contract, HEAD and OPTIONS."""

import json
import secrets
from types import TracebackType
from typing import Any, TypeVar

from pydantic import BaseModel
from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler

from .database import TransactionMixin
from .errors import ProblemError, describe
from .inputs import judge, judge_query, parse_body

Schema = TypeVar("Schema", bound=BaseModel)


class BaseHandler(TransactionMixin, RequestHandler):
    """A handler that anyone may use; SUPPORTED_METHODS are what Allow names."""

    tag: str | None = None

    def initialize(self, template: str = "-") -> None:
        """Note the path template for the log, and that a request is being answered.

        Tornado would parse a form before prepare(), and answer 400 to a bad one before it is known
        who asks: it finds no form where the media type has been taken out.
        """
        self.template = template
        self.request_id = secrets.token_hex(8)
        self.content_type = self.request.headers.pop("Content-Type", "")
        self.settings["in_flight"].add(self)

    async def prepare(self) -> None:
        """Answer 411 to a chunked body, as the other three do: their server takes cut ones too."""
        if "Transfer-Encoding" in self.request.headers and self.request.method != "OPTIONS":
            raise ProblemError(411, "Send the body with a Content-Length.")

    def on_finish(self) -> None:
        """Note that the request has been answered."""
        self.settings["in_flight"].discard(self)
        super().on_finish()

    def set_default_headers(self) -> None:
        """Set what every answer carries, errors too, and drop what tells Tornado's version."""
        self.clear_header("Server")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")

    def compute_etag(self) -> str | None:
        """Return the tag that a GET was given: only tasks have one. Tornado sends it, or a 304."""
        return self.tag

    async def head(self, **path: str) -> None:
        """Answer as GET does; Tornado leaves the body out."""
        await self.get(**path)  # type: ignore[misc]

    async def options(self, **path: str) -> None:
        """Tell which methods there are."""
        self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.set_status(204)

    def load_document(self) -> object:
        """Return the JSON value of the body, not yet judged."""
        return parse_body(self.content_type, self.request.body)

    def load_body(self, schema: type[Schema]) -> Schema:
        """Return the body as the schema has it."""
        return judge(schema, self.load_document())

    def load_query(self, schema: type[Schema]) -> Schema:
        """Return the query as the schema has it."""
        return judge_query(schema, self.request.query)

    def write_json(self, body: object) -> None:
        """Write JSON in UTF-8, where Tornado's own would be ASCII, with every `</` escaped."""
        self.write(json.dumps(body, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a problem, and the headers that the error brings."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        if status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        for name, value in getattr(error, "headers", {}).items():
            self.set_header(name, value)
        self.set_header("Content-Type", "application/problem+json")
        self.write_json(describe(status_code, error))

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Log the traceback of a crash; Tornado's own would log the URL too, query and all."""
        if not isinstance(value, HTTPError):
            crash = (typ, value, tb)
            app_log.error("crash request=%s", self.request_id, exc_info=crash)  # type: ignore[arg-type]


class UnknownPathHandler(BaseHandler):
    """What answers where no URL fits: Tornado refuses every method, and the refusal is a 404."""

    SUPPORTED_METHODS = ()

    def send_error(self, status_code: int = 404, **kwargs: Any) -> None:
        """Answer 404, not 405."""
        super().send_error(404)
