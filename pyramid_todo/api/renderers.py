"""What the API sends: JSON of users and tasks, the tag of a task, and the headers."""

from typing import Any

from pyramid.config import Configurator
from pyramid.events import NewResponse
from pyramid.renderers import JSON
from pyramid.request import Request
from pyramid.response import Response

from ..models import Task, User
from ..routing import is_page
from .formats import etag, format_timestamp


def includeme(config: Configurator) -> None:
    """Replace the JSON renderer, whose default escapes Unicode (TEXT-2), and the response class."""
    adapters = (User, render_user), (Task, render_task)
    config.add_renderer("json", JSON(ensure_ascii=False, adapters=adapters))
    config.set_response_factory(lambda _: PathAbsoluteResponse())
    config.add_subscriber(set_headers, NewResponse)


def render_user(user: User, request: Request) -> dict[str, Any]:
    """Return what JSON shows of a user."""
    return {
        "username": user.username,
        "email": user.email,
        "date_joined": format_timestamp(user.date_joined),
    }


def render_task(task: Task, request: Request) -> dict[str, Any]:
    """Return what JSON shows of a task."""
    return {
        "id": task.id,
        "name": task.name,
        "note": task.note,
        "creation_date": format_timestamp(task.creation_date),
        "due_date": task.due_date and format_timestamp(task.due_date),
        "completed": task.completed,
    }


def task_etag(task: Task, request: Request) -> str:
    """Return the tag of a task, made from what the renderer sends."""
    return etag(render_task(task, request))


class PathAbsoluteResponse(Response):
    """A response that keeps Location as it is; WebOb adds scheme and host (HTTP-14)."""

    def _abs_headerlist(self, environ: dict[str, Any]) -> list[tuple[str, str]]:
        return self.headerlist


def set_headers(event: NewResponse) -> None:
    """Set the headers of every response of the API, and of the health checks (HTTP-8, HTTP-9)."""
    if not is_page(event.request):
        event.response.headers["X-Content-Type-Options"] = "nosniff"
        event.response.headers["Cache-Control"] = "no-store"
