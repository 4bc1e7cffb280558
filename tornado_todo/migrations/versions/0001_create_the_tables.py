"""Create the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

identifier = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "users",
        sa.Column("id", identifier, nullable=False),
        sa.Column("username", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(128), nullable=False),
        sa.Column("date_joined", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("username", name="uq_users_username"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "tokens",
        sa.Column("id", identifier, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expiry_date", moment, nullable=False),
        sa.Column("user_id", identifier, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_tokens_user_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])
    op.create_table(
        "tasks",
        sa.Column("id", identifier, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("creation_date", moment, nullable=False),
        sa.Column("due_date", moment, nullable=True),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.Column("user_id", identifier, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_tasks_user_id", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_user_id_id", "tasks", ["user_id", "id"])
    op.create_table(
        "failed_logins",
        sa.Column("id", identifier, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("creation_date", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_logins"),
    )
    op.create_index(
        "ix_failed_logins_digest_creation_date", "failed_logins", ["digest", "creation_date"]
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("failed_logins")
    op.drop_table("tasks")
    op.drop_table("tokens")
    op.drop_table("users")
