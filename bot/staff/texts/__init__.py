"""The texts of the console, one file for each area."""
