"""Reports of questions."""

import sqlalchemy as sa
from alembic import op

revision = "reports"
down_revision = "first"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("learner", sa.String(64), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled", MOMENT),
    )
    op.create_index("reports_of_learner", "reports", ["learner", "at"])


def downgrade() -> None:
    op.drop_table("reports")
