"""Reads of an authority's order of work."""
