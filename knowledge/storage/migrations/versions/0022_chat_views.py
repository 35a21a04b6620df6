"""How a chat in Telegram wants tables shown; it may have chosen no language."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("telegram_chats", sa.Column("rich", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM telegram_chats WHERE language = ''")
    op.drop_column("telegram_chats", "rich")
