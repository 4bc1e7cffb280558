"""What Django has to know about this app."""

from django.apps import AppConfig


class TodoConfig(AppConfig):
    """The domain."""

    name = "todo"
    # The app was called so when its migrations first ran; another label would orphan their rows.
    label = "django_todo"
    verbose_name = "To-Do"
