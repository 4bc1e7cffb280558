"""Registration, log-in and log-out, the caller's own account, and what may be wrong with them."""

from typing import Any

from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import exception_view_config, view_config, view_defaults
from sqlalchemy import delete

from ... import accounts
from ...models import Token, User
from ...passwords import HashingBusyError
from ...resources import AccountContext
from ...security import token_digest
from ...throttle import ThrottledError
from ..parsing import json_payload
from ..problems import RETRY_AFTER, problem, unauthorized, validation_problem
from ..schemas import AccountSchema, AccountUpdateSchema, CredentialsSchema

WRONG_PASSWORD = {"pointer": "#/current_password", "detail": "Is not the current password."}


@view_defaults(renderer="json", request_method="POST")
class AccountsViews:
    """Registration and log-in, which need no permission, and log-out."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(route_name="api.accounts")
    def register(self) -> User:
        """Register an account."""
        data = AccountSchema().deserialize(json_payload(self.request))
        user = accounts.register(self.request.dbsession, **data)
        location = self.request.route_path("api.account", username=user.username)
        self.request.response.status = 201
        self.request.response.location = location
        return user

    @view_config(route_name="api.log_in")
    def log_in(self) -> dict[str, Any]:
        """Log in and receive a token."""
        data = CredentialsSchema().deserialize(json_payload(self.request))
        settings = self.request.registry.settings
        user = accounts.authenticate(self.request.dbsession, settings["throttle_window"], **data)
        if user is None:
            # Returned, where other errors are raised: raising would roll the failure back.
            return unauthorized(self.request, "The username or the password is wrong.")
        seconds = settings["token_ttl"]
        return {"token": user.issue_token(seconds), "token_type": "Bearer", "expires_in": seconds}

    @view_config(route_name="api.log_out", permission="revoke")
    def log_out(self) -> Response:
        """Revoke the token."""
        query = delete(Token).where(Token.digest == token_digest(self.request))
        self.request.dbsession.execute(query)
        return exc.HTTPNoContent()


@view_defaults(route_name="api.account", renderer="json", permission="edit")
class AccountViews:
    """The caller's own account."""

    def __init__(self, context: AccountContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="GET", permission="view")
    def read_account(self) -> User:
        """Show the account."""
        return self.context.account

    @view_config(request_method="PUT")
    def update_account(self) -> User | dict[str, Any]:
        """Change the e-mail address or the password."""
        body = json_payload(self.request)
        data = AccountUpdateSchema().bind(body=body).deserialize(body)
        user = self.context.account
        if "current_password" in data:
            passwords = data["current_password"], data.get("new_password")
            window = self.request.registry.settings["throttle_window"]
            dbsession, digest = self.request.dbsession, token_digest(self.request)
            try:
                user = accounts.change_password(dbsession, window, user, digest, *passwords)
            except accounts.WrongPasswordError:
                # Returned, as above, so that the failure is committed.
                return validation_problem(self.request, [WRONG_PASSWORD])
        user.email = data["email"]
        return user

    @view_config(request_method="DELETE")
    def delete_account(self) -> Response:
        """Delete the account with its tasks and tokens."""
        self.request.dbsession.delete(self.context.account)
        return exc.HTTPNoContent()


@exception_view_config(accounts.UsernameTakenError, renderer="json")
def username_taken(error: accounts.UsernameTakenError, request: Request) -> dict[str, Any]:
    """Answer 409."""
    return problem(request, 409, "The username is taken.")


@exception_view_config(ThrottledError, renderer="json")
def throttled(error: ThrottledError, request: Request) -> dict[str, Any]:
    """Answer 429 with Retry-After."""
    request.response.retry_after = error.retry_after
    return problem(request, 429, "Too many wrong passwords.")


@exception_view_config(HashingBusyError, renderer="json")
def hashing_busy(error: HashingBusyError, request: Request) -> dict[str, Any]:
    """Answer 503."""
    request.response.retry_after = RETRY_AFTER
    return problem(request, 503, "Too many passwords wait to be hashed.")
