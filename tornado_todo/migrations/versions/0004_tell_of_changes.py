"""Tell who has changed tasks, and whose tokens have ended, for the pages that update themselves.

Triggers see the writes of every process, and of whoever else writes to the database. On SQLite they
fill a table; on PostgreSQL they send notifications, at the commit. Alembic's batch mode recreates a
table without its triggers: a later migration that changes one must create them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('changes', COALESCE(NEW.user_id, OLD.user_id)::text);
    RETURN NULL;
END $$
"""
EVENTS = [("tasks", "insert", "new"), ("tasks", "update", "new"), ("tasks", "delete", "old")]
EVENTS += [("tokens", "delete", "old")]


def upgrade() -> None:
    """Apply the change."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_table(
            "changes",
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("user_id", sa.Integer, nullable=False),
            sqlite_autoincrement=True,
        )
        action = "BEGIN INSERT INTO changes (user_id) VALUES ({row}.user_id); END"
    else:
        op.execute(FUNCTION)
        action = "FOR EACH ROW EXECUTE FUNCTION tell_of_change()"
    for table, event, row in EVENTS:
        trigger = f"CREATE TRIGGER {table}_{event} AFTER {event} ON {table} "
        op.execute(trigger + action.format(row=row))


def downgrade() -> None:
    """Take the change back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, event, _ in EVENTS:
        op.execute(f"DROP TRIGGER {table}_{event}" + ("" if is_sqlite else f" ON {table}"))
    if is_sqlite:
        op.drop_table("changes")
    else:
        op.execute("DROP FUNCTION tell_of_change()")
