"""Delete what has expired: `python -m pyramid_todo.scripts.prune INI`, for a nightly job."""

import argparse
import sys
from datetime import timedelta

from pyramid.paster import bootstrap
from sqlalchemy import delete
from sqlalchemy.orm import Session

from pyramid_todo.models import FailedLogin, Token, now


def main(arguments: list[str]) -> None:
    """Prune the database of the application that the ini file describes."""
    parser = argparse.ArgumentParser(description=prune.__doc__)
    parser.add_argument("config_uri", help="the ini file, such as pyramid_todo/production.ini")
    with bootstrap(parser.parse_args(arguments).config_uri) as env, env["request"].tm:
        window = env["registry"].settings["throttle_window"]
        tokens, failures = prune(env["request"].dbsession, window)
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


def prune(dbsession: Session, window: int) -> tuple[int, int]:
    """Remove expired tokens, and failed log-ins that no longer count; return how many of each."""
    old = FailedLogin.creation_date <= now() - timedelta(seconds=window)
    tokens = dbsession.execute(delete(Token).where(Token.expiry_date <= now()))
    failures = dbsession.execute(delete(FailedLogin).where(old))
    return tokens.rowcount, failures.rowcount  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(sys.argv[1:])
