"""How documents become a Release."""
