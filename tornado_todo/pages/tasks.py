"""The user's own tasks, but for the list. Another user's task answers 404.

As in the API, a verb talks HTTP, on the loop; the functions below it query, in a thread.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session
from tornado.httputil import url_concat
from tornado.web import HTTPError, authenticated

from ..api.tasks import task_etag
from ..models import Task, User
from ..tasks import add_task, find_task
from .auth import SessionHandler
from .fields import due_context
from .forms import EditTaskForm, TaskForm
from .validation import Form

CHANGED = "This task was changed in the meantime. Save again to replace it."


class HomeHandler(SessionHandler):
    """Lead to the tasks."""

    path_template = "/"
    SUPPORTED_METHODS = ("GET", "HEAD")

    async def get(self) -> None:
        """Lead strangers to the log-in."""
        self.redirect(self.reverse_url("show_tasks" if self.current_user else "log_in"))


class AddTaskHandler(SessionHandler):
    """Add a task."""

    path_template = "/tasks/new"
    title = "Add a task"

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        self.show_form(self.bind({}), "add_task.html")

    @authenticated
    async def post(self) -> None:
        """Add it."""
        form = self.bind(self.texts())
        if data := form.validate():
            task = Task(**data.model_dump(), completed=False)
            await self.transact(add_task, self.current_user, task)
            self.flash("The task is added.")
            return self.redirect(self.reverse_url("show_tasks"))
        return self.show_form(form, "add_task.html")

    def bind(self, texts: Mapping[str, str]) -> Form[TaskForm]:
        """Return the form with these texts."""
        return Form(TaskForm, texts, **due_context(self.current_user, None))


class EditTaskHandler(SessionHandler):
    """Change a task."""

    path_template = "/tasks/{id}"
    title = "Edit task"

    @authenticated
    async def get(self, id: str) -> None:
        """Show the form."""
        task = await self.transact(find_task, self.current_user, id)
        self.show_form(bind_task(self.current_user, task), "edit_task.html", id=id)

    @authenticated
    async def post(self, id: str) -> None:
        """Save it."""
        form = await self.transact(save_task, self.current_user, id, self.texts())
        if form.errors:
            return self.show_form(form, "edit_task.html", id=id)
        self.flash("The task is saved.")
        return self.redirect(self.reverse_url("show_tasks"))


def bind_task(user: User, task: Task, texts: Mapping[str, str] | None = None) -> Form[EditTaskForm]:
    """Return the form of a task with what was typed, or with what is stored."""
    context = due_context(user, task.due_date) | {"state": task_etag(task)}
    stored = {"name": task.name, "note": task.note, "due_date": context["shown"]}
    if task.completed:
        stored["completed"] = "on"
    return Form(EditTaskForm, stored if texts is None else texts, **context)


def save_task(
    session: Session, user: User, id: str, texts: Mapping[str, str]
) -> Form[EditTaskForm]:
    """Change the task if nothing is wrong, and return the form.

    Lock the row before comparing the state; otherwise two writers could both pass.
    """
    task = find_task(session, user, id, for_update=True)
    form = bind_task(user, task, texts)
    data = form.validate()
    if texts.get("state") != form.context["state"]:
        form.add_error(CHANGED)
    elif data:
        for name, value in data:
            setattr(task, name, value)
    return form


class CompleteTaskHandler(SessionHandler):
    """Mark a task as done, or as open again."""

    path_template = "/tasks/{id}/completed"
    SUPPORTED_METHODS = ("POST",)

    @authenticated
    async def post(self, id: str) -> None:
        """Set the state that was asked for, and lead back to the page of the list."""
        completed = self.texts().get("completed")
        if completed not in ("true", "false"):
            raise HTTPError(400)
        await self.transact(complete_task, self.current_user, id, completed == "true")
        self.flash("The task is done." if completed == "true" else "The task is open again.")
        back = {name: self.query(name, "") for name in ("show", "page")}
        query = {name: text for name, text in back.items() if text}
        self.redirect(url_concat(self.reverse_url("show_tasks"), query))


def complete_task(session: Session, user: User, id: str, completed: bool) -> None:
    """Set the state of the task."""
    find_task(session, user, id, for_update=True).completed = completed


class DeleteTaskHandler(SessionHandler):
    """Delete a task, after asking."""

    path_template = "/tasks/{id}/delete"
    title = "Delete task"

    @authenticated
    async def get(self, id: str) -> None:
        """Ask."""
        task = await self.transact(find_task, self.current_user, id)
        self.render("delete_task.html", task=task)

    @authenticated
    async def post(self, id: str) -> None:
        """Delete it."""
        await self.transact(delete_task, self.current_user, id)
        self.flash("The task is deleted.")
        self.redirect(self.reverse_url("show_tasks"))


def delete_task(session: Session, user: User, id: str) -> None:
    """Delete the task."""
    session.delete(find_task(session, user, id, for_update=True))
