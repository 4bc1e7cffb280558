"""The pages of errors. They need no query: the database may be what fails."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from todo.exceptions import (
    DATABASE_ERRORS,
    HashingBusyError,
    ThrottledError,
    TokenRevokedError,
)
from todo.middleware import log_database_error
from todo.models import User

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
}
TEXTS = {
    400: ("Bad request", "The server does not understand what was sent."),
    403: ("Not allowed", "The form is out of date, or it is not from this site. Open it again."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Method not allowed", "Nothing can be sent to this address in this way."),
    413: ("Too large", "This is more than the server takes at once: 128 KiB."),
    429: ("Too many attempts", "The password was wrong too often. Try again in a minute."),
    500: ("Server error", "The server failed. Nobody did anything wrong."),
    503: ("Try again soon", "The server cannot answer now. Nothing was changed."),
}


def error_page(status: int, headers: Mapping[str, Any] | None = None) -> HttpResponse:
    """Return the page of an error."""
    title, text = TEXTS[status]
    page = render_to_string("pages/error.html", {"title": title, "text": text})
    return HttpResponse(page, status=status, headers={**HEADERS, **(headers or {})})


def find_page(error: Exception) -> HttpResponse | None:
    """Return the page that answers an exception, None for a crash."""
    match error:
        case ThrottledError(retry_after=seconds):
            return error_page(429, {"Retry-After": seconds})
        case HashingBusyError(retry_after=seconds):
            return error_page(503, {"Retry-After": seconds})
        case TokenRevokedError() | User.DoesNotExist():  # during this request
            return redirect("pages:log_in")
    if isinstance(error, DATABASE_ERRORS):
        response = error_page(503, {"Retry-After": 5})
        log_database_error(error, response)
        return response
    return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid CSRF token: settings.CSRF_FAILURE_VIEW names this view.

    Log-in renews the token, so that a form which is sent twice would fail here (GUARD-2).
    """
    if request.resolver_match.view_name not in ("pages:log_in", "pages:register"):
        return error_page(403)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:  # no query; an ended session leads back
        return redirect("pages:show_tasks")
    return redirect(request.get_full_path())
