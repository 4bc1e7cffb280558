"""Ask Django: resolve() finds the class behind a path, whose methods are named after the verbs."""

import os
import sys
from collections.abc import Callable
from typing import Any

import django
from django.urls import resolve as find

sys.path.insert(0, "django_todo")  # the folder of the project, as manage.py has it
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)
find("/api/v1")  # loads the URLs, and with them the views

from . import report  # noqa: E402 - what it reports on has to be loaded


def resolve(method: str, path: str) -> Callable[..., Any]:
    """Return the method of a view class that serves a request."""
    return getattr(find(path).func.view_class, method.lower())


report("django_todo", "django", resolve)
