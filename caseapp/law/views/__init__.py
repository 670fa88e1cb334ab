"""Pages of the law for everyone."""
