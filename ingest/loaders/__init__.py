"""A loader for each type of file."""
