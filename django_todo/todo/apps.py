"""What Django has to know about this app."""

from django.apps import AppConfig


class TodoConfig(AppConfig):
    """The domain."""

    name = "todo"
    label = "django_todo"  # the app's first name, which django_migrations of every database holds
