"""Registration, log-in and log-out, and the user's own account."""

from tornado.options import options

from .. import accounts
from ..tokens import issue_token, revoke_token
from . import schemas
from .auth import AuthenticatedHandler
from .base import APIHandler
from .parsing import parse_body, validate
from .problems import unauthorized


class AccountListHandler(APIHandler):
    """All accounts."""

    path_template = "/api/v1/accounts"
    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Register an account."""
        data = self.load_body(schemas.Registration)
        user = await accounts.register(self.transact, **data.model_dump())
        self.set_status(201)
        self.set_header("Location", self.reverse_url("account", user.username))
        self.write_json(schemas.Account.dump(user))


class LoginHandler(APIHandler):
    """Log-in."""

    path_template = "/api/v1/accounts/login"
    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Log in and receive a token."""
        data = self.load_body(schemas.Credentials)
        token = await accounts.authenticate(self.transact, **data.model_dump(), then=issue_token)
        if token is None:
            raise unauthorized("The username or the password is wrong.")
        self.write_json({"token": token, "token_type": "Bearer", "expires_in": options.token_ttl})


class LogoutHandler(AuthenticatedHandler):
    """Log-out."""

    path_template = "/api/v1/accounts/logout"
    SUPPORTED_METHODS = ("POST", "OPTIONS")

    async def post(self) -> None:
        """Revoke the token."""
        await self.transact(revoke_token, self.token)
        self.set_status(204)


class AccountHandler(AuthenticatedHandler):
    """The user's account."""

    path_template = "/api/v1/accounts/{username}"
    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    async def get(self, username: str) -> None:
        """Show the account."""
        self.write_json(schemas.Account.dump(self.current_user))

    async def put(self, username: str) -> None:
        """Change the e-mail address or the password."""
        data = self.load_update()
        if "current_password" in data.model_fields_set:
            user = await accounts.change_password(self.transact, self.token, **data.model_dump())
        else:
            user = await self.transact(accounts.update_account, self.current_user, data.email)
        self.write_json(schemas.Account.dump(user))

    def load_update(self) -> schemas.AccountUpdate:
        """Return the body; a new password selects the schema that requires the current one."""
        document = parse_body(self.content_type, self.request.body)
        with_password = isinstance(document, dict) and "new_password" in document
        schema = schemas.PasswordChange if with_password else schemas.AccountUpdate
        return validate(schema, document)

    async def delete(self, username: str) -> None:
        """Delete the account with its tasks and tokens."""
        await self.transact(accounts.delete_account, self.current_user)
        self.set_status(204)
