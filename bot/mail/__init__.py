"""Mail that leaves: an outbox in the database, and the server that it is handed to."""
