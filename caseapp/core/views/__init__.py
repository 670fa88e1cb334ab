"""Pages that every app shares."""
