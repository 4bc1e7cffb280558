"""What all pages have in common, those of errors too."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from api.middleware import is_api

from .errors import HEADERS, error_page, find_page

DEBUG_PAGES = (400, 404, 500)  # the pages of Django's own while settings.DEBUG is on


class PageMiddleware(MiddlewareMixin):
    """Headers (nosniff and Referrer-Policy are Django's), the time zone and exceptions."""

    def process_request(self, request: HttpRequest) -> None:
        """Begin in UTC: the thread still has the time zone of its last user."""
        timezone.deactivate()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Forbid storing the page, and all that it does not need; give a 405 its page."""
        if is_api(request):
            return response
        if response.status_code == 405:
            response = error_page(405, {"Allow": response["Allow"]})
        if request.resolver_match and request.resolver_match.view_name == "pages:list_tasks":
            # Django sends the cookie of its forms again and again; asked for in the background, it
            # could replace that of a log-in which is under way.
            response.cookies.clear()
        # The admin has scripts, and forbids caching by itself; Django's pages have styles.
        is_debug_page = settings.DEBUG and response.status_code in DEBUG_PAGES
        if not (request.path.startswith("/admin/") or is_debug_page):
            for name, value in HEADERS.items():
                response[name] = value
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a page; what is left is a crash, which Django logs and answers."""
        return None if is_api(request) else find_page(error)
