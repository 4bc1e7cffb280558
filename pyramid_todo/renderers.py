"""What goes out: JSON in Unicode, the tag of a task, and every answer's headers."""

from typing import Any

from pyramid.config import Configurator
from pyramid.events import NewResponse, subscriber
from pyramid.renderers import JSON
from pyramid.request import Request
from pyramid.response import Response

from . import wire
from .models import Task


def includeme(config: Configurator) -> None:
    """Replace Pyramid's JSON renderer and its class of responses."""
    config.add_renderer("json", JSON(ensure_ascii=False))
    config.set_response_factory(lambda _: PathAbsoluteResponse())


class PathAbsoluteResponse(Response):
    """A response whose Location stays as it was set; WebOb puts scheme and host before it."""

    def _abs_headerlist(self, environ: dict[str, Any]) -> list[tuple[str, str]]:
        return self.headerlist


@subscriber(NewResponse)
def set_headers(event: NewResponse) -> None:
    """Set what every answer carries."""
    event.response.headers["X-Content-Type-Options"] = "nosniff"
    event.response.headers["Cache-Control"] = "no-store"


def tag(task: Task, request: Request) -> str:
    """Return the tag of a task, made from what the renderer sends."""
    return wire.tag(task.__json__(request))
