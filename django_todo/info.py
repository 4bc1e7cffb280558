"""What the API is: its operations, read from the URL table, so that the answer cannot go stale."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, get_resolver

from .routing import path_template
from .views import ApiView, answer


class InfoView(ApiView):
    """The API itself."""

    operations = {"get": "read_info"}
    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Describe the API and its operations."""
        operations = {
            operation: f"{verb.upper()} {path_template(str(entry.pattern))}"
            for entry in get_resolver().url_patterns
            if isinstance(entry, URLPattern)
            for verb, operation in getattr(entry.callback.view_class, "operations", {}).items()
        }
        return answer({"name": "To-Do API", "version": "1", "operations": operations})
