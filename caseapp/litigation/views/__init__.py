"""Pages of the lawyer's desk, and of the client who asks a firm to act."""
