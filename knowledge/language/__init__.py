"""Words, spelling, names, dates and personal data in the two languages."""
