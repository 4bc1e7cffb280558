"""The user's own tasks; another user's task answers 404."""

import re
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.messages.views import SuccessMessageMixin
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import quote_etag
from django.views import View
from django.views.decorators.http import condition
from django.views.generic import CreateView, DeleteView, ListView, RedirectView, UpdateView

from todo.exceptions import TokenRevokedError

from ..forms.tasks import EditTaskForm, TaskForm
from .base import FormPageMixin, OwnTasksMixin, UserPageMixin


class HomeView(UserPageMixin, RedirectView):
    """Lead to the tasks."""

    http_method_names = ["get", "head", "options"]
    pattern_name = "pages:show_tasks"
    redirect_field_name = None  # after a log-in the tasks come anyway


class ShowTasksView(OwnTasksMixin, ListView):
    """Show the tasks, a page at a time."""

    filters = {"all": {}, "open": {"completed": False}, "done": {"completed": True}}
    paginate_by = 20
    context_object_name = "tasks"
    template_name = "pages/show_tasks.html"
    extra_context = {"title": "Tasks", "section": "tasks"}

    @property
    def show(self) -> str:
        """Return the name of the filter."""
        return self.request.GET.get("show", "all")

    def get_queryset(self) -> QuerySet:
        """Return the newest first, as the filter says; an unknown filter is not found."""
        if self.show not in self.filters:
            raise Http404
        return super().get_queryset().filter(**self.filters[self.show]).order_by("-id")

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple[Any, ...]:
        """Return the last page for a number past the end, where Django's own answers 404."""
        number = self.request.GET.get("page", "1")
        if not re.fullmatch("[1-9][0-9]*", number):
            raise Http404
        paginator = Paginator(queryset, page_size)
        page = paginator.get_page(number[:9])  # int() refuses thousands of digits
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a tag of all that the list shows; one of the HTML would change with its tokens."""
        context = super().get_context_data(**kwargs)
        page, zone = context["page_obj"], self.request.user.time_zone
        shown = [
            (task.id, task.name, task.completed, task.due_date, task.is_overdue) for task in page
        ]
        data = repr((self.show, page.number, page.paginator.num_pages, zone, shown))
        return context | {"tag": sha256(data.encode()).hexdigest()}


class ListTasksView(ShowTasksView):
    """Show the list alone, for the script of the page; 304 if it is as the script knows it."""

    template_name = "pages/list.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Let `condition` compare the tags, and render only if they differ."""
        render = super().render_to_response
        compare = condition(etag_func=lambda _: quote_etag(context["tag"]))
        return compare(lambda _: render(context, **kwargs))(self.request)


class AddTaskView(UserPageMixin, FormPageMixin, SuccessMessageMixin, CreateView):
    """Add a task."""

    form_class = TaskForm
    template_name = "pages/add_task.html"
    extra_context = {"title": "Add a task"}
    success_url = reverse_lazy("pages:show_tasks")
    success_message = "The task is added."

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Save it for the user."""
        form.instance.user = self.request.user
        try:
            return super().form_valid(form)
        except IntegrityError as error:  # the foreign key: the user was deleted meanwhile
            raise TokenRevokedError from error


class EditTaskView(OwnTasksMixin, FormPageMixin, SuccessMessageMixin, UpdateView):
    """Change a task."""

    form_class = EditTaskForm
    template_name = "pages/edit_task.html"
    extra_context = {"title": "Edit task"}
    success_url = reverse_lazy("pages:show_tasks")
    success_message = "The task is saved."

    def get_queryset(self) -> QuerySet:
        """Return the tasks, to be locked before the form compares the state."""
        tasks = super().get_queryset()
        return tasks.select_for_update() if self.request.method == "POST" else tasks

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lock the task until it is saved."""
        return super().post(request, *args, **kwargs)


class CompleteTaskView(OwnTasksMixin, View):
    """Mark a task as done, or as open again."""

    redirect_field_name = None  # whoever comes back from a log-in comes by GET

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set the state, and show the same page of the list again."""
        sent = request.POST.get("completed")
        if sent not in ("true", "false"):
            raise BadRequest
        completed = sent == "true"
        if not self.get_queryset().filter(pk=pk).update(completed=completed):
            raise Http404
        messages.success(request, f"The task is {'done' if completed else 'open again'}.")
        return redirect(f"{reverse('pages:show_tasks')}?{request.GET.urlencode()}")


class DeleteTaskView(OwnTasksMixin, FormPageMixin, SuccessMessageMixin, DeleteView):
    """Delete a task, after asking."""

    template_name = "pages/delete_task.html"
    extra_context = {"title": "Delete task"}
    success_url = reverse_lazy("pages:show_tasks")
    success_message = "The task is deleted."
