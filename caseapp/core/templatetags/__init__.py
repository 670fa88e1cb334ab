"""Template tags of the mechanisms that every app uses."""
