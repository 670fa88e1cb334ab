"""How much of a file is made anew as a redacted copy; the site says so before any work begins."""

MOST_PAGES = 200
"""Pages of a document. Each is looked at for faces twice; more would take longer than a task may."""

MOST_SECONDS = 300.0
"""Length of a film, at up to thirty frames a second."""
