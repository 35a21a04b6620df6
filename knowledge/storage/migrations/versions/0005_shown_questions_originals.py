"""Chunks: the question on buttons, the state of knowledge of one section. Originals of sources, and what they say."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("chunks", sa.Column("shown", sa.Text(), nullable=False, server_default=""))
    op.add_column("chunks", sa.Column("as_of", sa.String(10), nullable=False, server_default=""))
    op.create_table(
        "originals",
        sa.Column("source", sa.String(200), primary_key=True),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("bound_by", sa.String(200), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "borne_out",
        sa.Column("source", sa.String(200), sa.ForeignKey("originals.source"), primary_key=True),
        sa.Column("locator", sa.String(200), primary_key=True),
        sa.Column("statement", sa.String(32), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("clause", sa.String(100), nullable=False),
        sa.Column("picture", sa.String(100), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("borne_out")
    op.drop_table("originals")
    op.execute("ALTER TABLE chunks DROP COLUMN as_of")
    op.execute("ALTER TABLE chunks DROP COLUMN shown")
