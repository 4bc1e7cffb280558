"""What goes out: JSON from models and datetimes, the tag of a task, and every answer's headers."""

import json
from datetime import datetime
from typing import Any

from pyramid.config import Configurator
from pyramid.events import NewResponse, subscriber
from pyramid.renderers import JSON, render
from pyramid.request import Request
from pyramid.response import Response

from . import wire
from .models import Task


def includeme(config: Configurator) -> None:
    """Replace Pyramid's JSON renderer and its class of responses."""
    renderer = JSON(ensure_ascii=False)
    renderer.add_adapter(datetime, lambda moment, _: wire.format_timestamp(moment))
    config.add_renderer("json", renderer)
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
    return wire.tag(json.loads(render("json", task, request)))
