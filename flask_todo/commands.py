"""The command for the nightly job: `flask --app flask_todo prune`."""

from datetime import timedelta

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete

from .database import db
from .models import FailedLogin, Token, now


@click.command()
@with_appcontext
def prune() -> None:
    """Delete expired tokens, and failed log-ins that no longer count."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    expired, old = Token.expiry_date <= now(), FailedLogin.creation_date <= now() - window
    tokens = db.session.execute(delete(Token).where(expired)).rowcount  # type: ignore[attr-defined]
    failures = db.session.execute(delete(FailedLogin).where(old)).rowcount  # type: ignore[attr-defined]
    db.session.commit()
    click.echo(f"removed {tokens} expired tokens, {failures} old failed log-ins")
