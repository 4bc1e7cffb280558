"""What the API is: its operations, read from the URL table, so that the answer stays true."""

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from todo.middleware import path_template

from ..responses import json_response
from .base import ApiView


class InfoView(ApiView):
    """The API itself."""

    operations = {"get": "read_info"}

    def get(self, request: HttpRequest) -> HttpResponse:
        """Describe the API and its operations."""
        operations = {
            operation: f"{verb.upper()} {path_template(f'api/v1{entry.pattern}')}"
            for entry in get_resolver("api.urls").url_patterns
            for verb, operation in entry.callback.view_class.operations.items()
        }
        return json_response({"name": "To-Do API", "version": "1", "operations": operations})
