"""The answers to what no view handles: problems for the API, pages elsewhere."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse

from api.middleware import is_api
from api.problems import Problem
from pages.errors import error_page

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 to what Django itself refuses, 413 to a form that is too large."""
    if is_api(request):
        return Problem(400, "The request is malformed.").response()
    return error_page(413 if isinstance(exception, TOO_LARGE) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 to a page of the admin without the permission."""
    return error_page(403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 to a path that is not in the URL table, and to a page without its task."""
    return Problem(404, "There is nothing here.").response() if is_api(request) else error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 to a crash, without internals (PROBLEM-8)."""
    return Problem(500, "The server failed.").response() if is_api(request) else error_page(500)
