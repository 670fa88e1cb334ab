"""The arithmetic of the law as pure functions on frozen dataclasses; no Django here."""
