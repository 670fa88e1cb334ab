"""Starts everything that Countenance needs on one machine, and stops it again; knows no Django."""
