"""What a question about indicators names and wishes."""
