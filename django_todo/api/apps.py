"""What Django has to know about this app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API; it has no tables of its own."""

    name = "api"
