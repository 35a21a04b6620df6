"""From a question to Passages."""
