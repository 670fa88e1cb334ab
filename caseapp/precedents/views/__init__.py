"""Pages of precedents and estimates."""
