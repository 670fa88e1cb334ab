"""Shapes of what comes in and goes out, as api.md's contract names them."""
