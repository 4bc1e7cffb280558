"""What all requests to the API have in common, and all its answers, those of errors too."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from todo.exceptions import DATABASE_ERRORS

from .problems import database_unavailable, find_problem

PATHS = re.compile("/(api|healthz|readyz)(/|$)")


def is_api(request: HttpRequest) -> bool:
    """Say whether the API's rules hold; elsewhere answers are pages, those of errors too."""
    return PATHS.match(request.path) is not None


class ApiMiddleware(MiddlewareMixin):
    """The headers of the contract (nosniff is Django's), cookies and exceptions."""

    def process_request(self, request: HttpRequest) -> None:
        """Drop the cookies, which belong to the pages and the admin (TOKEN-1)."""
        if is_api(request):
            request.META.pop("HTTP_COOKIE", None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Forbid storing the answer; without content it has no type and no length either."""
        if is_api(request):
            response["Cache-Control"] = "no-store"
            if response.status_code in (204, 304):
                del response["Content-Type"], response["Content-Length"]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a problem; what is left is a crash, which Django logs and answers."""
        if not is_api(request):
            return None
        if isinstance(error, DATABASE_ERRORS):
            return database_unavailable(error)
        problem = find_problem(error)
        return problem.response() if problem else None
