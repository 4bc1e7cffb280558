"""What the API's handlers share: JSON in and out, headers, problems, HEAD and OPTIONS."""

import json
from typing import Any

from ..base import BaseHandler
from .parsing import Schema, parse_body, validate, validate_query
from .problems import ProblemError, problem_from


class APIHandler(BaseHandler):
    """A handler that anyone may use; SUPPORTED_METHODS are what Allow names."""

    etag: str | None = None  # of a task

    def initialize(self) -> None:
        """Take the media type out of the headers, so that Tornado does not parse a form.

        It would parse it before prepare(), and answer 400 to a bad form, where OWNER-5 promises
        401 and 403 first, and BODY-1 a 415.
        """
        super().initialize()
        self.content_type = self.request.headers.pop("Content-Type", "")

    def check_xsrf_cookie(self) -> None:
        """Check nothing: browsers never attach bearer tokens automatically."""

    async def prepare(self) -> None:
        """Answer 411 to a chunked body, as the other three do; BODY-14 allows it."""
        if "Transfer-Encoding" in self.request.headers and self.request.method != "OPTIONS":
            raise ProblemError(411, "Send the body with a Content-Length.")

    def set_default_headers(self) -> None:
        """Set the headers of every answer of the API."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "application/json")

    def compute_etag(self) -> str | None:
        """Return the ETag of a task; ETAG-1 gives one to nothing else, Tornado to every GET."""
        return self.etag

    async def options(self, **path: str) -> None:
        """Answer with the methods of the path."""
        self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        self.set_status(204)

    def load_body(self, schema: type[Schema]) -> Schema:
        """Return the body, validated by the schema."""
        return validate(schema, parse_body(self.content_type, self.request.body))

    def load_query(self, schema: type[Schema]) -> Schema:
        """Return the query, validated by the schema."""
        return validate_query(schema, self.request.query)

    def write_json(self, body: object) -> None:
        """Write JSON in UTF-8 (TEXT-2); Tornado's own is ASCII, and escapes every `</`."""
        self.write(json.dumps(body, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a problem, and with the headers that belong to it."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        problem = problem_from(status_code, error)
        self.set_status(problem.status_code)
        if problem.status_code == 405:
            self.set_header("Allow", ", ".join(self.SUPPORTED_METHODS))
        for name, value in problem.headers.items():
            self.set_header(name, value)
        self.set_header("Content-Type", "application/problem+json")
        self.write_json(problem.to_dict())


class UnknownPathHandler(APIHandler):
    """Answers where no URL matches. It supports no method, so Tornado refuses each with a 405."""

    SUPPORTED_METHODS = ()

    def send_error(self, status_code: int = 404, **kwargs: Any) -> None:
        """Answer 404 instead, to unknown methods too (HTTP-1)."""
        super().send_error(404)
