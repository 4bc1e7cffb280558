"""The answers to what no view handles: problems, but HTML pages below HTML_PATHS."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.middleware import is_api
from api.problems import Problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 to what Django itself refuses."""
    problem = Problem(400, "The request is malformed.").response()
    return problem if is_api(request) else defaults.bad_request(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 to a path that is not in the URL table."""
    problem = Problem(404, "There is nothing here.").response()
    return problem if is_api(request) else defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 to a crash, without internals (PROBLEM-8)."""
    problem = Problem(500, "The server failed.").response()
    return problem if is_api(request) else defaults.server_error(request)
