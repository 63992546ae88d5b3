"""A crowded portal to measure in: a database of a million invented youth, and the same pages written by hand."""
