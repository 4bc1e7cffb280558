"""What all requests to the API have in common, and all its answers, those of errors too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from .parsing import receive_body
from .problems import DATABASE_ERRORS, database_unavailable, find_problem


def is_api(request: HttpRequest) -> bool:
    """Say whether the API's rules hold: below /api/, and elsewhere outside of HTML_PATHS."""
    path = f"{request.path}/"
    return path.startswith("/api/") or not path.startswith(settings.HTML_PATHS)


class ApiMiddleware(MiddlewareMixin):
    """The headers of the contract (nosniff is Django's), bodies, cookies and exceptions."""

    def process_request(self, request: HttpRequest) -> None:
        """Drop the cookies, which belong to the admin (TOKEN-1), and read the body."""
        if is_api(request):
            request.META.pop("HTTP_COOKIE", None)
            receive_body(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Forbid storing the answer; without content it has no type and no length either."""
        if is_api(request):
            response["Cache-Control"] = "no-store"
            if response.status_code in (204, 304):
                del response["Content-Type"], response["Content-Length"]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a problem; what is left is a crash, which Django logs and answers."""
        if isinstance(error, DATABASE_ERRORS):  # wherever it happens (HEALTH-3)
            return database_unavailable(error)
        problem = find_problem(error) if is_api(request) else None
        return problem.response() if problem else None
