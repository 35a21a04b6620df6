"""What the bot reads and writes."""
