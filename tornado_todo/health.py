"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from tornado.ioloop import IOLoop

from .base import BaseHandler
from .errors import lost_database, unavailable
from .models import User


class HealthHandler(BaseHandler):
    """This process."""

    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self) -> None:
        """Say that this process answers."""
        self.write_json({"status": "alive"})


class ReadinessHandler(BaseHandler):
    """This process with its database."""

    SUPPORTED_METHODS = ("GET", "HEAD", "OPTIONS")

    async def get(self) -> None:
        """Say that the database answers too, and takes writes."""
        engine = self.settings["readiness_engine"]
        try:
            # Not by as_future, whose threads may all be waiting for a database that hangs.
            await IOLoop.current().run_in_executor(None, check, engine)
        except OperationalError as error:
            raise lost_database(error) from error
        self.write_json({"status": "ready"})


def check(engine: Engine) -> None:
    """Raise OperationalError if the database does not answer, ProblemError if it is read-only."""
    with engine.connect() as connection:
        connection.execute(select(User.id).limit(1))
        on_postgresql = engine.dialect.name == "postgresql"
        if on_postgresql and connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise unavailable("The database is read-only.")
