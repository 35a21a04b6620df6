"""What the documents did not answer well, put together by meaning."""
