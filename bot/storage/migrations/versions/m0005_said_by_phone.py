"""Whose word about a visit was taken by phone."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_phone", sa.String(), server_default="", nullable=False))
