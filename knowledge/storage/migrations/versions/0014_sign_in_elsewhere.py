"""Accounts that a sign-in provider lets people into, and sign-ins that wait for somebody to come back from it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    # One column after the other: a table made anew would end all sessions.
    op.add_column("staff_accounts", sa.Column("oidc_name", sa.String(254), nullable=False, server_default=""))
    op.add_column("staff_accounts", sa.Column("oidc_issuer", sa.String(500)))
    op.add_column("staff_accounts", sa.Column("oidc_subject", sa.String(254)))
    op.create_index("ix_staff_accounts_oidc", "staff_accounts", ["oidc_issuer", "oidc_subject"], unique=True)
    op.create_table(
        "staff_oidc_requests",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(64), nullable=False),
        sa.Column("onward", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade() -> None:
    op.drop_table("staff_oidc_requests")
    op.drop_index("ix_staff_accounts_oidc", "staff_accounts")
    for column in ("oidc_name", "oidc_issuer", "oidc_subject"):
        op.drop_column("staff_accounts", column)
