"""Reviews, withdrawals, drafts and settings."""

import sqlalchemy as sa
from alembic import op

revision = "first"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _reviews()
    op.create_table(
        "withdrawals",
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("learner", "key"),
    )
    _drafts()
    op.create_table(
        "settings",
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("learner", "name"),
    )


def downgrade() -> None:
    raise NotImplementedError("the first revision: going back would delete every review")


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("rating", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told", MOMENT, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("ticked", sa.JSON, nullable=False),
        sa.Column("ticked_by_us", sa.JSON, nullable=False),
        sa.Column("scheduler", sa.String(32), nullable=False),
        sa.UniqueConstraint("learner", "key", name="one_review_per_answer"),
    )
    op.create_index("reviews_in_order", "reviews", ["learner", "told", "id"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("shown", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("revealed", MOMENT),
        sa.Column("ticked", sa.JSON),
        sa.PrimaryKeyConstraint("learner", "question"),
    )
