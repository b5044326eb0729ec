"""The events of mock interviews."""

import sqlalchemy as sa
from alembic import op

revision = "interviews"
down_revision = "reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_events",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("interview", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON, nullable=False),
        sa.UniqueConstraint("learner", "interview", "key", name="one_event_per_key"),
    )
    op.create_index("interview_events_in_order", "interview_events", ["learner", "interview", "id"])


def downgrade() -> None:
    raise NotImplementedError("going back would delete every mock interview")
