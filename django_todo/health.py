"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from .errors import RETRY_AFTER, Problem
from .models import User
from .views import ApiView, answer


class HealthView(ApiView):
    """The process."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that this process answers."""
        return answer({"status": "alive"})


class ReadinessView(ApiView):
    """The process with its database."""

    public = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that the database answers too, and takes writes."""
        User.objects.using("readiness").exists()
        if is_read_only(connections["readiness"]):
            headers = {"Retry-After": str(RETRY_AFTER)}
            raise Problem(503, "The database is read-only.", headers=headers)
        return answer({"status": "ready"})


def is_read_only(connection: BaseDatabaseWrapper) -> bool:
    """Say whether PostgreSQL refuses to write, as a standby does."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("on",))
