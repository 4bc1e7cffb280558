"""The command for the nightly job: `flask --app flask_todo prune`."""

from datetime import timedelta

import click
from flask import current_app
from sqlalchemy import delete

from .database import db
from .models import FailedLogin, Token, now


@click.command()
def prune() -> None:
    """Delete expired tokens, and failed log-ins that no longer count."""
    window = timedelta(seconds=current_app.config["THROTTLE_WINDOW"])
    expired = delete(Token).where(Token.expiry_date <= now())
    old = delete(FailedLogin).where(FailedLogin.creation_date <= now() - window)
    tokens, failures = (db.session.execute(query).rowcount for query in (expired, old))  # type: ignore[attr-defined]
    db.session.commit()
    click.echo(f"removed {tokens} expired tokens, {failures} old failed log-ins")
