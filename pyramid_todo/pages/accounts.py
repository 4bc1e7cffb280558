"""Registration, log-in and log-out, and the user's own account."""

import re

from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import forget, remember
from pyramid.view import view_config, view_defaults

from .. import accounts
from ..accounts import UsernameTakenError, WrongPasswordError
from ..api.parsing import query_params
from ..models import User
from ..resources import OwnAccountContext
from ..security import token_digest
from .forms import Form
from .responses import Page, lead_to, see_other
from .schemas import (
    AccountSchema,
    DeleteAccountSchema,
    LogInSchema,
    PasswordSchema,
    RegistrationSchema,
)

WRONG_PASSWORD = "This is not your current password."  # noqa: S105 - a message
LOCAL_PATH = r"/(?![/\\])[!-~]*\Z"  # browsers read //host and /\host as another site


@view_defaults(request_method=("GET", "POST"))
class AccountsViews:
    """Registration and log-in, which need no permission, and log-out."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="pages.register", renderer="register.pt")
    def register(self) -> Page:
        """Register an account."""
        form = Form(RegistrationSchema(), self.request)
        if data := form.validate():
            try:
                user = accounts.register(
                    self.request.dbsession, data["username"], data["email"], data["password"]
                )
            except UsernameTakenError:
                form.errors["username"] = "This name is taken."
            else:
                remember(self.request, user.username)
                return lead_to(self.request, "show_tasks", "You are registered.")
        return form.page()

    @view_config(route_name="pages.log_in", renderer="log_in.pt")
    def log_in(self) -> Page:
        """Log in and begin a session."""
        form = Form(LogInSchema(), self.request)
        if data := form.validate():
            window = self.request.registry.settings["throttle_window"]
            if user := accounts.authenticate(self.request.dbsession, window, **data):
                remember(self.request, user.username)
                return see_other(self.request, self.next_path())
            # The page is returned, where raising would roll the failure back.
            form.alert = "The username or the password is wrong."
        return form.page()

    def next_path(self) -> str:
        """Return where a log-in leads: a path of this site, whatever `next` says."""
        path = query_params(self.request).get("next")
        if isinstance(path, str) and re.match(LOCAL_PATH, path):
            return path
        return self.request.route_path("pages.show_tasks")

    @view_config(route_name="pages.log_out", request_method="POST", permission="revoke")
    def log_out(self) -> Response:
        """End the session."""
        forget(self.request)
        return lead_to(self.request, "log_in", "You are logged out.")


@view_defaults(request_method=("GET", "POST"), permission="edit")
class AccountViews:
    """The account of whoever is logged in."""

    def __init__(self, context: OwnAccountContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(route_name="pages.edit_account", renderer="edit_account.pt")
    def edit_account(self) -> Page:
        """Change the e-mail address or the time zone."""
        form = Form(AccountSchema(), self.request, self.context.account)
        if data := form.validate():
            for name, value in data.items():
                setattr(self.context.account, name, value)
            return lead_to(self.request, "edit_account", "The account is saved.")
        return form.page()

    @view_config(route_name="pages.change_password", renderer="change_password.pt")
    def change_password(self) -> Page:
        """Change the password."""
        form = Form(PasswordSchema(), self.request)
        data = form.validate()
        if data and self.verify(form, data["current_password"], data["new_password"]):
            return lead_to(self.request, "edit_account", "The password is changed.")
        return form.page()

    @view_config(route_name="pages.delete_account", renderer="delete_account.pt")
    def delete_account(self) -> Page:
        """Delete the account with its tasks, after asking."""
        form = Form(DeleteAccountSchema(), self.request)
        data = form.validate()
        if data and (user := self.verify(form, data["current_password"])):
            self.request.dbsession.delete(user)
            forget(self.request)
            return lead_to(self.request, "log_in", "The account is deleted.")
        return form.page()

    def verify(self, form: Form, current: str, new: str | None = None) -> User | None:
        """Set the new password, if any, and return the user; None if the current one is wrong."""
        window = self.request.registry.settings["throttle_window"]
        dbsession, digest = self.request.dbsession, token_digest(self.request)
        user = self.context.account
        try:
            return accounts.change_password(dbsession, window, user, digest, current, new)
        except WrongPasswordError:
            form.errors["current_password"] = WRONG_PASSWORD
            return None
