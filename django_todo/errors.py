"""One shape for every error of the API: problem details (RFC 9457); the admin keeps its pages."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.db import IntegrityError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.deprecation import MiddlewareMixin
from django.utils.log import log_response
from django.views import defaults

from .models import User
from .routing import is_api

# Python's phrases for these are older than RFC 9110.
PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}
RETRY_AFTER = 5  # seconds

logger = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - the name that RFC 9457 gives it
    """An answer that is no success: status, detail, the errors of a 422, headers."""

    def __init__(
        self,
        status: int,
        detail: str,
        errors: Sequence[dict[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers

    def response(self) -> JsonResponse:
        """Return the problem as it is sent."""
        kind = "/problems/validation" if self.errors else "about:blank"
        title = PHRASES.get(self.status, HTTPStatus(self.status).phrase)
        body = {"type": kind, "title": title, "status": self.status, "detail": self.detail}
        return JsonResponse(
            body | ({"errors": list(self.errors)} if self.errors else {}),
            status=self.status,
            headers=self.headers,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )


def unauthorized(detail: str, *, invalid_token: bool = False) -> Problem:
    """Return a 401 with the challenge of RFC 6750 §3."""
    challenge = 'Bearer realm="todo"' + ', error="invalid_token"' * invalid_token
    return Problem(401, detail, headers={"WWW-Authenticate": challenge})


class ProblemMiddleware(MiddlewareMixin):
    """Turn what a view raises into a problem; what is left is a crash, which Django logs."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a problem; a write without its user finds the account deleted meanwhile: 401."""
        if isinstance(error, OperationalError | InterfaceError | InternalError):
            return lost_database(error)
        if isinstance(error, IntegrityError | User.DoesNotExist) and is_api(request):
            error = unauthorized("The account is gone.", invalid_token=True)
        if isinstance(error, Problem) and not is_api(request):  # the admin's log-in is throttled
            return HttpResponse(error.detail, status=error.status, headers=error.headers)
        return error.response() if isinstance(error, Problem) else None


def lost_database(error: Exception) -> HttpResponse:
    """Answer 503 while the database is gone, full, read-only, or busy for too long."""
    headers = {"Retry-After": str(RETRY_AFTER)}
    response = Problem(503, "Try again soon.", headers=headers).response()
    reason = str(error).partition("\n")[0]
    # What is logged for a response here, Django does not log again.
    log_response("the database fails: %s", reason, response=response, logger=logger)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 to what Django itself refuses."""
    if not is_api(request):
        return defaults.bad_request(request, exception)
    return Problem(400, "The request is malformed.").response()


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 to a path that is not in the URL table."""
    if not is_api(request):
        return defaults.page_not_found(request, exception)
    return Problem(404, "There is nothing here.").response()


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 to a crash, without a word about the inside."""
    if not is_api(request):
        return defaults.server_error(request)
    return Problem(500, "The server failed.").response()
