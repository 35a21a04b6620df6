"""Who may work in the staff console: accounts, their passwords and sessions."""
