"""The bodies of all requests: received before anything uses the database."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

from api.formats import MAX_BODY, drain
from api.middleware import is_api
from api.parsing import content_length


class BodyMiddleware(MiddlewareMixin):
    """Read the body before using a database connection, so that a slow client does not hold one."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the body; for a page, refuse one that is too large or was cut off.

        The API refuses them after it has checked the token.
        """
        length = content_length(request)
        # Django takes a chunked body for an empty one.
        if length > MAX_BODY or "Transfer-Encoding" in request.headers:
            drain(request.environ["wsgi.input"])
        if length <= MAX_BODY or not is_api(request):
            received = len(request.body)  # RequestDataTooBig above DATA_UPLOAD_MAX_MEMORY_SIZE
            if received < length and not is_api(request):
                raise BadRequest("The body is shorter than its Content-Length.")
