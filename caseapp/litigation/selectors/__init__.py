"""Reads of a firm's matters."""
