"""What a passage says to a question: whether it answers it, and where in it."""
