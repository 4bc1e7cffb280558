"""Delete expired tokens, failed log-ins that no longer count, and old changes: a nightly job."""

import sys
from datetime import timedelta

from sqlalchemy import delete, text
from tornado.options import options

from . import settings
from .changes import KEPT
from .database import connect, db
from .models import FailedLogin, Token, now

OLD_CHANGES = "DELETE FROM changes WHERE id <= (SELECT max(id) FROM changes) - :kept"


def main() -> None:
    """Prune the database of the settings, and print what was removed."""
    settings.load(sys.argv[1:])
    connect()
    window = timedelta(seconds=options.throttle_window)
    expired = delete(Token).where(Token.expiry_date <= now())
    old = delete(FailedLogin).where(FailedLogin.creation_date <= now() - window)
    with db.sessionmaker.begin() as session:
        tokens, failures = (session.execute(query).rowcount for query in (expired, old))
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text(OLD_CHANGES), {"kept": KEPT})
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


if __name__ == "__main__":
    main()
