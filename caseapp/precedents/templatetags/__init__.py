"""Template tags of precedents."""
