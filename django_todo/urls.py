"""Every URL on one screen. Fixed segments stand above variable ones: the first match wins."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from .accounts import AccountListView, AccountView, LogInView, LogOutView
from .health import HealthView, ReadinessView
from .info import InfoView
from .tasks import TaskListView, TaskView

urlpatterns = [
    path("api/v1", InfoView.as_view(), name="info"),
    path("api/v1/accounts", AccountListView.as_view(), name="accounts"),
    path("api/v1/accounts/login", LogInView.as_view(), name="login"),
    path("api/v1/accounts/logout", LogOutView.as_view(), name="logout"),
    path("api/v1/accounts/<username>", AccountView.as_view(), name="account"),
    path("api/v1/accounts/<username>/tasks", TaskListView.as_view(), name="tasks"),
    path("api/v1/accounts/<username>/tasks/<id>", TaskView.as_view(), name="task"),
    path("healthz", HealthView.as_view(), name="health"),
    path("readyz", ReadinessView.as_view(), name="readiness"),
    path("admin", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
]

handler400 = "django_todo.errors.bad_request"
handler404 = "django_todo.errors.page_not_found"
handler500 = "django_todo.errors.server_error"
