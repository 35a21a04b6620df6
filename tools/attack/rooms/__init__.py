"""The attacks, a room each."""
