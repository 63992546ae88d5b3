"""Pages of requests and releases."""
