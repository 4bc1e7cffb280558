"""What nobody needs any more: `python -m pyramid_todo.scripts.prune INI`, for a nightly job."""

import argparse
import sys
from datetime import timedelta

from pyramid.paster import bootstrap
from pyramid.request import Request
from sqlalchemy import delete

from pyramid_todo.models import FailedLogin, Token, now


def main(arguments: list[str]) -> None:
    """Prune the database of the application that the ini file describes."""
    parser = argparse.ArgumentParser(description=prune.__doc__)
    parser.add_argument("config_uri", help="the ini file, such as pyramid_todo/production.ini")
    with bootstrap(parser.parse_args(arguments).config_uri) as environment:
        request = environment["request"]
        with request.tm:
            tokens, failures = prune(request)
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


def prune(request: Request) -> tuple[int, int]:
    """Remove expired tokens, and failed log-ins that no longer count; return how many of each."""
    window = timedelta(seconds=request.registry.settings["throttle_window"])
    expired, old = Token.expiry_date <= now(), FailedLogin.creation_date <= now() - window
    tokens = request.dbsession.execute(delete(Token).where(expired))
    failures = request.dbsession.execute(delete(FailedLogin).where(old))
    return tokens.rowcount, failures.rowcount


if __name__ == "__main__":
    main(sys.argv[1:])
