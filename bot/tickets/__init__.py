"""Tickets: questions handed to the directorate, what is written about them, and how it reaches the askers."""
