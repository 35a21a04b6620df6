"""Evaluation: the golden questions asked of the published release, and how well they were answered."""
