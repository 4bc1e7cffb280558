"""Registration, log-in and log-out, and the user's own account."""

from flask import Blueprint, flash, g, redirect, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from flask_todo import accounts
from flask_todo.accounts import UsernameTakenError, WrongPasswordError
from flask_todo.database import db

from . import auth
from .auth import login_required
from .forms import (
    AccountForm,
    DeleteAccountForm,
    LogInForm,
    PasswordForm,
    RegistrationForm,
    show_form,
)

WRONG_PASSWORD = "This is not your current password."  # noqa: S105 - a message

bp = Blueprint("accounts", __name__)


@bp.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Register an account."""
    form = RegistrationForm()
    if form.validate_on_submit():
        try:
            user = accounts.register(form.username.data, form.email.data, form.password.data)
        except UsernameTakenError:
            form.username.errors.append("This name is taken.")
        else:
            auth.begin_session(user)
            db.session.commit()
            flash("You are registered.")
            return redirect(url_for("pages.tasks.show_tasks"))
    return show_form("register.html", form)


@bp.route("/login", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    """Log in and begin a session."""
    form = LogInForm()
    if form.validate_on_submit():
        user = accounts.authenticate(form.username.data, form.password.data)
        if user:
            auth.begin_session(user)
            db.session.commit()
            return redirect(auth.next_path())
        form.form_errors.append("The username or the password is wrong.")
    return show_form("log_in.html", form)


@bp.post("/logout")
@login_required
def log_out() -> ResponseReturnValue:
    """End the session."""
    auth.end_session()
    db.session.commit()
    flash("You are logged out.")
    return redirect(url_for(".log_in"))


@bp.route("/account", methods=["GET", "POST"])
@login_required
def edit_account() -> ResponseReturnValue:
    """Change the e-mail address or the time zone."""
    form = AccountForm(obj=g.user)
    form.email.description = Markup("For the account <b>{}</b>.").format(g.user.username)
    if form.validate_on_submit():
        form.populate_obj(g.user)
        db.session.commit()
        flash("The account is saved.")
        return redirect(url_for(".edit_account"))
    return show_form("edit_account.html", form)


@bp.route("/account/password", methods=["GET", "POST"])
@login_required
def change_password() -> ResponseReturnValue:
    """Change the password."""
    form = PasswordForm()
    if form.validate_on_submit():
        current, new = form.current_password.data, form.new_password.data
        try:
            accounts.change_password(g.token, current, new)
        except WrongPasswordError:
            form.current_password.errors.append(WRONG_PASSWORD)
        else:
            db.session.commit()
            flash("The password is changed.")
            return redirect(url_for(".edit_account"))
    return show_form("change_password.html", form)


@bp.route("/account/delete", methods=["GET", "POST"])
@login_required
def delete_account() -> ResponseReturnValue:
    """Delete the account with its tasks, after asking."""
    form = DeleteAccountForm()
    if form.validate_on_submit():
        try:
            user = accounts.change_password(g.token, form.current_password.data, None)
        except WrongPasswordError:
            form.current_password.errors.append(WRONG_PASSWORD)
        else:
            db.session.delete(user)
            db.session.commit()
            session.clear()
            flash("The account is deleted.")
            return redirect(url_for(".log_in"))
    return show_form("delete_account.html", form)
