"""The indicator catalogue: what it holds, and answers about it."""
