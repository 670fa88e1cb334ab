"""Reads of a firm's money, actor first."""
