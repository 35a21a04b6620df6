"""What it knows and how it answers."""
