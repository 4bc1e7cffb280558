"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

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
        """Say that the database answers too."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return answer({"status": "ready"})
