"""The public pages, rendered on the server."""
