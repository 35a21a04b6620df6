"""Files of documents that the public may open."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "open_files",
        sa.Column("document_id", sa.String(200), sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("file", sa.String(100), primary_key=True),
        sa.Column("by", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("open_files")
