"""Registration, log-in and log-out, and the user's own account."""

from collections.abc import Mapping
from functools import partial

from tornado.web import authenticated

from .. import accounts
from ..errors import UsernameTakenError, WrongPasswordError
from ..tokens import replace_token, revoke_token
from .auth import SessionHandler, SessionStartHandler
from .forms import AccountForm, DeleteAccountForm, LogInForm, PasswordForm, RegistrationForm
from .validation import Form

WRONG_PASSWORD = "This is not your current password."  # noqa: S105 - a message


class RegisterHandler(SessionStartHandler):
    """Register an account."""

    path_template = "/register"
    title, section = "Register", "register"

    async def get(self) -> None:
        """Show the form."""
        self.show_form(Form(RegistrationForm, {}))

    async def post(self) -> None:
        """Register, and log in at once."""
        form = Form(RegistrationForm, self.texts())
        if data := form.validate():
            try:
                user = await accounts.register(
                    self.transact, data.username, data.email, data.password
                )
            except UsernameTakenError:
                form.add_error("This name is taken.", "username")
            else:
                self.begin_session(await self.transact(replace_token, user, self.token))
                self.flash("You are registered.")
                return self.redirect(self.reverse_url("show_tasks"))
        return self.show_form(form)


class LogInHandler(SessionStartHandler):
    """Log in and begin a session."""

    path_template = "/login"
    title, section = "Log in", "log_in"

    async def get(self) -> None:
        """Show the form."""
        self.show_form(Form(LogInForm, {}))

    async def post(self) -> None:
        """Log in, and end the session before."""
        form = Form(LogInForm, self.texts())
        if data := form.validate():
            then = partial(replace_token, old=self.token)
            token = await accounts.authenticate(self.transact, data.username, data.password, then)
            if token:
                self.begin_session(token)
                return self.redirect(self.next_path())
            form.add_error("The username or the password is wrong.")
        return self.show_form(form)


class LogOutHandler(SessionHandler):
    """End the session."""

    path_template = "/logout"
    SUPPORTED_METHODS = ("POST",)

    @authenticated
    async def post(self) -> None:
        """End it, here and on every copy of the cookie."""
        await self.transact(revoke_token, self.token)
        self.end_session()
        self.flash("You are logged out.")
        self.redirect(self.get_login_url())


class EditAccountHandler(SessionHandler):
    """Change the e-mail address or the time zone."""

    path_template = "/account"
    title, section = "Account", "account"

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        user = self.current_user
        self.show_form(
            self.bind({"email": user.email, "time_zone": user.time_zone}), "edit_account.html"
        )

    @authenticated
    async def post(self) -> None:
        """Save the account."""
        form = self.bind(self.texts())
        if data := form.validate():
            await self.transact(
                accounts.update_account, self.current_user, data.email, data.time_zone
            )
            self.flash("The account is saved.")
            return self.redirect(self.reverse_url("edit_account"))
        return self.show_form(form, "edit_account.html")

    def bind(self, texts: Mapping[str, str]) -> Form[AccountForm]:
        """Return the form with these texts."""
        return Form(AccountForm, texts, username=self.current_user.username)


class ChangePasswordHandler(SessionHandler):
    """Change the password."""

    path_template = "/account/password"
    title, section = "Change password", "account"

    @authenticated
    async def get(self) -> None:
        """Show the form."""
        self.show_form(Form(PasswordForm, {}))

    @authenticated
    async def post(self) -> None:
        """Change it, which ends all other sessions."""
        form = Form(PasswordForm, self.texts())
        if data := form.validate():
            try:
                await accounts.change_password(
                    self.transact, self.token, data.current_password, data.new_password
                )
            except WrongPasswordError:
                form.add_error(WRONG_PASSWORD, "current_password")
            else:
                self.flash("The password is changed.")
                return self.redirect(self.reverse_url("edit_account"))
        return self.show_form(form)


class DeleteAccountHandler(SessionHandler):
    """Delete the account with its tasks, after asking."""

    path_template = "/account/delete"
    title, section = "Delete account", "account"

    @authenticated
    async def get(self) -> None:
        """Ask for the password."""
        self.show_form(Form(DeleteAccountForm, {}), "delete_account.html")

    @authenticated
    async def post(self) -> None:
        """Delete it, with all its sessions."""
        form = Form(DeleteAccountForm, self.texts())
        if data := form.validate():
            try:
                await accounts.delete_verified_account(
                    self.transact, self.token, data.current_password
                )
            except WrongPasswordError:
                form.add_error(WRONG_PASSWORD, "current_password")
            else:
                self.end_session()
                self.flash("The account is deleted.")
                return self.redirect(self.get_login_url())
        return self.show_form(form, "delete_account.html")
