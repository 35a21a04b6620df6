"""The Telegram channel: updates in, rendered answers out."""
