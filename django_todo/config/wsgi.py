"""The application as a WSGI server calls it."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from .databases import prepare_server


class Request(WSGIRequest):
    """A request that ignores the parameters of its media type (BODY-2).

    Django decodes the query with the charset that it finds there. One that Python knows but that
    decodes no text, such as `hex`, is a crash before any middleware could answer (PROBLEM-7).
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        self.content_type = meta.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        self.content_params: dict[str, str] = {}


class Handler(WSGIHandler):
    """Django's handler, with our requests."""

    request_class = Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
prepare_server()
application = Handler()
