"""What nobody needs any more: `flask --app flask_todo prune`, for a nightly job."""

from datetime import timedelta

import click
from flask import Flask, current_app
from sqlalchemy import delete

from .database import db
from .models import FailedLogin, Token, now


def init_app(app: Flask) -> None:
    """Add the command to those of the application."""
    app.cli.add_command(prune)


@click.command()
def prune() -> None:
    """Remove expired tokens, and failed log-ins that no longer count."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    expired, old = Token.expiry_date <= now(), FailedLogin.creation_date <= now() - window
    connection = db.session.connection()
    tokens = connection.execute(delete(Token).where(expired)).rowcount
    failures = connection.execute(delete(FailedLogin).where(old)).rowcount
    db.session.commit()
    click.echo(f"removed {tokens} expired tokens, {failures} old failed log-ins")
