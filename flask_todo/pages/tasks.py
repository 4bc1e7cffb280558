"""The user's own tasks. Another user's task answers 404."""

import re
from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.http import generate_etag

from flask_todo import tasks
from flask_todo.api.tasks import get_task, task_etag
from flask_todo.database import db
from flask_todo.models import Task

from .auth import login_required
from .forms import EditTaskForm, TaskForm, show_form

FILTERS = ["all", "open", "done"]
PER_PAGE = 20
CHANGED = "This task was changed in the meantime. Save again to replace it."

bp = Blueprint("tasks", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """Lead to the tasks."""
    return redirect(url_for(".show_tasks" if g.user else "pages.accounts.log_in"))


@bp.get("/tasks")
@login_required
def show_tasks() -> ResponseReturnValue:
    """Show the tasks, a page at a time."""
    return render_template("show_tasks.html", filters=FILTERS, **shown_tasks())


@bp.get("/tasks/list")
@login_required
def list_tasks() -> ResponseReturnValue:
    """Show the list alone, for the script of the page; 304 if it is as the script knows it."""
    shown, response = shown_tasks(), make_response()
    response.set_etag(shown["tag"])
    if response.make_conditional(request).status_code != 304:
        response.data = render_template("list.html", **shown)
    return response


def shown_tasks() -> dict[str, Any]:
    """Return what the list shows, by its names in the templates, and a tag of that data.

    A tag of the HTML would never be the same twice: the tokens of its forms are masked anew.
    """
    show, page = request.args.get("show", "all"), request.args.get("page", "1")
    if show not in FILTERS or not re.fullmatch("[1-9][0-9]*", page):
        abort(404)
    query = g.user.tasks.select().order_by(Task.id.desc())
    if show != "all":
        query = query.where(Task.completed == (show == "done"))
    number = int(page[:9])  # nobody has so many tasks, and no database counts much further
    found = db.paginate(query, page=number, per_page=PER_PAGE, error_out=False)
    if number > found.pages > 0:
        found = db.paginate(query, page=found.pages, per_page=PER_PAGE)
    tasks = [(task.id, task.name, task.completed, task.due_date, task.is_overdue) for task in found]
    data = repr((show, found.page, found.pages, g.user.time_zone, tasks))
    return {"show": show, "found": found, "tag": generate_etag(data.encode())}


@bp.route("/tasks/new", methods=["GET", "POST"])
@login_required
def add_task() -> ResponseReturnValue:
    """Add a task."""
    form = TaskForm()
    if form.validate_on_submit():
        task = Task(completed=False)
        form.populate_obj(task)
        tasks.add_task(g.user, task)
        db.session.commit()
        flash("The task is added.")
        return redirect(url_for(".show_tasks"))
    return show_form("add_task.html", form)


@bp.route("/tasks/<id>", methods=["GET", "POST"])
@login_required
def edit_task(id: str) -> ResponseReturnValue:
    """Change a task."""
    task = get_task(id, for_update=request.method == "POST")
    form, state = EditTaskForm(obj=task), task_etag(task)
    valid = form.validate_on_submit()
    if form.is_submitted() and request.form.get("state") != state:
        form.form_errors.append(CHANGED)
    elif valid:
        form.populate_obj(task)
        db.session.commit()
        flash("The task is saved.")
        return redirect(url_for(".show_tasks"))
    return show_form("edit_task.html", form, task=task, state=state)


@bp.post("/tasks/<id>/completed")
@login_required
def complete_task(id: str) -> ResponseReturnValue:
    """Mark a task as done, or as open again."""
    completed = request.form.get("completed")
    if completed not in ("true", "false"):
        abort(400)
    task = get_task(id, for_update=True)
    task.completed = completed == "true"
    db.session.commit()
    flash("The task is done." if task.completed else "The task is open again.")
    show, page = request.args.get("show"), request.args.get("page")
    return redirect(url_for(".show_tasks", show=show, page=page))


@bp.route("/tasks/<id>/delete", methods=["GET", "POST"])
@login_required
def delete_task(id: str) -> ResponseReturnValue:
    """Delete a task, after asking."""
    task = get_task(id, for_update=request.method == "POST")
    if request.method == "POST":
        db.session.delete(task)
        db.session.commit()
        flash("The task is deleted.")
        return redirect(url_for(".show_tasks"))
    return render_template("delete_task.html", task=task)
