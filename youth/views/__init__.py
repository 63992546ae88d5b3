"""Pages of youth records."""
