"""Template tags of the law."""
