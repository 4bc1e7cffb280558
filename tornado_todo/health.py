"""What a load balancer asks, outside of the API: is it alive, is it ready."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from .base import BaseHandler


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
        """Say that the database answers too."""
        await self.transact(Session.scalar, select(1))
        self.write_json({"status": "ready"})
