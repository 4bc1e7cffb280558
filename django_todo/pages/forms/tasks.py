"""The forms of tasks."""

from typing import Any

from django import forms

from api.representations import task_etag
from todo.models import Task

from ..fields import DueDate, LongText, Text
from .base import PageForm

NO_NAME = "A task needs a name."
CHANGED = "This task was changed in the meantime. Save again to replace it."


class TaskForm(PageForm, forms.ModelForm):
    """A new task."""

    class Meta:
        model = Task
        fields = ["name", "note", "due_date"]
        field_classes = {"name": Text, "note": LongText, "due_date": DueDate}
        labels = {"due_date": "Due", "completed": "Done"}
        error_messages = {"name": {"required": NO_NAME, "invalid": NO_NAME}}
        widgets = {
            "name": forms.TextInput({"dir": "auto", "autocomplete": "off"}),
            "note": forms.Textarea({"dir": "auto", "cols": False, "rows": False}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_date"].show(self.instance.due_date)


class EditTaskForm(TaskForm):
    """A task, in the state in which it was shown."""

    class Meta(TaskForm.Meta):
        fields = [*TaskForm.Meta.fields, "completed"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = task_etag(self.instance)

    def clean(self) -> Any:
        """Refuse to replace what the page did not show (SHOW-11)."""
        if self.data.get("state") != self.state:
            raise forms.ValidationError(CHANGED)
        return super().clean()
