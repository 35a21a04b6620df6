"""How updates come and requests go."""
