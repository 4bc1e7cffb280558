"""Registration, log-in and log-out, and the user's own account."""

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.messages.views import SuccessMessageMixin
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.views.generic import CreateView, FormView, UpdateView

from todo import accounts
from todo.exceptions import UsernameTakenError, WrongPasswordError
from todo.models import User

from ..forms.accounts import (
    AccountForm,
    DeleteAccountForm,
    LogInForm,
    PasswordForm,
    RegistrationForm,
)
from .base import FormPageMixin, UserPageMixin

WRONG_PASSWORD = "This is not your current password."  # noqa: S105 - a message


class RegisterView(FormPageMixin, SuccessMessageMixin, CreateView):
    """Register an account."""

    form_class = RegistrationForm
    template_name = "pages/form.html"
    extra_context = {"title": "Register", "section": "register"}
    success_url = reverse_lazy("pages:show_tasks")
    success_message = "You are registered."

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Register, and log in at once."""
        try:
            response = super().form_valid(form)
        except UsernameTakenError:
            form.add_error("username", "This name is taken.")
            return self.form_invalid(form)
        login(self.request, self.object)
        return response


class LogInView(FormPageMixin, LoginView):
    """Log in and begin a session."""

    form_class = LogInForm
    template_name = "pages/form.html"
    extra_context = {"title": "Log in", "section": "log_in"}

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """End the session that came with the form: login() would keep one of the same user."""
        self.request.session.flush()
        return super().form_valid(form)


class LogOutView(LogoutView):
    """End the session."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete the session, and say so on the page that follows."""
        messages.success(request, "You are logged out.")
        return super().post(request)


class EditAccountView(UserPageMixin, FormPageMixin, SuccessMessageMixin, UpdateView):
    """Change the e-mail address or the time zone."""

    form_class = AccountForm
    template_name = "pages/edit_account.html"
    extra_context = {"title": "Account", "section": "account"}
    success_url = reverse_lazy("pages:edit_account")
    success_message = "The account is saved."

    def get_object(self) -> User:
        """Return the user."""
        return self.request.user


class ChangePasswordView(UserPageMixin, FormPageMixin, SuccessMessageMixin, FormView):
    """Change the password."""

    form_class = PasswordForm
    template_name = "pages/form.html"
    extra_context = {"title": "Change password", "section": "account"}
    success_url = reverse_lazy("pages:edit_account")
    success_message = "The password is changed."

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Change it, and keep this session alone."""
        current, new = form.cleaned_data["current_password"], form.cleaned_data["new_password"]
        try:
            user = accounts.change_password(self.request.user, current, new)
        except WrongPasswordError:
            form.add_error("current_password", WRONG_PASSWORD)
            return self.form_invalid(form)
        update_session_auth_hash(self.request, user)
        return super().form_valid(form)


class DeleteAccountView(UserPageMixin, FormPageMixin, SuccessMessageMixin, FormView):
    """Delete the account with its tasks, after asking."""

    form_class = DeleteAccountForm
    template_name = "pages/delete_account.html"
    extra_context = {"title": "Delete account", "section": "account"}
    success_url = reverse_lazy("pages:log_in")
    success_message = "The account is deleted."

    def form_valid(self, form: BaseForm) -> HttpResponse:
        """Delete it, and end the session; those elsewhere have no user any more."""
        try:
            accounts.delete_verified_account(self.request.user, **form.cleaned_data)
        except WrongPasswordError:
            form.add_error("current_password", WRONG_PASSWORD)
            return self.form_invalid(form)
        logout(self.request)
        return super().form_valid(form)
