"""The steps of a question, a file each."""
