"""What a load balancer asks, outside of the API: is the process alive, is it ready."""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from api.problems import unavailable
from api.responses import json_response
from api.views.base import ApiView
from todo.models import User


class HealthView(ApiView):
    """The process."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that this process answers."""
        return json_response({"status": "alive"})


class ReadinessView(ApiView):
    """The process with its database."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that the database answers too, and takes writes."""
        User.objects.using("readiness").exists()
        if is_read_only(connections["readiness"]):
            raise unavailable("The database is read-only.")
        return json_response({"status": "ready"})


def is_read_only(connection: BaseDatabaseWrapper) -> bool:
    """Say whether PostgreSQL refuses to write, as a standby does."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("on",))
