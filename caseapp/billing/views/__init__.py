"""Pages of a firm's money."""
