"""What is counted of the turns of each day, and citations read by document."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "daily_turns",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("outcome", sa.String(20), primary_key=True),
        sa.Column("tentative", sa.Boolean(), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("turns", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "daily_latencies",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("milliseconds", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cited_documents_answers", "cited_documents", ["document_id", "day", "answers"])


def downgrade() -> None:
    op.drop_index("ix_cited_documents_answers", "cited_documents")
    op.drop_table("daily_latencies")
    op.drop_table("daily_turns")
