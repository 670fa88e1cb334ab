"""Shapes of what firms and clients enter."""
