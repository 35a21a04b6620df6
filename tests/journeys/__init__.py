"""A person's whole way through, with real processes."""
