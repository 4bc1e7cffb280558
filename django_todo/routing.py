"""Which paths are the API's, and what every answer of it carries."""

import re
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin


def is_api(request: HttpRequest) -> bool:
    """Say whether the path is the API's: all but the admin's are, unknown ones too."""
    return not f"{request.path}/".startswith("/admin/")


@cache  # there are few routes, and every request is logged with its own
def path_template(route: str) -> str:
    """Return a route of the URL table as OpenAPI writes it: `<username>` becomes `{username}`."""
    return "/" + re.sub(r"<(\w+)>", r"{\1}", route)


class HeadersMiddleware(MiddlewareMixin):
    """Complete every answer of the API with the headers of the contract (nosniff is Django's)."""

    def process_request(self, request: HttpRequest) -> None:
        """Drop the cookies: they are the admin's, and no session of it opens the API."""
        if is_api(request):
            request.META.pop("HTTP_COOKIE", None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Forbid to store it; an answer without content has no type and no length either."""
        if is_api(request):
            response["Cache-Control"] = "no-store"
            if response.status_code in (204, 304):
                del response["Content-Type"], response["Content-Length"]
        return response
