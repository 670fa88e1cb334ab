"""Long tests, run by `make endurance` and left out of `make test`."""
