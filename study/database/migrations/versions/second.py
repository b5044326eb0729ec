"""What a second opinion credits, with each review."""

import sqlalchemy as sa
from alembic import op

revision = "second"
down_revision = "interviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews", sa.Column("second", sa.JSON))


def downgrade() -> None:
    op.drop_column("reviews", "second")
