"""Pages of investigations and fines."""
