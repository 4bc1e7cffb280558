"""Delete expired tokens, and failed log-ins that no longer count: a nightly job."""

import sys
from datetime import timedelta

from sqlalchemy import delete
from tornado.options import options

from . import settings
from .database import connect, db
from .models import FailedLogin, Token, now


def main() -> None:
    """Prune the database of the settings, and print what was removed."""
    settings.load(sys.argv[1:])
    connect()
    window = timedelta(seconds=options.throttle_window)
    expired = delete(Token).where(Token.expiry_date <= now())
    old = delete(FailedLogin).where(FailedLogin.creation_date <= now() - window)
    with db.sessionmaker.begin() as session:
        tokens, failures = (session.execute(query).rowcount for query in (expired, old))
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


if __name__ == "__main__":
    main()
