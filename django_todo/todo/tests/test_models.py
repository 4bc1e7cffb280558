"""The tables, what is kept in them, and for how long."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils.timezone import now

from todo.models import FailedLogin, Token, User
from todo.tokens import issue_token


class ModelTests(TransactionTestCase):
    """The database of ann, who is registered."""

    def setUp(self) -> None:
        """Register ann."""
        self.ann = User.objects.create_user("ann", "ann@example.org", "correct horse")

    def test_models_and_migrations_agree(self) -> None:
        """TASK-14: a migration made now would be empty."""
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_passwords_are_kept_as_argon2id_hashes(self) -> None:
        """REGISTER-11: 19 MiB, two passes, one lane."""
        encoded = User.objects.get().password
        self.assertTrue(encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$"))

    def test_what_has_expired_is_pruned(self) -> None:
        """The token of yesterday and the failure of an hour ago go, what counts stays."""
        issue_token(self.ann)
        Token.objects.update(expiry_date=now() - timedelta(days=1))
        FailedLogin.objects.create(digest="old", creation_date=now() - timedelta(hours=1))
        FailedLogin.objects.create(digest="new")
        issue_token(self.ann)
        for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
            call_command("prune", stdout=(output := StringIO()))
            self.assertIn(found, output.getvalue())
        self.assertEqual(FailedLogin.objects.get().digest, "new")
        self.assertEqual(Token.objects.count(), 1)
