"""What the lists of the console look up."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_index("ix_chunks_as_of", "chunks", ["as_of"])
    op.create_index("ix_documents_current_version", "documents", ["current_version"])
    op.create_index("ix_cited_documents_day", "cited_documents", ["day"])


def downgrade() -> None:
    op.drop_index("ix_cited_documents_day", "cited_documents")
    op.drop_index("ix_documents_current_version", "documents")
    op.drop_index("ix_chunks_as_of", "chunks")
