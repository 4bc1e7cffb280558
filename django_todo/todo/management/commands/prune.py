"""The command for the nightly job: `manage.py prune`."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.utils.timezone import now

from todo.models import FailedLogin, Token


class Command(BaseCommand):
    """Remove expired tokens, and failed log-ins that no longer count."""

    help = "Remove expired tokens and sessions, and failed log-ins that no longer count."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them, and print how many there were."""
        window = timedelta(seconds=settings.THROTTLE_WINDOW)
        tokens, _ = Token.objects.filter(expiry_date__lte=now()).delete()
        failures, _ = FailedLogin.objects.filter(creation_date__lte=now() - window).delete()
        call_command("clearsessions")  # of the pages and the admin
        self.stdout.write(f"removed {tokens} expired tokens, {failures} old failed log-ins")
