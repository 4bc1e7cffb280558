"""What views share: who may see what, in which time zone, and the status of a wrong form."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic.edit import FormMixin


class UserPageMixin(LoginRequiredMixin):
    """A page for somebody who is logged in, in the time zone of the account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Activate the time zone; PageMiddleware deactivates it."""
        if request.user.is_authenticated:
            timezone.activate(request.user.time_zone)
        return super().dispatch(request, *args, **kwargs)


class OwnTasksMixin(UserPageMixin):
    """A page about tasks of the user."""

    def get_queryset(self) -> QuerySet:
        """Return the tasks of nobody else (SHOW-7)."""
        return self.request.user.tasks.all()


class FormPageMixin(FormMixin):
    """A page with a form."""

    http_method_names = ["get", "head", "options", "post"]  # a FormView takes PUT, too

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """Show the form again, with the status 422 (FORM-1)."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
