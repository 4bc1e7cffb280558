"""How URLs are matched here, where the contract is stricter than Werkzeug."""

import re
from functools import cache

from flask import Flask, Response, abort, request
from werkzeug.routing import BaseConverter


class AccountConverter(BaseConverter):
    """Any segment but the fixed ones, or GET …/accounts/login would be the account "login"."""

    regex = r"(?!(?:login|logout)\Z)[^/]+"


def init_app(app: Flask) -> None:
    """Make the URL map exact and complete every answer with the headers of the contract."""
    app.url_map.converters["account"] = AccountConverter
    app.url_map.merge_slashes = False
    app.before_request(refuse_doubled_slash)
    app.after_request(set_headers)


def refuse_doubled_slash() -> None:
    """Answer 404 to a leading double slash, which Werkzeug takes for a single one."""
    if request.environ["PATH_INFO"].startswith("//"):
        abort(404)


def set_headers(response: Response) -> Response:
    """Set what every answer carries; Flask's own answer to OPTIONS becomes a 204."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
    if response.status_code in (204, 304):
        response.headers.pop("Content-Type", None)
    return response


@cache  # there are few rules, and every request is logged with its own
def path_template(rule: str) -> str:
    """Return a rule as OpenAPI writes it: `<account:username>` becomes `{username}`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)
