"""The staff console: pages under ``/staf`` for who keeps the knowledge and answers what it could not."""
