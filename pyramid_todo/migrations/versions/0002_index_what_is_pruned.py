"""Index what is pruned by its age."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_index("ix_tokens_expiry_date", "tokens", ["expiry_date"])
    op.create_index("ix_failed_logins_creation_date", "failed_logins", ["creation_date"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_failed_logins_creation_date", "failed_logins")
    op.drop_index("ix_tokens_expiry_date", "tokens")
