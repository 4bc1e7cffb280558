"""Delete expired tokens, and failed log-ins that no longer count: a nightly job."""

import argparse
import sys
from datetime import timedelta

from pyramid.paster import bootstrap
from sqlalchemy import delete

from pyramid_todo.models import FailedLogin, Token, now


def main(arguments: list[str]) -> None:
    """Prune the database of the application that the ini file describes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config_uri", help="the ini file, such as pyramid_todo/production.ini")
    with bootstrap(parser.parse_args(arguments).config_uri) as env, env["request"].tm:
        dbsession, settings = env["request"].dbsession, env["registry"].settings
        old = FailedLogin.creation_date <= now() - timedelta(seconds=settings["throttle_window"])
        tokens = dbsession.execute(delete(Token).where(Token.expiry_date <= now())).rowcount
        failures = dbsession.execute(delete(FailedLogin).where(old)).rowcount
    print(f"removed {tokens} expired tokens, {failures} old failed log-ins")


if __name__ == "__main__":
    main(sys.argv[1:])
