"""The URLs of the project, and the answers to what no view handles."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from .health import HealthView, ReadinessView

urlpatterns = [
    path("api/v1", include("api.urls")),
    path("healthz", HealthView.as_view(), name="health"),
    path("readyz", ReadinessView.as_view(), name="readiness"),
    path("", include("pages.urls")),
    path("admin", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
