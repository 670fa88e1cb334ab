"""Starts everything that Countenance needs on one machine, and stops it again; plain Python that knows no Django."""
