"""The contexts of the routes: who may do what, and, once that is decided, the object itself.

The objects load lazily. If a factory loaded them, its 404 would come before 405, 401 and 403,
which OWNER-5 forbids.
"""

from typing import Any

from pyramid import httpexceptions as exc
from pyramid.authorization import Allow, Authenticated
from pyramid.decorator import reify
from pyramid.request import Request
from sqlalchemy.exc import IntegrityError

from .accounts import TokenRevokedError
from .api.formats import parse_integer
from .models import Task, User, lock_writes


class Context:
    """The base of the contexts."""

    def __init__(self, request: Request) -> None:
        self.request = request


class TokenContext(Context):
    """The token of the request: whoever sends a valid one may revoke it."""

    __acl__ = [(Allow, Authenticated, "revoke")]


class AccountContext(Context):
    """The account in the path, whether or not it exists; its owner may view and edit it."""

    def __acl__(self) -> list[tuple[str, str, Any]]:
        return [(Allow, f"user:{self.request.matchdict['username']}", ("view", "edit"))]

    @property
    def account(self) -> User:
        """Return the user: the access control list allows only the owner, who is loaded already."""
        return self.request.identity

    def add_task(self, task: Task) -> None:
        """Add a task, which gets its id; raise TokenRevokedError."""
        self.account.tasks.add(task)
        try:
            self.request.dbsession.flush()
        except IntegrityError as error:  # the foreign key: the user was deleted meanwhile
            raise TokenRevokedError from error


class TaskContext(AccountContext):
    """A task of the account in the path."""

    @reify
    def task(self) -> Task:
        """Return the task, loaded once."""
        return self.get_task()

    def lock_task(self) -> Task:
        """Return the task, locked until the commit."""
        lock_writes(self.request.dbsession)
        return self.get_task(for_update=True)

    def get_task(self, *, for_update: bool = False) -> Task:
        """Return the task; raise 404 if the account has none of this id."""
        try:
            number = parse_integer(self.request.matchdict["id"])
        except ValueError as error:
            raise exc.HTTPNotFound("No task has such an id.") from error
        query = self.account.tasks.select().where(Task.id == number)
        task = self.request.dbsession.scalar(query.with_for_update() if for_update else query)
        if task is None:
            raise exc.HTTPNotFound("You have no such task.")
        return task


class OwnAccountContext(AccountContext):
    """The account of whoever is logged in: pages have no username in their path."""

    def __acl__(self) -> list[tuple[str, str, Any]]:
        return [(Allow, Authenticated, "edit")]


class OwnTaskContext(OwnAccountContext, TaskContext):
    """A task of whoever is logged in."""
