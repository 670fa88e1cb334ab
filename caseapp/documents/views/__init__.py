"""Pages of letters and documents."""
