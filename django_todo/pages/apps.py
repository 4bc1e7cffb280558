"""What Django has to know about this app."""

from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest


class PagesConfig(AppConfig):
    """The pages; they have no tables of their own."""

    name = "pages"

    def ready(self) -> None:
        """Listen to log-ins, those of the admin too."""
        user_logged_in.connect(limit_session)


def limit_session(request: HttpRequest, **kwargs: Any) -> None:
    """Let the session end TOKEN_TTL after its log-in (SESSION-5).

    SESSION_COOKIE_AGE would begin anew with each change of the session.
    """
    request.session.set_expiry(timedelta(seconds=settings.TOKEN_TTL))
