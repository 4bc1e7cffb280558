"""Read plain rows instead of ORM entities."""

from typing import Any

from flask import Flask, abort, g
from sqlalchemy import select

from flask_todo import create_app as create_plain_app
from flask_todo.api import formats, tasks
from flask_todo.api.parsing import load_query
from flask_todo.database import db
from flask_todo.models import Task

COLUMNS = Task.__table__.columns


def create_app() -> Flask:
    """Return the application with these functions instead of its own."""
    tasks.get_task = get_task
    app = create_plain_app()
    app.view_functions["api.tasks.list_tasks"] = list_tasks
    return app


def get_task(id: str, *, for_update: bool = False) -> Any:
    """Return a read-only row."""
    query = select(*COLUMNS).where(Task.user_id == g.user.id, Task.id == formats.parse_integer(id))
    return db.session.execute(query).one_or_none() or abort(404)


def list_tasks() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List the tasks, without the filters."""
    page = load_query(tasks.page_schema)
    query = select(*COLUMNS).where(Task.user_id == g.user.id, Task.id > page["after"])
    found = db.session.execute(query.order_by(Task.id).limit(page["limit"] + 1)).all()
    shown: list[Any] = [*found[: page["limit"]]]
    headers = {"Link": tasks.link_to_next(shown[-1])} if len(found) > len(shown) else {}
    return {"tasks": tasks.task_schema.dump(shown, many=True)}, 200, headers
