"""UI modules: what templates use as tags, {% module Field(form, name) %}.

https://www.tornadoweb.org/en/stable/guide/templates.html#ui-modules
"""

from typing import Any, cast

from tornado.escape import xhtml_escape
from tornado.web import UIModule

from ..models import Task
from . import zones
from .validation import Form


class Field(UIModule):
    """A field of a form: its label, its tag, its help and its error."""

    def render(self, form: Form[Any], name: str) -> bytes:
        """Return the HTML."""
        info, error = form.model.model_fields[name], form.errors.get(name)
        attributes = cast("dict[str, str]", info.json_schema_extra).copy()
        context = {key: xhtml_escape(str(value)) for key, value in form.context.items()}
        help_text = (info.description or "").format(**context)
        told = [f"{name}-{part}" for part, text in (("help", help_text), ("error", error)) if text]
        return self.render_string(
            "modules/field.html",
            name=name,
            label=info.title,
            type=attributes.pop("type", "text"),
            text=form.texts.get(name),
            options=zones.ZONE_NAMES,
            attributes=attributes | aria(told, wrong=bool(error)),
            help=help_text,
            error=error,
        )


def aria(described_by: list[str], *, wrong: bool) -> dict[str, str]:
    """Return what a screen reader needs."""
    described = {"aria-describedby": " ".join(described_by)} if described_by else {}
    return described | ({"aria-invalid": "true"} if wrong else {})


class TaskItem(UIModule):
    """A task in the list, with the button that changes its state."""

    def render(self, task: Task, query: str) -> bytes:
        """Return the HTML; the button leads back to the list with this query."""
        return self.render_string("modules/task_item.html", task=task, query=query)
