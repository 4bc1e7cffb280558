"""Remove what nobody needs any more: `python -m tornado_todo.prune`, for a nightly job."""

import sys
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session
from tornado.options import options

from . import settings
from .database import connect, db
from .models import FailedLogin, Token, now


def main() -> None:
    """Read the settings, prune their database, and say what was removed."""
    settings.load(sys.argv[1:])
    connect()
    with db.sessionmaker.begin() as session:
        tokens, failures = prune(session)
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


def prune(session: Session) -> tuple[int, int]:
    """Remove expired tokens, and failed log-ins that no longer count; return how many of each."""
    window = timedelta(seconds=options.throttle_window)
    expired, old = Token.expiry_date <= now(), FailedLogin.creation_date <= now() - window
    tokens = session.execute(delete(Token).where(expired)).rowcount  # type: ignore[attr-defined]
    failures = session.execute(delete(FailedLogin).where(old)).rowcount  # type: ignore[attr-defined]
    return tokens, failures


if __name__ == "__main__":
    main()
