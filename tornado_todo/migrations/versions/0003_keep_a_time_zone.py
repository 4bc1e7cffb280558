"""Keep a time zone for each user."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    column = sa.Column("time_zone", sa.String(64), nullable=False, server_default="UTC")
    op.add_column("users", column)


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("users", "time_zone")
