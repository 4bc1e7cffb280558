"""What a load balancer asks: is the process alive, and is its database ready."""

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from tornado.ioloop import IOLoop

from .api.base import APIHandler
from .api.problems import unavailable
from .errors import DatabaseUnavailableError
from .models import User


class HealthHandler(APIHandler):
    """This process, outside of /api/ but in the API's format."""

    path_template = "/healthz"
    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self) -> None:
        """Say that this process answers."""
        self.write_json({"status": "alive"})


class ReadinessHandler(APIHandler):
    """This process with its database, likewise."""

    path_template = "/readyz"
    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self) -> None:
        """Say that the database answers too, and takes writes."""
        try:
            # Not by as_future: all its threads may be waiting for a database that hangs.
            await IOLoop.current().run_in_executor(None, check, self.settings["readiness_engine"])
        except OperationalError as error:
            raise DatabaseUnavailableError(error) from error
        self.write_json({"status": "ready"})


def check(engine: Engine) -> None:
    """Raise OperationalError if the database does not answer, ProblemError if it is read-only."""
    with engine.connect() as connection:
        connection.execute(select(User.id).limit(1))
        on_postgresql = engine.dialect.name == "postgresql"
        if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise unavailable("The database is read-only.")


handlers = [("/healthz", HealthHandler), ("/readyz", ReadinessHandler)]
